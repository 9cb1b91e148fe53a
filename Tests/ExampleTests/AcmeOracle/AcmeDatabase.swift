import Foundation
import SQLiteSupport

/// The exports of Examples/acme in SQLite, and what each metric is by its definition in SQL.
final class AcmeDatabase {
    private let database: Database
    let definitions: MetricDefinitions

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("SQL")

    /// The files of the example, in order.
    static var exports: [URL] {
        Places.exampleFiles("csv").filter { Places.relative($0).hasPrefix("Examples/acme/") }
    }

    init() throws {
        definitions = try MetricDefinitions(folder: Self.folder)
        database = try Database()
        for file in Self.exports {
            let export = try ExportFile(file)
            let table = "raw_" + file.deletingPathExtension().lastPathComponent
            let columns = export.titles.map { "\"\($0)\" TEXT" }.joined(separator: ", ")
            let places = export.titles.map { _ in "?" }.joined(separator: ", ")
            try database.run("CREATE TABLE \(table) (\(columns))")
            try database.insert(
                "INSERT INTO \(table) VALUES (\(places))",
                export.rows.map { $0.map { ExportFile.normal($0).map(SQLValue.text) ?? .null } })
        }
        try database.run(String(contentsOf: Self.folder.appendingPathComponent("canonical.sql"), encoding: .utf8))
    }

    /// The values of a metric by those of a dimension, `missing` for none; the only one under `all` without dimension.
    func values(_ metric: String, by dimension: String?, for period: Months) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for row in try database.rows(definitions.query(metric[...], by: dimension, for: period)) {
            let group = row[0].text ?? "missing"
            switch row[1] {
            case .real(let number): values[group] = number
            case .integer(let number): values[group] = Double(number)
            default: continue
            }
        }
        return values
    }
}
