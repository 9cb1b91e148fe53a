import Foundation
import Language
import Model
import Testing
import Values

/// Exports of several systems in one folder, and how recognition is overridden.
@Suite struct ZeroConfigurationTests {
    private static let company = [
        "salesforce/opportunities.csv", "salesforce/opportunity_history.csv", "salesforce/accounts.csv",
        "marketing/marketo_leads.csv", "marketing/ad_costs.csv", "stripe/subscriptions.csv", "zendesk/tickets.csv",
        "conversations/gong.csv", "sheets/people.csv",
    ]

    @Test func datasetsOfSeveralSystemsHangTogether() throws {
        let asked = try Recognised(copies: Self.company)
        #expect(
            asked.datasets == [
                "accounts", "activities", "deals", "leads", "people", "spend", "stage_history", "subscriptions",
                "tickets",
            ])
        #expect(asked.joins("deals") == ["account = accounts.account", "owner = people.person"])
        #expect(
            asked.joins("activities")
                == ["account = accounts.account", "deal = deals.deal", "person = people.person"])
        #expect(asked.joins("tickets") == ["account = accounts.account"])
        // 18,700 + 54,000 of Iris Hale and Mei Tan, 7,250.50 of Tomas Reyes.
        #expect(
            try asked.lines(
                "show sum(deals.amount where won) as won, count(leads) as leads, count(activities) as n by team")
                == ["North | 72700 | 3 | 2", "South | 7250.5 | 2 | 2"])
        #expect(
            try asked.lines("show count(tickets) as n, sum(deals.amount where won) as won by segment").sorted()
                == ["Enterprise | 2 | 25950.5", "Mid-Market | 1 | 54000", "— | 1 | 0"])
    }

    @Test func greetingTellsFilesAndThreeQuestions() throws {
        let asked = try Recognised(copies: Self.company)
        let files = asked.session.recognisedFiles()
        #expect(files.count == 9)
        #expect(
            files.contains {
                $0.contains("opportunities.csv") && $0.contains("Salesforce opportunities → deals (8 rows)")
            })
        let questions = asked.session.examples()
        #expect(questions.count == 3)
        for question in questions { #expect(try !asked.lines(question).isEmpty, "\(question)") }
    }

    /// What `save workspace` writes loads the same again, without any recognition.
    @Test(arguments: [["hubspot/deals.csv"], ["shopify/orders.csv", "shopify/products.csv"], company])
    func savedDefinitionsLoadTheSame(files: [String]) throws {
        let asked = try Recognised(copies: files)
        let text = printed(asked.session.workspace.definitions())
        let again = try Recognised(copies: files, text)
        #expect(again.datasets == asked.datasets)
        for dataset in asked.datasets {
            #expect(again.columns(dataset) == asked.columns(dataset))
            #expect(again.joins(dataset) == asked.joins(dataset))
            let rows = "rows \(dataset) as csv"
            #expect(try again.lines(rows) == asked.lines(rows), "\(dataset)")
        }
        #expect(printed(again.session.workspace.definitions()) == text)
    }

    @Test func reloadKeepsNamesAndJoins() throws {
        let asked = try Recognised(copies: Self.company + ["hubspot/contacts.csv"])
        let before = (asked.datasets, asked.datasets.map { asked.joins($0) })
        try asked.run("reload")
        #expect(asked.datasets == before.0)
        #expect(asked.datasets.map { asked.joins($0) } == before.1)
    }

    @Test func twoSystemsAreKeptApartAndThatIsTold() throws {
        let asked = try Recognised(copies: ["hubspot/contacts.csv", "marketing/marketo_leads.csv"])
        #expect(asked.datasets == ["hubspot_leads", "leads"])
        #expect(asked.recognised("leads") == "marketo_leads.leads")
        let told = asked.session.takeNotices().filter { $0.kind == .warning }.map(\.text)
        #expect(
            told.contains(
                "leads is marketo_leads.csv; contacts.csv holds leads too and is kept apart as hubspot_leads"))
    }

    // MARK: Overriding

    @Test func plainDefinitionsRecogniseNothing() throws {
        let asked = try Recognised(
            copies: ["salesforce/accounts.csv"],
            "load \"accounts.csv\" as companies; dataset accounts from \"accounts.csv\"")
        #expect(asked.recognised("companies") == nil)
        #expect(asked.columns("companies").contains("account_name"))
        #expect(asked.columns("accounts").contains("account_name"))
        try asked.run("load \"accounts.csv\"")
        #expect(asked.recognised("accounts") == "salesforce_accounts.accounts")
        #expect(asked.columns("accounts").contains("account"))
    }

    @Test func aSourceCanBeForcedAndAddedTo() throws {
        let asked = try Recognised(
            copies: ["hubspot/deals.csv"],
            """
            dataset history from "deals.csv" as hubspot_deals.stage_history
            dataset deals from "deals.csv" as hubspot_deals { derive is_large = amount >= 50k }
            """)
        #expect(try asked.lines("show count(history) as n") == ["17"])
        #expect(try asked.lines("show count(deals where is_large) as n") == ["2"])
        #expect(throws: Diagnostic.self) { try asked.run("dataset d from \"deals.csv\" as hubspot_deal") }
        #expect(throws: Diagnostic.self) { try asked.run("dataset d from \"deals.csv\" as hubspot_deals.orders") }
    }

    @Test func aWorkspaceHasSourcesOfItsOwn() throws {
        let asked = try Recognised(
            files: [
                "bookings.csv": "BU - Order No,BU - Customer,BU - Net\n1,Alder,10\n1,Alder,5\n,Sum,15\n2,Birch,7\n"
            ],
            """
            source house "house ledger" {
              needs order_no, customer
              also net
              trim "BU - *"
              gives orders {
                rename order_no as order
                rename customer as account
                rename net as amount
                drop rows where order is missing
                merge rows per order adding amount
                derive note = missing_column + 1
                key order
              }
            }
            load "bookings.csv"
            """)
        #expect(asked.recognised("orders") == "house.orders")
        #expect(
            try asked.lines("show count(orders) as n, sum(orders.amount) as amount by account")
                == ["Alder | 1 | 15", "Birch | 1 | 7"])
        #expect(!asked.columns("orders").contains("note"))
        // It is written out with the workspace, and can be described.
        #expect(printed(asked.session.workspace.definitions()).contains("source house \"house ledger\""))
        #expect(try asked.text("describe house").contains("gives orders"))
    }
}
