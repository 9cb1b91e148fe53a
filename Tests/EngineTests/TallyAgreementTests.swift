import Language
import Model
import Testing
import Values

@testable import Engine

/// The tally and the evaluation by whole columns give the same answers, notes and errors.
struct TallyAgreementTests {
    @Test(arguments: 0..<60)
    func randomQuestions(_ seed: Int) throws {
        var random = Random(UInt64(seed))
        let tables = RandomTables(&random)
        let asked = try Asked(tables.files, tables.definitions, today: "2024-06-30")
        var answered = 0
        for _ in 0..<25 {
            let question = tables.question(&random)
            let fast = outcome(question, asked, usesTally: true)
            let slow = outcome(question, asked, usesTally: false)
            #expect(fast == slow, "\(question)")
            if !fast.hasPrefix("error") { answered += 1 }
        }
        #expect(answered > 8)
    }

    @Test func severalMorsels() throws {
        var random = Random(7)
        let tables = RandomTables(&random, rows: 30_000, accounts: 9000)
        let asked = try Asked(tables.files, tables.definitions, today: "2024-06-30")
        let questions = [
            "show sum(amount) by deals.account top 10",
            "show sum(amount), count(deals) by deals.account bottom 7 with others",
            "show count(deals) by deals.account, year top 3 for 2022, 2023",
            "show sum(amount) by deals.account top 5 vs last year for 2023",
            "show count(distinct deals.account) by stage, year",
            "show sum(amount) as s by deals.account top 0",
            "show max(amount), min(closed) by deals.account top 4 by count(deals)",
            "cohort count(distinct deals.account) by month",
            "cohort count(distinct deals.account) by quarter where stage = Won",
            "cohort count(distinct deals.account where stage = Won) by month",
            "cohort count(distinct deals.account where stage = Won) by week",
            "cohort count(distinct deals.account where stage = Won) by day",
            "cohort count(distinct deals.account where stage = Won) by quarter for 2022",
            "cohort count(distinct owner) by year", "cohort count(distinct deals.account where units = 99) by month",
            "cohort count(distinct deals.account) / count(distinct deals.account) by quarter",
            "cohort previous(count(distinct deals.account)) by month",
            "cohort rolling(count(distinct deals.account where stage = Won), 3 months) by quarter",
            "cohort ytd(count(distinct deals.account)) by month",
            "cohort sum(amount) per deals.account by year",
            "show count(distinct deals.account at end) by month for 2023",
            "show count(distinct deals.account at start), sum(amount at end) by quarter, stage for 2022",
            "show sum(amount) by accounts.industry, year", "show count(distinct owner) by deals.account top 3",
            "show sum(amount) by month, deals.account top 4 for 2023",
            "cohort count(distinct deals.account at end) by quarter",
        ]
        for question in questions {
            let fast = outcome(question, asked, usesTally: true)
            #expect(fast == outcome(question, asked, usesTally: false), "\(question)")
            #expect(!fast.hasPrefix("error"), "\(fast)")
        }
    }

    /// The best of so many groups that their rows are listed; some of them come to nothing, and many are as good as others.
    @Test func bestOfManyGroups() throws {
        var random = Random(11)
        var lines = "group,amount,kind,closed\n"
        for row in 0..<90_000 {
            let group = random.isOne(in: 50) ? "" : row < 70_000 ? "G\(row)" : "G\(random.below(70_000))"
            let amount = random.isOne(in: 9) ? "" : "\(random.below(400) - 200).5"
            let closed = random.isOne(in: 9) ? "" : "202\(random.below(4))-0\(random.below(9) + 1)-15"
            lines += "\(group),\(amount),\(random.pick(["a", "b", ""])),\(closed)\n"
        }
        let asked = try Asked(
            ["many.csv": lines], "dataset many from \"many.csv\" { time closed }", today: "2024-06-30")
        for question in [
            "show sum(amount) by group top 10", "show sum(amount where kind = a) by group bottom 9 with others",
            "show sum(amount), count(many) by group top 7 with totals", "show count(many) by group top 3",
            "show count(many where kind = b), sum(amount where kind = b) by group bottom 2 by count(many where kind = b)",
            "show sum(amount) by group top 12 with others for 2022", "show sum(amount) by group top 0",
            "show sum(amount) by group, year top 4 for 2021", "show sum(amount) by group top 5 where kind = missing",
            "show sum(amount) by group top 6 vs last year for 2022", "show sum(amount) by group top 5 for 2021, 2023",
            "show avg(amount), sum(amount) by group top 8 by sum(amount)",
            "show sum(amount) by group top 5 where group = \"nobody\"", "show count(amount) by group top 4",
        ] {
            let fast = outcome(question, asked, usesTally: true)
            #expect(fast == outcome(question, asked, usesTally: false), "\(question)")
            #expect(!fast.hasPrefix("error"), "\(fast)")
        }
    }

    /// Sums that 64 bits cannot hold are exact.
    @Test func largeSums() throws {
        let lines = (0..<200).map { "\($0 % 3),\($0 % 2 == 0 ? "9" : "-8")00000000000000000\($0 % 10)" }
        let asked = try Asked(
            ["big.csv": "kind,amount\n" + lines.joined(separator: "\n") + "\n"], "dataset big from \"big.csv\"")
        for question in [
            "show sum(amount), avg(amount) by kind", "show sum(amount)", "show sum(amount) where kind = 1",
        ] {
            #expect(
                outcome(question, asked, usesTally: true) == outcome(question, asked, usesTally: false), "\(question)")
        }
    }

    @Test func interrupted() throws {
        var random = Random(3)
        let tables = RandomTables(&random, rows: 200, accounts: 20)
        let asked = try Asked(tables.files, tables.definitions)
        guard case .show(let question)? = parseScript("show sum(amount) by stage").statements.first?.kind else {
            return
        }
        #expect(throws: Diagnostic.self) {
            try Evaluator(asked.workspace, isInterrupted: { true }).answer(question)
        }
    }

    /// Everything that is seen of an answer, or the error.
    private func outcome(_ text: String, _ asked: Asked, usesTally: Bool) -> String {
        let script = parseScript(text)
        if let first = script.diagnostics.first { return "error parse \(first.message): \(text)" }
        var evaluator = Evaluator(asked.workspace)
        evaluator.usesTally = usesTally
        do {
            let answer: Answer
            switch script.statements.first?.kind {
            case .show(let question)?: answer = try evaluator.answer(question)
            case .cohort(let question)?: answer = try evaluator.answer(question)
            default: return "error parse: no question"
            }
            let columns = answer.columns.map { column in
                "\(column.name) [\(column.label)] \(column.group ?? "") \(column.unit): "
                    + column.cells.map(\.plainText).joined(separator: "|")
                    + " = \(column.total?.plainText ?? "") \(column.partial.map(\.plainText).sorted())"
            }
            return ([answer.heading, answer.provenance] + columns + answer.notes).joined(separator: "\n")
                + "\n\(answer.lineCount) \(answer.showsTotals) \(answer.hasOthersLines)"
        } catch {
            return "error \(error)"
        }
    }
}

/// Numbers that are the same in every run.
struct Random {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % max(1, limit)
    }

    mutating func isOne(in count: Int) -> Bool { below(count) == 0 }

    mutating func pick(_ items: [String]) -> String { items[below(items.count)] }
}

/// Deals and the accounts that they lead to, with missing cells, and questions about them.
struct RandomTables {
    let files: [String: String]
    let definitions = """
        dataset accounts from "accounts.csv" { key account }
        dataset deals from "deals.csv" {
          time closed
          active from created to ended
          join accounts on account
        }
        dataset spend from "spend.csv" { time day }
        dimension region = deals.region, spend.region
        """

    init(_ random: inout Random, rows: Int = 300, accounts: Int = 40) {
        func day(_ random: inout Random, missing: Int) -> String {
            if random.isOne(in: missing) { return "" }
            let month = random.below(12) + 1
            let number = random.below(28) + 1
            return "\(2021 + random.below(4))-\(month < 10 ? "0" : "")\(month)-\(number < 10 ? "0" : "")\(number)"
        }
        var deals = "id,account,owner,stage,region,amount,units,rate,closed,created,ended,flag\n"
        for row in 0..<rows {
            let account = random.isOne(in: 20) ? "" : "Account \(random.below(accounts + 5))"
            let stage = random.isOne(in: 15) ? "" : random.pick(["Won", "Lost", "Open", "Lost again"])
            let region = random.isOne(in: 15) ? "" : random.pick(["EMEA", "APAC", "LATAM"])
            let amount =
                random.isOne(in: 12)
                ? "" : "\(random.isOne(in: 5) ? "-" : "")\(random.below(9000)).\(random.below(10))0"
            let units = random.isOne(in: 9) ? "" : "\(random.below(12))"
            let rate = random.isOne(in: 9) ? "" : "\(random.below(1000))e-2"
            let flag = random.isOne(in: 9) ? "" : random.pick(["true", "false"])
            deals += "\(row),\(account),Rep \(random.below(7)),\(stage),\(region),\(amount),\(units),\(rate),"
            deals += "\(day(&random, missing: 6)),\(day(&random, missing: 14)),\(day(&random, missing: 3)),\(flag)\n"
        }
        var list = "account,industry,size,since,parent\n"
        for account in 0..<accounts {
            let industry = random.isOne(in: 8) ? "" : random.pick(["Retail", "Banking", "Health"])
            let size = random.isOne(in: 8) ? "" : "\(random.below(500))"
            list += "Account \(account),\(industry),\(size),\(day(&random, missing: 5)),\n"
        }
        var spend = "day,region,cost\n"
        for _ in 0..<rows / 4 {
            let region = random.isOne(in: 15) ? "" : random.pick(["EMEA", "NAM", "LATAM"])
            spend += "\(day(&random, missing: 10)),\(region),\(random.below(500)).25\n"
        }
        files = ["deals.csv": deals, "accounts.csv": list, "spend.csv": spend]
    }

    func question(_ random: inout Random) -> String {
        if random.isOne(in: 9) {
            let measure = random.pick([
                "count(distinct deals.account)", "count(distinct deals.account where stage = Won)",
                "sum(amount) per deals.account",
                "count(distinct deals.account at end)",
            ])
            return "cohort \(measure) by \(random.pick(["month", "quarter", "year"]))"
                + (random.isOne(in: 3) ? " where \(condition(&random))" : "")
        }
        let balance = random.isOne(in: 5)
        var measures: [String] = []
        for number in 0...random.below(3) {
            measures.append(measure(&random, balance: balance) + " as m\(number)")
        }
        var dimensions: [String] = []
        for _ in 0..<random.below(3) {
            let next = random.pick([
                "stage", "region", "owner", "deals.account", "units", "accounts.industry", "flag", "year", "quarter",
                "month",
                "accounts.size", "deals.created",
            ])
            if !dimensions.contains(next) { dimensions.append(next) }
        }
        var text = "show " + measures.joined(separator: ", ")
        if !dimensions.isEmpty { text += " by " + dimensions.joined(separator: ", ") }
        if dimensions.count == 1, random.isOne(in: 5) { text += " across \(random.pick(["stage", "flag", "quarter"]))" }
        if random.isOne(in: 2) {
            text += " for " + random.pick(["2022", "2023-Q2", "2021, 2023", "2024", "2022-03 to 2023-02", "2023-05"])
            if random.isOne(in: 3) { text += " vs " + random.pick(["last year", "2021", "previous"]) }
        }
        if random.isOne(in: 2) { text += " where " + condition(&random) }
        if random.isOne(in: 6) { text += " having m0 > \(random.below(50))" }
        if !dimensions.isEmpty, random.isOne(in: 4) {
            text += random.isOne(in: 2) ? " top \(random.below(5))" : " bottom 2"
            if random.isOne(in: 2) { text += " with others" }
        }
        if random.isOne(in: 4) { text += " with totals" }
        return text
    }

    private func measure(_ random: inout Random, balance: Bool) -> String {
        let filter = random.isOne(in: 3) ? " where " + condition(&random) : ""
        if balance {
            return random.pick([
                "sum(amount\(filter) at end)", "count(deals\(filter) at start)",
                "count(distinct deals.account\(filter) at end)",
                "avg(units\(filter) at end)", "max(amount\(filter) at end)", "count(units\(filter) at end)",
            ])
        }
        let plain = random.pick([
            "sum(amount\(filter))", "count(deals\(filter))", "count(distinct deals.account\(filter))",
            "avg(amount\(filter))",
            "min(amount\(filter))", "max(closed\(filter))", "count(units\(filter))", "count(distinct units\(filter))",
            "sum(units * amount\(filter))", "median(amount\(filter))", "sum(rate\(filter))", "last(amount\(filter))",
            "count(flag\(filter))", "count(distinct owner\(filter))", "sum(cost)", "min(units\(filter))",
        ])
        switch random.below(8) {
        case 0: return "previous(\(plain))"
        case 1: return "year_ago(\(plain))"
        case 2: return "ytd(\(plain))"
        case 3: return "rolling(\(plain), 3 months)"
        default: return plain
        }
    }

    private func condition(_ random: inout Random) -> String {
        let simple = random.pick([
            "stage = Won", "stage != Won", "stage in (Won, Lost)", "not stage in (Won, Lost)", "amount > 500",
            "amount <= 1234.5", "not amount > 500", "units = 3", "units != 3", "units in (1, 2, 11)",
            "closed >= 2022-06-01",
            "contains(stage, \"o\")", "not is_won(stage)", "closed < 2023-01-01", "stage = missing", "units != missing",
            "stage like \"Lost*\"", "flag",
            "not flag", "accounts.industry = Retail", "accounts.industry != Retail", "accounts.size > 200", "rate > 3",
            "accounts.industry = missing", "deals.account = \"Account 3\"", "deals.account = \"Nobody\"",
            "stage > \"Open\"",
            "not stage like \"L*\"", "closed in 2023", "amount < 10000000000", "amount > 3.14159", "created < closed",
            "accounts.since < 2022-01-01", "units > 2.5", "not (units = 3 or stage = Won)",
        ])
        switch random.below(6) {
        case 0: return simple + " and " + condition(&random)
        case 1: return "(" + simple + " or " + condition(&random) + ")"
        default: return simple
        }
    }
}
