import Values

/// Questions over worlds, asked of both.
enum Comparison {
    /// The questions of one world that are answered differently, each with what it takes to ask it again.
    static func failures(ofWorld seed: UInt64, questions: Int) -> [String] {
        do {
            let world = try World(seed: seed)
            let (named, metrics) = QuestionGenerator.named(in: world)
            let asked = try Asked(world, definitions: world.definitions + metrics)
            let generator = QuestionGenerator(world, named: named)
            return (0..<questions).compactMap { number in
                let question = question(number, generator)
                guard let failure = failure(question, asked, world) else { return nil }
                let smallest = shrunk(question, world) { Self.failure($0, asked, world) != nil }
                return "Scripts/differential replay \(seed).\(number)\n\(question.text)\n\(failure)\n"
                    + "smaller: \(smallest.text)\n" + (self.failure(smallest, asked, world) ?? "")
            }
        } catch {
            return ["seed \(seed): \(error)"]
        }
    }

    static func question(_ number: Int, _ generator: QuestionGenerator) -> Asking {
        var draw = Draw(seed: generator.world.seed &* 1009 &+ UInt64(number))
        return draw.chance(0.04) ? .cohort(generator.cohort(&draw)) : .show(generator.question(&draw))
    }

    static func failure(_ question: Asking, _ asked: Asked, _ world: World) -> String? {
        let refusal = question.refusal(world)
        do {
            let answer = try asked.answer(question.text)
            if let refusal { return "not refused (\(refusal))" }
            guard let found = difference(answer, try question.expected(world)) else { return nil }
            return difference(answer, try question.expected(world, roundsFractions: false)) == nil ? nil : found
        } catch let error as Diagnostic {
            if error.code == refusal { return nil }
            return "refused (\(error.code)): \(error.message); \(error.reason.joined(separator: "; "))"
        } catch {
            return "\(error)"
        }
    }
}
