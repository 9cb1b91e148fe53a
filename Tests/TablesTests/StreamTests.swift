import CScan
import Glibc
import Testing
import Values

@testable import Tables

/// A file read in chunks of any size is the same table as the file read whole.
@Suite struct StreamTests {
    @Test(arguments: fixtureFiles())
    func fixturesAreReadTheSame(_ path: String) throws {
        // Tiny chunks of a large file would take minutes.
        for chunkSize in fileSize(path) < 20_000 ? [7, 64, 300, 4096, 1 << 18] : [4096, 1 << 18] {
            try compare(path, chunkSize: chunkSize)
        }
    }

    /// What is damaged, and what looks so, in every place of a chunk.
    @Test(arguments: 0..<60)
    func messyTablesAreReadTheSame(_ seed: Int) throws {
        let text = MessyTable(seed: UInt64(seed) + 1).text()
        let path = try temporaryFile("messy-\(seed).csv", text)
        defer { unlink(path) }
        for chunkSize in [13, 200, 5000, 1 << 18] { try compare(path, chunkSize: chunkSize) }
    }

    /// RFC 4180 lets a quoted field hold whole rows.
    @Test func rowsInsideQuotesAreNoRows() throws {
        var lines = ["id,note,amount"]
        for row in 0..<400 {
            lines.append("\(row),\"first\n\(row + 1000),fake,1.50\n\(row + 2000),fake,2.50\nlast\",\(row).25")
        }
        let path = try temporaryFile("fake-rows.csv", lines.joined(separator: "\n") + "\n")
        defer { unlink(path) }
        for chunkSize in [7, 50, 300, 2000] {
            let table = try #require(
                StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: chunkSize))
            #expect(table.facts.rowCount == 400)
            guard case .scaled(let cells, scale: 2) = table.column(2).data else {
                Issue.record("not read as decimals")
                return
            }
            // 0.25 + 1.25 + … + 399.25
            let sum: Int64 = cells.reduce(0, +)
            #expect(sum == 7_990_000)
            #expect(table.column(1).dictionary?.count == 400)
            try compare(path, chunkSize: chunkSize)
        }
    }

    /// What a chunk that began at the wrong place took for texts is none of the column's, also where it has no other.
    @Test func textsOfNoRowAreForgotten() throws {
        var lines = ["id,note,blank"]
        for row in 0..<400 {
            lines.append("\(row),\"first\n\(row),fake,caf\u{E9} \(row)\n\(row),fake,\(row)x\nlast\",")
        }
        let path = try temporaryFile("forgotten.csv", lines.joined(separator: "\n") + "\n")
        defer { unlink(path) }
        for chunkSize in [7, 50, 300, 2000] {
            let table = try #require(
                StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: chunkSize))
            #expect(table.column(2).dictionary?.count == 0)
            #expect(table.column(2).missingCount == 400)
            try compare(path, chunkSize: chunkSize)
        }
    }

    /// Whether one more quote follows decides what a quote is that opens a field; the rest of the file is looked at for it.
    @Test(arguments: [1, 57, 398]) func aQuoteThatIsNeverClosedIsOne(_ row: Int) throws {
        var lines = ["id,owner,amount"] + (0..<400).map { "\($0),Ann,\($0).50" }
        lines[row + 1] = "\(row),\"Ann,\(row).50"
        for closed in [false, true] {
            // With a second quote, the first is closed by it where that one ends a field.
            if closed { lines[400] = "399,\"Bob\",399.50" }
            let path = try temporaryFile("never-closed.csv", lines.joined(separator: "\n") + "\n")
            defer { unlink(path) }
            for chunkSize in [7, 50, 300, 2000] {
                let table = try #require(
                    StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: chunkSize))
                #expect(table.facts.rowCount == 400)
                #expect(table.facts.problems.map(\.reason) == ["quote never closed; read as it stands"])
                #expect(table.facts.problems.map(\.line) == [row + 2])
                try compare(path, chunkSize: chunkSize)
            }
        }
    }

    @Test func theLastQuoteIsFound() throws {
        let rows = String(repeating: "1234567,Ann\n", count: 100_000)
        let size = rows.utf8.count
        for (text, place) in [
            ("n,who\n" + rows, -1), ("n,who\n\"1\",Ann\n" + rows, 8), ("n,who\n" + rows + "1,\"Bob\"\n", size + 12),
        ] {
            let path = try temporaryFile("last-quote.csv", text)
            defer { unlink(path) }
            let file = try #require(StreamedFile(path: path, name: "t"))
            let head = try #require(StreamHead(file, ReadOptions()))
            let last = LastQuote(file, head)
            #expect(last.isBefore(place + 1))
            #expect(!last.isBefore(place))
        }
    }

    /// A row may be longer than several chunks.
    @Test func longRowsAreReadWhole() throws {
        let long = String(repeating: "x,\"\"y\n", count: 5000)
        let path = try temporaryFile("long.csv", "id,text\n1,\"\(long)\"\n2,short\n3,\"\(long)\"\n4,end\n")
        defer { unlink(path) }
        for chunkSize in [10, 1000, 20_000] { try compare(path, chunkSize: chunkSize) }
    }

    /// Texts that are equal in NFC are one, also where one of them stands in a chunk of narrow codes.
    @Test func normalFormsAreOneText() throws {
        var lines = ["name,n"]
        for row in 0..<700 {
            lines.append(row % 3 == 0 ? "Caf\u{E9} \(row % 300),1" : "Cafe\u{301} \(row % 300),1")
        }
        lines += (0..<20).map { _ in "\u{212A}ilo,1" } + ["Kilo,1"]
        let path = try temporaryFile("nfc.csv", lines.joined(separator: "\n"))
        defer { unlink(path) }
        for chunkSize in [100, 1000, 100_000] {
            let table = try #require(
                StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: chunkSize))
            #expect(table.column(0).dictionary?.count == 301)
            try compare(path, chunkSize: chunkSize)
        }
    }

    @Test func manyTextsKeepTheirCodes() throws {
        var lines = ["id,key"]
        for row in 0..<30_000 { lines.append("\(row),key \(row * 7919 % 20_011) of a text that is longer than others") }
        let path = try temporaryFile("many.csv", lines.joined(separator: "\n"))
        defer { unlink(path) }
        let table = try #require(StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: 4096))
        #expect(table.column(1).dictionary?.count == 20_011)
        try compare(path, chunkSize: 4096)
    }

    /// A column that turns out to be something else than its beginning says is read as when the file is read whole.
    @Test(arguments: [
        "n/a", "1.234.567", "12.345", "-0.5", "1e5", "$4.20", "007", "12 345", "2024-02-30", "x", "9999999999999999999",
    ])
    func laterCellsDecide(_ odd: String) throws {
        var lines = ["a,b,c"]
        for row in 0..<3000 { lines.append("\(row),\(row).5,2024-01-\(10 + row % 20)") }
        lines[2500] = "\(odd),\(odd),\(odd)"
        let path = try temporaryFile("late.csv", lines.joined(separator: "\n"))
        defer { unlink(path) }
        try compare(path, chunkSize: 2000)
    }

    @Test func aFileThatChangesIsTold() throws {
        let path = try temporaryFile("changing.csv", "a,b\n" + (0..<500).map { "\($0),x\($0)\n" }.joined())
        defer { unlink(path) }
        let table = try #require(
            StreamedTable(path: path, displayName: "changing.csv", options: .init(), chunkSize: 100))
        try table.prepare([0], wantsCodes: true) { false }
        _ = try temporaryFile("changing.csv", "a,b\n1,2\n", at: path)
        #expect(throws: Diagnostic.self) { try table.prepare([1], wantsCodes: true) { false } }
        #expect(table.column(0).count == 500)
    }

    @Test func interruptionEndsAReading() throws {
        let path = try temporaryFile("interrupted.csv", "a,b\n" + (0..<500).map { "\($0),x\($0)\n" }.joined())
        defer { unlink(path) }
        let table = try #require(StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: 100))
        #expect { try table.prepare([0, 1], wantsCodes: true) { true } } throws: {
            ($0 as? Diagnostic)?.code == "interrupted"
        }
        try table.prepare([0, 1], wantsCodes: true) { false }
        #expect(table.facts.rowCount == 500)
    }

    /// Every way of splitting blocks finds the same places.
    @Test(arguments: 0..<40)
    func splittingIsTheSameOnAllProcessors(_ seed: Int) {
        var random = Random(seed: UInt64(seed) + 77)
        let letters: [UInt8] = Array("ab,,,\"\"\n\n\r\u{0}".utf8) + [0xC3]
        let count = random.below(700) + 1
        let bytes = (0..<count).map { _ in letters[random.below(letters.count)] } + [UInt8](repeating: 0x2C, count: 128)
        let start = cscan_start(
            delimiter: 0x2C, quote: 0x22, newline: 0x0A, inside: random.below(2) == 0 ? 0 : ~0,
            may_open: UInt64(random.below(2)), closed: UInt64(random.below(2)))
        func places(
            _ split: (
                UnsafePointer<UInt8>?, Int, UInt32, cscan_start, UnsafeMutablePointer<UInt32>?,
                UnsafeMutablePointer<cscan_found>?
            )
                -> Void
        ) -> [UInt32] {
            var marks = [UInt32](repeating: 0, count: count + 128)
            var found = cscan_found()
            split(bytes, count, 5, start, &marks, &found)
            return Array(marks.prefix(found.marks)) + [
                UInt32(found.lines), UInt32(found.broke), found.high != 0 ? 1 : 0, found.zero != 0 ? 1 : 0,
                found.quotes != 0 ? 1 : 0,
            ]
        }
        #expect(places(cscan_split) == places(cscan_split_portable))
    }
}
