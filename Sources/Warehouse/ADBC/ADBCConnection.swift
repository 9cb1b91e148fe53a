import Language
import Model
import Synchronization
import Tables
import Values

/// A connection of the language: connected when it is first asked something, and again when it was lost.
package final class ADBCConnection: Database {
    package let name: String
    package let dialect: Dialect
    /// What a session begins with, and how one state is seen throughout a question.
    private let session: SessionForm
    private let options: ConnectionOptions
    private let manifest: DriverManifest
    private let link = Mutex<ADBCLink?>(nil)
    /// What is read for one question; nil between questions.
    private let reading = Mutex<Reading?>(nil)
    /// Held by whoever begins or ends a transaction: what looks for tables beside the prompt may ask at the same time.
    private let transaction = Mutex(())
    private let tables = Mutex<(known: [DatabaseSchema]?, isAsked: Bool)>((nil, false))

    /// Finds the driver; nobody is connected yet.
    ///
    /// Fails with `driver-missing`, `driver-manifest`, `profile-missing`, `no-variable` or `dialect-unknown`.
    package init(_ definition: ConnectionDefinition) throws(Diagnostic) {
        name = definition.name.text
        options = try ConnectionOptions(definition)
        do throws(Diagnostic) {
            manifest = try DriverManifest(options.driver)
        } catch {
            var placed = error
            placed.span = definition.driver.span
            throw placed
        }
        dialect = options.dialect ?? Dialect(driver: options.driver)
        session = SessionForm(dialect, isNative: dialect == Dialect(driver: options.driver))
    }

    deinit { link.withLock { $0 }?.close() }

    /// What tells this connection from others, without its secrets.
    var identity: String {
        let parts = options.options.map { option in
            option.key + (ConnectionSecrets.isSecret(option.key) ? "" : "=" + options.hidden(option.value))
        }
        let spoken = options.dialect == nil ? [] : [dialect.name]
        return ([name, driver] + spoken + parts.sorted()).joined(separator: " ")
    }

    /// The driver's library.
    package var library: String { manifest.library }
    /// As the statement or the profile names it.
    package var driver: String { options.driver }
    /// Where it leads, without secrets.
    package var place: String? {
        (options.options.first { $0.key == "uri" } ?? options.options.first { $0.key == "path" }).map {
            options.hidden($0.value)
        }
    }

    package func rows(of sql: String) throws(Diagnostic) -> ResultSet { try rows(of: sql, from: name) }

    /// - Parameters:
    ///   - source: what the rows are of, for what is told of them.
    ///   - numerics: the places in the select list of columns that `SentNumeric` reads.
    func rows(of sql: String, from source: String, numerics: Set<Int> = []) throws(Diagnostic) -> ResultSet {
        if let known = reading.withLock({ $0?.answers[sql] }) { return known }
        let found = try asking { (link) throws(ADBCLink.Failure) in
            try link.rows(of: sql, from: source, numerics: numerics)
        }
        if found.rowCount <= Self.keptCells / max(found.columns.count, 1) {
            reading.withLock { $0?.answers[sql] = found }
        }
        return found
    }

    /// The tables that the driver tells of.
    func objects() throws(Diagnostic) -> [DatabaseSchema] {
        try asking { (link) throws(ADBCLink.Failure) in try link.objects() }
    }

    /// The columns that a query gives.
    func fields(of sql: String) throws(Diagnostic) -> [ArrowField] {
        try asking { (link) throws(ADBCLink.Failure) in try link.fields(of: sql) }
    }

    var rememberedSchemas: [DatabaseSchema]? { tables.withLock { $0.known } }
    func remember(_ schemas: [DatabaseSchema]) { tables.withLock { $0.known = schemas } }

    /// Whether nobody has begun to look for tables; whoever is told so does.
    func beginsLookUp() -> Bool {
        tables.withLock { state in
            defer { state.isAsked = true }
            return !state.isAsked
        }
    }

    // MARK: Connecting

    /// Asks something; where the connection turns out to have been lost since it was last used, once more over a new
    /// one. Everything that is asked only reads.
    private func asking<Value>(
        _ body: (ADBCLink) throws(ADBCLink.Failure) -> Value
    ) throws(Diagnostic) -> Value {
        for attempt in 0..<2 {
            let known = link.withLock { $0 }
            let current: ADBCLink
            if let known { current = known } else { current = try connect() }
            var hasBegun = false
            do throws(ADBCLink.Failure) {
                try beginTransaction(current)
                hasBegun = true
                let found = try body(current)
                reading.withLock { $0?.isUsed = true }
                return found
            } catch {
                let isUsed = endTransaction(current)
                switch error {
                case .interrupted:
                    // Spark goes on with what nobody waits for until the session ends.
                    if dialect == .spark { forget(current) }
                    throw .interrupted
                case .told(let diagnostic): throw diagnostic
                case .abandoned:
                    forget(current)
                    throw abandoned()
                case .failed(let failure):
                    // One that lets no transaction begin is in the middle of another that nobody knows of.
                    if failure.losesConnection || failure.forgetsLogin || !hasBegun {
                        forget(current)
                        // What was read so far would be of another state than the rest.
                        if known != nil && attempt == 0 && !isUsed { continue }
                    }
                    throw failure.diagnostic(of: name, options)
                }
            }
        }
        throw abandoned()
    }

    private func abandoned() -> Diagnostic {
        if Work.isStopped { return .interrupted }
        return Diagnostic(
            "connection-failed", "`\(visible(name))` does not answer", reason: ["no answer in time"],
            remedies: ["see that the server runs and can be reached from here; then ask again"])
    }

    private func connect() throws(Diagnostic) -> ADBCLink {
        try Work.stage(WorkStage("connecting \(name)")) { (_) throws(Diagnostic) in
            let driver = try ADBCDriver.load(manifest)
            let made: ADBCLink
            var begun: ADBCLink?
            do throws(ADBCLink.Failure) {
                let new = try ADBCLink(
                    driver, options.options, setUp: session.setUp, statementOptions: session.statementOptions)
                begun = new
                if session.asksForNames, let mistaken = try dialect.mistakenNames(over: new, of: name) {
                    throw .told(mistaken)
                }
                made = new
            } catch {
                begun?.close()
                switch error {
                case .interrupted: throw .interrupted
                case .abandoned: throw abandoned()
                case .told(let diagnostic): throw diagnostic
                case .failed(let failure): throw failure.diagnostic(of: name, options)
                }
            }
            // Somebody else may have been quicker.
            let other = link.withLock { current in
                if current == nil { current = made }
                return current
            }
            guard let other, other !== made else { return made }
            made.close()
            return other
        }
    }

    // MARK: One state for one question

    /// What is read for one question.
    private struct Reading: Sendable {
        /// Questions in each other, such as those of a scorecard.
        var depth = 1
        var hasTransaction = false
        /// Whether the transaction has given anything.
        var isUsed = false
        var fetches: [String] = []
        /// What was asked already, by statement: one question looks at the same thing in several places, such as the
        /// different texts of a column for each word that may be one of them.
        var answers: [String: ResultSet] = [:]
    }

    /// Answers of more cells are not kept to the end of a question.
    private static let keptCells = 1_000_000

    package func beginReading() {
        reading.withLock { state in
            if state == nil { state = Reading() } else { state?.depth += 1 }
        }
    }

    package func endReading() -> [String] {
        let isLast = reading.withLock { state in
            state?.depth -= 1
            return state?.depth == 0
        }
        guard isLast else { return [] }
        if let current = link.withLock({ $0 }) { endTransaction(current) }
        return reading.withLock { state in
            defer { state = nil }
            return state?.fetches ?? []
        }
    }

    /// Notes that rows were brought here for the question that is answered.
    func noteFetch(_ text: String) { reading.withLock { $0?.fetches.append(text) } }

    /// Begins the transaction of a question with its first statement.
    private func beginTransaction(_ current: ADBCLink) throws(ADBCLink.Failure) {
        guard let begin = session.transaction else { return }
        try transaction.withLock { (_) throws(ADBCLink.Failure) in
            guard reading.withLock({ $0.map { !$0.hasTransaction } ?? false }) else { return }
            try current.execute(begin)
            reading.withLock { $0?.hasTransaction = true }
        }
    }

    /// Ends the transaction of a question, if there is one: all that it could do is read.
    ///
    /// Gives whether it was of any use.
    @discardableResult
    private func endTransaction(_ current: ADBCLink) -> Bool {
        transaction.withLock { _ in
            let (hasTransaction, isUsed) = reading.withLock { state in
                let found = (state?.hasTransaction ?? false, state?.isUsed ?? false)
                state?.hasTransaction = false
                state?.isUsed = false
                // What is asked from now on is of another state.
                state?.answers = [:]
                return found
            }
            // Also when the question was stopped.
            if hasTransaction {
                Work().run {
                    do throws(ADBCLink.Failure) { try current.execute("ROLLBACK") } catch { forget(current) }
                }
            }
            return isUsed
        }
    }

    private func forget(_ lost: ADBCLink) {
        link.withLock { current in if current === lost { current = nil } }
        lost.close()
    }

    /// Closes the connection; it is opened again when it is asked something.
    package func close() {
        reading.withLock { state in
            state?.hasTransaction = false
            state?.answers = [:]
        }
        link.withLock { $0.take() }?.close()
    }
}
