import Foundation
import SQLiteSupport
import Tables
import Values
import Warehouse

/// PostgreSQL by its own client, for long comparisons: `$QUAESTOR_PSQL` has the arguments to connect with.
final class PostgreSQLConnection: TwinConnection {
    let name = "twin"
    let dialect = Dialect.postgresql
    let keepsDecimals = true
    private let schema: String
    private static let arguments = (ProcessInfo.processInfo.environment["QUAESTOR_PSQL"] ?? "")
        .split(separator: " ").map(String.init)

    static var isThere: Bool { !arguments.isEmpty }

    init(schema: String) throws {
        self.schema = schema
        _ = try run("DROP SCHEMA IF EXISTS \(schema) CASCADE; CREATE SCHEMA \(schema);")
    }

    func relation(_ table: String) -> String { schema + "." + dialect.quoted(table) }

    func fill(_ table: String, _ columns: [(name: String, type: ColumnType)], _ rows: [[Value]]) throws {
        let types = columns.map { column -> String in
            let type =
                switch column.type {
                case .integer: "BIGINT"
                case .decimal(let scale): "NUMERIC(18, \(scale))"
                case .float: "DOUBLE PRECISION"
                case .day: "DATE"
                case .moment: "TIMESTAMP"
                case .boolean: "BOOLEAN"
                case .text: "TEXT"
                }
            return dialect.quoted(column.name) + " " + type
        }
        var script = "CREATE TABLE \(relation(table)) (\(types.joined(separator: ", ")));\n"
        for start in stride(from: 0, to: rows.count, by: 500) {
            let values = rows[start..<min(rows.count, start + 500)].map { row in
                "(" + row.map(literal).joined(separator: ", ") + ")"
            }
            script += "INSERT INTO \(relation(table)) VALUES \(values.joined(separator: ",\n"));\n"
        }
        _ = try run(script)
    }

    private func literal(_ value: Value) -> String {
        switch value {
        case .missing: "NULL"
        case .number, .float: value.plainText
        case .boolean(let flag): flag ? "TRUE" : "FALSE"
        default: dialect.text(value.plainText)
        }
    }

    func rows(of sql: String) throws(Diagnostic) -> ResultSet {
        let output: String
        do {
            output = try run(sql + ";")
        } catch {
            throw Diagnostic("database", "\(error)")
        }
        // The first record has the names; behind the last one stands a line break of psql's own.
        let text = output.hasSuffix("\n") ? output.dropLast() : output[...]
        var records = text.split(separator: "\u{1E}", omittingEmptySubsequences: false).map {
            $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        }
        let names = records.isEmpty ? [] : records.removeFirst()
        let columns = names.indices.map { place -> Tables.Column in
            var builder = DictionaryBuilder()
            let codes = records.map { $0[place] == "<null>" ? 0 : builder.code($0[place]) }
            return Tables.Column(
                type: .text, data: .texts(codes, builder.dictionary), missingCount: codes.count { $0 == 0 })
        }
        return ResultSet(names: names, columns: columns)
    }

    private func run(_ script: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/psql")
        process.arguments =
            Self.arguments + [
                "-X", "-q", "-A", "-F", "\u{1F}", "-R", "\u{1E}", "-P", "footer=off", "-P", "null=<null>",
            ]
            + ["-v", "ON_ERROR_STOP=1", "-f", "-"]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = Data(script.utf8)
        let writing = input.fileHandleForWriting
        DispatchQueue.global().async {
            writing.write(text)
            try? writing.close()
        }
        let result = output.fileHandleForReading.readDataToEndOfFile()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Diagnostic("psql", String(decoding: said, as: UTF8.self) + "\n" + script.prefix(4000))
        }
        return String(decoding: result, as: UTF8.self)
    }
}
