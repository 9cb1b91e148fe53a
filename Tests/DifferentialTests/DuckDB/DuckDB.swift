import Foundation
import SQLiteSupport

/// DuckDB with the tables of a world, which answers the statements that are written for SQLite.
///
/// It runs in a Python that has the package `duckdb`; for one thread at a time.
final class DuckDB {
    /// The Python to run, where DuckDB is to be asked too.
    static let python = ProcessInfo.processInfo.environment["QUAESTOR_DUCKDB_PYTHON"]

    /// What DuckDB has against a statement. What it does not understand says nothing about the answer.
    struct Refusal: Error, CustomStringConvertible {
        var description: String
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var received: [UInt8] = []
    /// How often it did not understand a statement, by what it said.
    var refusals: [String: Int] = [:]

    /// Copies the tables of joined rows and the calendar.
    init(_ world: World, python: String) throws {
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("answer.py").path
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        for statement in Self.macros { _ = try run(statement) }
        let tables = try world.database.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE '%_rows' OR name = 'calendar')")
        for table in tables.compactMap({ $0[0].text }) { try copy(table, world) }
    }

    /// The same answer with the kinds of cells that are expected: a column of DuckDB is of one type, so that whole numbers
    /// beside floats are floats, and numbers beside texts are texts.
    static func withExpectedKinds(_ answer: ExpectedAnswer) -> ExpectedAnswer {
        func converted(_ cell: ExpectedAnswer.Cell) -> ExpectedAnswer.Cell {
            guard cell.type.isNumber || cell.type == .boolean else { return cell }
            var cell = cell
            if case .text(let text) = cell.value {
                cell.value = Int64(text).map(SQLValue.integer) ?? Double(text).map(SQLValue.real) ?? cell.value
            }
            if case .real(let real) = cell.value, cell.type != .float, abs(real) < 0x1p53,
                let number = Int64(exactly: real)
            {
                cell.value = .integer(number)
            }
            return cell
        }
        var answer = answer
        answer.lines = answer.lines.map { $0.map(converted) }
        answer.total = answer.total?.map { $0.map(converted) }
        return answer
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The rows of a statement for SQLite.
    func rows(_ statement: String) throws -> [[SQLValue]] { try run(Self.translated(statement)) }

    /// Prints how often it did not understand.
    func tell() {
        for (refusal, count) in refusals.sorted(by: { $0.value > $1.value }) { print("\(count) times \(refusal)") }
    }

    // MARK: Tables

    private func copy(_ table: String, _ world: World) throws {
        let names = try world.database.rows("SELECT name FROM pragma_table_info('\(table)')").compactMap { $0[0].text }
        let rows = try world.database.rows("SELECT * FROM \(table)")
        let scope = world.scopes.first { $0.rows == table }
        let types = names.enumerated().map { index, name -> String in
            for row in rows {
                switch row[index] {
                case .null: continue
                case .integer: return "BIGINT"
                case .real: return "DOUBLE"
                case .text: return "VARCHAR"
                }
            }
            switch scope?.columns.first(where: { $0.sql == name })?.type {
            case .text, .day, .step: return "VARCHAR"
            case .float: return "DOUBLE"
            default: return "BIGINT"
            }
        }
        let columns = zip(names, types).map { "\"\($0)\" \($1)" }.joined(separator: ", ")
        _ = try run("CREATE TABLE \(table) (\(columns))")
        for start in stride(from: 0, to: rows.count, by: 2000) {
            let values = rows[start..<min(start + 2000, rows.count)].map { row in
                "(\(row.map(Self.literal).joined(separator: ", ")))"
            }
            _ = try run("INSERT INTO \(table) VALUES \(values.joined(separator: ", "))")
        }
    }

    private static func literal(_ value: SQLValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): sqlText(text)
        }
    }

    // MARK: Statements

    /// Functions of SQLite that DuckDB has otherwise.
    private static let macros = [
        "SET integer_division = true",
        "CREATE MACRO sqlite_step(step) AS CAST(ltrim(step, '+') AS INTERVAL)",
        "CREATE MACRO sqlite_date(day, step) AS strftime(CAST(day AS DATE) + sqlite_step(step), '%Y-%m-%d'),"
            // From the start of the month.
            + " (day, start, first, second) AS strftime("
            + "date_trunc('month', CAST(day AS DATE)) + sqlite_step(first) + sqlite_step(second), '%Y-%m-%d')",
        // The Thursday at or behind a day some days before.
        "CREATE MACRO sqlite_thursday(day, step) AS CAST(day AS DATE) + CAST(step AS INTERVAL)"
            + " + to_days(CAST((11 - dayofweek(CAST(day AS DATE) + CAST(step AS INTERVAL))) % 7 AS INTEGER))",
        "CREATE MACRO sqlite_julianday(day) AS date_diff('day', DATE '1970-01-01', CAST(day AS DATE))",
        "CREATE MACRO sqlite_strftime(form, day) AS CAST(strftime(CAST(day AS DATE), form) AS BIGINT)",
        "CREATE MACRO lesser(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN least(a, b) END",
        "CREATE MACRO greater(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN greatest(a, b) END",
    ]

    /// The words outside of quotes, replaced where the two speak differently.
    static func translated(_ statement: String) -> String {
        let whole = statement.replacingOccurrences(
            of: #"date\(([^()]*), '-3 days', 'weekday 4'\)"#, with: "sqlite_thursday($1, '-3 days')",
            options: .regularExpression)
        return whole.components(separatedBy: "'").enumerated().map { index, part in
            guard index % 2 == 0 else { return part }
            return words.reduce(part) { $0.replacingOccurrences(of: $1.0, with: $1.1, options: .regularExpression) }
        }.joined(separator: "'")
    }

    private static let words = [
        (#" IS (?!NULL|NOT )"#, " IS NOT DISTINCT FROM "), (#"\b(date|strftime|julianday)\("#, "sqlite_$1("),
        (#"min/\*of two\*/\("#, "lesser("), (#"max/\*of two\*/\("#, "greater("), (#"\bsquare_root\("#, "sqrt("),
        // A decimal of DuckDB has few digits.
        (#"\b(\d+\.\d+)\b"#, "$1e0"),
    ]

    private func run(_ statement: String) throws -> [[SQLValue]] {
        var line = try JSONSerialization.data(withJSONObject: statement, options: .fragmentsAllowed)
        line.append(10)
        try input.fileHandleForWriting.write(contentsOf: line)
        let answer = try JSONSerialization.jsonObject(with: Data(try nextLine()), options: .fragmentsAllowed)
        guard let rows = answer as? [[String]] else { throw Refusal(description: "DuckDB: \(answer)") }
        return rows.map { $0.map(Self.value) }
    }

    /// A cell: a letter for its kind, and what it is.
    private static func value(_ cell: String) -> SQLValue {
        let content = String(cell.dropFirst())
        switch cell.first {
        case "i": return Int64(content).map(SQLValue.integer) ?? .real(Double(content) ?? .nan)
        case "r": return .real(Double(content) ?? .nan)
        case "t": return .text(content)
        default: return .null
        }
    }

    private func nextLine() throws -> [UInt8] {
        while true {
            if let end = received.firstIndex(of: 10) {
                defer { received.removeFirst(end + 1) }
                return Array(received[..<end])
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Refusal(description: "DuckDB has ended") }
            received += more
        }
    }
}
