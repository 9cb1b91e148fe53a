import Engine
import Foundation
import Testing
import Values

/// Asks Quaestor and SQLite the same generated questions over the same generated tables.
///
/// `Scripts/differential` runs more of them, and one again.
struct DifferentialTests {
    static let environment = ProcessInfo.processInfo.environment
    static let count = environment["QUAESTOR_QUESTIONS"].flatMap { Int($0) } ?? 10_000
    static let seed = environment["QUAESTOR_SEED"].flatMap { UInt64($0) } ?? 1
    /// One question alone: the seed of its world, and its number.
    static let replayed = environment["QUAESTOR_REPLAY"]?.split(separator: ".").compactMap { UInt64($0) }

    static let questionsInWorld = 200

    @Test(.enabled(if: replayed == nil)) func quaestorAndSQLiteAgree() async {
        let worlds = (Self.count + Self.questionsInWorld - 1) / Self.questionsInWorld
        let failures = await withTaskGroup(of: [String].self) { group in
            for world in 0..<worlds {
                let questions = min(Self.questionsInWorld, Self.count - world * Self.questionsInWorld)
                group.addTask { Self.failures(ofWorld: Self.seed &* 1_000_000 &+ UInt64(world), questions: questions) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for failure in failures.prefix(40) { Issue.record("\(failure)") }
        if !failures.isEmpty { Issue.record("\(failures.count) of \(Self.count) questions are answered differently") }
    }

    @Test(.enabled(if: replayed?.count == 2)) func replay() throws {
        guard let replayed = Self.replayed, replayed.count == 2 else { return }
        let world = try World(seed: replayed[0])
        let (named, metrics) = QuestionGenerator.named(in: world)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("differential-\(replayed[0])")
        let asked = try Asked(world, definitions: world.definitions + metrics, in: folder)
        let question = Self.question(Int(replayed[1]), QuestionGenerator(world, named: named))
        print("workspace \(folder.path)\n\(question.text)\n\n\(QuestionSQL(question, world).statement())\n")
        print("expected\n\(shown(try ExpectedAnswer(question, world)))\n")
        print("answered\n\(shown(try asked.answer(question.text)))")
        #expect(Self.failure(question, asked, world) == nil)
    }

    /// The questions of one world that are answered differently, each with what it takes to ask it again.
    private static func failures(ofWorld seed: UInt64, questions: Int) -> [String] {
        do {
            let world = try World(seed: seed)
            let (named, metrics) = QuestionGenerator.named(in: world)
            let asked = try Asked(world, definitions: world.definitions + metrics)
            let generator = QuestionGenerator(world, named: named)
            return (0..<questions).compactMap { number in
                let question = question(number, generator)
                guard let failure = failure(question, asked, world) else { return nil }
                let smallest = shrunk(question) { part in
                    KnownDifferences.reason(part, world) == nil && self.failure(part, asked, world) != nil
                }
                return "Scripts/differential replay \(seed).\(number)\n\(question.text)\n\(failure)\n"
                    + "smaller: \(smallest.text)\n" + (self.failure(smallest, asked, world) ?? "")
            }
        } catch {
            return ["seed \(seed): \(error)"]
        }
    }

    private static func question(_ number: Int, _ generator: QuestionGenerator) -> AskedQuestion {
        var draw = Draw(seed: generator.world.seed &* 1009 &+ UInt64(number))
        return generator.question(&draw)
    }

    private static func failure(_ question: AskedQuestion, _ asked: Asked, _ world: World) -> String? {
        do {
            if try QuestionSQL(question, world).isBeforeData() {
                let refusal = asked.refusal(question.text)
                return refusal == "before-data" ? nil : "\(refusal ?? "answered") instead of before-data"
            }
            let answer = try asked.answer(question.text)
            let found = difference(answer, try ExpectedAnswer(question, world))
            if found == nil { return nil }
            return difference(answer, try ExpectedAnswer(question, world, roundsFractions: false)) == nil ? nil : found
        } catch let error as Diagnostic {
            return "refused (\(error.code)): \(error.message); \(error.reason.joined(separator: "; "))"
        } catch {
            return "\(error)"
        }
    }
}
