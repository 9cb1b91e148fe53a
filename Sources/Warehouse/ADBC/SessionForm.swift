import Tables
import Values

/// How a session of a connection begins, and how a question sees one state of its database.
struct SessionForm: Sendable {
    /// What is run first: nothing is written, and moments are in UTC.
    var setUp: [(sql: String, mayFail: Bool)]
    /// What begins a transaction that sees one state of the database throughout; nil where there is none to rely on.
    var transaction: String?
    /// Whether it is to be seen first that names are written as the server reads them.
    var asksForNames: Bool
    /// Options of the driver for every statement.
    var statementOptions: [(key: String, value: String)] = []

    /// - Parameter isNative: whether the driver is that of the database itself; another, such as that of Flight SQL, may
    ///   send each statement to a session of its own.
    init(_ dialect: Dialect, isNative: Bool) {
        asksForNames = [.generic, .ansi, .mysql].contains(dialect)
        setUp =
            switch dialect {
            case .postgresql: [("SET TIME ZONE 'UTC'", false), ("SET default_transaction_read_only = on", true)]
            case .spark: [("SET TIME ZONE 'UTC'", false)]
            case .sqlite: [("PRAGMA query_only = 1", false)]
            case .duckdb: [("SET TimeZone = 'UTC'", true)]
            default: []
            }
        guard isNative else {
            setUp = setUp.map { ($0.sql, true) }
            return
        }
        switch dialect {
        case .postgresql:
            transaction = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            // Small enough for the caches, and for columns to be made while the next batch comes.
            statementOptions = [("adbc.postgresql.batch_size_hint_bytes", "1048576")]
        case .sqlite, .duckdb: transaction = "BEGIN TRANSACTION"
        default: break
        }
    }
}

extension Dialect {
    /// The dialect that a driver's database speaks.
    init(driver: String) {
        let name = driver.lowercased()
        func has(_ words: String...) -> Bool {
            words.contains { word in name.split { !$0.isLetter }.contains { $0.hasPrefix(word) } }
        }
        if has("postgres", "redshift") {
            self = .postgresql
        } else if has("spark", "databricks") {
            self = .spark
        } else if has("sqlite") {
            self = .sqlite
        } else if has("duckdb") {
            self = .duckdb
        } else if has("bigquery") {
            self = .bigquery
        } else {
            self = .generic
        }
    }

    /// Those that the option `dialect` of a connection names.
    static let named: [(name: String, dialect: Dialect)] = [
        ("postgresql", .postgresql), ("spark", .spark), ("sqlite", .sqlite), ("duckdb", .duckdb),
        ("bigquery", .bigquery), ("mysql", .mysql), ("ansi", .ansi), ("sql", .generic),
    ]

    /// What is wrong where a server reads a name in `"` as a text, as MySQL and Spark do: every
    /// column would be one of its own name. Nil where names are names.
    func mistakenNames(over link: ADBCLink, of connection: String) throws(ADBCLink.Failure) -> Diagnostic? {
        let name = quoted("q")
        var said: [String] = []
        do throws(ADBCLink.Failure) {
            let sql = "SELECT \(name) FROM (SELECT 1 AS \(name)) AS t"
            let found = try link.rows(of: sql, from: "", numerics: [])
            // A server that understands it gives a row.
            guard let column = found.columns.first, column.count == 1, column.value(at: 0) == .text("q") else {
                return nil
            }
        } catch {
            guard case .failed(let failure) = error, failure.refusesStatement else {
                // Some drivers connect with the first statement.
                if case .failed(var failure) = error {
                    failure.doing = .connecting
                    throw .failed(failure)
                }
                throw error
            }
            said = [visible(failure.message)]
        }
        let other = nameQuote == "\"" ? "`dialect \"spark\"` or `dialect \"mysql\"`" : "`dialect \"sql\"`"
        return Diagnostic(
            "dialect-unknown", "`\(visible(connection))` reads names otherwise than they are written",
            reason: ["`\(name)` is no column there"] + said,
            remedies: ["say in the connection's options what it speaks, such as \(other)"])
    }
}
