import Testing

@testable import Language

@Suite struct ParserTests {
    @Test func smoke() {
        let script = """
            load "crm/deals.csv"                                    # name from the file, everything detected
            load "q1.txt" as deals with delimiter ";", decimal ",", encoding latin1, dates dmy, skip 2
            dataset deals from "sales_pipeline.csv" {
              key opportunity_id
              time close_date                                       # the axis
              join accounts on account                              # many-to-one, to the key of accounts
              join sales_teams on sales_agent = sales_teams.agent
              rename deal_stage as stage
              derive days_open = days(engage_date, close_date)
              stages stage: Prospecting > Engaging > Won | Lost
            }
            dataset subscriptions from "subscriptions.csv" { key id; active from start_date to end_date; join accounts on account }
            dimension segment = accounts.sector, spend.segment      # one name across datasets
            metric bookings "Bookings" = sum(deals.amount where stage = Won) as money USD
            metric win_rate "Win rate" = count(deals where stage = Won) / count(deals where stage in (Won, Lost)) as percent
            calendar { fiscal year starts February; week starts Monday }
            let q = 2026-Q1                                         # used as $q
            param quarter = this quarter "Quarter to report"        # like let
            use "other-workspace.qst"
            show churn_rate by segment for 2026-Q1 vs 2025-Q1
            show a, b as label, c as "csv" by month, fiscal quarter as fq across team for last 6 months, 2026 vs previous vs last year
              where a = 1 and not b like "x*" or c is not missing having a > 20% sort by month desc, b top 5 by a with others limit 3 with totals as csv to "x.csv"
            rows deals where close_date in last quarter limit 5
            explain show x
            help show
            save board = show x
            save workspace
            run board quarter=2026-Q3 a=b
            list values of segment
            last as chart
            export last to "x.html"
            set today 2017-12-31
            set exact on
            quit
            """
        let parsed = parseScript(script)
        #expect(parsed.diagnostics.isEmpty)
        #expect(parsed.statements.count == 25)
    }
}
