import Engine
import Foundation
import Synchronization
import Testing
import Values

/// Asks Quaestor and SQLite the same generated questions over the same generated tables, and Quaestor alone in other
/// forms: of tables that are read in chunks or from snapshots or whose rows stand in another order, by whole columns
/// alone, and in three parts that have to add up.
///
/// `Scripts/differential` runs more of them, and one again.
struct DifferentialTests {
    static let environment = ProcessInfo.processInfo.environment
    static let count = environment["QUAESTOR_QUESTIONS"].flatMap { Int($0) } ?? 5000
    static let seed = environment["QUAESTOR_SEED"].flatMap { UInt64($0) } ?? 1
    /// The questions of one world in so many are asked in other forms too.
    static let formsEvery = environment["QUAESTOR_FORMS_EVERY"].flatMap { Int($0) } ?? 1
    /// One question alone: the seed of its world, and its number.
    static let replayed = environment["QUAESTOR_REPLAY"]?.split(separator: ".").compactMap { UInt64($0) }

    static let questionsInWorld = 200

    @Test(.enabled(if: replayed == nil)) func quaestorAndSQLiteAgree() async {
        let worlds = (Self.count + Self.questionsInWorld - 1) / Self.questionsInWorld
        let progress = Progress(worlds: worlds)
        let failures = await withTaskGroup(of: [String].self) { group in
            for world in 0..<worlds {
                let questions = min(Self.questionsInWorld, Self.count - world * Self.questionsInWorld)
                group.addTask {
                    let found = Comparison.failures(
                        ofWorld: Self.seed &* 1_000_000 &+ UInt64(world), questions: questions,
                        inOtherForms: world % max(1, Self.formsEvery) == 0)
                    progress.note(found)
                    return found
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for failure in failures.prefix(40) { Issue.record("\(failure)") }
        if !failures.isEmpty { Issue.record("\(failures.count) of \(Self.count) questions are answered differently") }
    }

    /// Tells on the way how far it is and what it has found, where it takes hours. Worlds tell it themselves: whoever waits
    /// for them is woken behind all that wait for a thread.
    private final class Progress: Sendable {
        private let isTold: Bool
        private let done = Mutex(0)

        init(worlds: Int) { isTold = worlds >= 500 }

        func note(_ found: [String]) {
            done.withLock { done in
                done += 1
                guard isTold, done % 100 == 0 || !found.isEmpty else { return }
                print((["\(done * questionsInWorld) questions"] + found).joined(separator: "\n"))
                // A file is written to in large pieces.
                fflush(nil)
            }
        }
    }

    @Test(.enabled(if: replayed?.count == 2)) func replay() throws {
        guard let replayed = Self.replayed, replayed.count == 2 else { return }
        let world = try World(seed: replayed[0])
        let (named, metrics) = QuestionGenerator.named(in: world)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("differential-\(replayed[0])")
        let asked = try Asked(world, definitions: world.definitions + metrics, in: folder)
        let question = Comparison.question(Int(replayed[1]), QuestionGenerator(world, named: named))
        print("workspace \(folder.path)\n\(question.text)\n\n\(try question.statement(world))\n")
        print("expected\n\(try question.refusal(world) ?? shown(question.expected(world)))\n")
        print("answered\n\(shown(try asked.answer(question.text)))")
        let variants = try Variants(world, definitions: world.definitions + metrics)
        let duck = try DuckDB.python.map { try DuckDB(world, python: $0) }
        if let duck { print("\nDuckDB\n\(shown(try question.expected(world, by: duck)))") }
        let failure =
            Comparison.failure(question, asked, world)
            ?? duck.flatMap { Comparison.failure(question, asked, world, by: $0) }
            ?? Comparison.again(Int(replayed[1]), question, asked, variants, world)
        #expect(failure == nil)
    }
}
