import Engine
import Values

/// One world in several forms, each of which has to give the same answers.
struct Variants {
    private let readings: [(name: String, asked: Asked)]

    init(_ world: World, definitions: String) throws {
        readings = [
            ("read in chunks", try Asked(world, definitions: definitions, reading: .chunks)),
            ("from snapshots", try Asked(world, definitions: definitions, reading: .snapshot)),
            ("with the rows in another order", try Asked(world, definitions: definitions, reading: .shuffled)),
        ]
    }

    /// How many forms there are.
    static let count = 4

    /// What differs when a question is asked in one of the forms; nil when nothing does.
    ///
    /// - Parameter number: which of them, from 0; more are counted from the first again.
    func failure(_ question: Asking, _ asked: Asked, number: Int) -> String? {
        let number = number % Self.count
        // The first and last of equal days are those of the file.
        if number == 2, question.looksAtEnds { return nil }
        let name = number < readings.count ? readings[number].name : "by whole columns"
        let wanted = Self.outcome { try asked.answer(question.text) }
        let found = Self.outcome {
            number < readings.count
                ? try readings[number].asked.answer(question.text)
                : try asked.answer(question.text, usesTally: false)
        }
        switch (wanted, found) {
        case (.success(let answer), .success(let other)):
            return difference(answer, other).map { "\(name): \($0)" }
        case (.failure(let error), .failure(let other)) where error.code == other.code: return nil
        case (_, .failure(let error)): return "\(name): refused (\(error.code)): \(error.message)"
        case (.failure(let error), _): return "\(name): not refused (\(error.code))"
        }
    }

    static func outcome(_ body: () throws -> Answer) -> Result<Answer, Diagnostic> {
        do {
            return .success(try body())
        } catch {
            return .failure(error as? Diagnostic ?? Diagnostic("test", "\(error)"))
        }
    }
}
