import Testing
import Values

@testable import Language

@Suite struct CompletenessTests {
    @Test(arguments: [
        "show", "show a by", "show a,", "show a +", "show a where (b = 1", "show a where b in (", "show a for",
        "show a vs",
        "show a top", "show a as", "show a to", "show a to \"x", "load", "load 'x", "dataset d from \"x\" {",
        "dataset d from \"x\" {\n  key id\n", "dataset d", "metric m =", "metric m", "let x = if a then", "calendar {",
        "explain", "save b =", "run b q=", "set today", "list", "list values of", "export last", "show a with",
        "show a for last 6", "show a where b between 1", "show a where b is not", "quit; show", "show a where not",
        "# c\nshow a by # more", "show count(deals where", "cohort a", "cohort a per b", "cohort a for 2026",
        "cohort a by", "target a", "target a from", "target a from \"x\" { time", "show rolling(a, 3",
        "show new(a per", "show avg(a by month over 3", "show conversion(d from MQL", "show convert(a, b to",
        "show a vs", "dataset d from \"x\" { money a in",
    ])
    func needsMore(_ text: String) {
        #expect(completeness(of: text) == .incomplete)
    }

    @Test(arguments: [
        "", " ", "# x", ";", "show a", "show a;", "show a by b\n", "quit", "help", "last", "history", "edit", "reload",
        "save board", "run board", "dataset d from \"x\" { key id }", "let x = if a then b", "show a as csv", "foo",
        "show a )", "show foo bar where (", "show a b (", "show a by ) (", "\u{0}", "show a where x == (", "show a `b",
    ])
    func isComplete(_ text: String) {
        #expect(completeness(of: text) == .complete)
    }
}

@Suite struct CursorContextTests {
    /// The context at `▮`.
    private func context(_ marked: String) -> CursorContext {
        let parts = marked.split(separator: "▮", omittingEmptySubsequences: false)
        return cursorContext(parts.joined(), at: parts[0].utf8.count)
    }

    private func keywords(_ context: CursorContext) -> Set<String> {
        Set(context.expected.compactMap { if case .keyword(let word) = $0 { word } else { nil } })
    }

    private func others(_ context: CursorContext) -> Set<Language.Expectation> {
        Set(context.expected.filter { if case .keyword = $0 { false } else { true } })
    }

    private static let operand: Set<Language.Expectation> = [.function, .parameter, .number, .text, .period]

    @Test(arguments: [
        ("show win▮", 5, "win"), ("show win▮_rate", 5, "win"), ("show deals.am▮", 5, "deals.am"),
        ("show sum(deals.▮", 9, "deals."), ("show a where b = \"Wo▮", 17, "\"Wo"), ("show a ▮", 7, ""),
        ("show a by▮", 7, "by"), ("show a for 2026-▮", 11, "2026-"), ("show a for 2026-Q▮", 11, "2026-Q"),
        ("show a where b = $q▮", 17, "$q"), ("show a where b = $▮", 17, "$"), ("show a+b▮", 7, "b"), ("▮", 0, ""),
        ("show `Close D▮", 5, "`Close D"), ("show a where b = \"Won\"▮", 22, ""), ("load 'x y▮", 5, "'x y"),
        ("show é▮", 5, "é"), ("show a -▮", 8, ""), ("show a.▮b", 5, "a."),
    ])
    func words(_ marked: String, start: Int, typed: String) {
        let context = context(marked)
        #expect(context.word == Span(start, start + typed.utf8.count))
        #expect(context.typed == typed)
    }

    @Test func statements() {
        #expect(keywords(context("▮")) == Set(Keyword.all(.verb).map(\.rawValue)).subtracting(["exit"]))
        #expect(keywords(context("sh▮")).contains("show"))
        #expect(keywords(context("show a; ▮")).contains("rows"))
        #expect(
            keywords(context("explain ▮")) == [
                "show", "rows", "cohort", "scorecard", "why", "forecast", "funnel", "check",
            ])
        #expect(context("show a # not ▮").expected == [])
        // On a new line the statement can go on, and the next can begin.
        #expect(keywords(context("show a\n▮")).isSuperset(of: ["by", "where", "show"]))
        #expect(!keywords(context("show a ▮")).contains("show"))
    }

    @Test func operandsOfTheClauses() {
        #expect(others(context("show ▮")) == Self.operand.union([.metric, .column, .dataset]))
        #expect(others(context("show a by ▮")) == Self.operand.union([.dimension, .column, .grain]))
        #expect(others(context("show a where ▮")) == Self.operand.union([.dimension, .column]))
        #expect(others(context("show a having ▮")) == Self.operand.union([.dimension, .metric]))
        #expect(others(context("show sum(▮")) == Self.operand.union([.column, .metric, .dataset]))
        #expect(keywords(context("show count(▮")) == ["distinct", "if", "not"])
        #expect(others(context("show sum(x where ▮")) == Self.operand.union([.dimension, .column]))
    }

    @Test func values() {
        let stage = Language.Expectation.value(of: column("stage"))
        #expect(context("show a where stage = ▮").expected.contains(stage))
        #expect(context("show a where stage = Wo▮").expected.contains(stage))
        #expect(context("show a where stage = \"Wo▮").expected.contains(stage))
        #expect(context("show a where stage in (Won, ▮").expected.contains(stage))
        #expect(
            context("show a where b = 1 and deals.stage != ▮").expected.contains(.value(of: column("deals", "stage"))))
        #expect(!context("show a where stage = Won and ▮").expected.contains(stage))
        #expect(context("dataset d from \"x\" { stages stage: Won > ▮").expected.contains(stage))
        #expect(context("run board region=▮").expected.contains(.value(of: column("region"))))
    }

    @Test func clauses() {
        #expect(
            keywords(context("show a by b where c = 1 ▮")).intersection(Keyword.all(.clause).map(\.rawValue)) == [
                "across", "for", "vs", "having", "sort", "top", "bottom", "limit", "with", "without", "as", "to",
            ])
        #expect(keywords(context("rows deals ▮")) == ["for", "where", "sort", "limit", "as", "to"])
        #expect(keywords(context("show a sort b ▮")).isSuperset(of: ["asc", "desc"]))
        #expect(keywords(context("show a top 5 with ▮")) == ["others", "totals"])
        #expect(keywords(context("show sum(x at ▮")) == ["start", "end"])
        #expect(keywords(context("show a vs ▮")).isSuperset(of: ["previous", "last"]))
        // A clause that has nothing yet lets no other begin.
        #expect(!keywords(context("show a by ▮")).contains("where"))
    }

    @Test func modifiersOfCalls() {
        #expect(
            keywords(context("show sum(x ▮")).isSuperset(of: ["where", "on", "at", "per", "by", "from", "to"]))
        #expect(keywords(context("show sum(x per y ▮")).isDisjoint(with: ["per", "to"]))
        #expect(others(context("show new(mrr per ▮")) == Self.operand.union([.dimension, .column]))
        #expect(others(context("show avg(m by ▮")) == [.grain])
        #expect(keywords(context("show avg(m by month ▮")).contains("over"))
        #expect(others(context("show avg(m by month over ▮")) == [.number])
        #expect(others(context("show avg(m by month over 12 ▮")) == [.grain])
        #expect(others(context("show rolling(m, 3 ▮")).contains(.grain))
        #expect(keywords(context("show conversion(d from MQL ▮")) == ["to"])
        #expect(keywords(context("show conversion(d from MQL to SQL ▮")).isSuperset(of: ["within", "any", "where"]))
        #expect(keywords(context("show conversion(d from MQL to SQL any ▮")) == ["order"])
    }

    @Test func analyses() {
        #expect(others(context("why ▮")) == Self.operand.union([.metric, .column, .dataset]))
        #expect(keywords(context("why a ▮")).isSuperset(of: ["as", "by", "for", "vs", "where", "top", "to"]))
        #expect(keywords(context("why a for 2026 vs ▮")).isSuperset(of: ["previous", "last", "target"]))
        #expect(keywords(context("forecast a ▮")).isSuperset(of: ["as", "by", "for", "where", "to"]))
        #expect(keywords(context("forecast a for ▮")).contains("next"))
        #expect(keywords(context("drill 3 ▮")).isSuperset(of: ["of", "where", "sort", "limit", "as", "to"]))
        #expect(others(context("drill 3 of ▮")) == [.dataset, .metric])
    }

    @Test func cohortsAndTargets() {
        #expect(others(context("cohort ▮")) == Self.operand.union([.metric, .column, .dataset]))
        #expect(keywords(context("cohort a ▮")).isSuperset(of: ["as", "per", "by", "for", "where", "to"]))
        #expect(others(context("cohort a by ▮")) == [.grain])
        #expect(others(context("cohort a by month, ▮")) == Self.operand.union([.dimension, .column, .grain]))
        #expect(others(context("cohort a by month by ▮")) == Self.operand.union([.dimension, .column, .grain]))
        #expect(keywords(context("cohort a by month ▮")).isSuperset(of: ["by", "for", "where", "as", "to"]))
        #expect(keywords(context("show a vs ▮")).isSuperset(of: ["previous", "last", "target"]))
        #expect(others(context("target ▮")) == [.metric])
        #expect(others(context("target a by ▮")) == [.dimension])
        #expect(keywords(context("target a ▮")) == ["by", "from"])
        #expect(others(context("target a from ▮")) == [.path, .connection])
        #expect(keywords(context("target a from \"x\" { ▮")) == ["time", "value"])
        #expect(others(context("target a from \"x\" { time ▮")) == [.column])
        #expect(keywords(context("dataset d from \"x\" { money a ▮")) == ["in"])
        #expect(
            keywords(context("explain ▮")) == [
                "show", "rows", "cohort", "scorecard", "why", "forecast", "funnel", "check",
            ])
        #expect(
            keywords(context("save x = ▮")) == [
                "show", "rows", "cohort", "scorecard", "why", "forecast", "funnel", "check",
            ])
    }

    @Test func otherThings() {
        #expect(others(context("show a for ▮")) == [.period, .parameter])
        #expect(others(context("show a for last ▮")) == [.grain, .number])
        #expect(others(context("show a for 2026 to ▮")) == [.path, .period, .parameter])
        #expect(others(context("show a to ▮")) == [.path])
        #expect(others(context("load ▮")) == [.path, .connectedDataset, .connection])
        #expect(others(context("dataset d from wh ▮")) == [.table(connection: "wh")])
        #expect(others(context("connect wh = adbc ▮")) == [.driver])
        #expect(others(context("disconnect ▮")) == [.connection])
        #expect(others(context("show a for 2026 as ▮")) == [.format])
        #expect(others(context("show a as ▮")) == [.newName, .text, .format])
        #expect(others(context("rows ▮")) == [.dataset])
        #expect(others(context("run ▮")) == [.script])
        #expect(others(context("run board ▮")) == [.argument(script: "board")])
        #expect(others(context("set ▮")) == [.setting])
        #expect(others(context("help ▮")) == [.helpTopic])
        #expect(others(context("metric m = a as ▮")) == [.unit])
        #expect(
            others(context("describe ▮")) == [
                .metric, .dimension, .dataset, .column, .source, .connection, .script, .setting, .function, .period,
            ])
        #expect(others(context("set exact ▮")).contains(.settingValue(of: "exact")))
        #expect(context("show a by b having c > 1 ▮").clause == .having)
        #expect(context("show a by b top 3 by ▮").verb == .show)
        #expect(others(context("dataset d from \"x\" { join ▮")) == [.dataset])
        #expect(others(context("dataset d from \"x\" { key ▮")) == [.column])
        #expect(keywords(context("dataset d from \"x\" { ▮")) == Set(Keyword.all(.datasetClause).map(\.rawValue)))
        #expect(keywords(context("load \"x\" with ▮")) == Set(Keyword.all(.option).map(\.rawValue)))
        #expect(keywords(context("calendar { week starts ▮")).contains("monday"))
    }

    @Test func theStatementBeforeTheCursor() {
        func statement(_ marked: String) -> String? { context(marked).statement.map { printed($0) } }
        #expect(statement("show a, b by c where ▮") == "show a, b by c")
        #expect(statement("show a by ▮ for 2026") == "show a")
        #expect(statement("quit; rows deals where ▮") == "rows deals")
        #expect(statement("dataset d from \"x.csv\" { key id time ▮") == "dataset d from \"x.csv\" {\n  key id\n}")
        #expect(statement("cohort a by month where ▮") == "cohort a by month")
        #expect(statement("target a from \"x\" { time t; ▮") == "target a from \"x\" { time t }")
        #expect(statement("show a; ▮") == nil)
        #expect(statement("▮") == nil)
    }

    @Test func offsetsOutsideTheText() {
        #expect(cursorContext("show é", at: 99).typed == "é")
        #expect(cursorContext("show é", at: 6).typed == "")
        #expect(cursorContext("show é", at: -5).word == Span(0, 0))
    }
}
