import EngineSupport
import Foundation
import Language
import Model
import Shell
import Testing
import Values

/// The examples of the reference over databases: the same questions of the same rows have the same answers.
///
/// `Scripts/engines` starts the engines; those that are not there are left out.
@Suite("The language reference over databases", .serialized)
struct EngineReferenceTests {
    struct Case: CustomTestStringConvertible {
        var engine: TestEngine
        var example: ReferencePage.Example

        var testDescription: String { "\(engine.rawValue), \(example.testDescription)" }
    }

    /// What tells of files, or of the engine itself, is another text over a database.
    private static let aside: Set<Keyword> = [
        .describe, .list, .explain, .help, .load, .dataset, .source, .use, .reload,
    ]

    static let cases: [Case] = TestEngine.available.flatMap { engine in
        ReferencePage.examples().filter(isQuestion).map { Case(engine: engine, example: $0) }
    }

    private static func isQuestion(_ example: ReferencePage.Example) -> Bool {
        guard example.kind == .crm || example.kind == .saas, let expected = example.expected else { return false }
        if expected.contains(".csv") { return false }
        return !tokens(example.source).contains { aside.contains($0) }
    }

    private static func tokens(_ source: String) -> [Keyword] {
        parseScript(source).statements.compactMap { statement in
            Keyword(
                rawValue: String(
                    printed(statement).split(separator: "\n").last { !$0.hasPrefix("#") }?.prefix { $0.isLetter } ?? "")
            )
        }
    }

    @Test("An example gives over a database what it gives over files", arguments: cases)
    func example(_ example: Case) throws {
        let folder = ReferencePage.root.appendingPathComponent(
            "Examples/" + (example.example.kind == .saas ? "saas" : "crm"))
        let workspace = try EngineCopy.workspace(folder, on: example.engine)
        let found = try ReferenceTests.output(example.example, over: workspace)
        let expected = try #require(example.example.expected)
        #expect(ReferenceTests.trimmed(found) == ReferenceTests.trimmed(expected), "line \(example.example.line)")
    }
}
