import Testing

/// The balance of RavenStack's subscriptions rolled forward through 2024. The expected numbers come from a count of each
/// account's balance at each month's end, over the rows of the file and without this program.
@Suite("Roll-forward of 2024, RavenStack")
struct RollForwardTests {
    static let definitions = """
        dataset accounts from "ravenstack_accounts.csv" { key account_id }
        dataset subscriptions from "ravenstack_subscriptions.csv" {
          key subscription_id
          active from start_date to end_date
          join accounts on account_id
        }
        set today 2024-12-31
        """

    private func check(_ expected: Expected...) throws {
        try ExampleTests.check(
            expected,
            in: session(Places.examples.appendingPathComponent("saas"), defining: Self.definitions))
    }

    @Test func amountsMonthByMonth() throws {
        let lines = [
            "2024-01|1262113|81088|0|190380|10896|0|1522685", "2024-02|1522685|75447|6320|282858|13532|0|1873778",
            "2024-03|1873778|77424|0|340303|15239|0|2276266", "2024-04|2276266|114774|0|327379|11183|0|2707236",
            "2024-05|2707236|183945|0|441016|15948|0|3316249", "2024-06|3316249|113166|0|420191|16201|0|3833405",
            "2024-07|3833405|109317|0|587081|16611|0|4513192", "2024-08|4513192|89594|0|547523|29428|0|5120881",
            "2024-09|5120881|164181|0|785230|29176|5771|6035345", "2024-10|6035345|172736|6796|951908|67889|0|7098896",
            "2024-11|7098896|327469|0|1140352|105893|0|8460824", "2024-12|8460824|496667|0|1365101|162984|0|10159608",
        ]
        for line in lines {
            let cells = line.split(separator: "|").dropFirst().compactMap { Int($0) }
            #expect(cells[0] + cells[1] + cells[2] + cells[3] - cells[4] - cells[5] == cells[6], "\(line)")
        }
        try check(
            Expected(
                """
                show opening(mrr_amount per account_id), new(mrr_amount per account_id),
                  reactivated(mrr_amount per account_id), expansion(mrr_amount per account_id),
                  contraction(mrr_amount per account_id), churned(mrr_amount per account_id),
                  closing(mrr_amount per account_id) by month for 2024
                """,
                // From the end of 2023 to the end of 2024, not the sum of the months: what grew in one and shrank in
                // another nets out.
                lines, total: "1262113|6446243|24576|2431851|5175|0|10159608"))
    }

    @Test func accountsMonthByMonth() throws {
        try check(
            Expected(
                """
                show count(opening(mrr_amount per account_id)), count(new(mrr_amount per account_id)),
                  count(reactivated(mrr_amount per account_id)), count(expansion(mrr_amount per account_id)),
                  count(contraction(mrr_amount per account_id)), count(churned(mrr_amount per account_id)),
                  count(closing(mrr_amount per account_id)) by month for 2024
                """,
                [
                    "2024-01|185|21|0|63|6|0|206", "2024-02|206|17|2|77|3|0|225", "2024-03|225|25|0|101|7|0|250",
                    "2024-04|250|24|0|92|8|0|274", "2024-05|274|28|0|122|10|0|302", "2024-06|302|31|0|120|9|0|333",
                    "2024-07|333|27|0|168|8|0|360", "2024-08|360|24|0|164|11|0|384", "2024-09|384|31|0|186|14|1|414",
                    "2024-10|414|22|1|212|21|0|437", "2024-11|437|37|0|225|25|0|474", "2024-12|474|26|0|255|36|0|500",
                ], total: "185|314|1|179|5|0|500"))
    }

    @Test func retentionOfTheYear() throws {
        try check(
            Expected(
                """
                show (opening(mrr_amount per account_id) + expansion(mrr_amount per account_id)
                    - contraction(mrr_amount per account_id) - churned(mrr_amount per account_id))
                    / opening(mrr_amount per account_id) as net_retention,
                  (opening(mrr_amount per account_id) - contraction(mrr_amount per account_id)
                    - churned(mrr_amount per account_id)) / opening(mrr_amount per account_id) as gross_retention,
                  closing(mrr_amount per account_id) for 2024
                """,
                ["2.922709|0.995900|10159608"]),
            Expected("show closing(mrr_amount per account_id) for 2024-12", ["10159608"]))
    }

    @Test func averageOfDailyBalances() throws {
        try check(
            // 366 days: the mean is 4,382,129.2978, while that of the twelve month ends is 4,743,197.08.
            Expected("show avg(subscriptions.mrr_amount at end by day) for 2024", ["4382129.297814"]),
            Expected(
                "show avg(subscriptions.mrr_amount at end by day over 12 months) for 2024-12", ["4382129.297814"]),
            Expected("show avg(subscriptions.mrr_amount at end by month) for 2024", ["4743197.083333"]),
            Expected(
                "show avg(subscriptions.mrr_amount at end by day) by month for 2024-01 to 2024-03",
                ["2024-01|1401075.322581", "2024-02|1696662.068966", "2024-03|2067876.193548"]))
    }

    /// The others of a cut by months are months with gaps between them: what moved in the gaps is not theirs.
    @Test func monthsThatLieApart() throws {
        let question = """
            show new(mrr_amount per account_id) as arrived, opening(mrr_amount per account_id) as first,
              closing(mrr_amount per account_id) as last by month for 2024-01 to 2024-05
            """
        try check(
            Expected(
                question + " bottom 1 with others",
                ["2024-02|75447|1522685|1873778", "others|—|1262113|3316249"], total: "1060456|1262113|3316249"),
            // From January to April there is no gap: new are those of April's end who were not there in 2023.
            Expected(
                question + " top 1 with others",
                ["2024-05|183945|2707236|3316249", "others|621736|1262113|2707236"], total: "1060456|1262113|3316249"))
    }

    @Test func betweenPlans() throws {
        let movements = """
            show opening(mrr_amount per account_id), new(mrr_amount per account_id),
              reactivated(mrr_amount per account_id), expansion(mrr_amount per account_id),
              contraction(mrr_amount per account_id), churned(mrr_amount per account_id),
              moved_in(mrr_amount per account_id), moved_out(mrr_amount per account_id),
              closing(mrr_amount per account_id) by subscriptions.plan_tier sort by plan_tier
            """
        try check(
            Expected(
                movements + " for 2024-03",
                [
                    "Basic|138719|5130|0|14364|931|0|2793|0|160075",
                    "Enterprise|1366334|66267|0|164772|8557|0|96714|0|1685530",
                    "Pro|368725|6027|0|34153|6321|0|28077|0|430661",
                ],
                // An account that moves between plans neither comes nor goes: in the total it grows or shrinks.
                total: "1873778|77424|0|340303|15239|0|0|0|2276266"),
            Expected(
                movements + " for 2024",
                [
                    "Basic|103284|425657|2432|100377|1159|0|58045|722|687914",
                    "Enterprise|905450|4830327|12736|947439|14129|0|865053|0|7546876",
                    "Pro|253379|1190259|9408|279055|0|0|193599|882|1924818",
                ], total: "1262113|6446243|24576|2431851|5175|0|0|0|10159608"))
    }
}
