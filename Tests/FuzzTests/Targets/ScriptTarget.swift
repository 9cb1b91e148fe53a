import Engine
import Glibc
import Language
import Model
import Values

/// Scripts over a small workspace: whatever is defined and asked ends in an answer or in a diagnostic with its place.
///
/// Statements that read other files, and commands, are left out.
enum ScriptTarget: FuzzTarget {
    private static let files = [
        (
            "deals.csv",
            """
            id,account,team,stage,amount,currency,created,closed
            1,Acme,North,Won,1200.50,EUR,2024-01-03,2024-02-11
            2,Bolt,South,Lost,300,EUR,2024-01-20,2024-03-01
            3,Acme,,Won,0.01,EUR,2024-02-29,2024-02-29
            4,Cora,North,Open,,EUR,2024-03-31,
            5,Zoë,South,Won,-75.25,EUR,2023-12-31,2024-01-01
            6,Bolt,North,Won,99999999.99,EUR,2024-05-05,2024-06-30

            """
        ),
        (
            "subscriptions.csv",
            """
            id,account,mrr,start_date,end_date
            1,Acme,100,2023-01-01,
            2,Bolt,50.5,2023-06-15,2024-03-01
            3,Acme,20,2024-02-01,2024-05-31
            4,Cora,,2024-01-01,2024-12-31

            """
        ),
        ("accounts.csv", "account,segment,size\nAcme,Enterprise,500\nBolt,SMB,\nZoë,SMB,12\n"),
    ]
    private static let definitions = """
        dataset accounts from "accounts.csv" { key account }
        dataset deals from "deals.csv" { key id; time closed; join accounts on account }
        dataset subscriptions from "subscriptions.csv" { active from start_date to end_date; join accounts on account }
        dimension segment = accounts.segment
        metric bookings = sum(deals.amount where stage = "Won")
        metric active_mrr = sum(subscriptions.mrr at end)
        metric win_rate = count(deals where stage = "Won") / count(deals)
        """

    /// Whether inputs are tried by the million, or those that were found, by `CorpusTests`.
    #if canImport(LanguageTests)
        private static let isInHaste = false
    #else
        private static let isInHaste = true
    #endif

    /// In millionths of a second: what takes long is stopped, as one can at a prompt.
    private static let patience = isInHaste ? 2_000 : 2_000_000

    /// Whether a year may be meant that is far from those of the data: questions over thousands of months take as long
    /// as hundreds of others.
    private static func mayReachFar(_ bytes: [UInt8]) -> Bool {
        bytes.split { !(0x30...0x39).contains($0) }.contains { digits in
            let year = digits.prefix(4).reduce(0) { $0 * 10 + Int($1 & 15) }
            return digits.count > 3 && !(1995..<2035).contains(year)
        }
    }

    private static let workspace: Workspace? = {
        let folder = scratchFolder + "/workspace"
        mkdir(folder, 0o700)
        for (name, text) in files { ScratchFile("workspace/" + name).fill(Array(text.utf8)) }
        guard let today = Day(text: "2024-06-30") else { return nil }
        var workspace = Workspace(folder: folder, today: today)
        do {
            for statement in parseScript(definitions).statements { try workspace.define(statement) }
        } catch {
            print(error)
            return nil
        }
        return workspace
    }()

    static func problem(_ bytes: [UInt8]) -> String? {
        guard var workspace else { return "the workspace is not defined" }
        // Of inputs that take long, one in 64; and a scorecard or a check takes as long as some dozens of questions.
        let sum = bytes.reduce(0, &+)
        if isInHaste, sum & 63 != 0, mayReachFar(bytes) { return nil }
        var mayAskMuch = !isInHaste || sum & 7 == 0
        let text = String(decoding: bytes, as: UTF8.self)
        for statement in parseScript(text).statements.prefix(8) {
            switch statement.kind {
            case .scorecard, .check:
                if !mayAskMuch { continue }
                mayAskMuch = false
            default: break
            }
            do throws(Diagnostic) {
                let deadline = clock() + patience
                let work = Work { clock() > deadline }
                try work.run { () throws(Diagnostic) in try carryOut(statement, &workspace) }
            } catch {
                if let problem = problem(error, length: bytes.count * 3) { return problem }
            }
        }
        return nil
    }

    private static func carryOut(_ statement: Statement, _ workspace: inout Workspace) throws(Diagnostic) {
        switch statement.kind {
        case .load, .dataset, .target, .use, .source: break
        case .dimension, .metric, .calendar, .constant, .parameter, .set:
            if Workspace.isDefinition(statement) { try workspace.define(statement) }
        case .show(let question): _ = try Evaluator(workspace).answer(question)
        case .rows(let question): _ = try Evaluator(workspace).answer(question, most: nil)
        case .cohort(let question): _ = try Evaluator(workspace).answer(question)
        case .scorecard(let question): _ = try Evaluator(workspace).answer(question)
        case .why(let question): _ = try Evaluator(workspace).answer(question)
        case .forecast(let question): _ = try Evaluator(workspace).answer(question)
        case .funnel(let question): _ = try Evaluator(workspace).answer(question)
        case .check(let question): _ = try Evaluator(workspace).answer(question)
        default: break
        }
    }

    /// - Parameter length: bytes that the script can have at most: what is not UTF-8 is longer as text.
    private static func problem(_ diagnostic: Diagnostic, length: Int) -> String? {
        if diagnostic.message.isEmpty || diagnostic.code.isEmpty { return "a diagnostic without words: \(diagnostic)" }
        guard let span = diagnostic.span else { return nil }
        return span.start >= 0 && span.start <= span.end && span.end <= length ? nil : "\(diagnostic) is outside"
    }
}
