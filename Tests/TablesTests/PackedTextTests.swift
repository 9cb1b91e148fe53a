import Glibc
import Testing
import Values

@testable import Tables

/// Columns of texts of which most are different are packed by what they share, and given back as they stand.
struct PackedTextTests {
    /// Names of few words and a number, in no order; some long, some blank, some in other letters.
    private func texts(_ count: Int) -> [String] {
        var random = Random(seed: 7)
        let companies = ["Cyberdyne", "Hooli", "Umbrella Analytics", "Örsted", "A"]
        let products = ["Core", "Suite", "Add-on", "a product whose name is longer than all others there are"]
        return (0..<count).map { row in
            if random.chance(3) { return "" }
            var text = "\(companies[random.below(5)]) \(products[random.below(4)]) expansion \(random.below(1_000_000))"
            // Around the lengths that are written in another way.
            if random.chance(5) { text += String(repeating: "x", count: 100 + random.below(40)) + "\(row)" }
            if random.chance(5) { text += String(repeating: "y", count: 230 + random.below(60)) + "\(row)" }
            if random.chance(1) { text += String(repeating: "long ", count: 20_000) + "\(row)" }
            return text
        }
    }

    /// Each row has another text, so that threads end with codes that they do not need.
    @Test(arguments: [4090, 4200, 9001, 12_345])
    func allAreDifferent(rows: Int) throws {
        let lines = (0..<rows).map { "\($0),\(String(UInt64($0) &* 0x9E37_79B9_7F4A_7C15, radix: 36)) text\n" }
        let path = try temporaryFile("different.csv", "id,name\n" + lines.joined())
        defer { unlink(path) }
        for chunkSize in [2000, 40_000] {
            let table = try #require(
                StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: chunkSize))
            try table.prepare([1], wantsCodes: false) { false }
            let packed = try #require(table.column(1).packedTexts)
            #expect(packed.narrow.dictionary?.count == rows)
            #expect(!packed.hasFailed)
        }
    }

    @Test(arguments: [300, 20_000, 1 << 18])
    func theyAreGivenBackAsTheyStand(chunkSize: Int) throws {
        let texts = texts(3000)
        let path = try temporaryFile("names.csv", "id,name\n" + texts.enumerated().map { "\($0),\($1)\n" }.joined())
        defer { unlink(path) }
        let table = try #require(StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: chunkSize))
        try table.prepare([0, 1], wantsCodes: false) { false }
        let packed = try #require(table.column(1).packedTexts)
        #expect(packed.rowCount == 3000)
        for row in stride(from: 2999, through: 0, by: -7) {
            #expect(packed.text(at: row) ?? "" == texts[row])
        }
        for (first, count) in [(0, 3000), (1, 1), (31, 2), (32, 100), (1500, 1500)] {
            var given: [String] = []
            packed.forEachText(from: first, count: count) { given.append(String(decoding: $0, as: UTF8.self)) }
            #expect(given == Array(texts[first..<first + count]))
        }
        let codes = packed.narrow
        #expect(codes.dictionary?.count == Set(texts.filter { !$0.isEmpty }).count)
        for row in 0..<3000 {
            #expect(codes.value(at: row) == (texts[row].isEmpty ? .missing : .text(texts[row])))
        }
    }
}
