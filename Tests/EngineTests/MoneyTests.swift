import Language
import Tables
import Testing
import Values

@testable import Engine
@testable import Model

struct MoneyTests {
    static let deals = """
        id,amount,currency,fee,fee_currency,day,paid,region
        1,100.50,USD,1,USD,2024-01-10,2024-02-10,east
        2,200,EUR,2,EUR,2024-01-20,2024-01-20,east
        3,50,usd,3,USD,2024-02-01,2024-02-01,west
        4,,EUR,4,USD,2024-02-02,,west
        5,10,GBP,5,USD,2024-03-05,2024-03-05,west
        """
    static let rates = """
        date,from,to,rate
        2024-02-01,USD,EUR,0.91
        2024-01-15,USD,EUR,0.92
        2024-01-01,USD,EUR,0.9
        2024-01-01,GBP,USD,1.25
        2024-01-01,JPY,USD,
        """
    static let dataset = """
        dataset deals from "deals.csv" { key id; time day; money amount in currency; money fee in fee_currency }
        """

    static func asked(_ deals: String = deals, rates: String = rates) throws -> Asked {
        try Asked(["deals.csv": deals, "rates.csv": rates], Self.dataset + #" load "rates.csv""#)
    }

    private func bound(_ measure: String, in workspace: Workspace) throws -> (kind: Kind, aggregates: [Aggregate]) {
        var binder = MetricBinder(workspace, notes: BindingNotes())
        let kind = try binder.bind(try parseExpression(measure)).kind
        return (kind, binder.aggregates)
    }

    // MARK: Kinds

    @Test func amountsKnowTheColumnOfTheirCurrency() throws {
        let workspace = try Self.asked().workspace
        for function in ["sum", "avg", "min", "max", "median", "stddev", "first", "last"] {
            let (kind, aggregates) = try bound("\(function)(deals.amount)", in: workspace)
            #expect(kind == .number(.money(nil)))
            guard case .column(let reference)? = aggregates[0].currency else {
                Issue.record("no currency of \(function)")
                continue
            }
            #expect(reference.text == "currency")
        }
        for measure in [
            "sum(amount * 1.2)", "sum(round(-amount))", "percentile(amount, 90%)", "max(coalesce(amount, 0))",
            "sum(if region = east then amount else 0)", "sum(amount / 2 + amount)",
        ] {
            #expect(try bound(measure, in: workspace).aggregates[0].currency != nil, "\(measure)")
        }
        for measure in [
            "count(amount)", "sum(amount / amount)", "sum(if amount > 1 then 1 else 0)", "sum(id)",
            "sum(convert(amount, currency to EUR))", "count(distinct amount)",
        ] {
            #expect(try bound(measure, in: workspace).aggregates[0].currency == nil, "\(measure)")
        }
        #expect(throws: Diagnostic.self) { try bound("sum(amount + fee)", in: workspace) }
    }

    @Test func oneCurrencyForAllIsAUnit() throws {
        let asked = try Asked(
            ["a.csv": "x,y,currency\n1,2,USD\n3,4,USD\n"],
            #"dataset a from "a.csv" { money x in eur; money y in currency }"#)
        let (kind, aggregates) = try bound("sum(a.x)", in: asked.workspace)
        #expect(kind == .number(.money("EUR")))
        #expect(aggregates[0].currency == nil)
        // Every row says the same, so it is known.
        #expect(try bound("sum(a.y)", in: asked.workspace).kind == .number(.money("USD")))
        #expect(asked.failure("show sum(a.x + a.y)")?.code == "mixed-units")
        #expect(try asked.answer("show sum(a.x)").columns[0].unit == .money("EUR"))
    }

    @Test func amountsBesideACurrencyAreDetected() throws {
        let asked = try Asked(
            [
                "deals.csv": """
                id,total_amount,mrr,sales_count,warranty,currency,value
                1,10,1,5,2,EUR,text
                2,20,2,6,3,USD,text
                3,30,3,7,4,,text
                """,
                "plain.csv": "id,amount,currency\n1,10,Dollar\n2,20,Euro\n",
            ], #"load "deals.csv" load "plain.csv""#)
        let deals = try #require(asked.workspace.datasets["deals"])
        #expect(deals.money == [.init(columns: ["total_amount", "mrr"], currency: .column("currency"))])
        #expect(
            deals.decisions.last
                == "money `total_amount`, `mrr` in `currency`: amounts beside a column of currencies")
        #expect(asked.workspace.datasets["plain"]?.money == [])
    }

    // MARK: Mixed currencies

    @Test func findsWhatIsMixed() throws {
        let dictionary = TextDictionary(texts: ["USD", "EUR", "usd"])
        let currencies = ColumnData.texts([1, 1, 2, 3, 0, 1, 0, 2], dictionary)
        let amounts = ColumnData.scaled([1, 2, 3, 4, 5, 6, 7, ColumnData.missingScaled], scale: 0)
        func findings(_ targets: [Int32]) -> [CurrencyCheck.Finding] {
            CurrencyCheck(targets: targets, count: 3, amounts: amounts, currencies: currencies).findings
        }
        // USD and usd are one; row 7 has no amount; a row without currency is mixed only beside others.
        #expect(findings([0, 0, -1, 0, -1, -1, 1, 0]) == [.one("USD"), .none, .none])
        #expect(findings([0, 0, 1, 0, 2, 2, -1, -1]) == [.one("USD"), .one("EUR"), .mixed])
        #expect(findings([0, -1, 0, -1, -1, 1, -1, 1]) == [.mixed, .one("USD"), .none])

        let check = CurrencyCheck(
            targets: [-1, 1, 1, 1, 1, 0, -1, 1], count: 2, amounts: amounts, currencies: currencies)
        #expect(
            check.shares == [
                .init(currency: "USD", rows: 2, example: 1), .init(currency: "EUR", rows: 1, example: 2),
                .init(currency: nil, rows: 1, example: 4),
            ])
        let workspace = try Self.asked().workspace
        let aggregate = try bound("sum(deals.amount)", in: workspace).aggregates[0]
        let error = try #require(check.diagnostic(aggregate))
        #expect(error.code == "mixed-currency")
        #expect(error.message == "`sum(deals.amount)` would add USD, EUR and amounts without a currency")
        #expect(
            error.reason == [
                "2 rows of `deals` are in USD, for example data row 2",
                "1 row of `deals` is in EUR, for example data row 3",
                "1 row of `deals` is in no currency, for example data row 5",
            ])
        #expect(error.remedies.first == #"ask for one of them: `where currency = "USD"`"#)
        let clean = CurrencyCheck(targets: [0, 0, 1], count: 2, amounts: nil, currencies: currencies)
        #expect(clean.diagnostic(aggregate) == nil)
    }

    // MARK: Conversion

    @Test func convertsAtTheRateOfTheDay() throws {
        let asked = try Self.asked()
        // 100.50 × 0.9, 200, 50 × 0.91, nothing, 10 × 1.25 × 0.91 by way of dollars.
        #expect(
            try asked.lines("show sum(convert(amount, currency to EUR)) as eur by deals.id sort by id") == [
                "1 | 90.45", "2 | 200", "3 | 45.5", "4 | 0", "5 | 11.375", "Total | 347.325",
            ])
        // 200 ÷ 0.92 by the rate of the 15th.
        #expect(
            try asked.lines("show sum(convert(amount, currency to usd)) as usd by region") == [
                "east | 317.8913043478", "west | 62.5", "Total | 380.3913043478",
            ])
        // Paid on 10 February: 100.50 × 0.91.
        #expect(
            try asked.value("show sum(convert(amount, currency to EUR on paid) where id = 1)") == "91.455")
        #expect(try asked.value("show sum(convert(fee, \"EUR\" to EUR)) where id < 3") == "3")
        #expect(try asked.value("show max(convert(amount, currency to EUR) - 1)") == "199")
        #expect(try asked.value("show count(deals where convert(amount, currency to EUR) > 50)") == "2")
        #expect(try asked.answer("show sum(convert(amount, currency to EUR))").columns[0].unit == .money("EUR"))
        #expect(try asked.value("show count(convert(amount, currency to EUR))") == "4")
    }

    @Test func balancesTakeTheDayOfTheirStart() throws {
        let asked = try Asked(
            [
                "s.csv": "id,mrr,currency,start,stop\n1,10,USD,2024-01-20,\n2,5,EUR,2024-01-02,2024-02-01\n",
                "rates.csv": Self.rates,
            ],
            #"dataset s from "s.csv" { key id; active from start to stop } dataset fx_rates from "rates.csv" { time date }"#
        )
        #expect(try asked.value("show sum(convert(mrr, currency to EUR) at end) for 2024-01") == "14.2")
        #expect(try asked.value("show sum(convert(mrr, currency to EUR) at end) for 2024-02") == "9.2")
    }

    @Test func rowsWithoutARateAreRefusedWhereTheyCount() throws {
        let asked = try Self.asked(
            Self.deals
                + "\n6,900,JPY,1,USD,2024-04-01,,east\n7,1,USD,1,USD,2023-12-31,,east\n8,1,,1,USD,2024-01-01,,west")
        let question = "show sum(convert(amount, currency to EUR))"
        let error = try #require(asked.failure(question + " for 2024-04"))
        #expect(error.code == "no-rate")
        #expect(error.message == "there is no rate from JPY to EUR for 2024-04-01")
        #expect(
            error.reason == ["data row 6 of `deals` needs one, and `rates` has none for that day or before it"])
        #expect(asked.failure(question + " for 2023-12")?.message == "there is no rate from USD to EUR for 2023-12-31")
        #expect(
            asked.failure(question + " for 2024-01")?.message
                == "an amount without a currency cannot be converted to EUR")
        #expect(asked.failure(question)?.reason.first?.hasPrefix("data row 6 of `deals` and 2 more need one") == true)
        // Rows that do not count need none.
        #expect(try asked.value(question + " for 2024-02") == "45.5")
        #expect(try asked.value("show sum(convert(amount, currency to EUR) where id < 6)") == "347.325")
        #expect(try asked.value(question + " where id in (1, 2)") == "290.45")
        // A condition looks at every row.
        #expect(asked.failure("show count(deals where convert(amount, currency to EUR) > 50)")?.code == "no-rate")
    }

    @Test(arguments: [
        ("show sum(convert(amount, currency))", "no-target"),
        ("show sum(convert(amount to EUR))", "argument-count"),
        ("show sum(convert(amount, currency to Euro))", "currency-code"),
        ("show sum(convert(region, currency to EUR))", "wrong-kind"),
        ("show sum(convert(amount, id to EUR))", "wrong-kind"),
        ("show sum(convert(amount, fee_currency to EUR))", "mixed-units"),
        ("show convert(sum(amount), currency to EUR)", "convert-outside"),
        ("show sum(amount to EUR)", "target-misplaced"),
        ("show sum(round(amount, 2 to EUR))", "target-misplaced"),
        ("show sum(convert(amount, currency to EUR on region))", "not-a-time"),
    ])
    func refused(question: String, code: String) throws {
        #expect(try Self.asked().failure(question)?.code == code, "\(question)")
    }

    @Test(arguments: [
        ("date,from,to,rate\n2024-01-01,USD,EUR,0.9\n2024-01-01,USD,EUR,0.91\n", "rate-twice"),
        ("date,from,to,rate\n2024-01-01,USD,EUR,0\n", "rate-sign"),
        ("date,base,currency,rate\n2024-01-01,EUR,USD,1.1\n", "rates-direction"),
        ("date,from,rate\n2024-01-01,EUR,1.1\n", "rates-column"),
        ("from,to,rate\nEUR,USD,1.1\n", "rates-column"),
        ("date,from,to,percent\n2024-01-01,EUR,USD,1.1\n", "rates-column"),
        ("date,from,to,rate\n2024-01-01,EUR,USD,much\n", "wrong-kind"),
    ])
    func unusableRates(rates: String, code: String) throws {
        let asked = try Self.asked(rates: rates)
        #expect(asked.failure("show sum(convert(amount, currency to EUR))")?.code == code)
    }

    @Test(arguments: [
        "day,currency,to_currency,exchange_rate\n2024-01-01,USD,EUR,0.9\n",
        "date,base,quote,value\n2024-01-01,USD,EUR,0.9\n",
        "date,from_currency,to,rate\n2024-01-01,usd,eur,0.9\n",
    ])
    func namesOfRates(rates: String) throws {
        let asked = try Self.asked(rates: rates)
        #expect(try asked.value("show sum(convert(amount, currency to EUR)) where id = 1") == "90.45")
    }

    @Test func withoutRatesItSaysHowToHaveSome() throws {
        let asked = try Asked(["deals.csv": Self.deals], Self.dataset)
        #expect(asked.failure("show sum(convert(amount, currency to EUR))")?.code == "no-rates")
    }

    @Test func manyDigitsBecomeFloats() throws {
        let asked = try Asked(
            [
                "a.csv": "id,x,currency,day\n1,123456789012.25,USD,2024-01-01\n",
                "rates.csv": "date,from,to,rate\n2024-01-01,USD,EUR,0.123456789\n",
            ], #"dataset a from "a.csv" { time day } load "rates.csv""#)
        // 123456789012.25 × 0.123456789 has eleven digits behind the point and eleven before it.
        #expect(
            try asked.answer("show sum(convert(x, currency to EUR))").columns[0].cells[0]
                == .float(123456789012.25 * 0.123456789))
    }
}
