import Testing
import Values

@testable import Language

/// Expressions as trees, written by hand, and back as text.
@Suite struct ExpressionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var source: String
        var tree: Expression
        /// The canonical text, where it differs.
        var canonical: String?
        var testDescription: String { source }

        init(_ source: String, _ tree: Expression, prints canonical: String? = nil) {
            self.source = source
            self.tree = tree
            self.canonical = canonical
        }
    }

    private static let a = column("a")
    private static let b = column("b")
    private static let c = column("c")

    static let literals: [Case] = [
        Case("12", number("12")),
        Case("1.50", number("1.5"), prints: "1.5"),
        Case("10k", number("10000"), prints: "10000"),
        Case("2.5M", number("2500000"), prints: "2500000"),
        Case("1_000_000", number("1000000"), prints: "1000000"),
        Case("20%", percent("0.2")),
        Case("12.5%", percent("0.125")),
        Case("\"a \"\"b\"\"\"", text("a \"b\"")),
        Case("'it''s'", text("it's"), prints: "\"it's\""),
        Case("\u{201C}Won\u{201D}", text("Won"), prints: "\"Won\""),
        Case("''", text(""), prints: "\"\""),
        Case("TRUE", Expression(.boolean(true), span: .none), prints: "true"),
        Case("missing", missing),
        Case("$Quarter", parameter("quarter"), prints: "$quarter"),
        Case("2026-06-15", periodValue(.day(day(2026, 6, 15)))),
        Case("2024-02-29", periodValue(.day(day(2024, 2, 29)))),
        Case("2026", number("2026")),
        Case("2026-q2", periodValue(.quarter(year: 2026, 2)), prints: "2026-Q2"),
        Case("Jun 2026", periodValue(.month(year: 2026, 6)), prints: "2026-06"),
        Case("last quarter", periodValue(.step(.quarter, offset: -1))),
        Case("2026 to 2027", periodValue(.range(period(.year(2026)), period(.year(2027))))),
        Case("today", periodValue(.today)),
    ]

    static let names: [Case] = [
        Case("Amount", column("amount"), prints: "Amount"),
        Case("deals.amount", column("deals", "amount")),
        Case("`Close Date`", quotedColumn("Close Date")),
        Case("`by`", quotedColumn("by")),
        Case("`a``b`", quotedColumn("a`b")),
        Case("straße", column("straße")),
        Case("売上", column("売上")),
        Case("deals.top", column("deals", "top")),
        Case("today.x", column("today", "x")),
    ]

    /// Words that mean something elsewhere.
    static let words = [
        "month", "last", "year", "count", "stage", "first", "start", "end", "key", "time", "show", "table", "csv", "on",
        "at", "is", "distinct", "from", "date", "next", "this", "all", "values", "of", "others", "totals", "desc",
        "asc",
        "per", "over", "within", "any", "order", "target", "cohort", "value",
        "money", "q1", "may", "monday", "since", "until", "previous", "list", "metric", "workspace", "fiscal", "half",
    ]

    static let precedence: [Case] = [
        Case("a or b and not c", binary(a, .or, binary(b, .and, not(c)))),
        Case("not a = b", not(binary(a, .equal, b))),
        Case("(not a) = b", binary(not(a), .equal, b)),
        Case("a + b * c", binary(a, .add, binary(b, .multiply, c))),
        Case("(a + b) * c", binary(binary(a, .add, b), .multiply, c)),
        Case("a - b - c", binary(binary(a, .subtract, b), .subtract, c)),
        Case("a - (b - c)", binary(a, .subtract, binary(b, .subtract, c))),
        Case("((a)) / ((b))", binary(a, .divide, b), prints: "a / b"),
        Case("-a * b", binary(negative(a), .multiply, b)),
        Case("-(a * b)", negative(binary(a, .multiply, b))),
        Case("a - -b", binary(a, .subtract, negative(b))),
        Case("- -a", negative(negative(a))),
        Case("a <> b", binary(a, .notEqual, b), prints: "a != b"),
        Case(
            "a < b + 1 or a >= 2",
            binary(binary(a, .less, binary(b, .add, number("1"))), .or, binary(a, .greaterOrEqual, number("2")))),
        Case("(a or b) and c", binary(binary(a, .or, b), .and, c)),
        Case("not (a and b)", not(binary(a, .and, b))),
        Case("not not a", not(not(a))),
    ]

    static let comparisons: [Case] = [
        Case("a is missing", binary(a, .equal, missing), prints: "a = missing"),
        Case("a is not missing", binary(a, .notEqual, missing), prints: "a != missing"),
        Case("a like \"x*\"", binary(a, .like, text("x*"))),
        Case("a not like \"x*\"", binary(a, .notLike, text("x*"))),
        Case("a in (b, \"x\", 3)", isIn(a, [b, text("x"), number("3")])),
        Case("a not in (b)", isIn(a, [b], negated: true)),
        Case("a in last quarter", within(a, period(.step(.quarter, offset: -1)))),
        Case("a not in 2026", within(a, period(.year(2026)), negated: true)),
        Case("a in $q", within(a, period(.parameter("q")))),
        Case(
            "a in 2026-01 to 2026-03",
            within(a, period(.range(period(.month(year: 2026, 1)), period(.month(year: 2026, 3)))))),
        Case("a between 1 and 2 and b", binary(between(a, number("1"), number("2")), .and, b)),
        Case("a not between 1 and b + 2", between(a, number("1"), binary(b, .add, number("2")), negated: true)),
        Case("stage = Won", binary(column("stage"), .equal, column("won")), prints: "stage = Won"),
        Case("a >= 2026-01-15", binary(a, .greaterOrEqual, periodValue(.day(day(2026, 1, 15))))),
        Case("is is missing", binary(column("is"), .equal, missing), prints: "is = missing"),
    ]

    static let conditionals: [Case] = [
        Case("if a then b else c", choice(a, b, c)),
        Case("if a then b", choice(a, b)),
        Case("if a then b else if c then a else b", choice(a, b, choice(c, a, b))),
        Case("if a then if b then c else a", choice(a, choice(b, c, a))),
        Case("if a then (if b then c) else a", choice(a, choice(b, c), a)),
        Case("if a then b else c + 1", choice(a, b, binary(c, .add, number("1")))),
        Case("(if a then b else c) + 1", binary(choice(a, b, c), .add, number("1"))),
    ]

    static let calls: [Case] = [
        Case("count(deals)", call("count", column("deals"))),
        Case("SUM ( deals.amount )", call("sum", column("deals", "amount")), prints: "sum(deals.amount)"),
        Case("now()", call("now")),
        Case("days(a, b)", call("days", a, b)),
        Case("count(distinct a)", call("count", a, distinct: true)),
        Case("count(distinct)", call("count", column("distinct"))),
        Case("count(distinct (a))", call("count", a, distinct: true), prints: "count(distinct a)"),
        Case("count(distinct on)", call("count", column("on"), distinct: true)),
        Case("count(distinct on a)", call("count", column("distinct"), on: name("a"))),
        Case("count(distinct at end)", call("count", column("distinct"), at: .end)),
        Case("percentile(a, 90%)", call("percentile", a, percent("0.9"))),
        Case("sum(a where b = c)", call("sum", a, where: binary(b, .equal, c))),
        Case(
            "sum(a at end on b where c)", call("sum", a, where: c, on: name("b"), at: .end),
            prints: "sum(a where c on b at end)"),
        Case("sum(if a then b else c)", call("sum", choice(a, b, c))),
        Case("last(a on d.b)", call("last", a, on: name("d", "b"))),
        Case("month(a) = 5", binary(call("month", a), .equal, number("5"))),
        Case("today()", call("today")),
    ]

    private static let route = Route(from: label("MQL"), to: label("SQL"))

    static let modifiers: [Case] = [
        Case("churned(mrr per accounts.account)", call("churned", column("mrr"), per: column("accounts", "account"))),
        Case(
            "count(new(mrr per account where a) on d.b)",
            call("count", call("new", column("mrr"), where: a, per: column("account")), on: name("d", "b"))),
        Case("sum(per per per)", call("sum", column("per"), per: column("per"))),
        Case("sum(a + per per b)", call("sum", binary(a, .add, column("per")), per: b)),
        Case("sum((distinct) per a)", call("sum", column("distinct"), per: a)),
        Case("count(distinct per)", call("count", column("per"), distinct: true)),
        Case("avg(m by month)", call("avg", column("m"), by: Steps(.month))),
        Case("avg(m by months)", call("avg", column("m"), by: Steps(.month)), prints: "avg(m by month)"),
        Case("avg(m by month over 12 months)", call("avg", column("m"), by: Steps(.month, over: Duration(12, .month)))),
        Case(
            "stddev(m by fiscal quarter over 1 fiscal years)",
            call("stddev", column("m"), by: Steps(.fiscalQuarter, over: Duration(1, .fiscalYear))),
            prints: "stddev(m by fiscal quarter over 1 fiscal year)"),
        Case("avg(a by day at end)", call("avg", a, at: .end, by: Steps(.day)), prints: "avg(a at end by day)"),
        Case("rolling(m, 3 months)", call("rolling", column("m"), lasting: Duration(3, .month))),
        Case("rolling(m, 1 half)", call("rolling", column("m"), lasting: Duration(1, .half))),
        Case(
            "rolling(m, 10_000 DAY)", call("rolling", column("m"), lasting: Duration(10_000, .day)),
            prints: "rolling(m, 10000 days)"),
        Case(
            "rolling(m, 2 fiscal quarters)", call("rolling", column("m"), lasting: Duration(2, .fiscalQuarter))),
        Case("f(a, 3, months)", call("f", a, number("3"), column("months"))),
        Case(
            "convert(amount, currency to EUR on b)",
            call("convert", column("amount"), column("currency"), on: name("b"), to: label("EUR"))),
        Case("convert(a to \"US dollars\")", call("convert", a, to: label("US dollars"))),
        // Neither is a range.
        Case("convert(a, 2026-Q1 to EUR)", call("convert", a, periodValue(.quarter(year: 2026, 1)), to: label("EUR"))),
        Case("convert(a, month to \"date\")", call("convert", a, column("month"), to: label("date"))),
        Case(
            "convert(a, month to date)", call("convert", a, periodValue(.toDate(.month)))),
        Case("conversion(deals from MQL to SQL)", call("conversion", column("deals"), route: route)),
        Case(
            "conversion(deals from \"MQL\" to 'Closed Won' within 30 days any order)",
            call(
                "conversion", column("deals"),
                route: Route(
                    from: label("MQL"), to: label("Closed Won"), within: Duration(30, .day), anyOrder: true)),
            prints: "conversion(deals from MQL to \"Closed Won\" within 30 days any order)"),
        Case(
            "conversion(from from from to any any order within 2 weeks where b)",
            call(
                "conversion", column("from"), where: b,
                route: Route(from: label("from"), to: label("any"), within: Duration(2, .week), anyOrder: true)),
            prints: "conversion(from from from to any within 2 weeks any order where b)"),
    ]

    @Test(arguments: literals + names + precedence + comparisons + conditionals + calls + modifiers)
    func parsesAndPrints(_ test: Case) throws {
        let parsed = try parseExpression(test.source)
        #expect(parsed == test.tree)
        #expect(printed(parsed) == test.canonical ?? test.source)
        #expect(try parseExpression(printed(parsed)) == test.tree)
    }

    @Test(arguments: words)
    func worksAsName(_ word: String) throws {
        let here = column(word)
        #expect(try parseExpression(word) == here)
        #expect(try parseExpression("sum(\(word))") == call("sum", here))
        #expect(try parseExpression("\(word) + \(word)") == binary(here, .add, here))
        #expect(try parseExpression("deals.\(word) = \(word)") == binary(column("deals", word), .equal, here))
        #expect(
            try parseExpression("sum(\(word) where \(word) = 1)")
                == call("sum", here, where: binary(here, .equal, number("1"))))
    }

    @Test(arguments: Keyword.all(.reserved))
    func reservedWordsAreNamesInBackquotes(_ keyword: Keyword) throws {
        #expect(try parseExpression("`\(keyword.rawValue)`") == quotedColumn(keyword.rawValue))
        if !keyword.roles.contains(.constant) {
            #expect(throws: Diagnostic.self) { try parseExpression(keyword.rawValue) }
        }
    }

    @Test func spansAreByteOffsets() throws {
        let parsed = try parseExpression("  été = (1 + 2)")
        guard case .binary(.equal, let left, let right) = parsed.kind else {
            Issue.record("not a comparison")
            return
        }
        #expect(left.span == Span(2, 7))
        #expect(right.span == Span(10, 17))
        #expect(parsed.span == Span(2, 17))
    }

    @Test func bareWordsKeepTheirSpelling() throws {
        guard case .name(let name) = try parseExpression("GTXPro").kind else {
            Issue.record("not a name")
            return
        }
        #expect(name.text == "gtxpro")
        #expect(name.parts.map(\.spelling) == ["GTXPro"])
    }

    @Test func theWholeTextIsOneExpression() {
        #expect(throws: Diagnostic.self) { try parseExpression("a b") }
        #expect(throws: Diagnostic.self) { try parseExpression("") }
        #expect(throws: Diagnostic.self) { try parseExpression("a;") }
        #expect(throws: Diagnostic.self) { try parseExpression("\"a") }
    }
}
