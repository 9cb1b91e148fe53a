import Tables
import Values

/// The cells of one column of an answer, one a line: values, or, of a long list of rows, the places where they stand in
/// the column of a table.
package struct AnswerCells: Sendable {
    private enum Storage: Sendable {
        case values([Value])
        /// `rows[i]` is the row of the table that line i shows.
        case listed(Column, rows: [Int32])
    }

    private var storage: Storage

    package init(_ values: some Sequence<Value>) { storage = .values(Array(values)) }

    /// The cells of rows of a column, which is read to its end now: lines are drawn when nobody can be told any more
    /// that a file is damaged.
    init(of column: Column, rows: [Int32]) {
        // A few are cheaper looked up at once than kept in order.
        if rows.count < Self.many {
            storage = .values(rows.map { column.value(at: Int($0)) })
        } else {
            column.settle()
            storage = .listed(column, rows: rows)
        }
    }

    private static let many = 4096

    /// The first ones.
    func head(_ count: Int) -> AnswerCells {
        switch storage {
        case .values(let values): AnswerCells(values.prefix(Swift.max(0, count)))
        case .listed(let column, let rows): AnswerCells(of: column, rows: Array(rows.prefix(Swift.max(0, count))))
        }
    }

    /// About how many bytes they take; the column of a table that they stand in is not theirs.
    package var approximateSize: Int {
        switch storage {
        case .values(let values): Value.approximateSize(of: values)
        case .listed(_, let rows): rows.count * MemoryLayout<Int32>.stride
        }
    }

    /// Whether there may be numbers among them.
    package var mayHoldNumbers: Bool {
        switch storage {
        case .values: true
        case .listed(let column, _): column.type.isNumber
        }
    }

    /// All of them as values, which is faster than asking for one after the other.
    package var values: [Value] {
        if case .values(let values) = storage { return values }
        return batches(of: count).flatMap { batch in (0..<batch.count).map { batch.value(at: $0) } }
    }

    /// The first `count` cells, some at a time; fewer where they end before.
    package func batches(of count: Int) -> some Sequence<CellBatch> {
        let end = Swift.min(Swift.max(0, count), self.count)
        return stride(from: 0, to: end, by: Self.many).lazy.map { first in
            batch(of: first..<Swift.min(first + Self.many, end))
        }
    }

    /// The cells of these lines, which is faster than asking for one after the other; fewer where lines end before.
    package func batch(of lines: Range<Int>) -> CellBatch {
        switch storage {
        case .values(let values): .values(values[lines.clamped(to: values.indices)])
        case .listed(let column, let rows): column.batch(of: rows[lines.clamped(to: rows.indices)])
        }
    }
}

extension AnswerCells: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int {
        switch storage {
        case .values(let values): values.count
        case .listed(_, let rows): rows.count
        }
    }

    package subscript(line: Int) -> Value {
        switch storage {
        case .values(let values): values[line]
        case .listed(let column, let rows): column.value(at: Int(rows[line]))
        }
    }
}

extension AnswerCells: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Value...) { storage = .values(elements) }
}

extension AnswerCells: Equatable {
    package static func == (first: AnswerCells, second: AnswerCells) -> Bool { first.elementsEqual(second) }
    package static func == (first: AnswerCells, second: [Value]) -> Bool { first.elementsEqual(second) }
}

extension Value {
    /// About how many bytes a list of values takes.
    package static func approximateSize(of values: [Value]) -> Int {
        values.reduce(values.count * MemoryLayout<Value>.stride) { sum, value in
            if case .text(let text) = value, text.utf8.count > 15 { sum + text.utf8.count + 32 } else { sum }
        }
    }
}
