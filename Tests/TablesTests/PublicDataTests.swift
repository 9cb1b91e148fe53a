import Foundation
import Testing
import Values

@testable import Tables

/// The sets are looked for in `$QUAESTOR_SHARED/data`, else in `../shared/data` beside the package.
private let publicData: String? = {
    var candidates: [String] = []
    if let given = ProcessInfo.processInfo.environment["QUAESTOR_SHARED"] { candidates.append(given + "/data") }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    candidates.append(package.deletingLastPathComponent().appendingPathComponent("shared/data").path)
    return candidates.first { FileManager.default.fileExists(atPath: $0 + "/maven-crm/sales_pipeline.csv") }
}()

/// Row counts and control sums of public data sets, as their origin notes and answers state them.
@Suite(.enabled(if: publicData != nil, "the public data sets are not here; set QUAESTOR_SHARED"))
struct PublicDataTests {
    func read(_ files: String...) throws -> Table {
        let folder = try #require(publicData)
        return try readTables(paths: files.map { (folder + "/" + $0, $0) }, options: ReadOptions())
    }

    @Test func mavenPipeline() throws {
        let table = try read("maven-crm/sales_pipeline.csv")
        #expect(table.rowCount == 8800)
        #expect(table.problems.isEmpty)
        #expect(try table.column(named: "close_value").data.sum == "10005534")
        let stage = try #require(table.index(of: "deal_stage"))
        let stages = Dictionary(grouping: table.texts(stage)) { $0 ?? "" }.mapValues(\.count)
        #expect(stages == ["Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500])
        #expect(try table.column(named: "account").missingCount == 1425)
        let engaged = table.texts(try #require(table.index(of: "engage_date"))).compactMap { $0 }
        #expect(engaged.min() == "2016-10-20" && engaged.max() == "2017-12-27" && engaged.count == 8300)
        let closed = table.texts(try #require(table.index(of: "close_date"))).compactMap { $0 }
        #expect(closed.min() == "2017-03-01" && closed.max() == "2017-12-31")
    }

    @Test func europeanAndAmericanDatesAreTheSameDays() throws {
        let american = try read("maven-crm/sales_pipeline.csv")
        let european = try read("maven-crm/variant-eu-dates/sales_pipeline.csv")
        #expect(european.rowCount == 8800)
        for name in american.titles.map(\.name) {
            let first = try #require(american.index(of: name))
            let second = try #require(european.index(of: name))
            #expect(american.texts(first) == european.texts(second), "\(name)")
        }
    }

    @Test func adventureWorksSalesOfThreeYears() throws {
        let table = try read(
            "adventureworks/AdventureWorks_Sales_2015.csv", "adventureworks/AdventureWorks_Sales_2016.csv",
            "adventureworks/AdventureWorks_Sales_2017.csv")
        #expect(table.rowCount == 56047)
        #expect(table.titles.count == 8)
        #expect(try table.column(named: "orderquantity").data.sum == "84176")
        let orders = try table.column(named: "ordernumber")
        guard case .texts(_, let dictionary) = orders.data else {
            Issue.record("not text")
            return
        }
        #expect(dictionary.texts.count == 25164)
        let days = table.texts(try #require(table.index(of: "orderdate"))).compactMap { $0 }
        #expect(days.min() == "2015-01-01" && days.max() == "2017-07-01")
    }

    @Test(arguments: ["2016", "2017"])
    func mixedDatesAreTheSameDays(_ year: String) throws {
        let plain = try read("adventureworks/AdventureWorks_Sales_\(year).csv")
        let mixed = try read("adventureworks/variant-mixed-dates/AdventureWorks_Sales_\(year).csv")
        let dates = try #require(plain.index(of: "orderdate"))
        // The plain file of 2017 has one row more at its end, added by whoever published it.
        #expect(Array(plain.texts(dates).prefix(mixed.rowCount)) == mixed.texts(dates))
        #expect(mixed.column(dates).type == .day)
    }

    @Test func customersInWindows1252() throws {
        let table = try read("adventureworks/AdventureWorks_Customers.csv")
        #expect(table.rowCount == 18148)
        #expect(table.decisions.contains("encoding Windows-1252"))
    }

    @Test func telcoChargesWithBlankCells() throws {
        let table = try read("telco-churn/Telco-Customer-Churn.csv")
        #expect(table.rowCount == 7043)
        let charges = try table.column(named: "totalcharges")
        #expect(charges.type == .decimal(scale: 2))
        #expect(charges.missingCount == 11)
        #expect(try table.column(named: "churn").type == .boolean)
        #expect(try table.column(named: "seniorcitizen").type == .integer)
    }

    @Test func customerPersonality() throws {
        let table = try read("customer-personality/marketing_campaign.csv")
        #expect(table.rowCount == 2240)
        #expect(table.titles.first?.title == "ID")
        #expect(try table.column(named: "income").missingCount == 24)
        let joined = table.texts(try #require(table.index(of: "dt_customer"))).compactMap { $0 }
        #expect(joined.min() == "2012-07-30" && joined.max() == "2014-06-29")
    }

    @Test func onlineShoppers() throws {
        let table = try read("online-shoppers/online_shoppers_intention.csv")
        #expect(table.rowCount == 12330)
        #expect(try table.column(named: "revenue").type == .boolean)
    }

    @Test func ravenStack() throws {
        let subscriptions = try read("ravenstack/ravenstack_subscriptions.csv")
        #expect(subscriptions.rowCount == 5000)
        #expect(try subscriptions.column(named: "mrr_amount").data.sum == "11338747")
        #expect(try subscriptions.column(named: "end_date").missingCount == 4514)
        let tickets = try read("ravenstack/ravenstack_support_tickets.csv")
        #expect(tickets.rowCount == 2000)
        #expect(try tickets.column(named: "closed_at").type == .moment)
        #expect(try tickets.column(named: "satisfaction_score").missingCount == 825)
        let first = tickets.texts(try #require(tickets.index(of: "closed_at"))).first
        #expect(first == "2023-07-28 03:00:00")
    }

    @Test func opportunities() throws {
        let table = try read("msft-opportunity/Fact.csv")
        #expect(table.rowCount == 487)
        #expect(try table.column(named: "productrevenue").data.sum == "2110905127")
        let closing = table.texts(try #require(table.index(of: "estimatedclosedate"))).compactMap { $0 }
        #expect(closing.min() == "2015-01-01 10:59:00" && closing.max() == "2015-12-31 10:59:00")
    }

    @Test func transactionsSetApartBySpaces() throws {
        let table = try read("cdnow/CDNOW_master.txt")
        #expect(table.rowCount == 69659)
        #expect(try table.column(named: "number_of_cds").data.sum == "167881")
        #expect(try table.column(named: "dollar_value").data.sum == "2500315.63")
        let customers = try table.column(named: "customer_id")
        #expect(customers.type == .text)
        guard case .texts(_, let dictionary) = customers.data else { return }
        #expect(dictionary.texts.count == 23570)
        let days = table.texts(try #require(table.index(of: "date"))).compactMap { $0 }
        #expect(days.min() == "1997-01-01" && days.max() == "1998-06-30")
    }
}
