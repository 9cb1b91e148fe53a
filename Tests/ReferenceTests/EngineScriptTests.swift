import EngineSupport
import Foundation
import Language
import Model
import Testing

/// The scripts of the examples over databases: what they say is what is recorded beside them.
@Suite("The scripts of the examples over databases", .serialized)
struct EngineScriptTests {
    struct Case: CustomTestStringConvertible {
        var engine: TestEngine
        var script: URL

        var example: URL { script.deletingLastPathComponent().deletingLastPathComponent() }
        var testDescription: String {
            "\(engine.rawValue), \(example.lastPathComponent)/\(script.lastPathComponent)"
        }
    }

    static let cases: [Case] = TestEngine.available.flatMap { engine in
        ["acme", "crm", "saas"].flatMap { example in
            let folder = ReferencePage.root.appendingPathComponent("Examples/\(example)/scripts")
            let files =
                (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
            return files.filter { $0.pathExtension == "qst" }.sorted { $0.path < $1.path }
                .map { Case(engine: engine, script: $0) }
        }
    }

    @Test("A script gives over a database what it gives over files", arguments: cases)
    func script(_ script: Case) throws {
        let text = try String(contentsOf: script.script, encoding: .utf8)
        // The workspace is that over the database.
        let statements = parseScript(text).statements.filter { statement in
            if case .use = statement.kind { false } else { true }
        }
        let example = ReferencePage.Example(
            kind: .crm, source: statements.map(printed).joined(separator: "\n"), line: 0)
        let workspace = try EngineCopy.workspace(script.example, on: script.engine)
        let found = try ReferenceTests.output(example, over: workspace)
        let record = script.script.deletingPathExtension().appendingPathExtension("expected")
        let expected = try String(contentsOf: record, encoding: .utf8)
        if statements.contains(where: { if case .check = $0.kind { true } else { false } }) {
            #expect(Self.withoutFiles(found) == Self.withoutFiles(expected))
        } else {
            #expect(ReferenceTests.trimmed(found) == ReferenceTests.trimmed(expected))
        }
    }

    /// A check without what it says of files, and without the widths of columns that follow from it.
    private static func withoutFiles(_ text: String) -> [Substring] {
        ReferenceTests.trimmed(text)
            .replacingOccurrences(of: "[a-z_]+\\.csv|(crm|acme)_[a-z_]+", with: "FILE", options: .regularExpression)
            .replacingOccurrences(of: "─+", with: "─", options: .regularExpression)
            .replacingOccurrences(of: " +", with: " ", options: .regularExpression)
            .split(separator: "\n").filter { !$0.contains("problems in the file") }
    }
}
