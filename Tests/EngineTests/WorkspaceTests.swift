import Foundation
import Language
import Testing

@testable import Engine
@testable import Model

/// What is found in a folder without definitions, and definitions written out and read again.
struct WorkspaceTests {
    static let files = [
        "deals.csv": """
        deal_id,account,owner_id,stage,amount,close_date
        1,Acme,7,Won,100.50,2024-01-10
        2,Beta,8,Lost,,2024-02-11
        3,Acme,7,Won,20.25,2024-02-12
        4,Nobody,9,Open,5.00,
        """,
        "accounts.csv":
            "account,segment,created_date\nAcme,large,2020-05-01\nBeta,small,2021-06-01\nGamma,small,2022-07-01\n",
        "owners.csv": "owner_id,team\n7,East\n8,West\n",
        "contracts.csv":
            "id,account,start_date,end_date,value\n1,Acme,2024-01-01,2024-06-30,10\n2,Beta,2024-02-01,,20\n",
    ]

    /// Every file loaded as in a folder without a workspace file.
    static func detected() throws -> Asked {
        let asked = try Asked(files, "")
        for name in files.keys.sorted() { try asked.define("load \"\(name)\"") }
        return asked
    }

    @Test func keysJoinsAndTimeAxesAreFound() throws {
        let asked = try Self.detected()
        let datasets = asked.workspace.datasets
        #expect(datasets["deals"]?.time == "close_date")
        #expect(datasets["accounts"]?.time == "created_date")
        #expect(datasets["contracts"]?.time == "start_date")
        #expect(datasets["contracts"]?.active == .init(from: "start_date", to: "end_date"))
        #expect(datasets["owners"]?.time == nil)
        #expect(datasets["accounts"]?.key == ["account"])
        #expect(datasets["owners"]?.key == ["owner_id"])
        let joins = Set((datasets["deals"]?.joins ?? []).map { "\($0.column)=\($0.dataset).\($0.otherColumn)" })
        #expect(joins == ["account=accounts.account", "owner_id=owners.owner_id"])
        // The one side never joins the many.
        #expect(datasets["accounts"]?.joins.isEmpty == true)
        #expect(datasets["deals"]?.decisions.contains { $0.contains("time axis `close_date`") } == true)
    }

    @Test func detectedDataAnswers() throws {
        let asked = try Self.detected()
        #expect(
            try asked.lines("show sum(deals.amount) as v, count(deals) as n by segment") == [
                "large | 120.75 | 2", "— | 5 | 1", "small | 0 | 1", "Total | 125.75 | 4",
            ])
        #expect(
            try asked.lines("show sum(deals.amount) as v by team without totals") == [
                "East | 120.75", "— | 5", "West | 0",
            ])
        #expect(try asked.value("show sum(contracts.value at end) for 2024-03") == "30")
        #expect(try asked.value("show sum(contracts.value at end) for 2024-06") == "20")
    }

    @Test func onlyWhatIsWrongWithTheDataIsAWarning() throws {
        let asked = try Asked(
            ["problems.csv": "problem,cost\nlate,5\nlost,6\n", "orders.csv": "id,cost\n1,5\n2,6,7,8\n3,7\n"], "")
        func told(_ text: String) throws -> [String] {
            try parseScript(text).statements.flatMap { try asked.workspace.define($0) }
                .map { ($0.isWarning ? "! " : "") + $0.text }
        }
        #expect(try told("load \"problems.csv\"") == ["problems: 2 rows, 2 columns (problems.csv)"])
        #expect(try told("load \"orders.csv\"").allSatisfy { $0.hasPrefix("! orders: ") && $0.contains("1 problem") })
    }

    /// Definitions printed, read back into a new workspace of the same folder, and printed again.
    private func reread(_ asked: Asked) throws -> (first: String, second: String, again: Asked) {
        let text = asked.workspace.definitions().map(printed).joined(separator: "\n\n") + "\n"
        let again = try Asked(Self.files, "")
        again.workspace.today = asked.workspace.today
        for statement in parseScript(text).statements where Workspace.isDefinition(statement) {
            try again.workspace.define(statement)
        }
        #expect(parseScript(text).diagnostics.isEmpty)
        return (text, again.workspace.definitions().map(printed).joined(separator: "\n\n") + "\n", again)
    }

    @Test func whatWasDetectedIsWrittenAndReadAgain() throws {
        let asked = try Self.detected()
        let (first, second, again) = try reread(asked)
        #expect(first == second)
        for question in [
            "show sum(deals.amount) as v, count(deals) as n by segment, team",
            "show sum(contracts.value at end) as v by month for 2024-H1", "show count(deals) by month",
        ] {
            #expect(try asked.lines(question) == again.lines(question), "\(question)")
        }
    }

    @Test func everyKindOfDefinitionIsWrittenAndReadAgain() throws {
        let asked = try Asked(
            Self.files,
            """
            calendar { fiscal year starts April; week starts Sunday }
            let home = "East"
            param q = 2024-Q1 "Quarter to report"
            dataset accounts from "accounts.csv" with delimiter "," { key account; rename segment as size }
            dataset owners from "owners.csv" { key owner_id }
            dataset deals from "deals.csv" {
              key deal_id
              time close_date
              join accounts on account
              join accounts as partner on account = accounts.account
              join owners on owner_id
              rename amount as `by`
              derive double = `by` * 2
              derive `late one` = days(accounts.created_date, close_date) > 1000
              stages stage: Open > Won | Lost
            }
            dataset contracts from "contracts.csv" { key id; active from start_date to end_date; join accounts on account }
            dimension size = accounts.size
            dimension team = owners.team, contracts.id
            metric bookings "Bookings" = sum(deals.`by` where stage = Won) as money EUR
            metric half = bookings / 2 - -1 as number
            metric share = count(deals where stage = Won and size in (large, "small")) / count(deals) as percent
            metric balance = sum(contracts.value at end) as money
            """)
        let (first, second, again) = try reread(asked)
        #expect(first == second)
        for question in [
            "show bookings, half, share by size", "show bookings by team for $q",
            "show balance by fiscal quarter for FY2025",
            "show sum(deals.double), count(deals where `late one`) by month, partner.size",
            "show bookings where team = $home by week for 2024-02",
        ] {
            #expect(try asked.lines(question) == again.lines(question), "\(question)")
        }
        #expect(again.workspace.datasets["deals"]?.stages?.steps == [["Open"], ["Won", "Lost"]])
        #expect(again.workspace.calendar == asked.workspace.calendar)
        #expect(again.workspace.parameters["q"]?.description == "Quarter to report")
    }

    @Test func columnsCalledLikeWordsOfTheLanguageSurviveTheRoundTrip() throws {
        let titles = "by,for,select,month,where,count,last,missing,true,as,Größe (€),名前,😀,a b,in\n"
        let asked = try Asked(["t.csv": titles + "1,2,3,2024-01-05,5,6,7,8,9,10,11,12,13,14,15\n"], #"load "t.csv""#)
        let text = asked.workspace.definitions().map(printed).joined(separator: "\n")
        #expect(parseScript(text).diagnostics.isEmpty, "\(text)")
        for (name, value) in [
            ("`by`", "1"), ("t.by", "1"), ("`for`", "2"), ("select", "3"), ("`where`", "5"), ("count", "6"),
            ("last", "7"),
            ("`missing`", "8"), ("t.true", "9"), ("`Größe (€)`", "11"), ("größe", "11"), ("名前", "12"), ("`😀`", "13"),
            ("column_13", "13"), ("`a b`", "14"), ("a_b", "14"), ("t.in", "15"),
        ] {
            #expect(try asked.value("show sum(\(name))") == value, "\(name)")
        }
        #expect(try asked.lines("show sum(t.by) by month, t.month") == ["2024-01 | 2024-01-05 | 1"])
    }

    // MARK: Values from outside

    @Test func parametersAreGivenFromOutside() throws {
        let asked = try Self.detected()
        try asked.define("param q = 2024-02 param least = 10 let fixed = 2024-01")
        #expect(try asked.value("show sum(deals.amount where amount > $least) for $q") == "20.25")
        asked.workspace.arguments = [
            "q": try parseExpression("2024-01"), "least": try parseExpression("1000"),
            "fixed": try parseExpression("2023"),
        ]
        #expect(try asked.value("show sum(deals.amount where amount > $least) for $q") == "0")
        #expect(try asked.value("show sum(deals.amount) for $fixed") == "100.5")
        #expect(asked.failure("show sum(deals.amount) for $nosuch")?.code == "unknown-parameter")
        // A text that stands for a period, and a value where a period is needed.
        asked.workspace.arguments = ["q": try parseExpression("\"2024-02\""), "least": try parseExpression("0")]
        #expect(try asked.value("show sum(deals.amount where amount > $least) for $q") == "20.25")
        asked.workspace.arguments = ["q": try parseExpression("\"soon\"")]
        #expect(asked.failure("show sum(deals.amount) for $q")?.code == "not-a-period")
    }

    @Test func parametersStandInConditionsAndPeriods() throws {
        let asked = try Self.detected()
        try asked.define("let who = \"Acme\" let p = 2024-02 let day = 2024-02-12 let n = 20.25")
        #expect(try asked.value("show count(deals where account = $who)") == "2")
        #expect(try asked.value("show count(deals where account in ($who, Beta))") == "3")
        #expect(try asked.value("show count(deals where close_date = $p)") == "2")
        #expect(try asked.value("show count(deals where close_date in $p)") == "2")
        #expect(try asked.value("show count(deals where close_date = $day)") == "1")
        #expect(try asked.value("show count(deals where amount = $n)") == "1")
        #expect(try asked.lines("show count(deals) for $p vs previous") == ["2 | 1 | 1 | 1"])
    }
}
