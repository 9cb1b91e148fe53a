import Testing

/// The metrics of the catalogue give the results of published worked examples, over the canonical datasets and without
/// any definition but what the files are; the name of each is that under which it was collected.
@Suite("Catalogue: worked examples")
struct CatalogueExamplesTests {
    @Test(arguments: recurring + costs + sales + forecasts + leads) func example(_ example: WorkedExample) throws {
        try example.check()
    }

    // MARK: Recurring revenue

    private static let active =
        #"dataset subscriptions from "subscriptions.csv" { active from start_date to end_date }"#

    private static func accounts(_ rows: Rows...) -> [String: String] {
        var text = "account,mrr,start_date,end_date\n"
        var number = 0
        for row in rows {
            for _ in 0..<row.count {
                number += 1
                text += "C\(number),\(row.cells)\n"
            }
        }
        return ["subscriptions.csv": text]
    }

    private static func subscriptions(_ rows: String) -> [String: String] {
        ["subscriptions.csv": "account,mrr,start_date,end_date\n" + rows]
    }

    private static let goldAndSilver = [
        "subscriptions.csv": """
        account,plan,amount,billing,start_date,end_date
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Silver,30,month,2024-04-05,2024-05-05
        Acme,Silver,30,month,2024-04-05,2024-05-05
        """
    ]
    private static let yearly = """
        dataset subscriptions from "subscriptions.csv" {
          active from start_date to end_date
          derive mrr = if billing = year then amount / 12 else amount
        }
        """

    static let recurring = [
        WorkedExample(
            "mrr-1",
            [
                "subscriptions.csv": numbered(
                    "account,amount,billing,start_date,end_date", Rows(100, "A,100,month,2024-01-01,"),
                    Rows(50, "B,600,year,2024-01-01,"))
            ], yearly, ["show mrr, arr for 2024-01": ["12500|150000"]]),
        WorkedExample(
            "mrr-3", goldAndSilver, yearly,
            ["show new_mrr for 2024-03": ["166.666667"], "show new_customers for 2024-03": ["1"]]),
        WorkedExample(
            "mrr-5", goldAndSilver, yearly, ["show contraction_mrr, churned_mrr for 2024-05": ["60|0"]]),
        WorkedExample(
            "mrr-6", goldAndSilver, yearly,
            [
                "show churned_mrr, lost_customers by month for 2025-02 to 2025-03": [
                    "2025-02|0|0", "2025-03|166.666667|1",
                ]
            ]),
        WorkedExample(
            "arpa-1",
            accounts(Rows(2, "1,2024-01-01,"), Rows(1, "3,2024-01-01,"), Rows(2, "5,2024-01-01,")), active,
            ["show arpa, customers, arpu for 2024-02": ["3|5|3"]]),
        WorkedExample(
            "churn-1, churn-2",
            subscriptions(
                """
                Gone,10,2023-05-01,2024-01-20
                Smaller,30,2023-05-01,2024-01-10
                Smaller,20,2024-01-10,
                Larger,20,2023-05-01,2024-01-31
                Larger,30,2024-01-31,
                Same,40,2023-05-01,
                """), active,
            [
                "show gross_revenue_churn, net_revenue_churn, revenue_churn for 2024-01": ["0.2|0.1|0.1"],
                "show net_new_mrr, opening_mrr, closing_mrr for 2024-01": ["-10|100|90"],
                "show net_retention, gross_retention, quick_ratio for 2024-01": ["0.9|0.8|0.5"],
            ]),
        WorkedExample(
            "churn-5", accounts(Rows(975, "1,2023-05-01,"), Rows(25, "1,2023-05-01,2024-01-20")), active,
            ["show logo_churn for 2024-01": ["0.025"]]),
        WorkedExample(
            "churn-6", subscriptions("Gone,8000,2023-05-01,2024-01-20\nSame,92000,2023-05-01,\n"), active,
            ["show revenue_churn for 2024-01": ["0.08"]]),
        WorkedExample(
            "churn-7", accounts(Rows(42, "1,2023-05-01,"), Rows(8, "1,2023-05-01,2024-01-20")), active,
            ["show 1 - logo_churn as kept for 2024-01": ["0.84"]]),
        WorkedExample(
            "nrr-1",
            subscriptions(
                """
                Gone,5000,2023-05-01,2024-01-20
                Larger,22000,2023-05-01,2024-01-10
                Larger,30000,2024-01-10,
                New,9999,2024-01-12,
                """), active, ["show nrr for 2024-01": ["1.111111"]]),
        WorkedExample(
            "nrr-2",
            subscriptions(
                """
                Gone,5000,2023-05-01,2024-01-20
                Smaller,10000,2023-05-01,2024-01-10
                Smaller,7000,2024-01-10,
                Larger,85000,2023-05-01,2024-01-10
                Larger,100000,2024-01-10,
                """), active, ["show net_retention, grr for 2024-01": ["1.07|0.92"]]),
        WorkedExample(
            "qr-1",
            subscriptions(
                """
                Gone,5000,2023-05-01,2024-01-20
                Smaller,10000,2023-05-01,2024-01-10
                Smaller,7000,2024-01-10,
                Larger,10000,2023-05-01,2024-01-10
                Larger,18000,2024-01-10,
                New,20000,2024-01-12,
                """), active,
            [
                "show quick_ratio for 2024-01": ["3.5"],
                // Without losses there is none, and at no churn no lifetime value.
                "show quick_ratio for 2024-02": ["—"], "show ltv for 2023-12": ["—"],
            ]),
        WorkedExample(
            // 100 customers of 10 a month; one leaves in each of the last six months: of 600 at the openings, less the
            // 0, 1, … 5 that left before, 6 left, so 10 * 585 / 6.
            "ltv by hand",
            accounts(
                Rows(94, "10,2023-01-01,"), Rows(1, "10,2023-01-01,2024-01-15"), Rows(1, "10,2023-01-01,2024-02-15"),
                Rows(1, "10,2023-01-01,2024-03-15"), Rows(1, "10,2023-01-01,2024-04-15"),
                Rows(1, "10,2023-01-01,2024-05-15"), Rows(1, "10,2023-01-01,2024-06-15")), active,
            [
                "show ltv for 2024-06": ["975"],
                // In the second half nobody left.
                "show ltv for 2024": ["—"],
                "metric gross_margin = 80% as percent show ltv, clv for 2024-06": ["780|780"],
            ]),
    ]

    // MARK: Costs

    private static let spending = active + "\n" + #"dataset spend from "spend.csv" { time date }"#

    private static func acquired(_ spend: String, _ new: Rows) -> [String: String] {
        var files = accounts(new)
        files["spend.csv"] = "date,department,cost\n" + spend
        return files
    }

    private static let lagged = acquired(
        "2024-02-10,Marketing,33000\n2024-03-05,Marketing,48000\n", Rows(1100, "10,2024-03-12,"))

    private static let orders = """
        dataset orders from "orders.csv" { time order_date }
        dataset spend from "spend.csv" { time date }
        """

    static let costs = [
        WorkedExample(
            "cac-1", acquired("2024-01-05,Marketing,100000\n", Rows(2000, "10,2024-01-10,")), spending,
            ["show cac, new_customers, cac_payback for 2024-01": ["50|2000|5"]]),
        WorkedExample(
            "cac-3",
            acquired(
                "2024-01-05,marketing,10000\n2024-01-31,Sales,5000\n2024-01-31,IT,999\n", Rows(30, "10,2024-01-10,")),
            spending,
            [
                "show cac, marketing_cost, sales_and_marketing_cost for 2024-01": ["500|10000|15000"],
                "show cac by month for 2024-01": ["2024-01|500"],
            ]),
        WorkedExample(
            // The source prints 33; 33,000 / 1,100 is 30.
            "cac-5", lagged, spending,
            ["show previous(sales_and_marketing_cost) / new_customers as lagged for 2024-03": ["30"]]),
        WorkedExample(
            "cac-6", lagged, spending,
            [
                "show avg(sales_and_marketing_cost by month over 2 months) / new_customers as lagged for 2024-03": [
                    "36.818182"
                ]
            ]),
        WorkedExample(
            "magic-1",
            [
                "orders.csv":
                    "order,account,order_date,amount\n1,A,2024-02-01,20000\n2,A,2024-05-01,21000\n3,B,2024-06-30,4000\n",
                "spend.csv":
                    "date,department,cost\n2024-01-15,sales,4000\n2024-03-31,marketing,6000\n2024-04-01,sales,77777\n",
            ], orders,
            [
                "show magic_number for 2024-Q2": ["2"],
                // Of the last whole quarter, whatever is asked for.
                "show magic_number by month for 2024-06": ["2024-06|2"],
                "show revenue, revenue_growth for 2024-Q2": ["25000|0.25"],
                // All revenue so far, by the two that ever ordered.
                "show realized_ltv for 2024-06": ["22500"], "show realized_ltv for 2024-05": ["41000"],
            ]),
        WorkedExample(
            "magic-3",
            [
                "orders.csv": "order,account,order_date,amount\n1,A,2024-02-01,1000000\n2,A,2024-05-01,1480000\n",
                "spend.csv": "date,department,cost\n2024-01-15,sales,1800000\n2024-04-01,sales,5\n",
            ], orders, ["show magic_number for 2024-Q2": ["1.066667"]]),
        WorkedExample(
            // 80, 100, 120: mean 100, population deviation √(800 / 3) = 16.32993.
            "revenue_cv by hand",
            [
                "orders.csv":
                    "order,account,order_date,amount\n1,A,2024-01-10,80\n2,A,2024-02-10,100\n3,A,2024-03-10,120\n",
                "spend.csv": "date,department,cost\n2024-01-15,sales,1\n",
            ], orders,
            [
                "show revenue_cv, revenue_predictability for 2024-03": ["0.1632993|0.8367007"],
                // One month varies by nothing, which tells nothing.
                "show revenue_cv for 2024-01": ["—"],
            ]),
    ]

    // MARK: Sales

    private static let deals = #"dataset deals from "deals.csv" { key id; time close_date }"#

    /// Deals with the columns stage, amount, created_date and close_date.
    private static func deals(_ rows: Rows...) -> [String: String] {
        var text = "id,stage,amount,created_date,close_date\n"
        var number = 0
        for row in rows {
            for _ in 0..<row.count {
                number += 1
                text += "\(number),\(row.cells)\n"
            }
        }
        return ["deals.csv": text]
    }

    private static func withTargets(_ deals: [String: String], _ targets: String) -> [String: String] {
        var files = deals
        files["targets.csv"] = "metric,period,value\n" + targets
        return files
    }

    private static let sheet = deals + "\nload \"targets.csv\""

    static let sales = [
        WorkedExample(
            // 40 deals closed, a quarter of them won, 25,000 each, 90 days.
            "vel-1",
            deals(
                Rows(10, "Closed Won,25000,2024-01-01,2024-03-31"), Rows(30, "Closed Lost,99,2024-01-01,2024-03-15")),
            deals,
            [
                "show pipeline_velocity for 2024-Q1": ["2777.777778"],
                "show win_rate, average_deal_size, sales_cycle, deals_won, deals_lost for 2024-Q1": [
                    "0.25|25000|90|10|30"
                ],
                "show close_rate by stage for 2024-Q1 sort by stage": ["Closed Lost|0", "Closed Won|1"],
            ]),
        WorkedExample(
            // The formula's parts: 18 deals of 42,000 on average, 24 % and 78 days, all of closed deals of one quarter.
            "vel-2",
            deals(
                Rows(6, "Won,42000,2024-01-01,2024-03-19"), Rows(19, "Lost,0,2024-01-01,2024-03-15")), deals,
            ["show 18 / (deals_won + deals_lost) * pipeline_velocity as v for 2024-Q1": ["2326.153846"]]),
        WorkedExample(
            // 4.8M open and closing in the quarter, 2.4M booked of 4M.
            "cov-1",
            withTargets(
                deals(
                    Rows(1, "Won,2400000,2024-01-01,2024-04-10"), Rows(2, "Negotiation,2400000,2024-02-01,2024-06-20"),
                    Rows(1, "Negotiation,9900000,2024-02-01,2024-07-20")), "bookings,2024-Q2,4000000\n"), sheet,
            [
                "show pipeline, pipeline_coverage, attainment for 2024-Q2": ["4800000|3|0.6"],
                "show target(bookings), target(bookings) - bookings as left for 2024-Q2": ["4000000|1600000"],
                "show pipeline_created for 2024-Q1": ["17100000"],
            ]),
        WorkedExample(
            "cov-2",
            withTargets(deals(Rows(3, "Open,2500000,2024-02-01,2024-06-20")), "Bookings,2024-Q2,2000000\n"), sheet,
            ["show coverage for 2024-Q2": ["3.75"]]),
        WorkedExample(
            "cov-3", withTargets(deals(Rows(1, "Open,2640000,2024-02-01,2024-06-20")), "bookings,2024-Q2,800000\n"),
            sheet, ["show pipeline_coverage for 2024-Q2": ["3.3"]]),
        WorkedExample(
            "win-2",
            deals(
                Rows(15, "Won,1,2024-01-01,2024-03-01"), Rows(60, "Lost,1,2024-01-01,2024-03-01"),
                Rows(25, "Open,1,2024-01-01,2024-03-01")),
            deals,
            [
                // The catalogue's is of closed deals; the source's of all that were created.
                "show win_rate for 2024-Q1": ["0.2"],
                "show deals_won / count(deals) as all_created for 2024-Q1": ["0.15"],
            ]),
        WorkedExample(
            "cyc-1",
            [
                "deals.csv": """
                id,stage,amount,created_date,close_date
                1,Won,1,2023-01-01,2023-02-15
                2,Won,1,2023-01-10,2023-03-05
                3,Won,1,2023-01-20,2023-02-28
                4,Lost,1,2023-01-01,2023-03-30
                """
            ], deals, ["show sales_cycle, median_sales_cycle for 2023-Q1": ["46|45"]]),
        WorkedExample(
            "cyc-3", deals(Rows(35, "Won,1,2024-01-01,2024-02-06")), deals, ["show sales_cycle for 2024-Q1": ["36"]]),
        WorkedExample(
            "quota-1",
            withTargets(
                deals(Rows(1, "Won,200000,2024-01-01,2024-02-06"), Rows(1, "Won,312500,2024-01-01,2024-04-06")),
                "bookings,2024-Q1,250000\nbookings,2024-Q2,250000\n"), sheet,
            ["show attainment by quarter for 2024-H1": ["2024-Q1|0.8", "2024-Q2|1.25"]]),
        WorkedExample(
            "quota-2",
            withTargets(
                deals(
                    Rows(1, "Won,42500,2023-12-01,2024-01-20"), Rows(1, "Won,55000,2023-12-01,2024-02-20"),
                    Rows(1, "Won,52500,2023-12-01,2024-03-20")),
                "bookings,2024-01,50000\nbookings,2024-02,50000\nbookings,2024-03,50000\n"), sheet,
            [
                "show attainment, ytd(attainment) by month for 2024-Q1": [
                    "2024-01|0.85|0.85", "2024-02|1.1|0.975", "2024-03|1.05|1",
                ]
            ]),
        WorkedExample(
            // 50 % of 100,000 and of 50,000; the same as fractions.
            "wp-1",
            [
                "deals.csv": """
                id,stage,amount,probability,created_date,close_date
                1,Proposal,100000,50,2024-01-01,2024-03-15
                2,Proposal,50000,0.5,2024-01-10,2024-03-05
                3,Won,70000,100,2024-01-10,2024-03-05
                """
            ], deals, ["show weighted_pipeline, pipeline, win_rate_by_value for 2024-Q1": ["75000|150000|1"]]),
    ]

    // MARK: Forecasts

    private static let forecasting = """
        dataset deals from "deals.csv" { key id; time close_date }
        load "forecasts.csv"
        """

    private static func forecast(_ deals: [String: String], _ rows: String) -> [String: String] {
        var files = deals
        files["forecasts.csv"] = "period,team,submitted_date,category,amount\n" + rows
        return files
    }

    static let forecasts = [
        WorkedExample(
            "fc-1",
            forecast(deals(Rows(1, "Won,3800000,2024-01-01,2024-02-06")), "2024-Q1,A,2024-01-05,Commit,4000000\n"),
            forecasting,
            [
                "show forecast_accuracy_on_forecast for 2024-Q1": ["0.95"],
                // On the actual 1 - 0.2 / 3.8.
                "show forecast_accuracy, forecast_bias for 2024-Q1": ["0.947368|0.052632"],
                // Less than a whole period of the forecasts has none.
                "show forecast_amount, forecast_accuracy for 2024-02": ["—|—"],
            ]),
        WorkedExample(
            // What was submitted first, and in another category, does not count.
            "fc-2",
            forecast(
                deals(Rows(1, "Won,4500000,2024-01-01,2024-02-06")),
                """
                2024-Q1,A,2024-01-20,Commit,1500000
                2024-Q1,A,2024-01-05,Commit,2500000
                2024-Q1,B,2024-01-05,Commit,2500000
                2024-Q1,B,2024-01-20,Best Case,7000000

                """), forecasting,
            ["show forecast_amount, forecast_accuracy_on_forecast for 2024-Q1": ["4000000|0.875"]]),
        WorkedExample(
            "fc-3",
            forecast(deals(Rows(1, "Won,3650000,2024-01-01,2024-02-06")), "2024-Q1,A,2024-01-05,Commit,4200000\n"),
            forecasting, ["show 1 - forecast_accuracy_on_forecast as variance for 2024-Q1": ["0.130952"]]),
        WorkedExample(
            "fc-5",
            forecast(
                deals(
                    Rows(1, "Won,90500,2024-01-01,2024-01-20"), Rows(1, "Won,111900,2024-01-01,2024-02-20"),
                    Rows(1, "Won,118400,2024-01-01,2024-03-20")),
                """
                2024-01,A,2024-01-05,Commit,95000
                2024-02,A,2024-02-05,Commit,108000
                2024-03,A,2024-03-05,Commit,120000

                """), forecasting,
            [
                "show forecast_accuracy by month for 2024-Q1": [
                    "2024-01|0.950276", "2024-02|0.965147", "2024-03|0.986486",
                ],
                "show wape, forecast_bias for 2024-Q1": ["0.031172|0.006858"],
            ]),
    ]

    // MARK: Leads

    static let leads = [
        WorkedExample(
            "fun-2",
            [
                "leads.csv": numbered(
                    "created_date,mql_date,sql_date", Rows(100, "2024-01-02,2024-01-05,2024-04-01"),
                    Rows(400, "2024-01-02,2024-02-05,"), Rows(500, "2024-01-02,,"))
            ], #"dataset leads from "leads.csv" { key id; time created_date }"#,
            ["show mql_to_sql, mqls, sqls, leads for 2024-01": ["0.2|500|100|1000"]])
    ]
}
