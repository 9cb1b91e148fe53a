import Testing

/// Published worked examples of recurring revenue: the name of each is that under which it was collected.
@Suite("Worked examples: recurring revenue")
struct WorkedExamplesRecurringTests {
    @Test(arguments: balances + movements + rates) func example(_ example: WorkedExample) throws { try example.check() }

    static let subscriptions = """
        dataset subscriptions from "subscriptions.csv" { active from start_date to end_date }
        metric opening = opening(mrr per customer)
        metric closing = closing(mrr per customer)
        metric expansion = expansion(mrr per customer)
        metric contraction = contraction(mrr per customer)
        metric churned = churned(mrr per customer)
        metric lost = count(churned(mrr per customer))
        metric at_start = count(opening(mrr per customer))
        """

    static let balances = [
        WorkedExample(
            // The source's formula says 800 USD a year, its price and its result 600.
            "mrr-1",
            [
                "subscriptions.csv": numbered(
                    "amount,billing,start_date,end_date", Rows(100, "100,month,2024-01-01,"),
                    Rows(50, "600,year,2024-01-01,"))
            ],
            """
            dataset subscriptions from "subscriptions.csv" {
              active from start_date to end_date
              derive mrr = if billing = year then amount / 12 else amount
            }
            """, ["show sum(subscriptions.mrr at end) for 2024-01": ["12500"]]),
        WorkedExample(
            "mrr-2", ["subscriptions.csv": "id,amount,start_date,end_date\n1,1200,2024-01-01,2025-01-01\n"],
            #"dataset subscriptions from "subscriptions.csv" { active from start_date to end_date }"#,
            ["show sum(amount / 12 at end) for 2024-06": ["100"]]),
        WorkedExample(
            "arpa-1",
            customers(
                Rows(2, "1,2024-01-01,"), Rows(1, "3,2024-01-01,"), Rows(1, "5,2024-01-01,"), Rows(1, "5,2024-02-01,")),
            subscriptions,
            [
                "show sum(mrr at end) / count(distinct customer at end) for 2024-02": ["3"],
                // Before the fifth customer came: 10 / 4.
                "show sum(mrr at end) / count(distinct customer at end) for 2024-01": ["2.5"],
            ]),
    ]

    /// One customer buys four Gold plans of 500 a year, then two Silver ones of 30 a month, cancels these, and then
    /// Gold too, whose year is paid.
    private static let goldAndSilver = [
        "subscriptions.csv": """
        customer,plan,amount,billing,start_date,end_date
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Gold,500,year,2024-03-10,2025-03-10
        Acme,Silver,30,month,2024-04-05,2024-05-05
        Acme,Silver,30,month,2024-04-05,2024-05-05
        """
    ]
    private static let yearlyAndMonthly = """
        dataset subscriptions from "subscriptions.csv" {
          active from start_date to end_date
          derive mrr = if billing = year then amount / 12 else amount
        }
        """
    private static let fromPlanToPlan = [
        "subscriptions.csv": """
        customer,plan,mrr,start_date,end_date
        Acme,A,50,2024-01-10,2024-03-15
        Acme,B,30,2024-03-15,
        """
    ]

    static let movements = [
        WorkedExample(
            "mrr-3", goldAndSilver, yearlyAndMonthly, ["show new(mrr per customer) for 2024-03": ["166.666667"]]),
        WorkedExample(
            "mrr-5", goldAndSilver, yearlyAndMonthly,
            [
                "show contraction(mrr per customer), churned(mrr per customer) for 2024-05": ["60|0"],
                "show expansion(mrr per customer), new(mrr per customer) for 2024-04": ["60|0"],
            ]),
        WorkedExample(
            "mrr-6", goldAndSilver, yearlyAndMonthly,
            [
                "show churned(mrr per customer) by month for 2025-02 to 2025-04": [
                    "2025-02|0", "2025-03|166.666667", "2025-04|0",
                ],
                "show count(churned(mrr per customer)) for 2025-03": ["1"],
            ]),
        WorkedExample(
            "mrr-7", fromPlanToPlan,
            """
            dataset subscriptions from "subscriptions.csv" { active from start_date to end_date }
            """,
            [
                """
                show moved_out(mrr per customer), moved_in(mrr per customer), churned(mrr per customer),
                  new(mrr per customer) by plan for 2024-03 sort by plan
                """: ["A|50|0|0|0", "B|0|30|0|0"],
                """
                show moved_out(mrr per customer), churned(mrr per customer), closing(mrr per customer)
                  where plan = "A" for 2024-03
                """: ["50|0|0"],
                // Over all plans the customer has shrunk by 20.
                "show contraction(mrr per customer), moved_out(mrr per customer) for 2024-03": ["20|0"],
            ]),
    ]

    /// 100 at the start: 10 churn, 10 of contraction, 10 of expansion.
    private static let hundred = [
        "subscriptions.csv": """
        customer,mrr,start_date,end_date
        Gone,10,2023-05-01,2024-01-20
        Smaller,30,2023-05-01,2024-01-10
        Smaller,20,2024-01-10,
        Larger,20,2023-05-01,2024-01-31
        Larger,30,2024-01-31,
        Same,40,2023-05-01,
        """
    ]

    static let rates = [
        WorkedExample(
            "churn-1", hundred, subscriptions,
            [
                "show (churned + contraction) / opening as rate for 2024-01": ["0.2"],
                "show opening, churned, contraction, expansion, closing for 2024-01": ["100|10|10|10|90"],
            ]),
        WorkedExample(
            "churn-2", hundred, subscriptions,
            [
                """
                show (churned + contraction - expansion - reactivated(mrr per customer)) / opening as rate for 2024-01
                """: ["0.1"]
            ]),
        WorkedExample(
            "churn-3",
            [
                "subscriptions.csv": """
                customer,mrr,start_date,end_date
                Old,100,2024-01-01,2024-02-10
                Old,110,2024-02-10,
                New,10,2024-02-10,
                """
            ], subscriptions,
            [
                "show 1 - (closing - new(mrr per customer)) / opening as rate for 2024-02-10": ["-0.1"],
                "show opening, closing, new(mrr per customer) for 2024-02-10": ["100|120|10"],
            ]),
        WorkedExample(
            "churn-5", customers(Rows(975, "20,2023-01-01,"), Rows(25, "20,2023-01-01,2024-01-15")), subscriptions,
            ["show lost / at_start as logo_churn, lost for 2024-01": ["0.025|25"]]),
        WorkedExample(
            "churn-6", customers(Rows(92, "1000,2023-01-01,"), Rows(8, "1000,2023-01-01,2024-01-31")), subscriptions,
            ["show (churned + contraction) / opening as rate for 2024-01": ["0.08"]]),
        WorkedExample(
            "churn-7", customers(Rows(42, "5,2023-01-01,"), Rows(8, "5,2023-01-01,2024-01-01")), subscriptions,
            ["show (at_start - lost) / at_start as retention for 2024-01": ["0.84"]]),
        WorkedExample(
            // The source's 0.42 % is a twelfth of 5 %; what compounds to 5 % a year is 0.4265 % a month.
            "churn-9", customers(Rows(95, "10,2023-01-01,"), Rows(5, "10,2023-01-01,2024-07-01")), subscriptions,
            [
                "show lost / at_start / 12 as linear, 1 - power(1 - lost / at_start, 1 / 12) as compound for 2024": [
                    "0.004167|0.004265"
                ]
            ]),
        WorkedExample(
            "nrr-1",
            [
                "subscriptions.csv": """
                customer,mrr,start_date,end_date
                Larger,12000,2023-02-01,2024-06-01
                Larger,20000,2024-06-01,
                Gone,5000,2023-02-01,2024-09-30
                Same,10000,2023-02-01,
                """
            ], subscriptions,
            [
                """
                show (opening + expansion - contraction - churned) / opening as net_retention, opening, closing for 2024
                """: ["1.111111|27000|30000"]
            ]),
        WorkedExample(
            "nrr-2",
            [
                "subscriptions.csv": """
                customer,mrr,start_date,end_date
                Larger,40000,2023-02-01,
                Larger,15000,2024-06-01,
                Smaller,3000,2023-02-01,2024-05-01
                Smaller,52000,2023-02-01,
                Gone,5000,2023-02-01,2024-09-30
                Came,7000,2024-02-01,
                """
            ], subscriptions,
            [
                // The customer who came in the year counts in neither number.
                """
                show (opening + expansion - contraction - churned) / opening as net_retention,
                  (opening - contraction - churned) / opening as gross_retention for 2024
                """: ["1.07|0.92"]
            ]),
        WorkedExample(
            "qr-1",
            [
                "subscriptions.csv": """
                customer,mrr,start_date,end_date
                Larger,8000,2023-02-01,
                Larger,8000,2024-06-01,
                Smaller,13000,2023-02-01,2024-06-12
                Smaller,10000,2024-06-12,
                Gone,5000,2023-02-01,2024-06-30
                Came,20000,2024-06-02,
                """
            ], subscriptions,
            [
                """
                show (new(mrr per customer) + expansion) / (churned + contraction) as quick_ratio for 2024-06
                """: ["3.5"],
                // Without losses there is no ratio, neither 0 nor infinity.
                """
                show (new(mrr per customer) + expansion) / (churned + contraction) as quick_ratio for 2024-07
                """: ["—"],
            ]),
    ]
}
