import Synchronization
import Values

/// A table made of another: other rows, columns from several cells, computed columns. Its cells are made when they are
/// first asked for.
final class ShapedTable: TableSource {
    /// Where a column's cells come from.
    enum Cells: Sendable {
        /// A column of the base as it is.
        case same(Int)
        /// Cells of one column of the base; a row of -1 is a missing cell.
        case taken(Int, rows: [Int32])
        /// For each row the column of the base and the row there.
        case mixed(columns: [Int32], rows: [Int32])
        case made(Column)
        /// Computed from these columns of the base.
        case computed(ColumnOutline, from: [Int], @Sendable () throws(Diagnostic) -> ColumnData)
    }

    private let base: Table
    let titles: [Table.Title]
    private let cells: [Cells]
    /// Nil as long as the base's is not known, and the same.
    private let ownRowCount: Int?
    private let decision: String?
    private let slots: [Slot]
    private let failed = Mutex<Diagnostic?>(nil)

    private final class Slot: Sendable {
        let column = Mutex<Column?>(nil)
    }

    /// - Parameters:
    ///   - rowCount: nil for that of the base.
    ///   - decision: what was done, for `describe`.
    init(_ base: Table, columns: [(title: Table.Title, cells: Cells)], rowCount: Int?, decision: String?) {
        self.base = base
        titles = columns.map(\.title)
        cells = columns.map(\.cells)
        ownRowCount = rowCount
        self.decision = decision
        slots = columns.map { _ in Slot() }
    }

    var files: [String] { base.files }
    var facts: TableFacts {
        TableFacts(
            rowCount: ownRowCount ?? base.rowCount, decisions: base.decisions + (decision.map { [$0] } ?? []),
            problems: base.problems, problemCount: base.problemCount)
    }
    var likelyRowCount: Int { ownRowCount ?? base.likelyRowCount }
    var size: Int? { ownRowCount == nil ? base.unreadSize : nil }
    var failure: Diagnostic? { base.failure ?? failed.withLock { $0 } }
    var waitsForPass: Bool { base.waitsForPass }
    var livesElsewhere: Bool { ownRowCount == nil && base.livesElsewhere }

    func daySpread(_ index: Int) -> DaySpread? {
        if case .same(let column) = cells[index] { base.daySpread(column) } else { nil }
    }

    func onlyText(_ index: Int) -> String? {
        if case .same(let column) = cells[index] { base.onlyText(column) } else { nil }
    }

    func differentTexts(_ index: Int) throws(Diagnostic) -> [String]? {
        if case .same(let column) = cells[index] { return try base.differentTexts(column) }
        return column(index).dictionary?.texts
    }

    func outline(_ index: Int) -> ColumnOutline? {
        if let column = slots[index].column.withLock({ $0 }) { return ColumnOutline(column) }
        switch cells[index] {
        case .same(let column): return base.outline(column)
        case .computed(let outline, _, _): return outline
        case .taken, .mixed, .made: return nil
        }
    }

    func column(_ index: Int) -> Column {
        if case .same(let column) = cells[index] { return base.column(column) }
        return slots[index].column.withLock { stored in
            if let stored { return stored }
            let column = make(cells[index])
            if Work.isStopped { return .blank(rows: facts.rowCount) }
            stored = column
            return column
        }
    }

    private func make(_ cells: Cells) -> Column {
        switch cells {
        case .same(let column): return base.column(column)
        case .taken(let column, let rows): return base.column(column).taking(rows)
        case .mixed(let columns, let rows):
            let sources = Dictionary(uniqueKeysWithValues: Set(columns).map { ($0, base.column(Int($0))) })
            return Column(
                ColumnData(zip(columns, rows).map { column, row in sources[column]?.value(at: Int(row)) ?? .missing }))
        case .made(let column): return column
        case .computed(_, _, let compute):
            do throws(Diagnostic) {
                return Column(try compute())
            } catch {
                // Whoever asks for a column looks at `failure` before its cells reach anybody.
                if !error.isInterruption { failed.withLock { $0 = $0 ?? error } }
                return Column(ColumnData(repeating: .missing, count: base.rowCount))
            }
        }
    }

    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        var wanted: Set<Int> = []
        for index in columns {
            switch cells[index] {
            case .same(let column), .taken(let column, _): wanted.insert(column)
            case .mixed(let columns, _): wanted.formUnion(Set(columns).map { Int($0) })
            case .computed(_, let columns, _): wanted.formUnion(columns)
            case .made: break
            }
        }
        try base.prepare(wanted, wantsCodes: wantsCodes, isInterrupted: isInterrupted)
        for index in columns {
            if isInterrupted() { throw .interrupted }
            _ = column(index)
        }
        if let failure { throw failure }
    }
}

extension Column {
    /// A column of computed cells; its type is that of the cells.
    package init(_ data: ColumnData) {
        let type: ColumnType =
            switch data {
            case .scaled(_, scale: 0): .integer
            case .scaled(_, let scale): .decimal(scale: scale)
            case .floats: .float
            case .days: .day
            case .moments: .moment
            case .booleans: .boolean
            case .texts: .text
            }
        self.init(type: type, data: data, missingCount: data.missingMask.reduce(0) { $0 + Int($1) })
    }

    /// The cells at the given rows, -1 for a missing one, without the texts that are not among them.
    func taking(_ rows: [Int32]) -> Column {
        var result = Column(data.gathered(rows).withoutUnusedTexts)
        result.type = type
        result.currency = currency
        result.decisions = decisions
        result.problems = problems
        return result
    }
}

extension ColumnData {
    /// With no text in the dictionary that no cell has.
    fileprivate var withoutUnusedTexts: ColumnData {
        guard case .texts(let codes, let dictionary) = self else { return self }
        var renumbered = [Int32](repeating: 0, count: dictionary.codeCount)
        var builder = DictionaryBuilder()
        let cells = codes.map { code -> Int32 in
            let index = Int(code)
            if code != 0 && renumbered[index] == 0, let text = dictionary.text(code) {
                renumbered[index] = builder.code(text)
            }
            return renumbered[index]
        }
        return .texts(cells, builder.dictionary)
    }
}
