import CArrow
import Synchronization
import Tables
import Values

/// One open connection of a driver: whoever has it is connected.
///
/// All calls but that which cancels are made by its thread. Sendable although it holds pointers.
final class ADBCLink: @unchecked Sendable {
    let driver: ADBCDriver
    private let database = UnsafeMutablePointer<AdbcObject>.allocate(capacity: 1)
    let connection = UnsafeMutablePointer<AdbcObject>.allocate(capacity: 1)
    private let thread = CallThread()
    /// Set for every statement, where the driver knows them.
    private let statementOptions: [(key: String, value: String)]
    /// The statement that runs, which may be cancelled as long as it stands here.
    private let running = Mutex<Running?>(nil)

    private struct Running: @unchecked Sendable {
        let statement: UnsafeMutablePointer<AdbcObject>
    }

    enum Failure: Error {
        /// The driver, or the database, says so.
        case failed(ADBCFailure)
        case told(Diagnostic)
        /// The work was stopped.
        case interrupted
        /// There was no answer for so long that this connection is given up.
        case abandoned
    }

    /// Seconds in which a server has to let somebody in.
    static let connectionLimit = 30.0

    /// Connects, and runs statements that set the session up; whether those of them that may fail do is not told.
    init(
        _ driver: ADBCDriver, _ options: [(key: String, value: String)], setUp: [(sql: String, mayFail: Bool)],
        statementOptions: [(key: String, value: String)] = []
    ) throws(Failure) {
        self.driver = driver
        self.statementOptions = statementOptions
        database.initialize(to: AdbcObject())
        connection.initialize(to: AdbcObject())
        let options = options.map { ($0.key, $0.value) }
        try run(limit: Self.connectionLimit) { () throws(ADBCFailure) in
            let functions = driver.functions.pointee
            try driver.call(.connecting) { functions.DatabaseNew?(self.database, $0) }
            self.database.pointee.private_driver = UnsafeMutableRawPointer(driver.functions)
            for (key, value) in options {
                try driver.call(.connecting) { functions.DatabaseSetOption?(self.database, key, value, $0) }
            }
            try driver.call(.connecting) { functions.DatabaseInit?(self.database, $0) }
            try driver.call(.connecting) { functions.ConnectionNew?(self.connection, $0) }
            self.connection.pointee.private_driver = UnsafeMutableRawPointer(driver.functions)
            try driver.call(.connecting) { functions.ConnectionInit?(self.connection, self.database, $0) }
        }
        for (sql, mayFail) in setUp {
            do throws(Failure) {
                try execute(sql)
            } catch {
                if case .failed(let failure) = error, mayFail, !failure.losesConnection { continue }
                // Some drivers connect with the first statement.
                if case .failed(var failure) = error {
                    failure.doing = .connecting
                    throw .failed(failure)
                }
                throw error
            }
        }
    }

    /// Closes the connection on its thread, once that is free; one that hangs is left to itself.
    func close() {
        let this = self
        _ = startInBackground {
            _ = this.thread.run(limit: 5, cancel: {}) {
                var error = AdbcError()
                if this.connection.pointee.private_data != nil {
                    _ = this.driver.functions.pointee.ConnectionRelease?(this.connection, &error)
                }
                if this.database.pointee.private_data != nil {
                    _ = this.driver.functions.pointee.DatabaseRelease?(this.database, &error)
                }
                error.release?(&error)
            }
            this.thread.end()
        }
    }

    // MARK: Calls

    func run<Value: Sendable>(
        limit: Double? = nil, _ body: @escaping @Sendable () throws(ADBCFailure) -> Value
    ) throws(Failure) -> Value {
        switch thread.run(limit: limit, cancel: cancel, { Result { () throws(ADBCFailure) in try body() } }) {
        case .finished(.success(let value)): return value
        case .finished(.failure(let failure)):
            if Work.isStopped { throw .interrupted }
            throw .failed(failure)
        case .notBegun: throw .interrupted
        case .abandoned: throw .abandoned
        }
    }

    /// Tells the running statement to stop.
    private func cancel() {
        running.withLock { running in
            guard let statement = running?.statement else { return }
            var error = AdbcError()
            let functions = driver.functions.pointee
            let status = functions.StatementCancel?(statement, &error)
            error.release?(&error)
            if status.map({ $0 == UInt8(ADBC_STATUS_OK) }) == true { return }
            error = AdbcError()
            _ = functions.ConnectionCancel?(connection, &error)
            error.release?(&error)
        }
    }

    /// Makes a statement of a query, and hands it on.
    private func withStatement<Value>(
        _ sql: String, _ body: (UnsafeMutablePointer<AdbcObject>) throws(ADBCFailure) -> Value
    ) throws(ADBCFailure) -> Value {
        let functions = driver.functions.pointee
        let statement = UnsafeMutablePointer<AdbcObject>.allocate(capacity: 1)
        statement.initialize(to: AdbcObject())
        defer { statement.deallocate() }
        try driver.call(.querying) { functions.StatementNew?(self.connection, statement, $0) }
        statement.pointee.private_driver = UnsafeMutableRawPointer(driver.functions)
        running.withLock { $0 = Running(statement: statement) }
        defer {
            running.withLock { $0 = nil }
            var error = AdbcError()
            _ = functions.StatementRelease?(statement, &error)
            error.release?(&error)
        }
        for (key, value) in statementOptions {
            try? driver.call(.querying) { functions.StatementSetOption?(statement, key, value, $0) }
        }
        try driver.call(.querying) { functions.StatementSetSqlQuery?(statement, sql, $0) }
        return try body(statement)
    }

    /// Runs a statement that gives no rows, for so many seconds at most.
    func execute(_ sql: String, limit: Double = ADBCLink.connectionLimit) throws(Failure) {
        try run(limit: limit) { () throws(ADBCFailure) in
            try self.withStatement(sql) { (statement) throws(ADBCFailure) in
                try self.driver.call(.querying) {
                    self.driver.functions.pointee.StatementExecuteQuery?(statement, nil, nil, $0)
                }
            }
        }
    }

    /// Runs a query and reads all of its rows.
    ///
    /// - Parameters:
    ///   - source: what the rows are of, for what is told of them.
    ///   - numerics: the columns whose bytes are numbers (`SentNumeric`).
    func rows(of sql: String, from source: String, numerics: Set<Int>) throws(Failure) -> ResultSet {
        let stage = Work.ofThread?.stage
        let found = try run { () throws(ADBCFailure) -> Result<ResultSet, Diagnostic> in
            try self.withStatement(sql) { (statement) throws(ADBCFailure) in
                let stream = ArrowStream()
                try self.driver.call(.querying) {
                    self.driver.functions.pointee.StatementExecuteQuery?(statement, stream.stream, nil, $0)
                }
                return try self.columns(of: stream, .querying) { (fields) throws(Diagnostic) in
                    var fields = fields
                    for index in fields.indices where numerics.contains(index) {
                        if case .bytes = fields[index].format { fields[index].isSentNumeric = true }
                    }
                    let result = try ArrowResult(fields)
                    return (
                        { (batch) throws(Diagnostic) in
                            try Work.check()
                            try result.append(batch)
                            stage?.advance(0, rows: Int(clamping: batch.length))
                        }, { () throws(Diagnostic) in try result.finish(from: source) }
                    )
                }
            }
        }
        return try told(found)
    }

    /// The columns of a query, of which no row is read.
    func fields(of sql: String) throws(Failure) -> [ArrowField] {
        let found = try run { () throws(ADBCFailure) -> Result<SentFields, Diagnostic> in
            try self.withStatement(sql) { (statement) throws(ADBCFailure) in
                let stream = ArrowStream()
                try self.driver.call(.querying) {
                    self.driver.functions.pointee.StatementExecuteQuery?(statement, stream.stream, nil, $0)
                }
                return try self.columns(of: stream, .querying) { (fields) throws(Diagnostic) in
                    ({ _ in }, { SentFields(fields: fields) })
                }
            }
        }
        return try told(found).fields
    }

    private struct SentFields: Sendable {
        let fields: [ArrowField]
    }

    func told<Value>(_ found: Result<Value, Diagnostic>) throws(Failure) -> Value {
        switch found {
        case .success(let value): return value
        case .failure(let error): throw error.isInterruption ? .interrupted : .told(error)
        }
    }

    private typealias Reading<Value> = (
        batch: @Sendable (ArrowArray) throws(Diagnostic) -> Void, end: () throws(Diagnostic) -> Value
    )

    /// Reads a stream to its end; what is wrong with the data is no failure of the driver.
    private func columns<Value>(
        of stream: ArrowStream, _ doing: ADBCFailure.Doing,
        _ reading: ([ArrowField]) throws(Diagnostic) -> Reading<Value>
    ) throws(ADBCFailure) -> Result<Value, Diagnostic> {
        do throws(ArrowStream.Failure) {
            let fields: [ArrowField]
            switch try stream.fields() {
            case .success(let found): fields = found
            case .failure(let error): return .failure(error)
            }
            let begun = Result { () throws(Diagnostic) in try reading(fields) }
            guard case .success(let steps) = begun else {
                if case .failure(let error) = begun { return .failure(error) }
                return .failure(.interrupted)
            }
            // While the columns of one batch are made, the driver gets the next one.
            var batch = try stream.next()
            while let current = batch {
                let take = steps.batch
                let made = Mutex<Result<Void, Diagnostic>>(.success(()))
                let next = Mutex<Result<ArrowBatch?, ArrowStream.Failure>>(.success(nil))
                concurrently(2) { part in
                    if part == 0 {
                        let found = Result { () throws(ArrowStream.Failure) in try stream.next() }
                        next.withLock { $0 = found }
                    } else {
                        let done = Result { () throws(Diagnostic) in try take(current.array) }
                        made.withLock { $0 = done }
                    }
                }
                if case .failure(let error) = made.withLock({ $0 }) { return .failure(error) }
                batch = try next.withLock { $0 }.get()
            }
            return Result { () throws(Diagnostic) in try steps.end() }
        } catch {
            throw failure(of: stream, error, doing)
        }
    }

    /// What the driver says of a stream that failed.
    func failure(
        of stream: ArrowStream, _ error: ArrowStream.Failure, _ doing: ADBCFailure.Doing
    ) -> ADBCFailure {
        var status = UInt8(ADBC_STATUS_IO)
        if let told = driver.functions.pointee.ErrorFromArrayStream?(stream.stream, &status),
            told.pointee.message != nil
        {
            return ADBCFailure(doing, status, told.pointee)
        }
        return ADBCFailure(doing: doing, status: UInt8(ADBC_STATUS_IO), message: error.message, state: "")
    }
}
