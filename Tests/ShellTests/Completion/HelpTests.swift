import Foundation
import Language
import Model
import Testing
import Values

@testable import Shell

@Suite("Help", .serialized)
struct HelpTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func session(_ example: String) throws -> Session {
        let folder = root.appendingPathComponent("Examples/" + example).path
        let session = Session(folder: folder, today: Day(year: 2026, month: 6, day: 30) ?? Day(0))
        try session.open([folder])
        return session
    }

    @Test("Every example of every topic runs on the data", arguments: ["crm", "saas", "acme"])
    func examplesRun(_ example: String) throws {
        let session = try Self.session(example)
        let words =
            HelpTopic.everything.map(\.name) + (example == "saas" ? CallHelp.all.map(\.name) : []) + Settings.names
            + Array(session.workspace.dimensions.keys) + session.workspace.answerableMetrics.prefix(5).map(\.name)
        let exampleWords = ExampleWords(session)
        var count = 0
        _ = try session.execute(Self.statement("show \(session.workspace.answerableMetrics[0].name)"))
        for word in words {
            let page = try #require(session.helpPage(word, exampleWords), "\(word)")
            for text in page.examples {
                count += 1
                let statement = try Self.statement(text)
                switch statement.kind {
                // These write files, open an editor, or change what the others see.
                case .back, .diff, .save, .export, .copy, .edit, .quit, .reload, .set: continue
                case .metric, .dimension, .target, .calendar, .constant, .parameter: continue
                case .show(let question) where question.output.path != nil: continue
                case .run(_, _, let output) where output.path != nil: continue
                default: break
                }
                #expect(throws: Never.self, "help \(word): \(text)") { _ = try session.execute(statement) }
            }
        }
        #expect(count > 40)
    }

    private static func statement(_ text: String) throws -> Statement {
        let script = parseScript(text)
        try #require(script.diagnostics.isEmpty, "\(text)")
        return try #require(script.statements.first)
    }

    @Test func `every word of the language has a topic`() {
        for word in Keyword.allCases.map(\.rawValue) {
            #expect(HelpTopic.named(word) != nil || CallHelp.named(word) != nil, "\(word)")
        }
    }

    @Test func `what topics lead to is there`() {
        for topic in HelpTopic.everything {
            for name in topic.related { #expect(HelpTopic.named(name) != nil, "\(topic.name) → \(name)") }
        }
    }

    private func with(_ body: (CompletionWorkspace) throws -> Void) throws {
        let workspace = try CompletionWorkspace()
        defer { workspace.remove() }
        try body(workspace)
    }

    private func help(_ word: String?, _ workspace: CompletionWorkspace) -> [String] {
        (try? workspace.session.help(word)) ?? ["refused"]
    }

    @Test func `a topic: grammar, meaning, examples of this data, what else there is`() throws {
        try with { workspace in
            #expect(
                help("having", workspace) == [
                    "having CONDITION", "", "Compares the values of metrics on the lines, after they are computed.", "",
                    "Examples", "  show bookings by segment having bookings > 0", "", "See also help where, help top",
                ])
        }
    }

    @Test func `metrics, dimensions, settings and misspelt words`() throws {
        try with { workspace in
            #expect(help("win_rate", workspace).contains("  show win_rate by segment"))
            #expect(help("owner", workspace).contains("  list values of owner"))
            #expect(
                help("timer", workspace).prefix(3) == [
                    "set timer on | off", "", "tells how long each answer took; it is off now",
                ])
            do throws(Diagnostic) {
                _ = try workspace.session.help("whre")
                Issue.record("there is no such topic")
            } catch {
                #expect(error.remedies == ["did you mean `help where`?"])
            }
        }
    }

    @Test func `the keys are those that are bound`() {
        let keys = Command.help
        #expect(keys.contains { $0.hasPrefix("  TAB") })
        #expect(keys.contains { $0.hasPrefix("  Ctrl-R") })
        #expect(!keys.contains { $0.contains("\\e[") || $0.contains("^") })
    }

    // 2026-Q2 has d4 and d8, and no day of spend.
    @Test func `describe a period, a script, a setting, the calendar, a target`() throws {
        try with { workspace in
            func lines(_ text: String) -> [String] {
                guard let statement = parseScript(text).statements.first,
                    case .lines(let lines)? = try? workspace.session.execute(statement)
                else { return ["refused"] }
                return lines
            }
            #expect(
                lines("describe 2026-Q2") == [
                    "2026-Q2: 2026-04-01 to 2026-06-30, 91 days", "  a quarter",
                    "  deals: 2 of 8 rows by close_date, whose days run from 2025-04-01 to 2026-06-15",
                    "  spend: 0 of 2 rows by day, whose days run from 2026-01-05 to 2026-02-05",
                ])
            #expect(lines("describe 2026").contains("  not over: today is 2026-06-30"))
            #expect(lines("describe weekly").dropFirst() == ["  use \"..\"", "  show bookings by month"])
            #expect(lines("describe timer").first == "set timer off")
            #expect(
                lines("describe calendar").first == "calendar { fiscal year starts January; week starts Monday }")
            #expect(
                lines("describe bookings").contains(
                    "target bookings from \"targets.csv\" { time month; value bookings }"))
            #expect(lines("describe ratios").first == "metric NAME = EXPRESSION / EXPRESSION")
            #expect(
                lines("describe segment").suffix(4) == [
                    "  3 values in 8 rows of deals:", "    Enterprise: 4 rows, 50.00 %",
                    "    Mid-Market: 2 rows, 25.00 %",
                    "    SMB: 2 rows, 25.00 %",
                ])
        }
    }
}

@Suite("Corrections")
struct CorrectionTests {
    private func error(_ start: Int, _ end: Int, _ word: String?) -> Diagnostic {
        Diagnostic("unknown-name", "unknown", at: Span(start, end), replacement: word)
    }

    @Test func `all words that have a proposal are put in place`() {
        #expect(
            corrected("show bokings by regon", [error(5, 12, "bookings"), error(16, 21, "region")])
                == "show bookings by region")
        #expect(corrected("é bokings", [error(3, 10, "bookings")]) == "é bookings")
    }

    @Test func `nothing where there is none, or where it cannot be`() {
        #expect(corrected("show x", [error(5, 6, nil)]) == nil)
        #expect(corrected("show x", [error(5, 60, "y")]) == nil)
        #expect(corrected("show x", [error(6, 6, "y")]) == nil)
        #expect(corrected("show x", [Diagnostic("unknown-name", "unknown", replacement: "y")]) == nil)
        // Of two errors at one place the first counts.
        #expect(corrected("show x", [error(5, 6, "y"), error(5, 6, "z")]) == "show y")
    }

    @Test func `TAB on the empty line offers it`() throws {
        let workspace = try CompletionWorkspace()
        defer { workspace.remove() }
        workspace.session.correction = "show bookings"
        #expect(workspace.texts("▮") == ["show bookings"])
        #expect(workspace.texts(" ▮") == ["show bookings"])
        #expect(workspace.texts("sh▮") == ["show"])
    }
}
