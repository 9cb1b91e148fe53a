import Foundation
import Testing

/// A large file is read and asked by as many threads as there are; its answers do not depend on how many.
struct ThreadAgreementTests {
    /// Some 9 MB, so that it is read in chunks: groups of all sizes, money, blank cells, quotes, rows that are damaged.
    private static func text() -> String {
        var text = "id,account,segment,stage,amount,opened,closed,note\n"
        for row in 0..<130_000 {
            let mixed = (row &* 2_654_435_761) % 1_000_003
            let note = mixed % 50 == 0 ? "\"long, \"\"quoted\"\"\nnote \(mixed)\"" : "note \(mixed % 700)"
            text += "\(row),Account \(mixed % 30_011),\(["Enterprise", "SMB", "", "Public"][mixed % 4]),"
            text += "\(["Won", "Lost", "Open"][mixed % 3]),\(mixed % 90_000).\(mixed % 10)5,"
            text +=
                "202\(mixed % 4)-0\(mixed % 9 + 1)-1\(mixed % 9),\(mixed % 7 == 0 ? "" : "2024-1\(mixed % 3)-2\(mixed % 8)"),\(note)\n"
            if row % 40_000 == 39_999 { text += "damaged\n" }
        }
        return text
    }

    private static let questions = [
        // First of all, so that nothing was read before.
        "describe deals",
        "show median(amount where -accounts.size != -2) by year",
        "show sum(amount), count(deals), count(distinct deals.account), min(amount), max(closed) by segment, stage",
        "show avg(amount), median(amount), stddev(amount), percentile(amount, 90%) by quarter",
        "show sum(amount) by deals.account top 20 with others",
        "show count(deals where note like \"*7*\") by month across stage for 2024",
        "show first(amount), last(note) by segment",
        "show rolling(sum(amount), 3 months), running(count(deals)) by month for 2024",
        "cohort count(distinct deals.account) by quarter",
        "rows deals where amount > 89990 sort amount desc, id limit 40",
        "check deals",
    ]

    @Test func answersAreTheSameWithAnyNumberOfThreads() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("threads-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.text().utf8).write(to: folder.appendingPathComponent("deals.csv"))
        let accounts = "account,size\n" + (0..<30_000).map { "Account \($0),\($0 % 50)\n" }.joined()
        try Data(accounts.utf8).write(to: folder.appendingPathComponent("accounts.csv"))
        let definition = """
            dataset accounts from "accounts.csv" { key account }
            dataset deals from "deals.csv" { key id; time closed; join accounts on account }
            set today 2024-12-31

            """
        try Data(definition.utf8).write(to: folder.appendingPathComponent("workspace.qst"))
        let arguments = ["--no-cache", "--keep-going", folder.path] + Self.questions.flatMap { ["-c", $0] }
        let alone = try runProgram(arguments, environment: ["QUAESTOR_THREADS": "1"])
        #expect(alone.output.contains("130,003 rows"))
        #expect(!alone.errors.contains("^^^"), "a question is refused")
        // Those of Account 30000 to 30010.
        #expect(alone.output.contains("49 rows have no partner"))
        for threads in [2, 5] {
            let together = try runProgram(arguments, environment: ["QUAESTOR_THREADS": "\(threads)"])
            #expect(together.output == alone.output, "\(threads) threads")
            #expect(together.errors == alone.errors, "\(threads) threads")
            #expect(together.code == alone.code)
        }
    }
}
