import Testing
import Values

@testable import Engine

/// What cannot be answered is refused where it stands, with a reason and what can be asked instead.
struct RefusalTests {
    struct Refusal: CustomTestStringConvertible, Sendable {
        var question: String
        var code: String
        /// The part of the question that is pointed at.
        var place: String
        /// A part of the reason, and one of the remedies.
        var reason: String
        var remedy: String

        init(_ question: String, _ code: String, at place: String, reason: String, remedy: String) {
            self.question = question
            self.code = code
            self.place = place
            self.reason = reason
            self.remedy = remedy
        }

        var testDescription: String { question }
    }

    static let files = [
        "accounts.csv": "account,segment,size,name\nA,big,10,Acme\nB,small,20,Bolt\n",
        "products.csv": "product,price,name\nP,2.5,Pen\nQ,4,Quill\n",
        "deals.csv": """
        id,account,product,stage,quantity,amount,currency,day
        1,A,P,Won,2,100,USD,2024-01-10
        2,A,Q,Lost,1,50,EUR,2024-02-10
        3,B,P,Won,4,70,USD,2024-03-10
        """,
        "spend.csv": "day,channel,cost\n2024-01-05,web,10\n2024-02-05,mail,20\n",
        "subscriptions.csv": "id,account,mrr,start_date,end_date\n1,A,10,2024-01-05,\n2,B,20,2024-02-01,2024-03-01\n",
        "calls.csv": "account,minutes\nA,5\n",
        "tenders.csv": "tender,price\n1,$5\n2,€6\n3,$7\n",
    ]
    static let definitions = """
        dataset accounts from "accounts.csv" { key account }
        dataset products from "products.csv" { key product }
        dataset deals from "deals.csv" {
          key id
          time day
          join accounts on account
          join products on product
          money amount in currency
        }
        dataset spend from "spend.csv" { time day }
        dataset calls from "calls.csv"
        dataset tenders from "tenders.csv"
        dataset subscriptions from "subscriptions.csv" {
          key id
          active from start_date to end_date
          join accounts on account
        }
        metric won = count(deals where stage = Won)
        metric cost = sum(spend.cost)
        metric cac = cost / won
        """

    @Test(arguments: reach + rows + kinds + times + movements)
    func refused(_ refusal: Refusal) throws {
        let failure = try #require(try Asked(Self.files, Self.definitions).failure(refusal.question))
        #expect(failure.code == refusal.code, "\(failure)")
        #expect(spanned(failure, in: refusal.question) == refusal.place, "\(failure)")
        #expect(failure.reason.contains { $0.contains(refusal.reason) }, "\(failure)")
        #expect(failure.remedies.contains { $0.contains(refusal.remedy) }, "\(failure)")
    }

    /// Dimensions and columns that the rows cannot reach.
    static let reach = [
        Refusal(
            "show cac by segment for 2024", "unreachable-dimension", at: "cac",
            reason: "`spend` (spend.csv) has no `segment`", remedy: "month, quarter, year"),
        Refusal(
            "show won, cost by segment", "unreachable-dimension", at: "cost", reason: "no join that leads to one",
            remedy: "it can be asked by"),
        // A row of the one side has many of the other: it would count several times.
        Refusal(
            "show sum(accounts.size) by stage", "unreachable-dimension", at: "sum(accounts.size)",
            reason: "a row of `accounts` has many of `deals`", remedy: "segment"),
        Refusal(
            "show sum(accounts.size) where stage = Won", "unknown-name", at: "stage",
            reason: "a row of `accounts` has many of `deals`", remedy: "`describe accounts`"),
        Refusal(
            "show sum(accounts.size where deals.stage = Won)", "unknown-name", at: "deals.stage",
            reason: "no row of `accounts` says which row of it to take", remedy: "add `join deals on COLUMN`"),
        Refusal(
            "show sum(spend.cost * deals.quantity)", "no-join", at: "spend.cost * deals.quantity",
            reason: "the rows of one dataset", remedy: "one aggregate for each"),
        Refusal(
            "show sum(account)", "ambiguous-name", at: "account", reason: "have one", remedy: "`deals.account`"),
        Refusal(
            "show won by name", "ambiguous-name", at: "name", reason: "accounts", remedy: "`products.name`"),
    ]

    /// Aggregates, metrics and rows that are mistaken for each other, and amounts of two currencies.
    static let rows = [
        Refusal(
            "show sum(won)", "nested-aggregate", at: "won", reason: "rows have columns, not metrics",
            remedy: "use `won` as it is"),
        Refusal(
            "show sum(sum(deals.quantity))", "nested-aggregate", at: "sum(deals.quantity)",
            reason: "an aggregate makes one number of many rows", remedy: "take it outside"),
        Refusal(
            "show sum(previous(won)) for 2024", "nested-aggregate", at: "won", reason: "rows have columns, not metrics",
            remedy: "use `won` as it is"),
        Refusal(
            "show sum(previous(deals.quantity)) for 2024", "nested-aggregate", at: "previous(deals.quantity)",
            reason: "an aggregate makes one number of many rows", remedy: "take it outside"),
        Refusal(
            "show avg(churned(subscriptions.mrr per account)) for 2024", "nested-aggregate",
            at: "churned(subscriptions.mrr per account)", reason: "an aggregate makes one number of many rows",
            remedy: "take it outside"),
        Refusal(
            "show previous(deals.quantity) for 2024", "column-as-metric", at: "deals.quantity",
            reason: "it has a value in each row", remedy: "sum(deals.quantity)"),
        Refusal(
            "show sum(deals.amount) for 2024", "mixed-currency", at: "sum(deals.amount)",
            reason: "2 rows of `deals` are in USD, for example data row 1", remedy: "where currency = \"USD\""),
        Refusal(
            "show previous(sum(deals.amount)) for 2024-Q2", "mixed-currency", at: "previous(sum(deals.amount))",
            reason: "1 row of `deals` is in EUR, for example data row 2", remedy: "convert(amount, currency to USD)"),
    ]

    static let kinds = [
        Refusal(
            "show won where segment = 5", "wrong-kind", at: "segment = 5", reason: "`segment` is a text",
            remedy: "in quotes"),
        Refusal(
            "show won where quantity = \"two\"", "wrong-kind", at: "quantity = \"two\"",
            reason: "`quantity` is a number", remedy: "leave out the quotes"),
        Refusal(
            "show won by segment having won = \"two\"", "wrong-kind", at: "won = \"two\"",
            reason: "`won` is a number", remedy: "compare a number with a number"),
        Refusal(
            "show sum(tenders.price)", "wrong-kind", at: "tenders.price",
            reason: "text, because of mixed currencies: 2 USD, 1 EUR", remedy: "`describe` shows why"),
    ]

    static let times = [
        Refusal(
            "show won for 2023", "before-data", at: "2023",
            reason: "the days of deals run from 2024-01-10 to 2024-03-10",
            remedy: "`for 2024`"),
        Refusal(
            "show won by month for 2023-Q1 to 2023-Q2 vs 2024", "before-data", at: "2023-Q1 to 2023-Q2",
            reason: "the days of deals run", remedy: "`for 2024-Q1`"),
        Refusal(
            "show sum(subscriptions.mrr at end) for 2023-12", "before-data", at: "2023-12",
            reason: "the days of subscriptions run from 2024-01-05", remedy: "`for 2024-01`"),
        Refusal(
            "show sum(calls.minutes) for 2024", "no-time-axis", at: "2024", reason: "has no column of days",
            remedy: "ask without a period"),
        Refusal(
            "show avg(won by month over 10 days) for 2024-03", "short-duration", at: "avg(won by month over 10 days)",
            reason: "whole months", remedy: "by month over 12 months"),
        Refusal(
            "show won having previous(won) > 1", "open-comparison", at: "previous(won) > 1",
            reason: "before the asked period",
            remedy: "for this quarter"),
        Refusal(
            "show won by segment sort by year_ago(won)", "open-comparison", at: "year_ago(won)",
            reason: "before the asked period",
            remedy: "for this quarter"),
        Refusal(
            "show won by segment for 2024-Q1 vs previous having previous(change) > 1", "not-elsewhere", at: "change",
            reason: "belong to the lines", remedy: "use a metric"),
    ]

    static let movements = [
        Refusal(
            "show churned(subscriptions.mrr) for 2024", "no-entity", at: "churned(subscriptions.mrr)",
            reason: "one that lost the last is gone", remedy: "per account"),
        Refusal(
            "show churned(deals.quantity per deals.account) for 2024", "no-interval",
            at: "churned(deals.quantity per deals.account)", reason: "active on a day",
            remedy: "active from START to END"),
        Refusal(
            "show sum(deals.quantity at end) for 2024", "no-interval", at: "sum(deals.quantity at end)",
            reason: "active on a day",
            remedy: "active from START to END"),
        Refusal(
            "show churned(subscriptions.mrr per account on start_date) for 2024", "not-for-movements",
            at: "churned(subscriptions.mrr per account on start_date)", reason: "do not go with it",
            remedy: "per entity"),
    ]

    /// A word that is read has to be heeded or refused.
    @Test(arguments: [
        "show sum(mrr per account)", "show sum(deals.quantity, 3 months)", "show sum(abs(mrr per account))",
        "show abs(won by month)", "show abs(won, 3 months)", "show sum(days(start_date, end_date by month))",
        "show count(new(mrr per account) where mrr > 10) for 2024", "show avg(won, 3 months by month)",
        "show previous(won by month) for 2024", "show churned(mrr, 3 months per account) for 2024",
    ])
    func unheededPartsOfCallsAreRefused(question: String) throws {
        let failure = try #require(try Asked(Self.files, Self.definitions).failure(question), "\(question)")
        #expect(["part-misplaced", "argument-count"].contains(failure.code), "\(question): \(failure.code)")
        #expect(failure.span != nil && !failure.remedies.isEmpty, "\(question)")
    }

    // MARK: Answers beside them

    /// What is named outright may be what the rows join.
    @Test func namesOfJoinedDatasetsLeadToTheRows() throws {
        let asked = try Asked(Self.files, Self.definitions)
        // 2 × 2.5 + 1 × 4 + 4 × 2.5.
        #expect(try asked.value("show sum(quantity * products.price)") == "19")
        #expect(try asked.value("show sum(products.price * quantity)") == "19")
        #expect(try asked.value("show closing(mrr per accounts.segment) for 2024-02") == "30")
        #expect(try asked.value("show count(closing(mrr per accounts.segment)) for 2024-02") == "2")
    }

    /// Whole and in parts: each sub-period has one before it, whatever all time has.
    @Test func subPeriodsLookBackOverAllTime() throws {
        let asked = try Asked(Self.files, Self.definitions)
        // Won in January, February and March: 1, 0, 1; in the months before January to June 0, 1, 0, 1, 0, 0.
        #expect(try asked.value("show sum(previous(won) by month)") == "2")
    }

    @Test func measuresOverAnotherTimeInHavingSortAndTop() throws {
        let asked = try Asked(Self.files, Self.definitions)
        let quantities = "show sum(deals.quantity) as n by month for 2024-01 to 2024-04"
        #expect(
            try asked.lines(quantities + " having n > previous(n) without totals") == ["2024-01 | 2", "2024-03 | 4"])
        #expect(
            try asked.lines(quantities + " sort by previous(n), month limit 2 without totals") == [
                "2024-04 | 0", "2024-02 | 1",
            ])
        // Fewer columns of time than sub-periods: each is looked at on its own axis.
        #expect(
            try asked.lines(quantities + " having sum(n by day) > 1 without totals") == ["2024-01 | 2", "2024-03 | 4"])
        #expect(
            try asked.lines("show sum(deals.quantity) as n by product for 2024-03 top 1 by rolling(n, 3 months)") == [
                "P | 4"
            ])
    }
}
