import Foundation
import Testing
import Values

@testable import Tables

struct FolderTests {
    func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in [
            "sales_2015.csv", "sales_2016.csv", "sales_2017.CSV", "returns.tsv", ".hidden.csv", "notes.md",
            "readme.txt",
            "east/deals.csv", "west/deals.csv", "west/old.csv",
        ] {
            _ = try folder.write(name, "a,b\n1,2\n")
        }
        return folder
    }

    @Test(arguments: [
        ("sales_*.csv", ["sales_2015.csv", "sales_2016.csv"]),
        ("sales_201?.csv", ["sales_2015.csv", "sales_2016.csv"]),
        ("*/deals.csv", ["east/deals.csv", "west/deals.csv"]),
        ("w*t/*.csv", ["west/deals.csv", "west/old.csv"]),
        ("*.csv", ["sales_2015.csv", "sales_2016.csv"]),
        ("returns.tsv", ["returns.tsv"]),
        (".h*", [".hidden.csv"]),
    ])
    func patternsMatch(_ pattern: String, _ names: [String]) throws {
        let folder = try folder()
        #expect(try matchFiles(pattern: pattern, in: folder.path) == names)
        #expect(
            try matchFiles(pattern: folder.path + "/" + pattern, in: "/nowhere") == names.map { folder.path + "/" + $0 }
        )
    }

    @Test func noMatchNamesWhatIsNear() throws {
        let folder = try folder()
        let problem = try #require(throws: Diagnostic.self) {
            try matchFiles(pattern: "sale_2015*.csv", in: folder.path)
        }
        #expect(problem.code == "file-not-found")
        #expect(problem.remedies.first?.contains("`sales_2015.csv`") == true)
    }

    @Test func dataFilesAreListed() throws {
        let folder = try folder()
        #expect(
            try dataFiles(in: folder.path).files
                == ["readme.txt", "returns.tsv", "sales_2015.csv", "sales_2016.csv", "sales_2017.CSV"])
        #expect(throws: Diagnostic.self) { try dataFiles(in: folder.path + "/nowhere") }
    }

    /// Opening a pipe waits for who writes into it, and reading it takes away what it held.
    @Test func pipesAreNoDataFilesButByName() throws {
        let folder = try folder()
        try #require(mkfifo(folder.path + "/sales_2018.csv", 0o600) == 0)
        try #require(symlink("sales_2018.csv", folder.path + "/sales_2019.csv") == 0)
        #expect(
            try dataFiles(in: folder.path).files
                == ["readme.txt", "returns.tsv", "sales_2015.csv", "sales_2016.csv", "sales_2017.CSV"])
        #expect(try dataFiles(in: folder.path).special == ["sales_2018.csv", "sales_2019.csv"])
        #expect(
            try matchFiles(pattern: "sales_*.csv", in: folder.path) == ["sales_2015.csv", "sales_2016.csv"])
        #expect(firstBytes(folder.path + "/sales_2018.csv", 4).isEmpty)
        #expect(firstBytes(folder.path + "/sales_2016.csv", 4) == Array("a,b\n".utf8))
    }

    @Test(arguments: [
        ("a", "a", true), ("abc", "a*c", true), ("abc", "*", true), ("abc", "a?", false), ("", "*", true),
        ("aXbXc", "a*b*c", true), ("aXbX", "a*b*c", false), (".a", "*", false), ("日本.csv", "??.csv", true),
    ])
    func wildcards(_ name: String, _ pattern: String, _ isMatch: Bool) {
        #expect(matches(name, pattern) == isMatch)
    }

    @Test func aMissingFileNamesItsNeighbours() throws {
        let folder = try folder()
        let problem = try #require(throws: Diagnostic.self) {
            try readTable(path: folder.path + "/sales_2051.csv", displayName: "sales_2051.csv", options: ReadOptions())
        }
        #expect(problem.code == "file-not-found")
        #expect(problem.message == "there is no file `sales_2051.csv`")
        #expect(problem.remedies == ["did you mean `sales_2015.csv` or `sales_2016.csv` or `sales_2017.CSV`?"])
        let other = try #require(throws: Diagnostic.self) {
            try readTable(path: folder.path, displayName: "exports", options: ReadOptions())
        }
        #expect(other.code == "file-is-folder")
    }

    @Test func severalFilesAreOneTable() throws {
        let folder = try TemporaryFolder()
        let paths = [
            (try folder.write("a.csv", "id,Amount,only a\n1,10,x\n2,20,y\n"), "a.csv"),
            (try folder.write("b.csv", "AMOUNT;ID\n1,5;3\nbad\n"), "b.csv"),
            (try folder.write("c.csv", ""), "c.csv"),
        ]
        let table = try readTables(paths: paths, options: ReadOptions())
        #expect(table.files == ["a.csv", "b.csv", "c.csv"])
        #expect(table.titles.map(\.name) == ["id", "amount", "only_a"])
        #expect(table.rowCount == 4)
        #expect(table.texts(0) == ["1", "2", "3", nil])
        #expect(table.texts(2) == ["x", "y", nil, nil])
        #expect(table.decisions.contains("b.csv has no column `only_a`: missing in its 2 rows"))
        #expect(
            table.problems.map(\.text) == ["c.csv: the file is empty; left out", "b.csv:3: 1 field, 2 expected"])
    }

    @Test func typesAreDecidedOverAllFiles() throws {
        let folder = try TemporaryFolder()
        let paths = [
            (try folder.write("a.csv", "d,n\n1/2/2024,5\n"), "a.csv"),
            (try folder.write("b.csv", "d,n\n31/1/2024,2.75\n"), "b.csv"),
        ]
        let table = try readTables(paths: paths, options: ReadOptions())
        #expect(table.texts(0) == ["2024-02-01", "2024-01-31"])
        #expect(table.column(0).decisions == ["dates read as day/month/year (line 2 of b.csv has `31/1/2024`)"])
        #expect(table.column(1).type == .decimal(scale: 2))
    }
}
