import Testing

@testable import Shell

/// A list of more rows than are looked up beforehand is drawn from where they stand, and is the file again.
struct LongListingTests {
    private static let lines = (0..<10_000).map { row in
        let name = row % 7 == 0 ? "\"Müller, \"\"\(row)\"\"\"" : row % 11 == 0 ? "" : "Company \(row % 900)"
        let day = row % 5 == 0 ? "" : "2024-0\(row % 9 + 1)-1\(row % 10)"
        return "X\(row),\(name),\(row).\(row % 90 + 10),\(day),\(row % 2 == 0)"
    }

    @Test func aLongListIsTheFile() throws {
        let workspace = try Self.workspace()
        #expect(try workspace.csv("rows deals as csv") == Self.text(Self.lines))
    }

    @Test func chosenAndOrderedRowsAreThose() throws {
        let workspace = try Self.workspace()
        let chosen = Self.lines.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        #expect(
            try workspace.csv("rows deals where won sort by amount desc as csv")
                == Self.text(chosen.reversed()))
    }

    private static func workspace() throws -> TestWorkspace {
        let workspace = try TestWorkspace(["deals.csv": text(lines)])
        try workspace.session.open([workspace.folder])
        return workspace
    }

    private static func text(_ lines: [String]) -> String {
        (["id,name,amount,close_date,won"] + lines).map { $0 + "\n" }.joined()
    }
}
