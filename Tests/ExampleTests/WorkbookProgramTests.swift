import Foundation
import Testing

/// Workbooks as the program meets them: in a folder, by name, in a workspace.
@Suite("Workbooks")
struct WorkbookProgramTests {
    /// A folder with `board.xlsx`, which openpyxl wrote (`Tests/TablesTests/Fixtures/xlsx/make.py`), and other files.
    private func folder(_ files: [String: String] = [:]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quaestor-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let fixture = Places.root.appendingPathComponent("Tests/TablesTests/Fixtures/xlsx/board.xlsx")
        try FileManager.default.copyItem(at: fixture, to: folder.appendingPathComponent("board.xlsx"))
        for (name, text) in files {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        return folder
    }

    @Test("Each sheet with a table of a folder's workbooks is a dataset, and what is left out is told")
    func folderOfWorkbooks() throws {
        let folder = try folder(["~$board.xlsx": "a spreadsheet's mark of what it has open"])
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try runProgram([
            folder.path, "-c", "rows board_targets as csv", "-c", "rows board_deals_2026 as csv",
        ])
        #expect(
            run.output
                == "month,region,target\r\n2026-01-01,EMEA,1000.0\r\n2026-01-01,AMER,2500.5\r\n2026-02-01,EMEA,1100.0\r\n"
                + "deal,owner,amount,margin\r\nD-1,Ana,100,\r\nD-2,Bo,,\r\nD-3,Ana,300,\r\n", "\(run.errors)")
        #expect(run.errors.contains("the hidden sheet `Lookup` is left out; `sheet \"Lookup\"` reads it"))
        #expect(!run.errors.contains("~$"))
    }

    @Test("A sheet is named in a workspace, for datasets and for targets")
    func sheetsByName() throws {
        let workspace = """
            dataset deals from "deals.csv" { key id; time day }
            metric signed = sum(deals.amount) as money EUR
            dimension region = deals.region
            target signed by region from "board.xlsx" sheet "Targets" { time month; value target }
            """
        let folder = try folder([
            "workspace.qst": workspace,
            "deals.csv": "id,day,region,amount\n1,2026-01-05,EMEA,900\n2,2026-01-07,AMER,3000\n",
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try runProgram([
            folder.path, "-c", "show signed by region for 2026-01 vs target as csv",
        ])
        #expect(run.output.contains("AMER,3000,2500.5,499.5"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("EMEA,900,1000"), "\(run.output)\(run.errors)")
        let wrong = try runProgram([folder.path, "-c", "load \"board.xlsx\" sheet \"Target\" as t"])
        #expect(wrong.code == 1)
        #expect(
            wrong.errors.contains("`board.xlsx` has no sheet `Target`")
                && wrong.errors.contains("did you mean `Targets`?"),
            "\(wrong.errors)")
        let open = try runProgram([folder.path, "-c", "load \"board.xlsx\" as b"])
        #expect(open.errors.contains("`as b` cannot name 2 datasets"), "\(open.errors)")
    }
}
