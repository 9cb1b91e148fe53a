import Testing

// Questions on public data sets whose answers were computed in SQL by another program and checked by a third.
// The letters in front are the names of the answers.

@Suite("Published answers, by definitions")
struct PublishedAnswersTests {
    @Test("Maven CRM")
    func mavenCRM() throws {
        let expected = [
            // M0
            Expected(
                """
                show count(deals), deals_won, deals_lost, count(deals where stage = Engaging) as engaging,
                  count(deals where stage = Prospecting) as prospecting, bookings,
                  min(deals.engage_date), max(deals.engage_date), min(deals.close_date), max(deals.close_date)
                """,
                ["8800|4238|2473|1589|500|10005534|2016-10-20|2017-12-27|2017-03-01|2017-12-31"]),
            // M1
            Expected(
                "show deals_won, deals_lost, win_rate by region for 2017 sort by region",
                ["Central|1629|975|0.625576", "East|1171|687|0.630248", "West|1438|811|0.639395"]),
            // M2
            Expected(
                "show deals_won, bookings, average_deal_size by quarter for 2017",
                [
                    "2017-Q1|531|1134672|2136.8588", "2017-Q2|1254|3086111|2461.0136",
                    "2017-Q3|1257|2982255|2372.5179", "2017-Q4|1196|2802496|2343.2241",
                ], total: "4238|10005534|2360.9094"),
            // M5
            Expected(
                """
                show count(deals) as n, count(deals where account = missing) as blank_account,
                  count(deals where series = missing) as no_partner,
                  count(deals where engage_date = missing) as no_engage by stage sort by stage asc
                """,
                [
                    "Engaging|1589|1088|253|0", "Lost|2473|0|418|0", "Prospecting|500|337|80|500", "Won|4238|0|729|0",
                ], total: "8800|1425|1480|500"),
            Expected(
                "show count(deals) by series", ["GTX|4217", "MG|3063", "missing|1480", "GTK|40"], total: "8800"),
            Expected("show count(deals) by product where series = missing", ["GTXPro|1480"]),
            // M7
            Expected(
                "show deals_won, bookings by segment sort by bookings",
                [
                    "retail|799|1867528", "technolgy|671|1515487", "medical|592|1359595", "software|450|1077934",
                    "finance|375|950908", "marketing|404|922321", "entertainment|260|689007",
                    "telecommunications|285|653574", "services|223|533006", "employment|179|436174",
                ], total: "4238|10005534"),
            // M9
            Expected(
                "show avg(deals.amount where stage = Won) as won, avg(deals.amount) as closed",
                ["2360.9094|1490.9155"]),
        ]
        try check(expected, in: session(Places.examples.appendingPathComponent("crm")))
    }

    @Test("RavenStack")
    func ravenStack() throws {
        let expected = [
            // R0
            Expected(
                """
                show count(subscriptions), count(distinct subscriptions.account_id), sum(subscriptions.mrr),
                  min(subscriptions.start_date), max(subscriptions.start_date), max(subscriptions.end_date)
                """,
                ["5000|500|11338747|2023-01-09|2024-12-31|2024-12-31"]),
            Expected(
                "show count(subscriptions at end), mrr, arr, customers for 2024-12-31",
                ["4514|10159608|121915296|500"]),
            // R1
            Expected(
                "show count(subscriptions at end), mrr, arr by plan for 2024-12-31 sort by plan",
                ["Basic|1450|687914|8254968", "Enterprise|1551|7546876|90562512", "Pro|1513|1924818|23097816"],
                total: "4514|10159608|121915296"),
            // The same balance at the end of any period that ends on this day.
            Expected("show mrr for 2024", ["10159608"]),
            Expected("show mrr for this quarter", ["10159608"]),
        ]
        try check(expected, in: session(Places.examples.appendingPathComponent("saas")))
    }
}

@Suite(
    "Published answers, by definitions, on the shared data sets",
    .enabled(if: Places.shared != nil, Comment(rawValue: Places.sharedIsMissing)))
struct SharedAnswersTests {
    @Test("RavenStack's churn events")
    func churnEvents() throws {
        let data = try #require(Places.shared).appendingPathComponent("ravenstack")
        let definitions = """
            dataset accounts from "ravenstack_accounts.csv" { key account_id }
            dataset events from "ravenstack_churn_events.csv" { time churn_date; join accounts on account_id }
            """
        // R6
        try check(
            Expected(
                "show count(events) as n, sum(events.refund_amount_usd) as refunds by reason_code",
                [
                    "features|114|1905.90", "budget|104|1247.54", "support|104|1219.64", "unknown|95|1742.39",
                    "competitor|92|1203.53", "pricing|91|1333.25",
                ], total: "600|8652.25"),
            in: session(data, defining: definitions))
    }

    @Test("Telco churn")
    func telcoChurn() throws {
        let data = try #require(Places.shared).appendingPathComponent("telco-churn")
        let definitions = """
            dataset customers from "Telco-Customer-Churn.csv" {
              key customerid
              rename monthlycharges as mrr
            }
            metric n = count(customers)
            metric churned = count(customers where churn)
            metric logo_churn = churned / n as percent
            metric total_mrr = sum(customers.mrr)
            metric churned_mrr = sum(customers.mrr where churn)
            """
        // T1
        try check(
            Expected(
                """
                show n, churned, logo_churn, total_mrr, churned_mrr, churned_mrr / total_mrr as rate by contract
                  sort by contract
                """,
                [
                    "Month-to-month|3875|1655|0.427097|257294.15|120847.10|0.469685",
                    "One year|1473|166|0.112695|95816.60|14118.45|0.147349",
                    "Two year|1695|48|0.028319|103005.85|4165.30|0.040438",
                ], total: "7043|1869|0.265370|456116.60|139130.85|0.305034"),
            in: session(data, defining: definitions))
    }

    @Test("Microsoft's opportunities")
    func opportunities() throws {
        let data = try #require(Places.shared).appendingPathComponent("msft-opportunity")
        let definitions = """
            dataset stages from "SalesStage.csv" { key sales_stage_id }
            dataset partners from "Partner.csv" { key partner_id }
            dataset accounts from "Account.csv" { key account_id }
            dataset lines from "Fact.csv" {
              time estimatedclosedate
              join stages on sales_stage_id
              join partners on partner_id
              join accounts on account_id
              rename productrevenue as revenue
              rename factoredproductrevenue as factored
            }
            """
        let session = try session(data, defining: definitions)
        // X1
        try check(
            Expected(
                """
                show count(lines) as n, count(distinct lines.opportunity_id) as opportunities,
                  sum(lines.revenue) as revenue, sum(lines.factored) as factored,
                  sum(lines.revenue * probability) as weighted by sales_stage, probability
                  sort by probability asc
                """,
                [
                    "Lead|0.1|268|268|1237621368|123762136.80|123762136.80",
                    "Qualify|0.2|94|94|359849978|71969995.60|71969995.60",
                    "Solution|0.4|74|74|288532460|115412984.00|115412984.00",
                    "Proposal|0.6|37|37|149726462|89835877.20|89835877.20",
                    "Finalize|0.8|14|14|75174859|60139887.20|60139887.20",
                ], total: "487|486|2110905127|461120880.80|461120880.80"), in: session)
        // X1t
        try check(
            Expected(
                """
                show count(lines), count(distinct lines.opportunity_id), sum(lines.revenue), sum(lines.factored),
                  min(lines.create_date), max(lines.create_date), min(estimatedclosedate), max(estimatedclosedate)
                """,
                [
                    "487|486|2110905127|461120880.80|2014-01-01|2014-12-25|2015-01-01 10:59:00|2015-12-31 10:59:00"
                ]), in: session)
    }

    @Test("AdventureWorks: three files as one dataset")
    func adventureWorks() throws {
        let data = try #require(Places.shared).appendingPathComponent("adventureworks")
        let definitions = """
            dataset products from "AdventureWorks_Products.csv" { key productkey }
            dataset sales from "AdventureWorks_Sales_*.csv" {
              time orderdate
              join products on productkey
              derive revenue = orderquantity * productprice
              derive margin = orderquantity * (productprice - productcost)
            }
            """
        let session = try session(data, defining: definitions)
        // A0
        try check(
            Expected(
                """
                show count(sales), count(distinct sales.ordernumber), count(distinct sales.customerkey),
                  min(sales.orderdate), max(sales.orderdate), sum(sales.orderquantity)
                """,
                ["56047|25164|17416|2015-01-01|2017-07-01|84176"]), in: session)
        // A1: the product that nobody knows is left out by the join of the published answer, here by its missing price.
        try check(
            Expected(
                """
                show count(distinct sales.ordernumber where productprice is not missing) as orders,
                  sum(sales.revenue) as revenue, sum(sales.margin) / sum(sales.revenue) as margin by year
                """,
                [
                    "2015|2630|6404933.98|0.406188", "2016|10695|9324195.35|0.425455", "2017|11839|9185437.85|0.423382",
                ], total: "25164|24914567.18|0.419738"), in: session)
        // The line that was added to the last file has a product without a partner.
        try check(
            Expected(
                "show count(sales) by productname, orderdate where productname is missing", ["missing|2017-07-01|1"]),
            in: session)
    }

    @Test("Online shoppers")
    func onlineShoppers() throws {
        let data = try #require(Places.shared).appendingPathComponent("online-shoppers")
        // W1
        try check(
            Expected(
                """
                show count(visits) as n, count(visits where revenue) as converted,
                  count(visits where revenue) / count(visits) as rate by visitortype sort by visitortype
                """,
                ["New_Visitor|1694|422|0.249115", "Other|85|16|0.188235", "Returning_Visitor|10551|1470|0.139323"],
                total: "12330|1908|0.154745"),
            in: session(data, defining: #"dataset visits from "online_shoppers_intention.csv""#))
    }

    @Test("Customer personality")
    func customerPersonality() throws {
        let data = try #require(Places.shared).appendingPathComponent("customer-personality")
        // G1
        try check(
            Expected(
                """
                show count(customers) as n, count(customers where response = 1) as r,
                  count(customers where response = 1) / count(customers) as rate,
                  count(customers where income is missing) as no_income by education sort by education
                """,
                [
                    "2n Cycle|203|22|0.108374|3", "Basic|54|2|0.037037|0", "Graduation|1127|152|0.134871|11",
                    "Master|370|57|0.154054|5", "PhD|486|101|0.207819|5",
                ], total: "2240|334|0.149107|24"),
            in: session(data, defining: #"dataset customers from "marketing_campaign.csv" { key id }"#))
    }
}

/// The same answers on a folder of which nothing was told: keys, joins and time axes are detected.
@Suite(
    "Published answers, by detection",
    .enabled(if: Places.shared != nil, Comment(rawValue: Places.sharedIsMissing)))
struct DetectedAnswersTests {
    private func check(_ folder: String, _ expected: Expected...) throws {
        try ExampleTests.check(expected, in: session(#require(Places.shared).appendingPathComponent(folder)))
    }

    @Test("Maven CRM: three joins and the time axis")
    func mavenCRM() throws {
        try check(
            "maven-crm",
            // M1
            Expected(
                """
                show count(sales_pipeline where deal_stage = Won) as won,
                  count(sales_pipeline where deal_stage = Lost) as lost,
                  count(sales_pipeline where deal_stage = Won)
                    / count(sales_pipeline where deal_stage in (Won, Lost)) as rate
                  by regional_office for 2017 sort by regional_office
                """,
                ["Central|1629|975|0.625576", "East|1171|687|0.630248", "West|1438|811|0.639395"]),
            // M2
            Expected(
                "show sum(close_value where deal_stage = Won) as revenue by quarter for 2017",
                ["2017-Q1|1134672", "2017-Q2|3086111", "2017-Q3|2982255", "2017-Q4|2802496"], total: "10005534"),
            // M5
            Expected(
                "show count(sales_pipeline) by series", ["GTX|4217", "MG|3063", "missing|1480", "GTK|40"], total: "8800"
            ),
            // M7
            Expected(
                "show sum(close_value where deal_stage = Won) as revenue by sector top 3 with others",
                ["retail|1867528", "technolgy|1515487", "medical|1359595", "others|5262924"], total: "10005534"))
    }

    @Test("Maven CRM with days first and years of two digits")
    func europeanDates() throws {
        try check(
            "maven-crm/variant-eu-dates",
            Expected(
                """
                show sum(close_value where deal_stage = Won) as revenue by quarter
                  for 2017
                """,
                ["2017-Q1|1134672", "2017-Q2|3086111", "2017-Q3|2982255", "2017-Q4|2802496"], total: "10005534"))
    }

    @Test("RavenStack: subscriptions and the days between which they are active")
    func ravenStack() throws {
        try check(
            "ravenstack",
            // R1
            Expected(
                """
                show sum(ravenstack_subscriptions.mrr_amount at end) as mrr by ravenstack_subscriptions.plan_tier
                  for 2024-12-31
                """,
                ["Enterprise|7546876", "Pro|1924818", "Basic|687914"], total: "10159608"),
            // R6
            Expected(
                "show count(ravenstack_churn_events) as n, sum(refund_amount_usd) as refunds by reason_code limit 1",
                ["features|114|1905.90"]))
    }

    @Test("Telco churn")
    func telcoChurn() throws {
        // T1
        try check(
            "telco-churn",
            Expected(
                """
                show count(telco_customer_churn) as n, count(telco_customer_churn where churn) as churned,
                  sum(monthlycharges) as mrr by contract
                """,
                ["Month-to-month|3875|1655|257294.15", "Two year|1695|48|103005.85", "One year|1473|166|95816.60"],
                total: "7043|1869|456116.60"))
    }

    @Test("Microsoft's opportunities: five joins")
    func opportunities() throws {
        try check(
            "msft-opportunity",
            // X1
            Expected(
                """
                show count(fact) as n, count(distinct fact.opportunity_id) as opportunities,
                  sum(productrevenue) as revenue, sum(productrevenue * probability) as weighted by sales_stage
                """,
                [
                    "Lead|268|268|1237621368|123762136.80", "Qualify|94|94|359849978|71969995.60",
                    "Solution|74|74|288532460|115412984.00", "Proposal|37|37|149726462|89835877.20",
                    "Finalize|14|14|75174859|60139887.20",
                ], total: "487|486|2110905127|461120880.80"),
            // X1t
            Expected(
                "show sum(factoredproductrevenue), min(create_date), max(create_date)",
                ["461120880.80|2014-01-01|2014-12-25"]))
    }

    @Test("AdventureWorks: each year its own dataset, combined")
    func adventureWorks() throws {
        try check(
            "adventureworks",
            // A0
            Expected(
                """
                show count(adventureworks_sales_2015) + count(adventureworks_sales_2016)
                    + count(adventureworks_sales_2017),
                  sum(adventureworks_sales_2015.orderquantity) + sum(adventureworks_sales_2016.orderquantity)
                    + sum(adventureworks_sales_2017.orderquantity)
                """,
                ["56047|84176"]),
            // A1
            Expected(
                """
                show count(distinct adventureworks_sales_2016.ordernumber) as orders,
                  sum(adventureworks_sales_2016.orderquantity * productprice) as revenue
                """,
                ["10695|9324195.35"]))
    }

    @Test("Online shoppers")
    func onlineShoppers() throws {
        // W1
        try check(
            "online-shoppers",
            Expected(
                """
                show count(online_shoppers_intention) as n, count(online_shoppers_intention where revenue) as converted
                  by visitortype
                """,
                ["Returning_Visitor|10551|1470", "New_Visitor|1694|422", "Other|85|16"], total: "12330|1908"))
    }

    @Test("Customer personality: semicolons, a byte order mark, blank incomes")
    func customerPersonality() throws {
        // G1
        try check(
            "customer-personality",
            Expected(
                """
                show count(marketing_campaign) as n, count(marketing_campaign where response = 1) as r,
                  count(marketing_campaign where income is missing) as no_income by education
                """,
                ["Graduation|1127|152|11", "PhD|486|101|5", "Master|370|57|5", "2n Cycle|203|22|3", "Basic|54|2|0"],
                total: "2240|334|24"))
    }
}
