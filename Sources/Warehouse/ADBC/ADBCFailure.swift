import CArrow
import Values

/// What a driver says when something fails.
struct ADBCFailure: Error {
    enum Doing {
        case connecting
        case querying
        /// Asking for tables and columns.
        case looking
    }

    var doing: Doing
    var status: UInt8
    var message: String
    /// SQLSTATE, five letters; empty where the driver gives none.
    var state: String

    init(doing: Doing, status: UInt8, message: String, state: String) {
        self.doing = doing
        self.status = status
        self.message = message
        self.state = state
    }

    init(_ doing: Doing, _ status: UInt8, _ error: AdbcError) {
        self.doing = doing
        self.status = status
        message = error.message.map { String(cString: $0) } ?? ""
        state = withUnsafeBytes(of: error.sqlstate) { bytes in
            String(decoding: bytes.prefix { $0 != 0 && $0 < 0x80 }, as: UTF8.self)
        }
    }

    /// Whether the driver does not have the function.
    var isMissing: Bool { status == UInt8(ADBC_STATUS_NOT_IMPLEMENTED) }

    private var lowered: String { message.lowercased() }
    private func says(_ texts: String...) -> Bool {
        let lowered = lowered
        return texts.contains { text in lowered.utf8.indices.contains { lowered.utf8[$0...].starts(with: text.utf8) } }
    }

    /// Whether nothing more can be asked over the connection.
    var losesConnection: Bool {
        state.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(state)
            || says(
                "server closed the connection", "no connection to the server", "connection reset", "broken pipe",
                "terminating connection", "ssl syscall error", "connection refused", "unavailable desc",
                "transport is closing", "connection not open", "could not receive data", "client connection lost",
                "bad connection")
    }

    var isCancellation: Bool {
        status == UInt8(ADBC_STATUS_CANCELLED) || state == "57014" && !says("statement timeout")
            || says("operation_canceled", "context canceled")
    }

    /// Whether who asked is not known any more: what stands for the password, once that was seen, holds for a time alone.
    var forgetsLogin: Bool { status == UInt8(ADBC_STATUS_UNAUTHENTICATED) }

    /// Whether it is the statement that the database does not understand, or does not want.
    var refusesStatement: Bool { [.other, .noColumn].contains(kind) }

    private enum Kind {
        case unreachable, refused, lost, noTable, noColumn, forbidden, timeout, other
    }

    private var kind: Kind {
        let isLogin =
            ["28P01", "28000"].contains(state) || status == UInt8(ADBC_STATUS_UNAUTHENTICATED)
            || says(
                "password authentication failed", "no password supplied", "authentication failed", "unauthenticated",
                "invalid access token", "incorrect username or password", "role \"") && doing == .connecting
        if isLogin { return .refused }
        if status == UInt8(ADBC_STATUS_TIMEOUT) || says("statement timeout", "deadline exceeded", "timed out") {
            return .timeout
        }
        if doing == .connecting { return .unreachable }
        if losesConnection { return .lost }
        let missesTable =
            ["42P01", "42S02", "3F000"].contains(state)
            || says(
                "no such table", "table_or_view_not_found", "table with name", "unknown table", "not found: table",
                "table not found", "object does not exist")
            || says("table '") && says("not found")
        if missesTable { return .noTable }
        if ["42703", "42S22"].contains(state)
            || says("no such column", "unresolved_column", "referenced column", "unknown column", "no field named")
        {
            return .noColumn
        }
        if state == "42501" || status == UInt8(ADBC_STATUS_UNAUTHORIZED) || says("permission denied", "access denied") {
            return .forbidden
        }
        return .other
    }

    /// The failure as a lesson.
    ///
    /// - Parameters:
    ///   - connection: the connection's name in the language.
    ///   - options: what the connection was made with: none of its secrets is told.
    func diagnostic(of connection: String, _ options: ConnectionOptions) -> Diagnostic {
        let name = "`\(visible(connection))`"
        var said = options.hidden(message).split(whereSeparator: \.isNewline).map { line in
            visible(String(line.drop { $0.isWhitespace }))
        }.filter { !$0.isEmpty }
        said = said.prefix(6).map { $0.count > 400 ? $0.prefix(400) + " …" : $0 }
        if !state.isEmpty, state != "00000" { said.append("SQLSTATE \(visible(state))") }
        func told(_ code: String, _ message: String, _ remedies: String...) -> Diagnostic {
            Diagnostic(code, message, reason: said, remedies: remedies)
        }
        switch kind {
        case .unreachable:
            return told(
                "connection-failed", "\(name) cannot be connected",
                "see that the server runs, and that host, port and database in the `uri` are right; then ask again")
        case .refused:
            return told(
                "login-refused", "\(name) does not let this user in",
                "see that user and password are right: a password is best kept in the environment"
                    + " (`password env(\"NAME\")`, for PostgreSQL `PGPASSWORD` or `~/.pgpass`) or in a profile")
        case .lost:
            return told(
                "connection-lost", "the connection \(name) was lost", "ask again: it is connected anew")
        case .noTable:
            return told(
                "table-missing", "\(name) has no such table",
                "`describe \(connection)` shows its tables; one outside of the usual schema is written \"schema.table\""
            )
        case .noColumn:
            return told(
                "column-missing", "\(name) has no such column", "`reload` looks at the columns again")
        case .forbidden:
            return told(
                "permission-denied", "this user may not read that in \(name)",
                "ask whoever runs the database for the right to `SELECT`, or connect as another user")
        case .timeout:
            return told(
                "query-timeout", "\(name) took too long and gave up",
                "ask for less, or have the time limit of statements raised")
        case .other:
            return told(
                "query-failed", doing == .looking ? "\(name) does not tell its tables" : "\(name) refused the query",
                "`explain` shows what was asked; `reload` looks at the columns again")
        }
    }
}
