import Glibc
import Testing
import Values

@testable import Tables

/// Columns of texts such as `Account 0012345` are kept as their numbers, and are the same texts.
struct NumberedTextTests {
    /// 40 texts whose numbers begin at `first` and are `step` apart.
    private func texts(_ prefix: String, from first: Int, step: Int = 1, digits: Int? = nil) -> [String] {
        (0..<40).map { index in
            let number = String(first + index * step)
            return prefix + String(repeating: "0", count: max(0, (digits ?? 0) - number.count)) + number
        }
    }

    private func form(_ texts: [String], spread: Int = 1_000_000) -> NumberedForm? {
        NumberedForm(texts, spread: spread, quote: 0x22)
    }

    @Test func formsThatAreSeen() throws {
        let padded = try #require(
            form(texts("Account ", from: 97, digits: 7) + ["", "Account 9999999"], spread: 10_000_000))
        #expect(padded.prefix == Array("Account ".utf8))
        #expect(padded.digits == 7)
        #expect(padded.number(Array("Account 0000000".utf8)) == 0)
        #expect(padded.number(Array("Account 9999999".utf8)) == 9_999_999)
        let plain = try #require(form(texts("ORD-2024-", from: 0)))
        #expect(plain.prefix == Array("ORD-2024-".utf8))
        #expect(plain.digits == nil)
        #expect(plain.number(Array("ORD-2024-0".utf8)) == 0)
        // All of one length and none with a zero in front: the next may be longer.
        #expect(form(texts("A", from: 100_000))?.digits == nil)
        for other in ["Account 1", "Account 00000001", "account 0000001", "Account 000000x", "Account ", ""] {
            #expect(padded.number(Array(other.utf8)) == nil, "\(other)")
        }
        for other in ["ORD-2024-01", "ORD-2024-", "ORD-2025-1", "ORD-2024-123456789", "ORD-2024--1", "ord-2024-1"] {
            #expect(plain.number(Array(other.utf8)) == nil, "\(other)")
        }
    }

    @Test func formsThatAreNone() {
        #expect(form(Array(texts("A", from: 1).prefix(20))) == nil, "too few")
        #expect(form(texts("", from: 1)) == nil, "numbers")
        #expect(form(texts("A", from: 1) + ["B41"]) == nil)
        #expect(form(texts("A", from: 1) + ["A"]) == nil)
        #expect(form(texts("A", from: 1) + ["A007"]) == nil, "7 and 007 are two")
        #expect(form(texts("Ä", from: 1)) == nil)
        #expect(form(texts("the longest prefix ", from: 1)) == nil)
        #expect(form(texts("A", from: 1, step: 1000), spread: 10_000) == nil, "far apart")
        #expect(form(texts("A\"", from: 1)) == nil, "quoted in the file")
    }

    /// Of 3,000 rows every tenth has none, the others 900 accounts, of every third number from 30 on.
    private func file() -> [String] {
        ["row,account,user"]
            + (0..<3000).map { row in
                if row % 10 == 9 { return "\(row),," }
                let number = 30 + (row * 7 + row / 900) % 900 * 3
                return "\(row),\(String(1_000_000 + number).dropFirst().description),u\(number)"
                    .replacing(",00", with: ",Account 00")
            }
    }

    @Test func theyAreTextsAsBefore() throws {
        let path = try temporaryFile("numbered.csv", file().joined(separator: "\n"))
        defer { unlink(path) }
        let table = try #require(StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: 5000))
        for (column, prefix, longest) in [(1, "Account ", "Account 002727"), (2, "u", "u2727")] {
            let cells = table.column(column)
            #expect(cells.missingCount == 300)
            let dictionary = try #require(cells.dictionary)
            // Row 0 is number 30, row 1 number 51, row 129 number 30 + 903 % 900 * 3.
            #expect(cells.value(at: 0) == .text(prefix + (column == 1 ? "000030" : "30")))
            #expect(cells.value(at: 1) == .text(prefix + (column == 1 ? "000051" : "51")))
            #expect(cells.value(at: 129) == .missing)
            #expect(cells.value(at: 130) == .text(prefix + (column == 1 ? "000060" : "60")))
            let texts = dictionary.texts
            #expect(texts.count == Set(texts).count)
            #expect(texts.count == dictionary.count)
            #expect(texts.last == longest)
            for (index, text) in texts.enumerated() {
                #expect(dictionary.code(of: text) == Int32(index + 1))
            }
            // Between two numbers that there are, before the first, behind the last, and what is none.
            for other in ["31", "29", "2730", "99999", "x", ""] {
                #expect(dictionary.code(of: prefix + (column == 1 && other.count == 2 ? "0000" : "") + other) == nil)
            }
        }
        try compare(path, chunkSize: 5000)
    }

    /// One cell that is not like the others has the column read as any texts.
    @Test(arguments: [
        "Account 12", "account 000030", "Account 0000030", "Account 00003x", " Account 000030", "Account 000030 ",
        "\"Account 000030\"", "\"Account \"\"000030\"", "n/a", "Account 000030\u{301}", "-", "12", "Account 999999",
    ])
    func laterCellsDecide(_ odd: String) throws {
        var lines = file()
        lines[2001] = "2000,\(odd),\(odd)"
        let path = try temporaryFile("late-numbered.csv", lines.joined(separator: "\n"))
        defer { unlink(path) }
        for chunkSize in [700, 1 << 18] { try compare(path, chunkSize: chunkSize) }
    }
}
