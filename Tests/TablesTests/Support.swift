import Foundation
import Values

@testable import Tables

/// `Fixtures` beside this file.
let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures").path

/// A table read from text that is written to a temporary file first.
func table(
    _ text: String, options: ReadOptions = ReadOptions(), name: String = "test.csv"
) throws -> Table {
    try table(bytes: Array(text.utf8), options: options, name: name)
}

func table(bytes: [UInt8], options: ReadOptions = ReadOptions(), name: String = "test.csv") throws -> Table {
    let folder = try TemporaryFolder()
    return try readTable(path: folder.write(name, bytes), displayName: name, options: options)
}

/// A folder that is removed when the last reference goes.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tables-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

extension Table {
    /// The cells of a column as plain text, missing as nil.
    func texts(_ column: Int) -> [String?] {
        let data = self.column(column).data
        return (0..<rowCount).map { row in
            let value = data.value(at: row)
            return value.isMissing ? nil : value.plainText
        }
    }

    func column(named name: String) throws -> Column {
        guard let index = index(of: name) else { throw Missing(name: name) }
        return column(index)
    }

    /// Every cell as plain text, row by row, missing as "".
    var rows: [[String]] {
        let columns = titles.indices.map(texts)
        return (0..<rowCount).map { row in columns.map { $0[row] ?? "" } }
    }

    /// What was told about the file and its parsed columns.
    var allProblems: [FileProblem] { problems + titles.indices.flatMap { column($0).problems } }
}

struct Missing: Error { var name: String }

extension ColumnData {
    /// The exact sum of a column of integers or decimals, as text; missing cells left out.
    var sum: String? {
        guard case .scaled(let cells, let scale) = self else { return nil }
        var total: Int128 = 0
        for cell in cells where cell != ColumnData.missingScaled { total += Int128(cell) }
        return ExactDecimal(total, scale: scale).text
    }
}
