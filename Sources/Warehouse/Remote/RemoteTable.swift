import Engine
import Synchronization
import Tables
import Values

/// A table of a database: its columns are fetched when they are first asked for, as many at once as are needed.
///
/// Every fetch is one query, so all that was fetched so far comes again with what is new, and has to be the same: cells
/// of one row never come from two states of the table. A table whose rows have changed meanwhile is told of, and read
/// anew by `reload`.
final class RemoteTable: DatabaseTable {
    let connection: ADBCConnection
    /// As it stands behind `FROM`.
    let relation: String
    /// As the user named it.
    let displayName: String
    let columns: [RemoteColumn]
    let titles: [Table.Title]
    private let memory: SnapshotCache?
    private let memoryName: String
    private let state: Mutex<State>

    private struct State: Sendable {
        var rowCount: Int?
        var columns: [Column?]
        var failure: Diagnostic?
        /// Whether the columns are known from another time alone.
        var isRemembered: Bool
    }

    /// A table of so few rows is fetched whole: what belongs to others by a join is used in many ways.
    static let smallRows = 20_000
    /// Where a second fetch would bring no more cells than these, it brings all columns.
    private static let wholeCells = 20_000_000
    /// What is assumed of a table before anything was fetched, so that nothing is read only to be told of.
    private static let unknownRows = 1_000_000_000

    /// - Parameter memory: where columns are kept from another time; nil asks the database for them.
    init(_ connection: ADBCConnection, relation: String, memory: SnapshotCache?) throws(Diagnostic) {
        self.connection = connection
        self.memory = memory
        self.relation = connection.source(of: relation)
        displayName = relation
        let note = "columns of \(self.relation) in \(connection.identity)".split(separator: "\n").joined(separator: " ")
        memoryName = note
        let known = memory?.note(note).flatMap(ColumnMemo.columns)
        if let known {
            columns = known
        } else {
            columns = try connection.columns(of: self.relation)
            if let text = ColumnMemo.text(columns) { memory?.keep(text, as: note) }
        }
        var names = UniqueNames()
        var shown = UniqueNames()
        titles = columns.enumerated().map { index, column in
            let title = shown.unique(column.name.isEmpty ? "column_\(index + 1)" : column.name)
            let name = machineName(title)
            return Table.Title(title: title, name: names.unique(name.isEmpty ? "column_\(index + 1)" : name))
        }
        state = Mutex(State(columns: columns.map { _ in nil }, isRemembered: known != nil))
    }

    var database: any Database { connection }
    var columnNames: [String] { columns.map(\.name) }

    /// Whether the columns are known from another time alone, so that nobody was asked.
    var isRemembered: Bool { state.withLock { $0.isRemembered } }

    var files: [String] { [connection.name + ": " + displayName] }
    var size: Int? { nil }
    var waitsForPass: Bool { state.withLock { $0.columns.contains { $0 == nil } } }
    var failure: Diagnostic? { state.withLock { $0.failure } }
    var likelyRowCount: Int { state.withLock { $0.rowCount } ?? Self.unknownRows }

    func outline(_ index: Int) -> ColumnOutline? {
        if let column = state.withLock({ $0.columns[index] }) {
            // What a column is does not change with what is known of it.
            var outline = ColumnOutline(column)
            outline.isBlank = false
            return outline
        }
        return ColumnOutline(type: columns[index].type, currency: nil, isBlank: false, isCertain: true)
    }

    var facts: TableFacts {
        state.withLock { state in
            if state.rowCount == nil {
                do throws(Diagnostic) {
                    try fetch([], &state)
                } catch {
                    note(error, &state)
                }
            }
            let problems = state.columns.flatMap { $0?.problems ?? [] }
            return TableFacts(
                rowCount: state.rowCount ?? 0, decisions: [], problems: problems, problemCount: problems.count)
        }
    }

    func column(_ index: Int) -> Column {
        state.withLock { state in
            if let column = state.columns[index] { return column }
            do throws(Diagnostic) {
                try fetch([index], &state)
            } catch {
                note(error, &state)
            }
            // Whoever asks for a column looks at `failure` before its cells reach anybody.
            return state.columns[index] ?? .blank(rows: state.rowCount ?? 0)
        }
    }

    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        try state.withLock { (state) throws(Diagnostic) in try fetch(columns, &state) }
    }

    private func note(_ failure: Diagnostic, _ state: inout sending State) {
        if !failure.isInterruption { state.failure = failure }
    }

    /// Makes sure that the columns are what they are said to be: to be called before they are asked for in another way
    /// than through this table.
    func confirm() throws(Diagnostic) {
        // A look ahead while somebody types does not ask the database.
        guard Work.mayRead(displayName, size: .max) else { throw .interrupted }
        try state.withLock { (state) throws(Diagnostic) in if state.isRemembered { try verify(&state) } }
    }

    // MARK: Fetching

    private func fetch(_ wanted: [Int], _ state: inout sending State) throws(Diagnostic) {
        let missing = wanted.filter { state.columns[$0] == nil }
        if missing.isEmpty && state.rowCount != nil { return }
        // A look ahead while somebody types does not ask the database.
        guard Work.mayRead(displayName, size: .max) else { throw .interrupted }
        if state.isRemembered { try verify(&state) }
        if state.rowCount == nil, let whole = try fetchWhole() {
            state.rowCount = whole.rowCount
            state.columns = whole.columns
            return
        }
        var asked = Set(missing)
        if let rows = state.rowCount {
            for (index, column) in state.columns.enumerated() where column != nil { asked.insert(index) }
            if rows.multipliedReportingOverflow(by: columns.count).partialValue <= Self.wholeCells {
                asked.formUnion(columns.indices)
            }
        }
        let order = asked.sorted()
        let found = try read(order)
        if let rows = state.rowCount, rows != found.rowCount { throw changed() }
        for (column, index) in zip(found.columns, order) {
            if let known = state.columns[index], !known.hasSameCells(as: column) { throw changed() }
        }
        state.rowCount = found.rowCount
        for (column, index) in zip(found.columns, order) where state.columns[index] == nil {
            state.columns[index] = column
        }
    }

    /// Whether the columns are still what is known of them from another time.
    private func verify(_ state: inout sending State) throws(Diagnostic) {
        let now = try connection.columns(of: relation)
        let text = ColumnMemo.text(now)
        guard text == ColumnMemo.text(columns) else {
            if let text { memory?.keep(text, as: memoryName) }
            throw Diagnostic(
                "table-changed", "`\(visible(displayName))` has other columns in the database than it had",
                remedies: ["`reload` looks at them anew; then ask again"])
        }
        state.isRemembered = false
    }

    private func changed() -> Diagnostic {
        Diagnostic(
            "table-changed", "`\(visible(displayName))` has changed in the database since its first columns were read",
            remedies: ["`reload` reads it anew; then ask again"])
    }

    /// All columns, where the table has few rows; nil where it has more.
    private func fetchWhole() throws(Diagnostic) -> (rowCount: Int, columns: [Column])? {
        let found = try read(Array(columns.indices), limit: Self.smallRows + 1)
        return found.rowCount <= Self.smallRows ? (found.rowCount, found.columns) : nil
    }

    private func read(_ order: [Int], limit: Int? = nil) throws(Diagnostic) -> (rowCount: Int, columns: [Column]) {
        let list = order.isEmpty ? "1" : order.map { columns[$0].expression }.joined(separator: ", ")
        // A number for each column: names of expressions, and columns of one name, are the database's own matter.
        let sql = "SELECT \(list) FROM \(relation) AS t" + (limit.map { " LIMIT \($0)" } ?? "")
        return try Work.stage(WorkStage("reading \(displayName)")) { (_) throws(Diagnostic) in
            let numerics = order.indices.filter { columns[order[$0]].isSentNumeric }
            let found = try connection.rows(of: sql, from: displayName, numerics: Set(numerics))
            guard found.columns.count == max(order.count, 1) else {
                throw ArrowField.malformed("\(found.columns.count) columns, \(order.count) asked for")
            }
            if order.isEmpty { return (found.rowCount, []) }
            let size = "\(Engine.grouped(found.rowCount)) row\(found.rowCount == 1 ? "" : "s")"
            connection.noteFetch(
                "\(size), \(order.count) column\(order.count == 1 ? "" : "s") of \(visible(displayName))")
            var read: [Column] = []
            for (column, index) in zip(found.columns, order) {
                guard let type = columns[index].declared else {
                    read.append(column)
                    continue
                }
                read.append(try declaredColumn(column, columns[index].name, as: type, from: displayName))
            }
            return (found.rowCount, read)
        }
    }

    /// A table with all columns, which has no more to do with the database.
    func loaded() throws(Diagnostic) -> Table {
        try state.withLock { (state) throws(Diagnostic) in if state.isRemembered { try verify(&state) } }
        let found = try read(Array(columns.indices))
        return Table(
            files: files, titles: titles, rowCount: found.rowCount, decisions: [],
            problems: found.columns.flatMap(\.problems),
            problemCount: found.columns.reduce(0) { $0 + $1.problems.count },
            source: ReadColumns(columns: found.columns))
    }
}

/// Columns that are there.
private struct ReadColumns: ColumnSource {
    let columns: [Column]

    func parse(column index: Int) -> Column { columns[index] }
}
