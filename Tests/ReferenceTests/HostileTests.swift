import Engine
import Foundation
import Language
import Model
import Reports
import Shell
import Testing
import Values

/// Careless and hostile input through the whole program: an answer or an error with its place, never a crash.
@Suite("Hostile input")
struct HostileTests {
    /// A session on a folder of files, as `quaestor FOLDER` opens it.
    final class Opened {
        let folder: URL
        let session: Session

        init(_ files: [String: [UInt8]], today: String = "2024-06-30") throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("hostile-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
            session = Session(folder: folder.path, today: try #require(Day(text: today)))
            try session.open([folder.path])
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// What a text comes to: every answer drawn in every format, or the first error drawn under the text.
        func outcome(_ text: String) -> (drawn: String, error: Diagnostic?) {
            let script = parseScript(text)
            if let first = script.diagnostics.first { return (Language.drawn(first, source: text, name: nil), first) }
            var result = ""
            for statement in script.statements {
                do {
                    result += drawing(try session.execute(statement))
                } catch {
                    return (Language.drawn(error, source: text, name: nil), error)
                }
            }
            return (result, nil)
        }

        private func drawing(_ outcome: Session.Outcome) -> String {
            switch outcome {
            case .nothing, .quit, .edited, .copied, .watch: ""
            case .lines(let lines): lines.joined(separator: "\n")
            case .script(let run, _): run.outcomes.map(drawing).joined()
            case .answer(let answer, _):
                renderers.filter(\.isText).map { $0.text(answer) }.joined() + TableOf(answer).narrow
            }
        }
    }

    /// The table as a narrow terminal has it.
    private struct TableOf {
        let narrow: String
        init(_ answer: Answer) { narrow = renderers[0].text(answer, options: RenderOptions(width: 20)) }
    }

    static func small() throws -> Opened {
        try Opened([
            "t.csv": Array("id,g,x,day,flag\n1,a,10,2024-01-05,true\n2,b,2.5,2024-02-06,false\n3,,,,\n".utf8),
            "u.csv": Array("g,name\na,Alpha\nb,Beta\n".utf8),
        ])
    }

    // MARK: Statements

    @Test(arguments: [
        "show nosuch", "show t", "show x", "show t.x", "show sum(nosuch)", "show sum(t.nosuch)", "show sum(u.name)",
        "show sum(nosuch.x)", "show sum(t)", "show avg(t)", "show sum()", "show sum(x, x)", "show percentile(x, 200%)",
        "show percentile(x, -1%)", "show percentile(x, x)", "show count()", "show sum(x where x)", "show sum(x on g)",
        "show sum(x on nosuch)", "show sum(x at end)", "show nosuch(x)", "show sum(x) by nosuch",
        "show sum(x) by sum(x)",
        "show sum(x) across nosuch", "show sum(x) for nosuch", "show sum(x) for 0000", "show sum(x) for 10000",
        "show sum(x) for 2024-13", "show sum(x) for 2024-02-30", "show sum(x) for last 999999999 days",
        "show sum(x) for last 0 days", "show sum(x) for 2024-W54", "show sum(x) for 2025 to 2024", "show sum(x) for $p",
        "show sum(x) vs previous", "show sum(x) for since 2024 vs last year", "show sum(x) vs nosuch",
        "show sum(x) where x = \"a\"", "show sum(x) where g > 5", "show sum(x) where day > 5",
        "show sum(x) where nosuch",
        "show sum(x) having nosuch > 1", "show sum(x) having x > 1", "show sum(x) sort by nosuch",
        "show sum(x) limit -1",
        "show sum(x) limit 99999999999999999999", "show sum(x) top -1", "show sum(x) top 1.5",
        "show sum(x) top 1 by nosuch",
        "show sum(x) limit x", "show sum(x) by day by g", "show", "show by g", "show ,", "show sum(x) for",
        "show sum(x where)", "show (",
        "show )",
        "show \"", "show `", "show sum(x", "show 1 +", "show 1e5", "show 99999999999999999999999999999999999999999",
        "rows", "rows nosuch", "rows t where nosuch = 1", "rows t where x = \"a\"", "rows t sort by nosuch",
        "rows t for nosuch", "rows u for 2024", "rows t limit -1", "explain", "explain show nosuch",
        "explain list metrics",
        "describe", "describe nosuch", "describe t.nosuch", "list", "list nosuch", "list values of nosuch",
        "list values of",
        "help nosuch", "last", "last as nosuch", "export last", "export last to \"x.csv\"", "save", "save board",
        "save 5 = show sum(x)", "run nosuch", "run \"nosuch.qst\"", "run nosuch a = 1", "edit nosuch", "set nosuch 1",
        "set today nosuch", "set today 2024", "set width -1", "set width 0", "set width 99999999999999999999",
        "set format nosuch", "set exact 5", "set color nosuch", "set timer 5", "set =", "load", "load \"nosuch.csv\"",
        "load \"*.nosuch\"",
        "load \".\"", "load \"/\"", "load \"t.csv\" with nosuch 1", "load \"t.csv\" with delimiter \"ab\"",
        "load \"t.csv\" with encoding nosuch", "load \"t.csv\" with skip -1", "load \"t.csv\" with dates nosuch",
        "load \"*.csv\" as one", "dataset", "dataset d", "dataset d from", "dataset d from \"t.csv\" {",
        "dataset d from \"t.csv\" { key nosuch }", "dataset d from \"t.csv\" { time g }",
        "dataset d from \"t.csv\" { join nosuch on g }", "dataset d from \"t.csv\" { join u on nosuch }",
        "dataset d from \"t.csv\" { derive x = 1 }", "dataset d from \"t.csv\" { derive y = y }",
        "dataset d from \"t.csv\" { rename nosuch as b }", "dataset d from \"t.csv\" { active from g to x }",
        "dataset d from \"t.csv\" { nosuch }", "dimension", "dimension d", "dimension d = ", "dimension d = nosuch",
        "dimension d = sum(x)", "metric", "metric m", "metric m = ", "metric m = nosuch", "metric m = m",
        "metric m = x",
        "metric m = sum(x) as nosuch", "calendar", "calendar { nosuch }", "calendar { fiscal year starts nosuch }",
        "let",
        "let a", "let a = $a", "param", "param p =", "use", "use \"nosuch\"", "use \"nosuch.qst\"", "nosuch",
        "; ;; nosuch",
        "select * from t", "\u{1b}[31m", "\u{0}", "\u{202e}show", "show \u{1b}x", "🙂", "$", "$$", "$p", "{", "}", "=",
        "\\x",
    ])
    func wrongStatementsAreRefused(text: String) throws {
        let (drawn, error) = try Self.small().outcome(text)
        let found = try #require(error, "answered: \(text)\n\(drawn)")
        #expect(!found.code.isEmpty && !found.message.isEmpty)
        #expect(!drawn.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || (0x202a...0x202e).contains($0.value) })
        if let span = found.span { #expect(span.start >= 0 && span.end <= text.utf8.count, "\(text)") }
        let withoutPlace: Set<String> = ["nothing-yet", "unknown-topic"]
        #expect(found.span != nil || withoutPlace.contains(found.code), "\(text): \(found.code)")
    }

    @Test(arguments: [
        "show round(sum(x), 999)", "show round(sum(x), -999)", "show power(sum(x), 9999)", "show power(0, -1)",
        "show sum(x) / 0",
        "show sqrt(-1), ln(-1), exp(99999)", "show sum(x) * 99999999999999999999999999999999999999",
        "show sum(power(x, 9999))", "show sum(exp(x * 1000))", "show stddev(exp(x * 70))", "show sum(x) for 0001",
        "show sum(x) for 9999", "show sum(x) for 0001 vs previous, last year",
        "show sum(x) by month for 9999 vs last year",
        "show sum(x) by week for 0001-01 vs last year", "show sum(x) for last 10000 years",
        "show sum(x) for next 10000 years",
        "show sum(x) for since 9999-12-31", "show sum(x) for until 0001-01-01", "show sum(x) by day for 9999-12-31",
        "show min(day + 99999999999999999999), max(day - 99999999999999), max(add_months(day, 999999999999999999))",
        "show percentile(x, 0%), percentile(x, 100%)", "show count(t where x in (1, 1, 1))", "show sum(x) top 0",
        "show sum(x) limit 0", "show sum(x) by g top 1000000000 limit 1000000000", "show sum(x) by g, g, g",
        "show sum(x), sum(x), sum(x) by g", "show sum(x) by 1", "show sum(x) by missing", "show sum(x) by true",
        "show 1",
        "show missing", "show \"text\"", "show true", "show 1 / 0", "show 2024-01-05 - 2024-01-01",
        "show sum(x) where missing", "show sum(x) where true and not false", "show sum(x) where x / 0 > 1",
        "show sum(x) having missing", "show left(\"abc\", 99999999999999999999), right(\"abc\", -5)",
        "show replace(\"aaa\", \"\", \"b\"), replace(\"\", \"a\", \"b\"), concat(\"\", \"\")", "rows t limit 0",
        "rows t limit 1000000000", "list values of g", "list values of x + 1", "explain show sum(x) by g", "describe t",
        "describe x", "describe sum", "help", "help functions",
        "show min(t.g), max(t.g), first(t.g), last(t.g), count(distinct t.g)",
        "show sum(x) by month across g for 2024-Q1 vs previous top 1 with others",
        "show sum(x) for today, today, yesterday vs previous", "show count(t) by flag across day",
        "show sum(x) where g like \"****************************************************b\"",
    ])
    func extremesAreAnswered(text: String) throws {
        let (drawn, error) = try Self.small().outcome(text)
        // A time before the data is the one question among these that is refused.
        #expect(error == nil || error?.code == "before-data", "\(drawn)")
    }

    /// What is only found out when an answer is written.
    @Test func unknownFormatsAndFilesThatCannotBeWrittenAreRefused() throws {
        let opened = try Self.small()
        let batch = Batch(opened.session, keepsGoing: true)
        for text in [
            "show sum(x) as xlsx", "show sum(x) to \"/nosuch/file.csv\"",
            "show sum(x) to \"t.xyz\"",
            "show sum(x) to \"/\"", "show sum(x) as csv to \"/dev/null/x\"", "last to \"/dev/full\"",
        ] {
            #expect(!batch.run(text, name: nil), "\(text)")
        }
        #expect(batch.run("show sum(x)", name: nil))
    }

    // MARK: Files

    @Test func filesOfEveryShapeOpen() throws {
        let wide =
            (0..<5000).map { "c\($0)" }.joined(separator: ",") + "\n"
            + (0..<5000).map(String.init).joined(separator: ",") + "\n"
        let opened = try Opened([
            "empty.csv": [], "blank.csv": Array("\n\n\n".utf8), "header.csv": Array("id,x,day\n".utf8),
            "one.csv": Array("v\n1\n2\n".utf8), "wide.csv": Array(wide.utf8), "bytes.csv": (0...255).map(UInt8.init),
            "nul.csv": [97, 44, 98, 10, 0, 44, 0, 10], "dup.csv": Array("a,a,A,,\n1,2,3,4,5\n".utf8),
            "big.csv": Array("a,b\n\(String(repeating: "9", count: 40)),1e400\n-1,1e-400\n".utf8),
            "\u{1b}[31m\u{202e}.csv": Array("\u{1b}[2J,\u{202e}b\n\u{1b}]0;x\u{7},\u{202e}c\n".utf8),
            "by.csv": Array("by,for\n1,2\n".utf8), "ragged.csv": Array("a,b\n1\n1,2,3\n\"x\n".utf8),
        ])
        for text in ["list datasets", "list dimensions", "help"] {
            let (drawn, error) = opened.outcome(text)
            #expect(error == nil, "\(text)\n\(drawn)")
        }
        for (name, dataset) in opened.session.workspace.datasets {
            var texts = ["describe `\(name)`", "show count(`\(name)`)"]
            if name != "wide" { texts.append("rows `\(name)`") }
            for column in dataset.columns.prefix(5) {
                texts.append(
                    "show count(`\(name)`), count(distinct `\(name)`.`\(column.name)`) by `\(name)`.`\(column.name)`")
            }
            for text in texts {
                let (drawn, error) = opened.outcome(text)
                #expect(error == nil, "\(text)\n\(drawn)")
            }
        }
        #expect(opened.session.workspace.datasets["wide"]?.columns.count == 5000)
        #expect(opened.outcome("show sum(c4999)").error == nil)
    }

    @Test func cellsReachATerminalOnlyVisibly() throws {
        let opened = try Opened([
            "t.csv": Array("\u{1b}[31mred,\u{202e}b\n\u{1b}]0;title\u{7}x,\u{9b}31m\u{202e}y\n".utf8)
        ])
        for text in [
            "rows t as table", "rows t as markdown", "describe t", "list values of t.b", "show count(t) by t.b",
        ] {
            let script = parseScript(text)
            let statement = try #require(script.statements.first)
            var drawn = ""
            switch try opened.session.execute(statement) {
            case .answer(let answer, let output):
                let found: (any Renderer)? = renderer(named: output.format?.text ?? "table")
                drawn = try #require(found).text(answer)
            case .lines(let lines): drawn = visible(lines.joined(separator: " "))
            default: break
            }
            #expect(!drawn.isEmpty)
            let bad = drawn.unicodeScalars.filter { scalar in
                scalar.value < 32 && scalar != "\n" || (0x7f...0x9f).contains(scalar.value)
                    || (0x202a...0x202e).contains(scalar.value)
            }
            #expect(bad.isEmpty, "\(text): \(bad.map { String($0.value, radix: 16) })")
        }
    }

    // MARK: Depth

    @Test(arguments: [100, 990, 1_300, 20_000])
    func deepNestingIsRefused(levels: Int) throws {
        let opened = try Self.small()
        func repeated(_ text: String) -> String { String(repeating: text, count: levels) }
        for text in [
            "show " + repeated("(") + "1" + repeated(")"), "show count(t where " + repeated("not ") + "flag)",
            "show " + repeated("-") + "sum(x)", "show 1" + repeated(" + 1"), "show sum(x" + repeated(" + x") + ")",
            "show " + repeated("if 1 = 1 then 1 else ") + "1", "show " + repeated("abs(") + "1" + repeated(")"),
            "show sum(" + repeated("abs(") + "x" + repeated(")") + ")",
            "show sum(x) where flag" + repeated(" and flag"),
            "show sum(x) by g having sum(x) > 1" + repeated(" or sum(x) > 1"),
        ] {
            let error = opened.outcome(text).error
            #expect((error?.span != nil) == (levels > 1_000), "\(text.prefix(60))")
        }
    }

    // MARK: Random questions

    /// Questions put together at random from every clause, right and wrong parts mixed.
    @Test func randomQuestionsNeverCrash() throws {
        let opened = try Self.small()
        _ = opened.outcome(
            "let p = 2024-Q1 metric m = sum(t.x) metric r = m / count(t) as percent dimension d = u.name, t.g")
        var generator = Questions(state: 20_240_630)
        var answered = 0
        for _ in 0..<400 {
            let text = generator.question()
            let (drawn, error) = opened.outcome(text)
            if let error {
                #expect(!error.message.isEmpty)
                if let span = error.span { #expect(span.start >= 0 && span.end <= text.utf8.count, "\(text)") }
                #expect(error.span != nil, "\(text): \(drawn)")
            } else {
                answered += 1
            }
        }
        // Enough of them make sense for this to test more than the parser.
        #expect(answered > 100, "\(answered)")
    }
}

/// A seeded source of questions over the small files.
private struct Questions {
    /// Of a linear congruential generator (Knuth's MMIX).
    var state: UInt64

    private mutating func number(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, limit)))
    }

    private mutating func one(_ words: [String]) -> String { words[number(below: words.count)] }
    private mutating func some(_ words: [String], _ most: Int) -> String {
        (0...number(below: most)).map { _ in one(words) }.joined(separator: ", ")
    }

    private static let measures = [
        "m", "r", "count(t)", "sum(t.x)", "avg(x)", "median(t.x)", "percentile(t.x, 90%)", "stddev(x)",
        "count(distinct g)",
        "min(day)", "max(t.g)", "first(g)", "last(t.x)", "count(u)", "m / r", "-m", "coalesce(avg(x), 0)",
        "if m > 5 then 1 else 0", "round(m, -3)", "sum(x where flag)", "count(t on day)", "power(m, 99)", "1",
        "\"text\"",
        "missing", "m > 1", "nosuch", "x", "sum(g)", "m / 0", "count(t at end)", "m as label",
        "days(min(day), max(day))",
    ]
    private static let groups = [
        "g", "d", "name", "u.name", "month", "quarter", "week", "day", "t.day", "fiscal year", "half", "flag", "x",
        "x > 3",
        "year(day)", "lower(g)", "missing", "1", "nosuch", "m", "if flag then g else name", "day + 1", "g as label",
    ]
    private static let periods = [
        "2024", "2024-Q1", "2024-01", "2024-W06", "2024-02-06", "2024-02-29", "last 6 months", "this quarter",
        "year to date",
        "month to date", "all time", "since 2024-02", "until 2024-01", "2024-01 to 2024-03", "0001", "9999", "$p",
        "$nosuch",
        "FY2024", "2024-03 to 2024-01", "next 3 weeks", "today", "last 10000 days",
    ]
    private static let conditions = [
        "g = a", "d = Alpha", "x > 1", "day in 2024-Q1", "g = missing", "flag", "not flag", "x between 1 and 5",
        "g like \"*\"",
        "g in (a, b)", "nosuch = 1", "x = \"a\"", "true", "missing", "x / 0 > 1", "day = $p", "name = Gamma", "m > 1",
    ]
    private static let tests = [
        "m > 5", "r > 10%", "change > 0", "m_change_pct < 0", "nosuch > 1", "m = missing", "g = a", "1 = 1",
    ]

    mutating func question() -> String {
        var clauses: [String] = []
        if number(below: 12) == 0 {
            return "rows " + one(["t", "u", "nosuch"]) + " where " + one(Self.conditions) + " sort by "
                + one(Self.groups)
        }
        if number(below: 10) < 7 { clauses.append("by " + some(Self.groups, 3)) }
        if number(below: 4) == 0 { clauses.append("across " + one(Self.groups)) }
        if number(below: 10) < 6 { clauses.append("for " + some(Self.periods, 2)) }
        if number(below: 10) < 4 { clauses.append("vs " + one(Self.periods + ["previous", "last year", "previous"])) }
        if number(below: 10) < 4 { clauses.append("where " + one(Self.conditions)) }
        if number(below: 5) == 0 { clauses.append("having " + one(Self.tests)) }
        if number(below: 4) == 0 {
            clauses.append("sort by " + some(Self.measures + Self.groups, 2) + one(["", " asc", " desc"]))
        }
        if number(below: 4) == 0 {
            clauses.append(one(["top", "bottom"]) + " \(number(below: 3))" + one(["", " by m", " with others"]))
        }
        if number(below: 5) == 0 { clauses.append("limit \(number(below: 3))") }
        if number(below: 4) == 0 { clauses.append(one(["with totals", "without totals"])) }
        var shuffled: [String] = []
        while !clauses.isEmpty { shuffled.append(clauses.remove(at: number(below: clauses.count))) }
        return "show " + some(Self.measures, 2) + " " + shuffled.joined(separator: " ")
    }
}
