import Testing
import Values

@testable import Language

/// Statements as trees, written by hand, and back as text.
@Suite struct ParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var source: String
        var kind: Statement.Kind
        /// The canonical text, where it differs.
        var canonical: String?
        var testDescription: String { source }

        init(_ source: String, _ kind: Statement.Kind, prints canonical: String? = nil) {
            self.source = source
            self.kind = kind
            self.canonical = canonical
        }
    }

    private static func statement(_ kind: Statement.Kind) -> Statement { Statement(kind, span: .none) }

    private static func option(_ name: String, _ value: String) -> ReadOption {
        ReadOption(name: label(name), value: label(value))
    }

    private static func measure(_ expression: Expression, _ text: String? = nil) -> Measure {
        Measure(expression, label: text.map { label($0) })
    }

    static let definitions: [Case] = [
        Case("load \"crm/deals.csv\"", .load(Load(path: label("crm/deals.csv")))),
        Case(
            "load \"q1.txt\" as Deals with delimiter \";\", decimal ',', encoding latin1, dates dmy, skip 2",
            .load(
                Load(
                    path: label("q1.txt"), name: label("deals"),
                    options: [
                        option("delimiter", ";"), option("decimal", ","), option("encoding", "latin1"),
                        option("dates", "dmy"), option("skip", "2"),
                    ])),
            prints: "load \"q1.txt\" as deals with delimiter \";\", decimal \",\", encoding latin1, dates dmy, skip 2"),
        Case(
            "load \"q1.txt\" with missing \"TBD\", missing 'n. d.', missing 0, missing tbd",
            .load(
                Load(
                    path: label("q1.txt"),
                    options: [
                        option("missing", "TBD"), option("missing", "n. d."), option("missing", "0"),
                        option("missing", "tbd"),
                    ])),
            prints: "load \"q1.txt\" with missing \"TBD\", missing \"n. d.\", missing 0, missing tbd"),
        Case(
            "connect WH = adbc 'postgresql' { uri \"x://db\" \"a.b\" \"c\"; password env(\"PW\") }",
            .connect(
                ConnectionDefinition(
                    name: label("wh"), driver: label("postgresql"),
                    options: [
                        .init(name: label("uri"), value: .text(label("x://db"))),
                        .init(name: label("a.b"), value: .text(label("c"))),
                        .init(name: label("password"), value: .variable(label("PW"))),
                    ])),
            prints: "connect wh = adbc \"postgresql\" { uri \"x://db\"; \"a.b\" \"c\"; password env(\"PW\") }"),
        Case(
            "load deals from wh as local",
            .load(Load(path: label("deals"), connection: label("wh"), name: label("local")))),
        Case(
            "load wh \"crm.deals\"", .load(Load(path: label("crm.deals"), connection: label("wh"))),
            prints: "load \"crm.deals\" from wh"),
        Case(
            "dataset d from wh \"SELECT 1 AS x\"",
            .dataset(DatasetDefinition(name: label("d"), path: label("SELECT 1 AS x"), connection: label("wh")))),
        Case("disconnect wh", .disconnect(label("wh"))),
        Case("list connections", .list(.connections)),
        Case(
            "load \"a\" with encoding UTF-8, header no",
            .load(Load(path: label("a"), options: [option("encoding", "utf-8"), option("header", "no")])),
            prints: "load \"a\" with encoding \"utf-8\", header no"),
        Case(
            "dimension segment = accounts.sector, spend.segment",
            .dimension(
                DimensionDefinition(
                    name: label("segment"), sources: [column("accounts", "sector"), column("spend", "segment")]))),
        Case(
            "metric bookings \"Bookings\" = sum(deals.amount where stage = Won) as money usd",
            .metric(
                MetricDefinition(
                    name: label("bookings"), title: "Bookings",
                    expression: call(
                        "sum", column("deals", "amount"), where: binary(column("stage"), .equal, column("won"))),
                    unit: .money("USD"))),
            prints: "metric bookings \"Bookings\" = sum(deals.amount where stage = Won) as money USD"),
        Case(
            "metric m = a as percent",
            .metric(MetricDefinition(name: label("m"), expression: column("a"), unit: .percent))),
        Case(
            "metric `By` = a as money",
            .metric(MetricDefinition(name: label("By"), expression: column("a"), unit: .money(nil)))),
        Case(
            "calendar { fiscal year starts feb; week starts SUNDAY }",
            .calendar(CalendarDefinition(fiscalYearStart: 2, weekStart: 7)),
            prints: "calendar { fiscal year starts February; week starts Sunday }"),
        Case("calendar {}", .calendar(CalendarDefinition()), prints: "calendar { }"),
        Case("let q = 2026-Q1", .constant(name: label("q"), value: periodValue(.quarter(year: 2026, 1)))),
        Case(
            "let big = a > 10k and b",
            .constant(
                name: label("big"), value: binary(binary(column("a"), .greater, number("10000")), .and, column("b"))),
            prints: "let big = a > 10000 and b"),
        Case(
            "param quarter = this quarter \"Quarter to report\"",
            .parameter(
                name: label("quarter"), value: periodValue(.step(.quarter, offset: 0)), description: "Quarter to report"
            )),
        Case("param n = 5", .parameter(name: label("n"), value: number("5"), description: nil)),
        Case("set today 2017-12-31", .set(name: label("today"), value: periodValue(.day(day(2017, 12, 31))))),
        Case("set exact = on", .set(name: label("exact"), value: column("on")), prints: "set exact on"),
        Case("use \"other.qst\"", .use(path: label("other.qst"))),
        Case(
            "target bookings from \"t.csv\"",
            .target(TargetDefinition(metric: label("bookings"), path: label("t.csv")))),
        Case(
            "target bookings by team from wh \"crm.targets\" {time month}",
            .target(
                TargetDefinition(
                    metric: label("bookings"), dimensions: [label("team")], path: label("crm.targets"),
                    connection: label("wh"), time: name("month"))),
            prints: "target bookings by team from wh \"crm.targets\" { time month }"),
        Case(
            "target bookings by team, Region from \"targets.csv\" with skip 1 { value target time month }",
            .target(
                TargetDefinition(
                    metric: label("bookings"), dimensions: [label("team"), label("region")],
                    path: label("targets.csv"), options: [option("skip", "1")], time: name("month"),
                    value: name("target"))),
            prints: "target bookings by team, region from \"targets.csv\" with skip 1 { time month; value target }"),
        Case(
            "target target by by_team from \"t\" {\n time value\n value time;\n}",
            .target(
                TargetDefinition(
                    metric: label("target"), dimensions: [label("by_team")], path: label("t"), time: name("value"),
                    value: name("time"))),
            prints: "target target by by_team from \"t\" { time value; value time }"),
    ]

    static let datasets: [Case] = [
        Case("dataset a from \"a.csv\"", .dataset(DatasetDefinition(name: label("a"), path: label("a.csv")))),
        Case(
            "dataset a from \"a.csv\" { }", .dataset(DatasetDefinition(name: label("a"), path: label("a.csv"))),
            prints: "dataset a from \"a.csv\""),
        Case(
            """
            dataset deals from "sales_*.csv" with skip 1 {
              key id, line
              time close_date
              active from start_date to end_date
              join accounts as parent on account
              join teams on agent = teams.agent
              rename `Deal Stage` as stage
              derive open = days(start, end)
              stages stage: Prospecting > Engaging > Won | "Closed Lost"
              money amount, mrr in currency
              money budget in USD
            }
            """,
            .dataset(
                DatasetDefinition(
                    name: label("deals"), path: label("sales_*.csv"), options: [option("skip", "1")],
                    clauses: [
                        .key([name("id"), name("line")]), .time(name("close_date")),
                        .active(from: name("start_date"), to: name("end_date")),
                        .join(Join(dataset: label("accounts"), alias: label("parent"), column: name("account"))),
                        .join(
                            Join(dataset: label("teams"), column: name("agent"), otherColumn: name("teams", "agent"))),
                        .rename([Name([Name.Part("Deal Stage", isQuoted: true)], span: .none)], as: label("stage")),
                        .derive(label("open"), call("days", column("start"), column("end"))),
                        .stages(
                            name("stage"),
                            [[label("Prospecting")], [label("Engaging")], [label("Won"), label("Closed Lost")]]),
                        .money([name("amount"), name("mrr")], currency: name("currency")),
                        .money([name("budget")], currency: name("usd")),
                    ].map { DatasetDefinition.Clause($0, span: .none) }))),
        // Clause words as columns, and clauses without anything between them.
        Case(
            "dataset d from \"d\" { key key, time time time derive x = time - key stages join: a > b time rename rename time as key; }",
            .dataset(
                DatasetDefinition(
                    name: label("d"), path: label("d"),
                    clauses: [
                        .key([name("key"), name("time")]), .time(name("time")),
                        .derive(label("x"), binary(column("time"), .subtract, column("key"))),
                        .stages(name("join"), [[label("a")], [label("b")]]), .time(name("rename")),
                        .rename([name("time")], as: label("key")),
                    ].map { DatasetDefinition.Clause($0, span: .none) })),
            prints: """
                dataset d from "d" {
                  key key, time
                  time time
                  derive x = time - key
                  stages join: a > b
                  time rename
                  rename time as key
                }
                """),
    ]

    static let questions: [Case] = [
        Case("show a", .show(Question(measures: [measure(column("a"))]))),
        Case(
            "SHOW churn_rate BY segment FOR 2026-Q1 VS 2025-Q1",
            .show(
                Question(
                    measures: [measure(column("churn_rate"))], groupings: [group(column("segment"))],
                    periods: [period(.quarter(year: 2026, 1))],
                    comparisons: [.period(period(.quarter(year: 2025, 1)))])),
            prints: "show churn_rate by segment for 2026-Q1 vs 2025-Q1"),
        Case(
            "show a as Revenue, b / c as \"B per C\" as csv",
            .show(
                Question(
                    measures: [
                        measure(column("a"), "Revenue"), measure(binary(column("b"), .divide, column("c")), "B per C"),
                    ],
                    output: Output(format: label("csv")))),
            prints: "show a as Revenue, b / c as \"B per C\" as csv"),
        Case("show a as csv", .show(Question(measures: [measure(column("a"))], output: Output(format: label("csv"))))),
        Case("show a as \"csv\"", .show(Question(measures: [measure(column("a"), "csv")]))),
        Case(
            "show a as csv, b", .show(Question(measures: [measure(column("a"), "csv"), measure(column("b"))])),
            prints: "show a as \"csv\", b"),
        Case(
            "show a by month, fiscal quarter as fq, month + 1, (month)",
            .show(
                Question(
                    measures: [measure(column("a"))],
                    groupings: [
                        grain(.month), grain(.fiscalQuarter, "fq"), group(binary(column("month"), .add, number("1"))),
                        group(column("month")),
                    ]))),
        Case(
            "show a to \"x.csv\" limit 3 top 5 by a with others sort b desc, c having a > 1 where b = 2 for last year, 2026 vs previous vs last year, 2020 across team as t by region without totals as json",
            .show(
                Question(
                    measures: [measure(column("a"))], groupings: [group(column("region"))],
                    across: group(column("team"), "t"),
                    periods: [period(.step(.year, offset: -1)), period(.year(2026))],
                    comparisons: [.previous(.none), .lastYear(.none), .period(period(.year(2020)))],
                    condition: binary(column("b"), .equal, number("2")),
                    having: binary(column("a"), .greater, number("1")),
                    sort: [SortKey(column("b"), ascending: false), SortKey(column("c"), ascending: nil)],
                    cut: Cut(isTop: true, count: 5, by: column("a"), withOthers: true), limit: 3, totals: false,
                    output: Output(format: label("json"), path: label("x.csv")))),
            prints: """
                show a
                  by region
                  across team as t
                  for last year, 2026
                  vs previous
                  vs last year
                  vs 2020
                  where b = 2
                  having a > 1
                  sort by b desc, c
                  top 5 by a with others
                  limit 3
                  without totals
                  as json
                  to "x.csv"
                """),
        Case(
            "show a for 2026-01 to 2026-06 to \"f.csv\"",
            .show(
                Question(
                    measures: [measure(column("a"))],
                    periods: [period(.range(period(.month(year: 2026, 1)), period(.month(year: 2026, 6))))],
                    output: Output(path: label("f.csv"))))),
        Case(
            "show a for 2026-01 to \"f.csv\"",
            .show(
                Question(
                    measures: [measure(column("a"))], periods: [period(.month(year: 2026, 1))],
                    output: Output(path: label("f.csv"))))),
        Case(
            "show a vs last year to \"f.csv\"",
            .show(
                Question(
                    measures: [measure(column("a"))], comparisons: [.lastYear(.none)],
                    output: Output(path: label("f.csv"))))),
        Case(
            "show a bottom 3 with totals",
            .show(Question(measures: [measure(column("a"))], cut: Cut(isTop: false, count: 3), totals: true))),
        Case(
            "rows deals where a = 1 for 2026 sort by b limit 10 as ndjson",
            .rows(
                RowsQuestion(
                    dataset: name("deals"), condition: binary(column("a"), .equal, number("1")),
                    periods: [period(.year(2026))], sort: [SortKey(column("b"), ascending: nil)], limit: 10,
                    output: Output(format: label("ndjson")))),
            prints: "rows deals for 2026 where a = 1 sort by b limit 10 as ndjson"),
        Case("explain show a", .explain(statement(.show(Question(measures: [measure(column("a"))]))))),
        Case("explain rows a", .explain(statement(.rows(RowsQuestion(dataset: name("a")))))),
        Case(
            "show a for 2026-Q1 vs target vs last year",
            .show(
                Question(
                    measures: [measure(column("a"))], periods: [period(.quarter(year: 2026, 1))],
                    comparisons: [.target(.none), .lastYear(.none)]))),
        Case(
            "cohort a by month",
            .cohort(CohortQuestion(measure: measure(column("a")), grain: .month))),
        Case(
            "cohort sum(amount) as Revenue per accounts.account to \"c.csv\" as csv where b = 1 by fiscal quarter, segment as s for 2025, 2026",
            .cohort(
                CohortQuestion(
                    measure: measure(call("sum", column("amount")), "Revenue"), entity: column("accounts", "account"),
                    grain: .fiscalQuarter, groupings: [group(column("segment"), "s")],
                    periods: [period(.year(2025)), period(.year(2026))],
                    condition: binary(column("b"), .equal, number("1")),
                    output: Output(format: label("csv"), path: label("c.csv")))),
            prints: """
                cohort sum(amount) as Revenue per accounts.account
                  by fiscal quarter, segment as s
                  for 2025, 2026
                  where b = 1
                  as csv
                  to "c.csv"
                """),
        Case(
            "cohort a per b as \"A\" by month by segment, quarter",
            .cohort(
                CohortQuestion(
                    measure: measure(column("a"), "A"), entity: column("b"), grain: .month,
                    groupings: [group(column("segment")), grain(.quarter)])),
            prints: "cohort a as A per b by month, segment, quarter"),
        Case(
            "why a by b, c as d vs last year for 2026-Q1 top 3 where e = 1 as csv",
            .why(
                WhyQuestion(
                    measure: measure(column("a")), groupings: [group(column("b")), group(column("c"), "d")],
                    period: period(.quarter(year: 2026, 1)), comparison: .lastYear(.none),
                    condition: binary(column("e"), .equal, number("1")), top: 3, output: Output(format: label("csv")))),
            prints: "why a by b, c as d for 2026-Q1 vs last year where e = 1 top 3 as csv"),
        Case("why why", .why(WhyQuestion(measure: measure(column("why"))))),
        Case(
            "forecast a for next 3 months by b",
            .forecast(
                ForecastQuestion(
                    measure: measure(column("a")), groupings: [group(column("b"))],
                    horizon: period(.steps(.month, count: 3, isNext: true)))),
            prints: "forecast a by b for next 3 months"),
        Case(
            "forecast a for next quarter where b for 2024",
            .forecast(
                ForecastQuestion(
                    measure: measure(column("a")), history: period(.year(2024)),
                    horizon: period(.step(.quarter, offset: 1)), condition: column("b"))),
            prints: "forecast a for 2024 for next quarter where b"),
        Case(
            "drill 3 of deals limit 5 sort b desc where c = 1 to \"x.csv\"",
            .drill(
                Drill(
                    line: 3, lineSpan: .none, of: name("deals"), condition: binary(column("c"), .equal, number("1")),
                    sort: [SortKey(column("b"), ascending: false)], limit: 5, output: Output(path: label("x.csv")))),
            prints: "drill 3 of deals where c = 1 sort by b desc limit 5 to \"x.csv\""),
        Case("explain why a", .explain(statement(.why(WhyQuestion(measure: measure(column("a"))))))),
        Case(
            "explain cohort cohort by week",
            .explain(statement(.cohort(CohortQuestion(measure: measure(column("cohort")), grain: .week))))),
    ]

    static let commands: [Case] = [
        Case("describe deals.amount", .describe(name("deals", "amount"))),
        Case("list metrics", .list(.metrics)), Case("list dimensions", .list(.dimensions)),
        Case("list datasets", .list(.datasets)), Case("list scripts", .list(.scripts)),
        Case("list values of segment", .list(.values(column("segment")))),
        Case("help", .help(nil)), Case("help show", .help("show")),
        Case("help WHERE", .help("where"), prints: "help where"),
        Case("help \"win rate\"", .help("win rate")), Case("? sum", .help("sum"), prints: "help sum"),
        Case("?", .help(nil), prints: "help"), Case("\\?", .help(nil), prints: "help"),
        Case("last", .last(Output())),
        Case(
            "last to \"x\" as chart", .last(Output(format: label("chart"), path: label("x"))),
            prints: "last as chart to \"x\""),
        Case("back", .back(EarlierAnswer(stepsSpan: .none))),
        Case(
            "back 3 as csv",
            .back(EarlierAnswer(steps: 3, stepsSpan: .none, output: Output(format: label("csv"))))),
        Case("diff", .diff(EarlierAnswer(stepsSpan: .none))),
        Case(
            "diff 2 to \"x.md\"",
            .diff(EarlierAnswer(steps: 2, stepsSpan: .none, output: Output(path: label("x.md"))))),
        Case("export last to \"x.html\"", .export(Output(path: label("x.html")))),
        Case("copy", .copy(format: nil)), Case("copy as markdown", .copy(format: label("markdown"))),
        Case("export to \"x\"", .export(Output(path: label("x"))), prints: "export last to \"x\""),
        Case("save board", .save(name: label("board"), question: nil)),
        Case("save workspace", .save(name: label("workspace"), question: nil)),
        Case(
            "save Board = show a",
            .save(name: label("board"), question: statement(.show(Question(measures: [measure(column("a"))])))),
            prints: "save board = show a"),
        Case(
            "save keep = cohort a by month",
            .save(
                name: label("keep"),
                question: statement(.cohort(CohortQuestion(measure: measure(column("a")), grain: .month))))),
        Case("save \"weekly board\"", .save(name: label("weekly board"), question: nil)),
        Case("run board", .run(name: label("board"), arguments: [])),
        Case(
            "run board quarter=2026-Q3 region = East n=-5 last=x",
            .run(
                name: label("board"),
                arguments: [
                    Argument(name: label("quarter"), value: periodValue(.quarter(year: 2026, 3))),
                    Argument(name: label("region"), value: column("east")),
                    Argument(name: label("n"), value: negative(number("5"))),
                    Argument(name: label("last"), value: column("x")),
                ]),
            prints: "run board quarter=2026-Q3 region=East n=-5 last=x"),
        Case(
            "run b a=last month=5",
            .run(
                name: label("b"),
                arguments: [
                    Argument(name: label("a"), value: column("last")),
                    Argument(name: label("month"), value: number("5")),
                ])),
        Case(
            "run b p=last month q=5",
            .run(
                name: label("b"),
                arguments: [
                    Argument(name: label("p"), value: periodValue(.step(.month, offset: -1))),
                    Argument(name: label("q"), value: number("5")),
                ])),
        Case("edit", .edit(nil)), Case("edit board", .edit(label("board"))),
        Case("edit \"last\"", .edit(label("last"))),
        Case("history", .history(.newest(nil))), Case("history 20", .history(.newest(20))),
        Case("history win", .history(.containing("win"))),
        Case("history 'a b'", .history(.containing("a b")), prints: "history \"a b\""),
        Case("reload", .reload), Case("quit", .quit), Case("exit", .quit, prints: "quit"),
        Case("\\q", .quit, prints: "quit"), Case(".quit", .quit, prints: "quit"),
        Case("\\d", .list(.datasets), prints: "list datasets"),
    ]

    @Test(arguments: definitions + datasets + questions + commands)
    func parsesAndPrints(_ test: Case) {
        let parsed = parseScript(test.source)
        #expect(parsed.diagnostics.map { drawn($0, source: test.source, name: nil) } == [])
        #expect(parsed.statements.map(\.kind) == [test.kind])
        guard let statement = parsed.statements.first else { return }
        #expect(printed(statement) == test.canonical ?? test.source)
        #expect(parseScript(printed(statement)).statements == [statement])
    }

    /// The whole text that the language's description begins with.
    @Test func workspaceOfTheDescription() {
        let script = """
            #!/usr/bin/env quaestor
            load "crm/deals.csv"                                    # name from the file, everything detected
            load "q1.txt" as deals with delimiter ";", decimal ",", encoding latin1, dates dmy, skip 2
            dataset deals from "sales_pipeline.csv" {
              key opportunity_id
              time close_date                                       # the axis that periods select by
              join accounts on account                              # many-to-one, to the key of accounts
              join sales_teams on sales_agent = sales_teams.agent
              rename deal_stage as stage
              derive days_open = days(engage_date, close_date)
              stages stage: Prospecting > Engaging > Won | Lost
            }
            dataset subscriptions from "subscriptions.csv" { key id; active from start_date to end_date; join accounts on account }
            dimension segment = accounts.sector, spend.segment      # one name across datasets
            dimension team = sales_teams.manager
            metric bookings "Bookings" = sum(deals.amount where stage = Won) as money USD
            metric win_rate "Win rate" = count(deals where stage = Won) / count(deals where stage in (Won, Lost)) as percent
            calendar { fiscal year starts February; week starts Monday }
            let q = 2026-Q1                                         # used as $q
            param quarter = this quarter "Quarter to report"        # like let, and overridable from outside
            use "other-workspace.qst"
            """
        let parsed = parseScript(script)
        #expect(parsed.diagnostics == [])
        #expect(parsed.statements.count == 12)
        #expect(parsed.statements.first?.comments == ["!/usr/bin/env quaestor"])
        #expect(parsed.statements.dropFirst().allSatisfy { $0.comments.isEmpty })
    }

    @Test func statementsNeedNoTerminator() {
        let parsed = parseScript("show a by b show last last as csv; quit;; help show\nhelp;show x")
        #expect(parsed.diagnostics == [])
        #expect(
            parsed.statements.map { printed($0) } == [
                "show a by b", "show last", "last as csv", "quit", "help show", "help", "show x",
            ])
    }

    @Test func verbsAreNamesWhereANameStands() {
        let parsed = parseScript("show list, last, count by metric, rows\nshow a by\nlist where rows = load")
        #expect(parsed.diagnostics == [])
        #expect(
            parsed.statements.map { printed($0) } == [
                "show list, last, count by metric, rows", "show a by list where rows = load",
            ])
    }

    @Test func emptyTexts() {
        for text in ["", " \n\t", "# nothing", ";;\n;", "\u{FEFF}", "\u{FEFF}# x"] {
            #expect(parseScript(text).statements == [] && parseScript(text).diagnostics == [], "\(text)")
        }
    }

    @Test func blanksOfOtherKindsAreBlanks() {
        #expect(parseScript("show\u{A0}a\u{3000}by\u{2009}b").diagnostics == [])
        #expect(parseScript("show a\r\nby b\rfor 2026").statements.map { printed($0) } == ["show a by b for 2026"])
    }

    @Test func commentsBelongToTheStatementBelow() {
        let parsed = parseScript("# one\n#two\nshow a # behind\n# three\n\nshow b\n# end")
        #expect(parsed.statements.map(\.comments) == [["one", "two"], ["three"]])
        #expect(parsed.statements.map { printed($0) } == ["# one\n# two\nshow a", "# three\nshow b"])
    }
}
