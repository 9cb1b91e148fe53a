import Foundation
import Testing
import Values

@testable import Tables

/// All files of the fixtures, as paths.
func fixtureFiles() -> [String] {
    guard let files = FileManager.default.enumerator(atPath: fixtures) else { return [] }
    return files.compactMap { $0 as? String }.map { fixtures + "/" + $0 }.filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
}

func temporaryFile(_ name: String, _ text: String, at path: String? = nil) throws -> String {
    let target =
        path
        ?? FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + "-" + name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: target))
    return target
}

/// Checks that a file read in chunks, each column by itself and all at once, is the table that it is when read whole.
func compare(_ path: String, chunkSize: Int, options: ReadOptions = ReadOptions()) throws {
    guard let whole = try? readWholeTables(paths: [(path, "file")], options: options) else { return }
    if let found = streamDifference(path, whole, chunkSize: chunkSize, options: options) {
        Issue.record("\(found); \(path) in chunks of \(chunkSize)")
    }
}

/// The same numbers for the same seed.
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

/// A table with all that goes wrong in exports: quotes, line ends, blank and short rows, footers, odd cells.
struct MessyTable {
    private var random: Random

    init(seed: UInt64) { random = Random(seed: seed) }

    func text() -> String {
        var random = random
        let newline = random.chance(30) ? "\r\n" : random.chance(5) ? "\r" : "\n"
        let delimiter = random.chance(60) ? "," : random.chance(50) ? ";" : "\t"
        let rows = random.below(600) + 20
        let isTidy = random.chance(50)
        let kinds = (0..<random.below(6) + 2).map { _ in random.below(11) }
        let oddRate = isTidy ? 0 : random.below(3)
        var lines: [String] = []
        if !isTidy && random.chance(20) { lines.append("Report of sales") }
        lines.append(kinds.indices.map { "column \($0)" }.joined(separator: delimiter))
        for row in 0..<rows {
            var cells = kinds.map { Self.cell($0, row, &random, newline: newline) }
            if random.below(100) < oddRate { cells[random.below(cells.count)] = Self.odd(&random) }
            if random.below(300) < oddRate { cells.removeLast() }
            if random.below(300) < oddRate { cells.append("extra") }
            lines.append(cells.joined(separator: delimiter))
            if random.below(200) < oddRate { lines.append("") }
        }
        if !isTidy && random.chance(30) { lines += ["", "Total" + delimiter + "\(rows)"] }
        if !isTidy && random.chance(20) { lines += ["Confidential Information - Do Not Distribute", ""] }
        var text = lines.joined(separator: newline)
        if random.chance(70) { text += newline }
        if random.chance(10) { text = "\u{FEFF}" + text }
        return text
    }

    private static func cell(_ kind: Int, _ row: Int, _ random: inout Random, newline: String) -> String {
        if random.chance(8) { return "" }
        switch kind {
        case 0: return "\(row)"
        case 1: return "\(random.below(100_000)).\(10 + random.below(90))"
        case 2: return "\(random.chance(20) ? "-" : "")\(random.below(1000)).\(random.below(10))"
        case 3: return "202\(random.below(6))-0\(1 + random.below(9))-\(10 + random.below(19))"
        case 4: return ["Enterprise", "SMB", "Mid-Market", "Öffentlich"][random.below(4)]
        case 5: return "Account \(random.below(300))"
        case 6: return "\"a, \"\"quoted\"\"\(random.chance(20) ? newline : " ")text \(random.below(50))\""
        case 7: return random.chance(50) ? "true" : "false"
        case 8: return "ORD-" + String(1_000_000 + random.below(5000)).dropFirst()
        case 9: return "user\(random.below(2000))"
        default: return "\(1 + random.below(12))/\(1 + random.below(28))/2024"
        }
    }

    private static func odd(_ random: inout Random) -> String {
        [
            "\"never closed", "in the \"middle\"", "n/a", " spaces ", "\"\"", "1,234.50", "$5.00", "12%", "\u{A0}",
            "NaN",
            "\"x\" y", "0012", "\"  \"", "'single'", "99999999999999999999", "31.12.2024", "e\u{301}",
            "\"line\rreturn\"",
        ][random.below(18)]
    }
}
