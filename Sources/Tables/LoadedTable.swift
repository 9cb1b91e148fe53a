import Synchronization
import Values

extension Column {
    /// A column without a value: it stands for one that could not be read, and reaches nobody.
    package static func blank(rows: Int) -> Column {
        // There may be no memory left.
        Column(type: .text, narrow: NarrowColumn(texts: [], rowCount: rows), missingCount: rows)
    }
}

/// A table whose files are in memory, split into rows; its columns are parsed when they are first asked for.
final class LoadedTable: TableSource {
    let files: [String]
    let titles: [Table.Title]
    let facts: TableFacts
    private let columns: any ColumnSource
    private let slots: [Slot]

    /// One lock a column, so that two columns parse at the same time and none twice.
    private final class Slot: Sendable {
        let column = Mutex<Column?>(nil)
    }

    init(files: [String], titles: [Table.Title], facts: TableFacts, columns: any ColumnSource) {
        self.files = files
        self.titles = titles
        self.facts = facts
        self.columns = columns
        slots = titles.map { _ in Slot() }
    }

    var likelyRowCount: Int { facts.rowCount }
    var size: Int? { nil }
    var failure: Diagnostic? { nil }
    var waitsForPass: Bool { false }

    func outline(_ index: Int) -> ColumnOutline? {
        columns.outline(column: index) ?? ColumnOutline(column(index))
    }

    func differentTexts(_ index: Int) throws(Diagnostic) -> [String]? {
        slots[index].column.withLock { $0 } == nil ? columns.texts(column: index) : nil
    }

    func column(_ index: Int) -> Column {
        slots[index].column.withLock { stored in
            if let stored { return stored }
            let parsed = columns.parse(column: index)
            // What was stopped on the way is kept nowhere.
            if Work.isStopped { return .blank(rows: facts.rowCount) }
            stored = parsed
            return parsed
        }
    }

    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        let waiting = columns.filter { index in slots[index].column.withLock { $0 == nil } }
        guard waiting.count > 1 else { return }
        concurrently(waiting.count) { place in
            if !isInterrupted() { _ = self.column(waiting[place]) }
        }
        if isInterrupted() { throw .interrupted }
    }
}
