import Values

/// Questions over worlds, asked of both, and again in other forms.
enum Comparison {
    /// The questions of one world that are answered differently, each with what it takes to ask it again.
    ///
    /// - Parameter inOtherForms: whether Quaestor is asked again as `Variants` and `Partitions` have it.
    static func failures(ofWorld seed: UInt64, questions: Int, inOtherForms: Bool = true) -> [String] {
        do {
            let world = try World(seed: seed)
            let (named, metrics) = QuestionGenerator.named(in: world)
            let asked = try Asked(world, definitions: world.definitions + metrics)
            let duck = try DuckDB.python.map { try DuckDB(world, python: $0) }
            defer { duck?.tell() }
            let variants = inOtherForms ? try Variants(world, definitions: world.definitions + metrics) : nil
            let generator = QuestionGenerator(world, named: named)
            return (0..<questions).compactMap { number in
                let question = question(number, generator)
                guard let failure = failure(question, asked, world) else {
                    if let duck, let found = Self.failure(question, asked, world, by: duck) {
                        return "Scripts/differential replay \(seed).\(number)\n\(question.text)\nDuckDB: \(found)"
                    }
                    return variants.flatMap { again(number, question, asked, $0, world) }
                }
                let smallest = shrunk(question, world) { Self.failure($0, asked, world) != nil }
                return "Scripts/differential replay \(seed).\(number)\n\(question.text)\n\(failure)\n"
                    + "smaller: \(smallest.text)\n" + (self.failure(smallest, asked, world) ?? "")
            }
        } catch {
            return ["seed \(seed): \(error)"]
        }
    }

    /// What is wrong with the question in one of the other forms, or with its parts; nil when nothing is.
    static func again(
        _ number: Int, _ question: Asking, _ asked: Asked, _ variants: Variants, _ world: World
    ) -> String? {
        let head = "Scripts/differential replay \(world.seed).\(number)\n"
        if let failure = variants.failure(question, asked, number: number) {
            let smallest = shrunk(question, world) { variants.failure($0, asked, number: number) != nil }
            return head + "\(question.text)\n\(failure)\nsmaller: \(smallest.text)"
        }
        guard case .show(let shown) = question else { return nil }
        var draw = Draw(seed: world.seed &* 2003 &+ UInt64(number))
        guard let partitions = Partitions(shown, world, &draw), let failure = partitions.failure(asked) else {
            return nil
        }
        return head + "\(partitions.text)\n\(failure)"
    }

    static func question(_ number: Int, _ generator: QuestionGenerator) -> Asking {
        var draw = Draw(seed: generator.world.seed &* 1009 &+ UInt64(number))
        return draw.chance(0.04) ? .cohort(generator.cohort(&draw)) : .show(generator.question(&draw))
    }

    /// What is wrong with an answer; nil when nothing is.
    ///
    /// - Parameter duck: who is asked instead of SQLite; what it does not understand is passed over.
    static func failure(_ question: Asking, _ asked: Asked, _ world: World, by duck: DuckDB? = nil) -> String? {
        let refusal = question.refusal(world)
        do {
            let answer = try asked.answer(question.text)
            if let refusal { return "not refused (\(refusal))" }
            guard let found = difference(answer, try question.expected(world, by: duck)) else { return nil }
            let other = try question.expected(world, roundsFractions: false, by: duck)
            return difference(answer, other) == nil ? nil : found
        } catch let refusal as DuckDB.Refusal {
            duck?.refusals[String(refusal.description.prefix(60)), default: 0] += 1
            return nil
        } catch let error as Diagnostic {
            if error.code == refusal { return nil }
            return "refused (\(error.code)): \(error.message); \(error.reason.joined(separator: "; "))"
        } catch {
            return "\(error)"
        }
    }
}
