import Foundation
import Language
import Model
import Values

@testable import Shell

/// A small workspace whose every count can be checked by hand.
///
/// deals: 8 rows. Enterprise: d1 100 Won, d2 300 Won, d3 50 Lost, d8 80 Open; Mid-Market: d4 200 Won, d5 20 Lost; SMB:
/// d6 200 Won, d7 30 Lost. Won in all 800; of 2026: d1, d2, d3, d4, d8.
struct CompletionWorkspace {
    let session: Session
    let folder: URL

    init(history: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("completion-\(UUID().uuidString)")
        let scripts = folder.appendingPathComponent("scripts")
        try FileManager.default.createDirectory(at: scripts, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("exports"), withIntermediateDirectories: true)
        for (name, text) in Self.files {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        let history = History(path: nil)
        session = Session(folder: folder.path, today: Day(year: 2026, month: 6, day: 30) ?? Day(0), history: history)
        try session.open([folder.path])
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The candidates at `▮`.
    func candidates(_ marked: String) -> [LineEditor.Candidate] {
        let parts = marked.split(separator: "▮", omittingEmptySubsequences: false)
        let provider = CompletionProvider(session)
        // What is found beside the prompt may need more than one TAB on a busy machine, and one more when it was found
        // just after the last.
        var found: [LineEditor.Candidate] = []
        var calm = 0
        for _ in 0..<200 where calm < 2 {
            found = provider.completions(parts.joined(), cursor: parts[0].utf8.count).candidates
            if session.completion.isSearching {
                calm = 0
                usleep(10_000)
            } else {
                calm += 1
            }
        }
        return found
    }

    func texts(_ marked: String) -> [String] { candidates(marked).map(\.text) }

    /// `LABEL | EVIDENCE` of each.
    func evidence(_ marked: String) -> [String] {
        candidates(marked).map { ($0.evidence.isEmpty ? $0.label : $0.label + " | " + $0.evidence) }
    }

    private static let files = [
        "deals.csv": """
        deal,account,segment,stage,amount,close_date
        d1,a1,Enterprise,Won,100,2026-01-10
        d2,a1,Enterprise,Won,300,2026-02-10
        d3,a2,Enterprise,Lost,50,2026-02-20
        d4,a3,Mid-Market,Won,200,2026-04-01
        d5,a3,Mid-Market,Lost,20,2025-04-01
        d6,a4,SMB,Won,200,2025-11-11
        d7,a4,SMB,Lost,30,2025-12-12
        d8,a2,Enterprise,Open,80,2026-06-15
        """,
        "accounts.csv": """
        account,owner,country
        a1,Ann Bell,DE
        a2,Cy,US
        a3,Ann Bell,DE
        a4,"Eve ""E"" Fox",FR
        """,
        "spend.csv": """
        day,channel,cost
        2026-01-05,Search,10
        2026-02-05,Social,30
        """,
        "targets.csv": """
        month,bookings
        2026-01,500
        """,
        "notes.txt": "a,b\n1,2\n",
        "scripts/board.qst": """
        use ".."
        param quarter = this quarter "Quarter to report"
        param region = "EMEA"
        show bookings for $quarter
        """,
        "scripts/weekly.qst": "use \"..\"\nshow bookings by month\n",
        "workspace.qst": """
        set today 2026-06-30
        dataset accounts from "accounts.csv" { key account }
        dataset deals from "deals.csv" { key deal; time close_date; join accounts on account }
        dataset spend from "spend.csv" { time day }
        dimension segment = deals.segment
        dimension owner = accounts.owner
        dimension channel = spend.channel
        metric bookings "Bookings" = sum(deals.amount where stage = Won) as money EUR { synonyms turnover, "order intake" }
        metric win_rate "Win rate" = count(deals where stage = Won) / count(deals where stage in (Won, Lost)) as percent
        metric cost "Cost" = sum(spend.cost)
        metric cost_ratio = cost / bookings
        target bookings from "targets.csv" { time month; value bookings }
        """,
    ]
}
