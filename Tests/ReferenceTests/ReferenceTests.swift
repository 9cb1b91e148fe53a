import Engine
import Foundation
import Language
import Model
import Reports
import Shell
import Testing
import Values

/// Every example of `Grammar/REFERENCE.md` runs, and gives what stands behind it.
@Suite("The language reference")
struct ReferenceTests {
    static let crm = Result { try opened("crm") }
    static let saas = Result { try opened("saas") }

    private static func opened(_ example: String) throws -> Workspace {
        let folder = ReferencePage.root.appendingPathComponent("Examples/" + example).path
        let session = Session(folder: folder, today: Day(0))
        try session.open([folder])
        return session.workspace
    }

    /// A session of its own for each example, so that definitions of one do not reach the next.
    private static func session(_ kind: ReferencePage.Kind, over given: Workspace?) throws -> Session {
        let workspace = try given ?? (kind == .saas ? saas : crm).get()
        let session = Session(folder: workspace.folder, today: workspace.today)
        session.workspace = workspace
        return session
    }

    /// What the statements of an example write, drawn as without a terminal.
    ///
    /// - Parameter workspace: instead of that of the example's files.
    static func output(_ example: ReferencePage.Example, over workspace: Workspace? = nil) throws -> String {
        let script = parseScript(example.source)
        if let first = script.diagnostics.first {
            if example.kind == .error { return drawn(first, source: example.source, name: nil) }
            throw first
        }
        if example.kind == .parse { return try formatted(script: example.source) }
        let session = try session(example.kind, over: workspace)
        var texts: [String] = []
        for statement in script.statements {
            do {
                texts += try text(session.execute(statement), session)
            } catch {
                guard example.kind == .error, let diagnostic = error as? Diagnostic else { throw error }
                return drawn(diagnostic, source: example.source, name: nil)
            }
        }
        try #require(example.kind != .error, "this is answered:\n\(example.source)")
        return texts.map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n")
    }

    private static func text(_ outcome: Session.Outcome, _ session: Session) throws -> [String] {
        switch outcome {
        case .nothing, .quit, .edited, .copied, .watch: return []
        case .lines(let lines): return [lines.joined(separator: "\n")]
        case .script(let run, _): return try run.outcomes.flatMap { try text($0, session) }
        case .answer(let answer, let output):
            let name = output.format?.text ?? session.settings.format ?? "table"
            let found: (any Renderer)? = renderer(named: name)
            let renderer = try #require(found, "\(name)")
            let options = RenderOptions(exact: session.settings.exact)
            return [renderer.text(answer, options: options).replacingOccurrences(of: "\r\n", with: "\n")]
        }
    }

    static func trimmed(_ text: String) -> String {
        text.components(separatedBy: "\n").map { line in
            line.replacingOccurrences(of: " +$", with: "", options: .regularExpression)
        }.joined(separator: "\n").trimmingCharacters(in: .newlines)
    }

    @Test("Every example runs, and gives what stands behind it", arguments: ReferencePage.examples())
    func example(_ example: ReferencePage.Example) throws {
        let found = try Self.output(example)
        if example.kind == .error { #expect(example.expected != nil, "an error is shown with its text") }
        guard let expected = example.expected else { return }
        #expect(Self.trimmed(found) == Self.trimmed(expected), "line \(example.line)")
    }

    /// Writes what the examples give into the page, when asked to; the change is then read like any other.
    @Test("Recording", .enabled(if: ProcessInfo.processInfo.environment["QUAESTOR_RECORD"] == "1"))
    func record() throws {
        var lines = try ReferencePage.lines()
        for example in ReferencePage.examples().reversed() {
            guard let range = example.expectedLines else { continue }
            do {
                let found = Self.trimmed(try Self.output(example)).components(separatedBy: "\n")
                lines.replaceSubrange(range, with: found)
            } catch {
                Issue.record("line \(example.line): \(error)")
            }
        }
        try lines.joined(separator: "\n").write(to: ReferencePage.file, atomically: true, encoding: .utf8)
    }

    @Test("There are examples of every kind")
    func kinds() {
        let kinds = Set(ReferencePage.examples().map(\.kind))
        #expect(kinds == [.crm, .saas, .error, .parse])
    }

    private func plain(_ text: String) -> String { text.replacingOccurrences(of: "`", with: "") }

    @Test("The table of functions has every function as it is, and no other")
    func functions() throws {
        let rows = try ReferencePage.table(below: "### Functions")
        #expect(rows == Functions.all.map { [$0.signature, plain($0.summary)] })
    }

    @Test("The table of aggregates has every aggregate as it is, and no other")
    func aggregates() throws {
        let rows = try ReferencePage.table(below: "### Aggregates")
        #expect(rows == AggregateFunction.allCases.map { [$0.signature, plain($0.summary)] })
    }

    @Test("The tables of movements and of other times have every one as it is, and no other")
    func movements() throws {
        let movements = try ReferencePage.table(below: "### Movements")
        #expect(movements == Movement.allCases.map { [$0.signature, plain($0.summary)] })
        let times = try ReferencePage.table(below: "### Another time")
        #expect(times == TimeFunction.allCases.map { [$0.signature, plain($0.summary)] })
    }

    @Test("The table of formats has every format, and no other")
    func formats() throws {
        #expect(try ReferencePage.table(below: "## Formats").map(\.[0]) == renderers.map(\.name))
    }

    @Test("The table of settings has every setting, and no other")
    func settings() throws {
        #expect(try Set(ReferencePage.table(below: "### Settings").map(\.[0])) == Set(Settings.names))
    }

    @Test("The list of reserved words is that of the language")
    func reservedWords() throws {
        let lines = try ReferencePage.lines()
        let start = try #require(lines.firstIndex(of: "### Reserved words"))
        let words = lines[(start + 1)...].drop(while: \.isEmpty).prefix { !$0.isEmpty }.joined(separator: " ")
            .split { !$0.isLetter }.map(String.init)
        #expect(words.sorted() == Keyword.all(.reserved).map(\.rawValue).sorted())
    }

    @Test("Every statement has its place in the page")
    func statements() throws {
        let text = try ReferencePage.lines().joined(separator: "\n")
        for verb in Keyword.all(.verb) {
            #expect(text.contains("`" + verb.rawValue), "\(verb.rawValue)")
        }
    }
}
