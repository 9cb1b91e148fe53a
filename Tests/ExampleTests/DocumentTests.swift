import Foundation
import Testing

/// Whole scripts as documents, as the command line writes them.
@Suite("Documents")
struct DocumentTests {
    /// A workspace of two files whose answers can be told by hand.
    private func workspace(_ script: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quaestor-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = [
            "deals.csv": "id,day,team,amount\n1,2026-01-05,North,100\n2,2026-02-07,South,250\n3,2026-03-01,North,50\n",
            "workspace.qst": """
            dataset deals from "deals.csv" { key id; time day }
            metric signed "Signed" = sum(deals.amount) as money EUR { higher is better; description "What was signed." }
            """,
            "board.qst": script,
        ]
        for (name, text) in files {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        return folder
    }

    private static let script = """
        ## The board for $quarter
        #! not for readers
        use "workspace.qst"
        set today 2026-04-02
        param quarter = 2026-Q1 "Quarter to report"

        # What was *signed*.
        show signed by team for $quarter
        # The end.
        """

    private func run(_ folder: URL, _ arguments: [String]) throws -> (output: String, errors: String, code: Int32) {
        try runProgram(
            ["run", folder.appendingPathComponent("board.qst").path] + arguments,
            environment: ["SOURCE_DATE_EPOCH": "1780000000"])
    }

    @Test("Markdown holds title, parameters, text, answers, definitions, sources and origin")
    func markdown() throws {
        let folder = try workspace(Self.script)
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try run(folder, ["--format", "md"])
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
        // 1780000000 is 2026-05-28 20:26:40 UTC.
        #expect(
            run.output == """
                # The board for 2026-Q1

                Quarter to report: **2026-Q1**

                What was *signed*.

                **Signed by team for 2026-Q1**

                2026-01-01 to 2026-03-31 · 3 rows of deals

                | team      |   Signed |
                | --------- | -------: |
                | South     |     €250 |
                | North     |     €150 |
                | **Total** | **€400** |

                The end.

                ## Definitions

                - **Signed**: What was signed.

                ## Data

                - **deals**: deals.csv, 3 rows, 2026-01-05 to 2026-03-01

                *Made 2026-05-28 20:26 UTC by Quaestor 0.1.0 from board.qst; today was 2026-04-02*

                """)
    }

    @Test("A file is written once, and replaced only by force; its ending tells the format")
    func file() throws {
        let folder = try workspace(Self.script)
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = folder.appendingPathComponent("board.json")
        let first = try run(folder, ["quarter=2026-02", "--to", target.path])
        #expect(first.code == 0 && first.output.isEmpty && first.errors.hasPrefix("written: "), "\(first.errors)")
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: target)) as? [String: Any]
        #expect(json?["title"] as? String == "The board for 2026-02")
        let blocks = json?["blocks"] as? [[String: Any]] ?? []
        #expect(blocks.map { $0["kind"] as? String } == ["text", "answer", "text"])
        let lines = blocks[1]["lines"] as? [[String: Any]] ?? []
        #expect(lines.map { $0["signed"] as? Int } == [250])
        let second = try run(folder, ["--to", target.path])
        #expect(second.code == 1 && second.errors.contains("exists already"))
        #expect(try run(folder, ["--to", target.path, "--force"]).code == 0)
    }

    @Test("A format for one answer refuses several, and a file without a format is wrong usage")
    func refusals() throws {
        let folder = try workspace(Self.script + "\nshow signed by month for $quarter")
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = folder.appendingPathComponent("board.csv").path
        let several = try run(folder, ["--to", target])
        #expect(several.code == 1 && several.errors.contains("one file of csv cannot hold 2 answers"))
        #expect(!FileManager.default.fileExists(atPath: target))
        #expect(try run(folder, ["--to", "board"]).code == 2)
    }

    @Test("A question that fails is told in the document where failures are passed over, else nothing is written")
    func failures() throws {
        let folder = try workspace(Self.script + "\nshow nothing_like_it\n")
        defer { try? FileManager.default.removeItem(at: folder) }
        let stopped = try run(folder, ["--format", "md"])
        #expect(stopped.code == 1 && stopped.output.isEmpty)
        let gone = try run(folder, ["--format", "md", "--keep-going"])
        #expect(gone.code == 1)
        #expect(gone.output.contains("**Not answered:** show nothing_like_it"), "\(gone.output)")
    }

    @Test("In the shell a script goes to a file as one document")
    func shell() throws {
        let folder = try workspace(Self.script)
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = folder.appendingPathComponent("x.md").path
        let script = folder.appendingPathComponent("board.qst").path
        let run = try runProgram([folder.path, "-c", "run \"\(script)\" quarter=2026-Q1 to \"\(target)\""])
        #expect(run.code == 0 && run.output.isEmpty, "\(run.errors)")
        let text = try String(contentsOfFile: target, encoding: .utf8)
        #expect(text.hasPrefix("# The board for 2026-Q1\n\nQuarter to report: **2026-Q1**\n\nWhat was"), "\(text)")
    }

    @Test("A script goes into one workbook, and its sheets can be loaded again")
    func workbook() throws {
        let folder = try workspace(Self.script)
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = folder.appendingPathComponent("board.xlsx").path
        let run = try run(folder, ["--to", target])
        #expect(run.code == 0 && run.output.isEmpty, "\(run.errors)")
        let again = try runProgram(["-c", "load \"\(target)\" as board", "-c", "rows board as csv"])
        #expect(again.output == "team,signed\r\nSouth,250\r\nNorth,150\r\n", "\(again.errors)")
        let lines = try runProgram(["-c", "load \"\(target)\" sheet \"About\" as about", "-c", "rows about as csv"])
        #expect(lines.output.contains("Quarter to report: 2026-Q1"), "\(lines.errors)")
        #expect(lines.output.contains("Signed: signed = sum(deals.amount) · What was signed."), "\(lines.output)")
        let refused = try self.run(folder, ["--format", "xlsx"])
        #expect(refused.code == 1 && refused.errors.contains("`xlsx` is no text, so it can only be written to a file"))
    }
}
