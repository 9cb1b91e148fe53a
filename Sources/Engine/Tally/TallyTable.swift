import Glibc
import Model
import Synchronization
import Tables
import Values

/// The columns of one dataset that a tally reads, all in narrow form with pieces of the same rows.
final class TallyTable {
    /// A column by its place among those that are read.
    struct Operand {
        let place: Int
        let column: NarrowColumn
        /// How many cells are missing; nil where nobody has counted.
        let missingCount: Int?

        var hasMissing: Bool { missingCount != 0 }

        /// How many codes a column of codes has, 0 for missing included.
        var codeCount: Int { if case .texts(let dictionary) = column.form { dictionary.codeCount } else { 1 } }
    }

    let evaluator: RowEvaluator
    /// The rows at which pieces begin, and the end.
    let borders: [Int]
    private(set) var columns: [NarrowColumn] = []
    private var known: [RowExpression: Operand] = [:]
    private var knownDays: [RowExpression: Operand] = [:]
    private var knownNumbers: [RowExpression: Operand] = [:]

    var rowCount: Int { evaluator.rowCount }
    /// How many workers share the rows.
    var workers: Int { max(1, min(WorkerPool.shared.threads, MorselTable.morselCount(borders))) }
    private var table: Table { evaluator.dataset.table }

    /// - Parameter expressions: those that the question reads of the dataset; a column among them that is kept narrow
    ///   decides the pieces.
    init(_ evaluator: RowEvaluator, reading expressions: [RowExpression]) {
        self.evaluator = evaluator
        let table = evaluator.dataset.table
        let positions = expressions.flatMap(\.columns).compactMap { reference in
            reference.path.joins.first.map { evaluator.dataset.filePosition($0.column) } ?? reference.position
        }
        // A loop: the types of a lazy chain cost more than the rest at start.
        var narrow: NarrowColumn?
        for case let position? in positions where narrow == nil { narrow = table.column(position).narrow }
        borders = narrow?.borders ?? NarrowColumn.borders(rowCount: table.rowCount)
    }

    /// The expression's cells; nil where they have no narrow form.
    func operand(_ expression: RowExpression) throws(Diagnostic) -> Operand? {
        if case .money(let amount, _) = expression { return try operand(amount) }
        if let found = known[expression] { return found }
        if case .column(let reference) = expression, reference.path.joins.isEmpty {
            return note(
                file(reference.position), missingCount: table.column(reference.position).missingCount, expression)
        }
        return note(NarrowColumn(try evaluator.evaluate(expression), borders: borders), missingCount: nil, expression)
    }

    /// A column of the dataset's file by its position in the table.
    func operand(file position: Int) -> Operand? {
        let reference = ColumnReference(
            path: JoinPath(start: evaluator.dataset.name, joins: []), position: position,
            name: table.titles[position].name)
        let expression = RowExpression.column(reference)
        if let found = known[expression] { return found }
        return note(file(position), missingCount: table.column(position).missingCount, expression)
    }

    /// The days of a time axis; nil where the expression has none.
    func days(_ expression: RowExpression) throws(Diagnostic) -> Operand? {
        if let found = knownDays[expression] { return found }
        if let own = try plainDays(expression) {
            knownDays[expression] = own
            return own
        }
        guard let days = try evaluator.evaluate(expression).dayNumbers,
            let narrow = NarrowColumn(.days(days), borders: borders)
        else { return nil }
        let operand = Operand(place: columns.count, column: narrow, missingCount: nil)
        columns.append(narrow)
        knownDays[expression] = operand
        return operand
    }

    private func plainDays(_ expression: RowExpression) throws(Diagnostic) -> Operand? {
        guard case .column(let reference) = expression, reference.path.joins.isEmpty,
            table.column(reference.position).type == .day
        else { return nil }
        return try operand(expression)
    }

    /// Takes in a column that was made for the question.
    func operand(made data: ColumnData) -> Operand? {
        guard let narrow = NarrowColumn(data, borders: borders) else { return nil }
        columns.append(narrow)
        return Operand(place: columns.count - 1, column: narrow, missingCount: nil)
    }

    /// The different values of an expression as codes, numbered a row at a time.
    func numbered(_ expression: RowExpression) throws(Diagnostic) -> Operand? {
        if let found = knownNumbers[expression] { return found }
        let group = GroupCodes(try evaluator.evaluate(expression))
        let operand = operand(made: .texts(group.codes, TextDictionary(placeholders: group.values.count - 1)))
        knownNumbers[expression] = operand
        return operand
    }

    private func file(_ position: Int) -> NarrowColumn? { table.narrow(position, borders: borders) }

    private func note(_ column: NarrowColumn?, missingCount: Int?, _ expression: RowExpression) -> Operand? {
        guard let column else { return nil }
        let operand = Operand(place: columns.count, column: column, missingCount: missingCount)
        columns.append(column)
        known[expression] = operand
        return operand
    }
}

/// Memory of numbers that a tally writes from several threads, each its own part.
///
/// Sendable although it holds a pointer: whoever hands it out says which part belongs to whom.
final class TallyMemory<Element: FixedWidthInteger>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Element>
    let count: Int
    private let block: TallyBlocks.Block

    /// What is in it at first is undefined.
    init(count: Int) {
        self.count = count
        block = TallyBlocks.take(max(64, count * MemoryLayout<Element>.stride + 64))
        start = block.start.bindMemory(to: Element.self, capacity: max(1, count))
    }

    convenience init(_ elements: [Element]) {
        self.init(count: elements.count)
        for (place, element) in elements.enumerated() { start[place] = element }
    }

    deinit { TallyBlocks.giveBack(block) }

    subscript(place: Int) -> Element {
        precondition(place >= 0 && place < count)
        return start[place]
    }
}

/// Where a tally's memory comes from. Large blocks are kept for the next question: to have them emptied by the system each
/// time takes as long as the rows do.
enum TallyBlocks {
    /// Sendable although it holds a pointer: whoever has taken it owns what it points to.
    struct Block: @unchecked Sendable {
        let start: UnsafeMutableRawPointer
        let bytes: Int
    }

    private static let hugePage = 2 << 20
    /// `MADV_HUGEPAGE`.
    private static let adviseHugePages: Int32 = 14
    /// Bytes that are kept, and of one block.
    private static let keptLimit = 64 << 20
    private static let blockLimit = 32 << 20
    private static let kept = Mutex<[Block]>([])

    /// What is in it at first is undefined.
    static func take(_ bytes: Int) -> Block {
        guard bytes >= hugePage else {
            return Block(start: .allocate(byteCount: bytes, alignment: 16), bytes: bytes)
        }
        let bytes = (bytes + hugePage - 1) / hugePage * hugePage
        let known = kept.withLock { kept -> Block? in
            let fitting = kept.indices.filter { kept[$0].bytes >= bytes && kept[$0].bytes <= 2 * bytes }
            return fitting.min { kept[$0].bytes < kept[$1].bytes }.map { kept.remove(at: $0) }
        }
        if let known { return known }
        // On huge pages: a fault for each of many small ones takes as long as the rows do.
        let start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: hugePage)
        madvise(start, bytes, adviseHugePages)
        return Block(start: start, bytes: bytes)
    }

    static func giveBack(_ block: Block) {
        guard block.bytes >= hugePage, block.bytes <= blockLimit else {
            block.start.deallocate()
            return
        }
        // The oldest go first.
        let others = kept.withLock { kept -> [Block] in
            kept.append(block)
            var sum = kept.reduce(0) { $0 + $1.bytes }
            var others: [Block] = []
            while sum > keptLimit {
                others.append(kept.removeFirst())
                sum -= others[others.count - 1].bytes
            }
            return others
        }
        for block in others { block.start.deallocate() }
    }
}
