import Foundation
import Testing
import Values

@testable import Tables

struct EncodingTests {
    static let text = "name,n\nMüller €,1\n日本,2\n"

    static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
        }
    }

    @Test(arguments: [
        (Array(text.utf8), "encoding UTF-8"),
        ([0xEF, 0xBB, 0xBF] + Array(text.utf8), "encoding UTF-8 with byte order mark"),
        (utf16(text, bigEndian: false, mark: true), "encoding UTF-16 little endian with byte order mark"),
        (utf16(text, bigEndian: true, mark: true), "encoding UTF-16 big endian with byte order mark"),
        (utf16(text, bigEndian: false, mark: false), "encoding UTF-16 little endian"),
        (utf16(text, bigEndian: true, mark: false), "encoding UTF-16 big endian"),
    ])
    func unicodeIsFound(_ bytes: [UInt8], _ decision: String) throws {
        let table = try table(bytes: bytes)
        #expect(table.titles.map(\.title) == ["name", "n"])
        #expect(table.rows == [["Müller €", "1"], ["日本", "2"]])
        #expect(table.decisions.contains(decision))
        #expect(table.problems.isEmpty)
    }

    /// Before the titles too, where a file is read in chunks.
    @Test func marksAmongTheLines() throws {
        let path = try temporaryFile("marks.csv", "Report\n\u{FEFF}id,n\n1,2\n3,4\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            try readWholeTables(paths: [(path, "file")], options: ReadOptions()).decisions.contains(
                "1 byte order mark among the lines left out"))
        for size in [5, 1000] { try compare(path, chunkSize: size) }
    }

    @Test func windows1252IsTheFallback() throws {
        let bytes: [UInt8] = Array("name,n\nM".utf8) + [0xFC] + Array("ller ".utf8) + [0x80] + Array(",1\n".utf8)
        let table = try table(bytes: bytes)
        #expect(table.rows == [["Müller €", "1"]])
        #expect(table.decisions.contains("encoding Windows-1252"))
    }

    @Test func strayBytesAreReadAloneAndTold() throws {
        let bytes: [UInt8] = Array("name,n\nMüller,1\nÉté,2\nCaf".utf8) + [0xE9] + Array(",3\n".utf8)
        let table = try table(bytes: bytes)
        #expect(table.rows == [["Müller", "1"], ["Été", "2"], ["Café", "3"]])
        #expect(table.problems.map(\.text) == ["test.csv:4: byte E9 is not UTF-8; read as Windows-1252"])
    }

    @Test func anEncodingCanBeGiven() throws {
        let bytes: [UInt8] = Array("name\nx".utf8) + [0x80, 0xE9] + Array("\n".utf8)
        #expect(try table(bytes: bytes, options: ReadOptions(encoding: .latin1)).rows == [["x\u{80}é"]])
        #expect(try table(bytes: bytes, options: ReadOptions(encoding: .windows1252)).rows == [["x€é"]])
    }

    @Test func halvesOfPairsAreReplacedAndTold() throws {
        var bytes = Self.utf16("a,b\nx", bigEndian: false, mark: true)
        bytes += [0x00, 0xD8] + Self.utf16(",1\n", bigEndian: false, mark: false)
        let table = try table(bytes: bytes)
        #expect(table.rows == [["x\u{FFFD}", "1"]])
        #expect(table.problems.map(\.line) == [2])
    }

    @Test(arguments: [
        ("PAR1xxxx", "Parquet"), ("%PDF-1.7", "PDF"),
        ("<!DOCTYPE html><html>", "HTML"), ("<?xml version=\"1.0\"?>", "XML"), ("SQLite format 3\u{0}", "SQLite"),
    ])
    func otherFormatsAreNamed(_ content: String, _ word: String) throws {
        let problem = try #require(throws: Diagnostic.self) { try table(content) }
        #expect(problem.code == "file-format")
        #expect(problem.message.contains(word))
        #expect(!problem.remedies.isEmpty)
    }

    @Test func binaryDataIsRefused() throws {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 3) }
        let problem = try #require(throws: Diagnostic.self) { try table(bytes: [0x7F, 0x45, 0x4C, 0x46] + bytes) }
        #expect(problem.code == "file-format")
    }

    @Test func scriptsAreReadWithoutTheirMark() throws {
        let folder = try TemporaryFolder()
        #expect(try readTextFile(path: folder.write("a.qst", "\u{FEFF}show arr\n")) == "show arr\n")
        #expect(try readTextFile(path: folder.write("b.qst", "")) == "")
        let problem = try #require(throws: Diagnostic.self) {
            try readTextFile(path: folder.write("c.qst", Array("one\ntwo ".utf8) + [0xE9]))
        }
        #expect(problem.reason == ["line 2: byte E9 is not UTF-8"])
    }
}
