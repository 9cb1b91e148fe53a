import Language
import Testing
import Values

@testable import Warehouse

/// What drivers say, as they were heard to say it, becomes an error with a remedy and without a secret.
@Suite("Failures of databases")
struct FailureTests {
    private func code(
        _ doing: ADBCFailure.Doing, _ status: UInt8, _ message: String, _ state: String = ""
    ) throws -> Diagnostic {
        let label = Label("wh", span: .none)
        let options = try ConnectionOptions(
            ConnectionDefinition(
                name: label, driver: label,
                options: [.init(name: Label("uri", span: .none), value: .text(Label("x://me:hush@db", span: .none)))]))
        return ADBCFailure(doing: doing, status: status, message: message, state: state).diagnostic(of: "wh", options)
    }

    @Test(
        "each kind has its code",
        arguments: [
            (
                ADBCFailure.Doing.connecting, 10,
                "[libpq] Failed to connect: connection to server at \"127.0.0.1\", port 1 failed: Connection refused",
                "",
                "connection-failed"
            ),
            (
                .connecting, 10,
                "[libpq] Failed to connect: FATAL:  password authentication failed for user \"reader\"", "",
                "login-refused"
            ),
            (.querying, 10, "server closed the connection unexpectedly", "", "connection-lost"),
            (.querying, 10, "FATAL:  terminating connection due to administrator command", "57P01", "connection-lost"),
            (.querying, 5, "ERROR:  relation \"nowhere\" does not exist", "42P01", "table-missing"),
            (.querying, 9, "no such table: nowhere", "", "table-missing"),
            (.querying, 9, "[TABLE_OR_VIEW_NOT_FOUND] The table or view `x` cannot be found", "42P01", "table-missing"),
            (.querying, 14, "ERROR:  permission denied for table secret", "42501", "permission-denied"),
            (.querying, 10, "ERROR:  canceling statement due to statement timeout", "57014", "query-timeout"),
            (.querying, 5, "ERROR:  syntax error at or near \"FRM\"", "42601", "query-failed"),
        ])
    func kinds(doing: ADBCFailure.Doing, status: UInt8, message: String, state: String, expected: String) throws {
        let error = try code(doing, status, message, state)
        #expect(error.code == expected)
        #expect(!error.remedies.isEmpty)
    }

    @Test("a secret in what the driver says is not told")
    func secrets() throws {
        let error = try code(.connecting, 5, "cannot understand x://me:hush@db", "")
        #expect(error.reason == ["cannot understand x://me:***@db"])
    }
}
