import Testing
import Values

@testable import Language

/// What people read when something is wrong, word for word.
@Suite struct DiagnosticTests {
    /// All diagnostics of a text as drawn, one below the other.
    private func drawnAll(_ text: String, name: String? = nil) -> String {
        parseScript(text).diagnostics.map { drawn($0, source: text, name: name) }.joined(separator: "\n")
    }

    static let cases: [(source: String, drawn: String)] = [
        (
            "shwo bookings",
            """
            shwo bookings
            ^^^^
            unknown statement `shwo`
              did you mean `show`?
            """
        ),
        (
            "select * from deals",
            """
            select * from deals
            ^^^^^^
            unknown statement `select`
              did you mean `show`?
            """
        ),
        (
            "show bookings group by team",
            """
            show bookings group by team
                          ^^^^^
            unexpected `group`
              behind `bookings` may stand: `as`, `,`, `by`, `across`, `for`, `vs`, `where`, `having`, `sort`, `top`, \
            `bottom`, `limit`, `with`, `without`, `to`
              did you mean `by`?
            """
        ),
        (
            "show bookings by",
            """
            show bookings by
                            ^
            expected a dimension or an expression, but the text ends here
            """
        ),
        (
            "show a by where b = 1",
            """
            show a by where b = 1
                      ^^^^^
            expected a dimension or an expression, found `where`, which begins a clause
            """
        ),
        (
            "show a where d = 2023-02-29",
            """
            show a where d = 2023-02-29
                             ^^^^^^^^^^
            `2023-02-29` is not a day
              2023 is not a leap year: February has 28 days
            """
        ),
        (
            "show a where d > 6/15/2026",
            """
            show a where d > 6/15/2026
                             ^^^^^^^^^
            `6/15/2026` is not a day
              a day is written year-month-day
              write `2026-06-15`
            """
        ),
        (
            "show a for quarter",
            """
            show a for quarter
                       ^^^^^^^
            expected a period, found `quarter`
              write `this quarter`, `last quarter` or `quarter to date`
            """
        ),
        (
            "show a for 2026-6",
            """
            show a for 2026-6
                       ^^^^^^
            `2026-6` is not a period
              a month has two digits
              write `2026-06`
            """
        ),
        (
            "show a vs targets",
            """
            show a vs targets
                      ^^^^^^^
            expected a period, `previous`, `last year` or `target` behind `vs`, found `targets`
              did you mean `target`?
            """
        ),
        (
            "show rolling(m, 3)",
            """
            show rolling(m, 3)
                            ^
            a unit is missing behind `3`
              units are `days`, `weeks`, `months`, `quarters`, `halves` and `years`
              write `rolling(m, 3 months)`
            """
        ),
        (
            "show rolling(m, 0 months)",
            """
            show rolling(m, 0 months)
                            ^^^^^^^^
            `0 months` is not a duration
              a duration has a whole number from 1 to 10000
              write for example `3 months`
            """
        ),
        (
            "show rolling(m, -3 quarters)",
            """
            show rolling(m, -3 quarters)
                            ^^^^^^^^^^^
            `-3 quarters` is not a duration
              a duration has a whole number from 1 to 10000
              write for example `3 quarters`
            """
        ),
        (
            "show rolling(3 months)",
            """
            show rolling(3 months)
                         ^^^^^^^^
            a metric is missing before `3 months`
              write the duration behind a metric: `rolling(bookings, 3 months)`
            """
        ),
        (
            "show rolling(m, 3 months, 2)",
            """
            show rolling(m, 3 months, 2)
                            ^^^^^^^^
            a duration stands last
              behind `3 months` no other argument may stand
            """
        ),
        (
            "show avg(m by month over 12)",
            """
            show avg(m by month over 12)
                                       ^
            expected a unit behind `12`: `days`, `weeks`, `months`, `quarters`, `halves` or `years`, found `)`
              write `12 months`
            """
        ),
        (
            "show avg(m by mnth)",
            """
            show avg(m by mnth)
                          ^^^^
            expected a step of time behind `by`, such as `month`, found `mnth`
              other groupings stand behind the metrics: `show … by …`
              did you mean `month`?
            """
        ),
        (
            "show avg(m by region)",
            """
            show avg(m by region)
                          ^^^^^^
            expected a step of time behind `by`, such as `month`, found `region`
              other groupings stand behind the metrics: `show … by …`
            """
        ),
        (
            "show conversion(deals from MQL)",
            """
            show conversion(deals from MQL)
                                          ^
            expected `to` and a later stage behind `MQL`, found `)`
              write `from MQL to …`
            """
        ),
        (
            "show conversion(deals from MQL to SQL within 30)",
            """
            show conversion(deals from MQL to SQL within 30)
                                                           ^
            expected a unit behind `30`: `days`, `weeks`, `months`, `quarters`, `halves` or `years`, found `)`
              write `30 months`
            """
        ),
        (
            "load \"d.csv\" with missing 0, missing 0",
            """
            load "d.csv" with missing 0, missing 0
                                         ^^^^^^^
            the option `missing` stands twice
              the first stands at line 1, column 19
              write it once
            """
        ),
        (
            "show new(mrr per account per customer)",
            """
            show new(mrr per account per customer)
                                     ^^^
            `per` stands twice in `new(…)`
            """
        ),
        (
            "show convert(amount on day to EUR)",
            """
            show convert(amount on day to EUR)
                                       ^^
            `to` stands right behind the last argument
              write `convert(amount, currency to EUR)`
            """
        ),
        (
            "cohort active",
            """
            cohort active
                         ^
            expected `by` and a step of time, such as `month`, but the text ends here
              cohorts are those who came in the same day, week, month, quarter or year
              write `cohort active by month`
            """
        ),
        (
            "forecast bookings for 2017",
            """
            forecast bookings for 2017
                                      ^
            expected `for next` and a number of steps, such as `for next 3 months`, but the text ends here
              a forecast says how far it looks ahead, and by which steps
              write `forecast bookings for next 3 months`
            """
        ),
        (
            "drill x",
            """
            drill x
                  ^
            expected a whole number behind `drill`, the number of a line, found `x`
            """
        ),
        (
            "why bookings by region having 3",
            """
            why bookings by region having 3
                                   ^^^^^^
            `having` is not a clause of this statement
              it has `by`, `for`, `vs`, `where`, `top`, `as`, `to`
            """
        ),
        (
            "cohort active by segment",
            """
            cohort active by segment
                             ^^^^^^^
            expected a step of time behind `by`, such as `month`, found `segment`
              write `by month, segment`
            """
        ),
        (
            "show bookings per team",
            """
            show bookings per team
                          ^^^
            unexpected `per`
              behind `bookings` may stand: `as`, `,`, `by`, `across`, `for`, `vs`, `where`, `having`, `sort`, `top`, \
            `bottom`, `limit`, `with`, `without`, `to`
              did you mean `by`?
            """
        ),
        (
            "target bookings \"t.csv\" { time month }",
            """
            target bookings "t.csv" { time month }
                            ^^^^^^^
            expected `from` and a path behind the metric, found the text "t.csv"
            """
        ),
        (
            "target bookings from \"t.csv\" { time month; time day }",
            """
            target bookings from "t.csv" { time month; time day }
                                                       ^^^^^^^^
            this stands twice in the target
            """
        ),
        (
            "dataset d from \"d.csv\" { money amount EUR }",
            """
            dataset d from "d.csv" { money amount EUR }
                                                  ^^^
            expected `in` and the currency, or its column, behind the amounts, found `EUR`
            """
        ),
        (
            "show a for FY2026-H3",
            """
            show a for FY2026-H3
                       ^^^^^^^^^
            `FY2026-H3` is not a period
              a fiscal year has halves H1 and H2
            """
        ),
        (
            "show a where b = 1\n  where c = 2",
            """
              where c = 2
              ^^^^^
            `where` stands twice
              the first stands at line 1, column 8
              join conditions with `and` or `or`
            """
        ),
        (
            "show a with totals without totals",
            """
            show a with totals without totals
                               ^^^^^^^
            `without` cannot stand beside `with`
              the first stands at line 1, column 8
              write it once
            """
        ),
        (
            "show a where b > 1,000",
            """
            show a where b > 1,000
                              ^
            unexpected `,`
              behind `1` may stand: `by`, `across`, `for`, `vs`, `having`, `sort`, `top`, `bottom`, `limit`, `with`, \
            `without`, `as`, `to`
              digits are grouped with `_`, or not at all: `1_000`, `1000`
            """
        ),
        (
            "show a where x == 2 && y = 3",
            """
            show a where x == 2 && y = 3
                           ^^
            `==` is not an operator of this language
              write `=`
            show a where x == 2 && y = 3
                                ^^
            `&&` is not an operator of this language
              write `and`
            """
        ),
        (
            "show a \u{2013} b",
            """
            show a \u{2013} b
                   ^
            `\u{2013}` is a dash, not a minus
              write `-`
            """
        ),
        (
            "show a where x in Enterprise",
            """
            show a where x in Enterprise
                              ^^^^^^^^^^
            expected a list in parentheses or a period behind `in`, found `Enterprise`
              write `(Enterprise)`
            """
        ),
        (
            "show a where a < b < c",
            """
            show a where a < b < c
                               ^
            comparisons cannot be chained
              write `a < b and b < c`, or `b between a and c`
            """
        ),
        (
            "show count(*)",
            """
            show count(*)
                       ^
            expected a column or an expression, found `*`
              rows are counted by their dataset: `count(deals)`
            """
        ),
        (
            "load crm/deals.csv",
            """
            load crm/deals.csv
                 ^^^^^^^^^^^^^
            a path stands in quotes
              write `"crm/deals.csv"`
            """
        ),
        (
            "rows deals top 5",
            """
            rows deals top 5
                       ^^^
            `top` is not a clause of this statement
              it has `for`, `where`, `sort`, `limit`, `as`, `to`
              write `sort by …` and `limit N`
            """
        ),
        (
            "show top",
            """
            show top
                 ^^^
            expected a metric or an expression, found the reserved word `top`
              if it is a name, write it in backquotes: `` `top` ``
            """
        ),
        (
            "show a to \"x",
            """
            show a to "x
                      ^^
            the closing quote of this text is missing
              end the text with `"`; a quote inside a text is written twice
            """
        ),
        (
            "show a -- all of it",
            """
            show a -- all of it
                   ^^
            `--` does not begin a comment
              a comment begins with `#` and ends with its line
            """
        ),
        (
            "show 2024_sales",
            """
            show 2024_sales
                 ^^^^^^^^^^
            `2024_sales` is neither a number nor a name
              a name does not begin with a digit
              if it is a name, write it in backquotes: `` `2024_sales` ``
            """
        ),
        (
            "metric m = sum(x) as mony",
            """
            metric m = sum(x) as mony
                                 ^^^^
            expected a unit behind `as`: `money`, `percent`, `days`, `count` or `number`, found `mony`
              did you mean `money`?
            """
        ),
        (
            "calendar { fiscal year starts Febuary }",
            """
            calendar { fiscal year starts Febuary }
                                          ^^^^^^^
            expected the name of a month, found `Febuary`
              did you mean `february`?
            """
        ),
    ]

    @Test(arguments: cases)
    func reads(_ test: (source: String, drawn: String)) {
        #expect(drawnAll(test.source) == test.drawn)
    }

    @Test(arguments: [
        "attach"
    ])
    func statementsThatDoNotExistAreUnknown(_ word: String) {
        let parsed = parseScript("\(word) bookings by team { time month; value target }\nshow a")
        #expect(parsed.diagnostics.map(\.code) == ["unknown-statement"])
        #expect(parsed.statements.map { printed($0) } == ["show a"])
    }

    @Test func everyErrorOfAScriptIsFound() {
        let script = """
            dataset deals from "x.csv" {
              key id
              tme close_date
              stages stage: Closed Won > Lost
              derive x =
              join accounts on account
            }
            show foo bar
            show by a for 2026-13 limit x
            metric m =
            show b
            """
        let parsed = parseScript(script)
        #expect(
            parsed.diagnostics.map { drawn($0, source: script, name: "w.qst").prefix { $0 != "\n" } } == [
                "w.qst:3:3: expected a clause of the dataset or `}`, found `tme`",
                "w.qst:4:24: expected `>`, `|` or the next clause, found `Won`",
                "w.qst:6:3: expected a column or an expression, found `join`, which begins a clause",
                "w.qst:8:10: unexpected `bar`",
                "w.qst:9:6: expected a metric or an expression, found `by`, which begins a clause",
                "w.qst:9:15: `2026-13` is not a period",
                "w.qst:9:29: expected a whole number behind `limit`, found `x`",
                "w.qst:11:1: expected a metric or an expression, found `show`, which begins a statement",
            ])
        // What is wrong is left out, what is right stays.
        #expect(parsed.statements.map { printed($0) } == ["show b"])
    }

    @Test func aNameOfAMegabyteIsCut() {
        let name = String(repeating: "a", count: 1_000_000)
        let text = drawn(
            Diagnostic("unknown-name", "unknown name `\(name)` in `deals`", remedies: ["`list metrics`"]), source: "",
            name: nil)
        #expect(text == "unknown name `" + String(repeating: "a", count: 999) + "…` in `deals`\n  `list metrics`")
    }

    @Test func aTextThatIsNotClosedEndsWithItsLine() {
        let parsed = parseScript("show a where b = \"Won\nshow c d\nshow e")
        #expect(parsed.diagnostics.map(\.code) == ["unterminated-text", "unexpected"])
        #expect(parsed.statements.map { printed($0) } == ["show e"])
    }

    @Test func replacementsFitTheirSpan() {
        for (source, fixed) in [
            ("shwo a", "show a"), ("show a bt b", "show a by b"), ("show a for 2026Q1", "show a for 2026-Q1"),
            ("show a == b", "show a = b"), ("load deals.csv", "load \"deals.csv\""),
            ("show a for 2026-W7", "show a for 2026-W07"), ("show a * .5", "show a * 0.5"),
        ] {
            let diagnostic = parseScript(source).diagnostics.first
            guard let span = diagnostic?.span, let replacement = diagnostic?.replacement else {
                Issue.record("\(source): no replacement")
                continue
            }
            var bytes = Array(source.utf8)
            bytes.replaceSubrange(span.start..<span.end, with: Array(replacement.utf8))
            #expect(String(decoding: bytes, as: UTF8.self) == fixed)
            #expect(parseScript(fixed).diagnostics == [])
        }
    }
}

/// The drawing of diagnostics apart from their contents.
@Suite struct DiagnosticTextTests {
    private let unknown = Diagnostic(
        "unknown-name", "unknown name `x`", reason: ["because"], remedies: ["do this"])

    private func at(_ start: Int, _ end: Int) -> Diagnostic {
        var diagnostic = unknown
        diagnostic.span = Span(start, end)
        return diagnostic
    }

    @Test func withoutAPlace() {
        #expect(drawn(unknown, source: "show x", name: nil) == "unknown name `x`\n  because\n  do this")
        #expect(drawn(unknown, source: "", name: "a.qst") == "a.qst: unknown name `x`\n  because\n  do this")
        #expect(drawn(at(0, 0), source: "", name: nil) == "unknown name `x`\n  because\n  do this")
    }

    @Test func withTheNameOfAScript() {
        #expect(
            drawn(at(9, 12), source: "show a\n\tby x\n", name: "a.qst")
                == "a.qst:2:3: unknown name `x`\n    by x\n     ^^^\n  because\n  do this")
    }

    /// 売 and 上 take two cells each, the accent none.
    @Test func caretsStandUnderWideCharacters() {
        let source = "show 売上 + e\u{301}t x"
        let start = source.utf8.count - 1
        #expect(drawn(at(start, start + 1), source: source, name: nil).hasPrefix("\(source)\n               ^\n"))
        #expect(drawn(at(5, 11), source: source, name: nil).hasPrefix("\(source)\n     ^^^^\n"))
    }

    @Test func nothingThatATerminalObeysIsShown() {
        let source = "show \u{1B}[31m\u{202E}\u{7}\u{9B}x"
        var diagnostic = at(5, 6)
        diagnostic.message = "bad \u{1B}[0m"
        diagnostic.reason = ["\u{200B}\r"]
        diagnostic.remedies = []
        #expect(
            drawn(diagnostic, source: source, name: nil)
                == "show ␛[31m⟨U+202E⟩␇⟨U+009B⟩x\n     ^\nbad ␛[0m\n  ⟨U+200B⟩␍")
    }

    @Test func placesOutsideTheSourceDoNoHarm() {
        let message = "unknown name `x`\n  because\n  do this"
        #expect(drawn(at(90, 99), source: "show é", name: nil) == message)
        #expect(drawn(at(-1, 3), source: "show é", name: nil) == message)
        #expect(drawn(at(5, 99), source: "show é", name: nil) == "show é\n     ^\n" + message)
        // In the middle of é, and the wrong way round.
        #expect(drawn(at(6, 6), source: "show é", name: nil) == "show é\n     ^\n" + message)
        #expect(drawn(at(5, 1), source: "show é", name: nil) == "show é\n     ^\n" + message)
    }

    @Test func onlyTheFirstLineOfALongPlaceIsMarked() {
        #expect(drawn(at(5, 14), source: "show a +\n b + c", name: nil).hasPrefix("show a +\n     ^^^\n"))
    }

    @Test func longLinesAreCut() {
        let source = String(repeating: "a", count: 500) + " x " + String(repeating: "b", count: 500)
        let lines = drawn(at(501, 502), source: source, name: nil).split(separator: "\n")
        #expect(lines[0].count == 142)
        #expect(lines[0].hasPrefix("…aaa") && lines[0].hasSuffix("bbb…"))
        let caret = lines[1].count - 1
        #expect(Array(lines[0])[caret] == "x")
    }
}
