import Model
import Testing
import Values

/// Exports of customer relationship management, recognised without a hint. Sums and days were worked out by hand.
@Suite struct CustomerSystemTests {
    @Test func theBuiltInSourcesAreWellFormed() {
        #expect(SourceLibrary.diagnostics == [])
        #expect(SourceLibrary.sources.count == Set(SourceLibrary.sources.map(\.name.text)).count)
    }

    // MARK: Salesforce

    @Test func salesforceReportsAreRecognised() throws {
        let asked = try Recognised("salesforce")
        #expect(asked.datasets == ["accounts", "deals", "leads", "stage_history"])
        #expect(asked.recognised("deals") == "salesforce_opportunities.deals")
        #expect(asked.recognised("stage_history") == "salesforce_opportunity_history.stage_history")
        #expect(asked.recognised("accounts") == "salesforce_accounts.accounts")
        #expect(asked.recognised("leads") == "salesforce_leads.leads")
        #expect(
            asked.columns("deals").isSuperset(of: [
                "deal", "account", "owner", "stage", "amount", "currency", "created_date", "close_date", "won", "lost",
                "open", "probability", "forecast_category", "type", "source",
            ]))
        #expect(asked.joins("deals") == ["account = accounts.account"])
        #expect(asked.joins("stage_history") == ["deal = deals.deal"])
        #expect(asked.joins("leads") == ["account = accounts.account", "deal = deals.deal"])
    }

    @Test func salesforceFootersAndSumsAreNoDeals() throws {
        let asked = try Recognised("salesforce")
        #expect(
            try asked.lines(
                "show count(deals) as n, sum(deals.amount where won) as won, count(deals where won) as wins,"
                    + " count(deals where lost) as losses, sum(deals.amount where open) as pipeline")
                == ["8 | 79950.5 | 3 | 2 | 72000"])
        // 40,000 × 75 % + 12,000 × 10 % + 20,000 × 25 %
        #expect(try asked.lines("show sum(deals.amount * probability where open) as weighted") == ["36200"])
        #expect(
            try asked.lines("show sum(deals.amount where won) as won by segment where won for 2025-01 to 2025-06")
                == ["Mid-Market | 54000", "Enterprise | 25950.5"])
        #expect(try asked.lines("show count(leads) as n by source") == ["Web | 3", "Event | 1", "Partner | 1"])
        #expect(try asked.lines("show count(leads where deals.won) as n") == ["1"])
    }

    /// Ids that differ in case only are different: those of 15 characters are.
    @Test func salesforceIdsKeepTheirCase() throws {
        let asked = try Recognised("salesforce")
        #expect(asked.session.workspace.datasets["deals"]?.key == ["deal"])
        #expect(try asked.lines("show count(distinct deals.deal) as n") == ["8"])
    }

    @Test func salesforceHistoryGivesDaysInStage() throws {
        let asked = try Recognised("salesforce")
        #expect(
            try asked.lines("show sum(days_in_stage) as days by to_stage where deal = \"0068a00000Kx01A\"")
                == ["Proposal | 53", "Qualified | 18", "Demo | 8", "Discovery | 8", "Closed Lost | 0"])
        #expect(try asked.lines("show count(stage_history) as n") == ["10"])
        #expect(
            asked.session.workspace.datasets["stage_history"]?.stages?.steps == [
                ["Discovery"], ["Qualified"], ["Demo"], ["Proposal"], ["Negotiation"], ["Closed Won", "Closed Lost"],
            ])
        // Dovetail Bank went from Discovery to Demo without Qualified.
        #expect(
            try asked.lines(
                "show conversion(stage_history from Discovery to Proposal) as strict,"
                    + " conversion(stage_history from Discovery to Proposal any order) as loose") == ["0.5 | 1"])
    }

    @Test func describeTellsByWhichTitles() throws {
        let asked = try Recognised("salesforce")
        let text = try asked.text("describe deals")
        #expect(text.contains("recognised as Salesforce opportunities (salesforce_opportunities) by its titles"))
        #expect(text.contains("\"Opportunity Name\""))
        #expect(
            try asked.text("describe salesforce_opportunities").contains(
                "opportunities.csv was recognised: dataset deals"))
        #expect(try asked.lines("list sources").contains { $0.hasPrefix("salesforce_opportunities | ") })
    }

    /// Reports have the columns that their authors chose, in any order and spelling.
    @Test func columnsMayBeMissingAndInAnyOrder() throws {
        let asked = try Recognised(files: [
            "export.csv":
                "Amount;STAGE;close date;Opportunity  Name\n10,50;Closed Won;2025-05-02;A\n20;Closed Lost;2025-05-03;B\n"
        ])
        #expect(asked.recognised("deals") == "salesforce_opportunities.deals")
        #expect(
            try asked.lines("show sum(deals.amount where won) as won, count(distinct deals.deal) as n by month")
                == ["2025-05 | 10.5 | 2"])
        #expect(!asked.columns("deals").contains("account"))
        // Without the stage it is no report of opportunities.
        let plain = try Recognised(files: ["export.csv": "Amount,close date,Opportunity Name\n10,2025-05-02,A\n"])
        #expect(plain.datasets == ["export"])
    }

    // MARK: Microsoft Dynamics 365

    @Test func dynamicsViewsAreRecognised() throws {
        let asked = try Recognised("dynamics")
        // Both files hold opportunities; the one with more of the columns is `deals`.
        #expect(asked.datasets == ["deals", "dynamics_deals"])
        #expect(asked.recognised("deals") == "dynamics_opportunities.deals")
        #expect(asked.session.workspace.datasets["deals"]?.path == "opportunities.csv")
        #expect(
            try asked.lines(
                "show count(deals) as n, sum(deals.amount where won) as won, count(deals where lost) as lost,"
                    + " sum(deals.amount where open) as pipeline, sum(deals.amount * probability where open) as weighted"
            )
                == ["5 | 16000.25 | 1 | 63000 | 33800"])
        #expect(
            try asked.lines("show sum(deals.amount where won) as won by month where won for 2025-03 to 2025-05")
                == ["2025-03 | 11500", "2025-04 | 0", "2025-05 | 4500.25"])
        #expect(
            try asked.lines("show count(deals) as n by stage where open").sorted() == [
                "3 - Propose | 1", "Old stage | 1",
            ])
    }

    /// Days as serial numbers of a spreadsheet: 45809 is 2025-06-01.
    @Test func dynamicsAdvancedFindHasPrefixesAndSerialNumbers() throws {
        let asked = try Recognised("dynamics")
        #expect(asked.recognised("dynamics_deals") == "dynamics_opportunities.deals")
        #expect(
            try asked.lines("show sum(dynamics_deals.amount) as amount by day where amount > 0 for 2025-06-01") == [
                "2025-06-01 | 2500"
            ])
        #expect(try asked.lines("show sum(dynamics_deals.amount * probability) as weighted") == ["3250"])
    }

    // MARK: HubSpot

    @Test func hubspotDealsGiveTwoDatasets() throws {
        let asked = try Recognised("hubspot")
        #expect(asked.datasets == ["accounts", "deals", "leads", "stage_history"])
        #expect(asked.recognised("stage_history") == "hubspot_deals.stage_history")
        #expect(
            try asked.lines(
                "show count(deals) as n, sum(deals.amount where won) as won, sum(deals.amount where lost) as lost,"
                    + " count(deals where open) as open") == ["4 | 72700 | 65300 | 1"])
        #expect(
            try asked.lines("show sum(deals.amount where won) as won by country where won")
                == ["Singapore | 54000", "Germany | 18700"])
        #expect(asked.joins("stage_history") == ["deal = deals.deal"])
        #expect(asked.joins("leads") == ["account_id = accounts.account_id"])
    }

    /// The same deal as in the Salesforce history: 8, 18, 8 and 53 days.
    @Test func hubspotColumnsBecomeAHistory() throws {
        let asked = try Recognised("hubspot")
        #expect(try asked.lines("show count(stage_history) as n") == ["17"])
        #expect(
            try asked.lines("show sum(days_in_stage) as days by to_stage where deal = 50200001")
                == ["Proposal | 53", "Qualified | 18", "Demo | 8", "Discovery | 8", "Closed Lost | 0"])
        #expect(
            try asked.lines(
                "show count(stage_history) as n by from_stage, to_stage where deal = 50200002 sort by to_stage")
                == [
                    "Negotiation | Closed Won | 1", "Discovery | Demo | 1", "— | Discovery | 1",
                    "Proposal | Negotiation | 1", "Demo | Proposal | 1",
                ])
    }

    @Test func hubspotContactsAreLeads() throws {
        let asked = try Recognised("hubspot")
        #expect(
            try asked.lines("show count(leads) as n, count(leads.mql_date) as mqls, count(leads.sql_date) as sqls")
                == ["4 | 3 | 2"])
        #expect(
            try asked.lines("show count(leads) as n by accounts.country").sorted()
                == ["Germany | 1", "Poland | 1", "United States | 1", "— | 1"])
    }
}
