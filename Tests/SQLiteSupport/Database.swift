import CSQLite
import Foundation

/// A cell as SQLite has it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    package var integer: Int? {
        if case .integer(let number) = self { Int(number) } else { nil }
    }
}

/// What SQLite said against a statement.
package struct SQLError: Error, CustomStringConvertible {
    package var message: String
    package var statement: String

    package var description: String { "SQLite: \(message)\n\(statement)" }
}

/// A database of SQLite in memory, for one thread at a time.
package final class Database {
    private var connection: OpaquePointer?
    private static let configured: Void = csqlite_count_no_memory()

    package init() throws {
        Self.configured
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(":memory:", &connection, flags, nil) == SQLITE_OK else { throw error("open") }
        csqlite_reserve_small_memory(connection)
        try run("PRAGMA temp_store = MEMORY")
        // SQLite is not always built with mathematical functions.
        sqlite3_create_function_v2(
            connection, "square_root", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, _, arguments in
                if let value = arguments?[0], sqlite3_value_type(value) != SQLITE_NULL {
                    sqlite3_result_double(context, sqlite3_value_double(value).squareRoot())
                } else {
                    sqlite3_result_null(context)
                }
            }, nil, nil, nil)
    }

    deinit { sqlite3_close_v2(connection) }

    package func run(_ statements: String) throws {
        guard sqlite3_exec(connection, statements, nil, nil, nil) == SQLITE_OK else { throw error(statements) }
    }

    package func rows(_ statement: String) throws -> [[SQLValue]] {
        try prepared(statement) { prepared in
            var rows: [[SQLValue]] = []
            while true {
                switch sqlite3_step(prepared) {
                case SQLITE_ROW: rows.append((0..<sqlite3_column_count(prepared)).map { Self.value(prepared, $0) })
                case SQLITE_DONE: return rows
                default: throw error(statement)
                }
            }
        }
    }

    package func columnCount(of statement: String) throws -> Int {
        try prepared(statement) { Int(sqlite3_column_count($0)) }
    }

    /// Carries out one statement with `?` for each of the values, once for each row.
    package func insert(_ statement: String, _ rows: [[SQLValue]]) throws {
        try run("BEGIN")
        try prepared(statement) { prepared in
            for row in rows {
                for (index, value) in row.enumerated() { Self.bind(value, prepared, Int32(index + 1)) }
                guard sqlite3_step(prepared) == SQLITE_DONE else { throw error(statement) }
                sqlite3_reset(prepared)
            }
        }
        try run("COMMIT")
    }

    private func prepared<T>(_ statement: String, _ body: (OpaquePointer?) throws -> T) throws -> T {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v2(connection, statement, -1, &prepared, nil) == SQLITE_OK else {
            throw error(statement)
        }
        defer { sqlite3_finalize(prepared) }
        return try body(prepared)
    }

    private func error(_ statement: String) -> SQLError {
        SQLError(message: String(cString: sqlite3_errmsg(connection)), statement: statement)
    }

    private static func value(_ prepared: OpaquePointer?, _ column: Int32) -> SQLValue {
        switch sqlite3_column_type(prepared, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(prepared, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(prepared, column))
        case SQLITE_TEXT: return sqlite3_column_text(prepared, column).map { .text(String(cString: $0)) } ?? .null
        default: return .null
        }
    }

    private static func bind(_ value: SQLValue, _ prepared: OpaquePointer?, _ position: Int32) {
        switch value {
        case .null: sqlite3_bind_null(prepared, position)
        case .integer(let number): sqlite3_bind_int64(prepared, position, number)
        case .real(let number): sqlite3_bind_double(prepared, position, number)
        case .text(let text):
            // SQLite keeps a copy of its own.
            sqlite3_bind_text(prepared, position, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }
}

/// A text as SQL writes it.
package func sqlText(_ text: String) -> String { "'" + text.replacingOccurrences(of: "'", with: "''") + "'" }
