import Synchronization
import Tables
import Values

/// All rows of a table of a database, brought here when any of them is first asked for; from then on they have no more to
/// do with the database.
final class LaterTable: TableSource {
    private let remote: RemoteTable
    private let state = Mutex(State())

    private struct State: Sendable {
        var table: Table?
        var failure: Diagnostic?
    }

    init(_ remote: RemoteTable) { self.remote = remote }

    /// All rows; fails with what the database says, which is asked anew the next time.
    private func read() throws(Diagnostic) -> Table {
        try state.withLock { (state) throws(Diagnostic) in
            if let table = state.table { return table }
            // A look ahead while somebody types does not ask the database.
            guard Work.mayRead(remote.displayName, size: .max) else { throw .interrupted }
            let table = try remote.loaded()
            state.table = table
            return table
        }
    }

    /// The same for one who cannot be told of a failure and looks at `failure`, which stays: what was made of cells that
    /// were not there has to be thrown away.
    private func readIfPossible() -> Table? {
        do throws(Diagnostic) {
            return try read()
        } catch {
            if !error.isInterruption { state.withLock { $0.failure = error } }
            return nil
        }
    }

    private var known: Table? { state.withLock { $0.table } }

    var files: [String] { remote.files }
    var titles: [Table.Title] { remote.titles }
    var size: Int? { nil }
    var likelyRowCount: Int { known?.likelyRowCount ?? remote.likelyRowCount }
    var waitsForPass: Bool { known == nil }
    var livesElsewhere: Bool { known == nil }
    var failure: Diagnostic? { state.withLock { $0.failure } }

    var facts: TableFacts {
        guard let table = readIfPossible() else {
            return TableFacts(rowCount: 0, decisions: [], problems: [], problemCount: 0)
        }
        return TableFacts(
            rowCount: table.rowCount, decisions: table.decisions, problems: table.problems,
            problemCount: table.problemCount)
    }

    func outline(_ index: Int) -> ColumnOutline? { known?.outline(index) ?? remote.outline(index) }
    func column(_ index: Int) -> Column { readIfPossible()?.column(index) ?? .blank(rows: 0) }
    func daySpread(_ index: Int) -> DaySpread? { readIfPossible()?.daySpread(index) }
    func differentTexts(_ index: Int) throws(Diagnostic) -> [String]? { try readIfPossible()?.differentTexts(index) }
    func onlyText(_ index: Int) -> String? { readIfPossible()?.onlyText(index) }

    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) { _ = try read() }
}
