// Rows that have more fields than they should: which of them are none.
extension Tokenizer {
    /// Whether the one cell that stands behind the last column says that the row is a total: `,,211078,Grand total`.
    func isMarkedTotal(_ start: Int, _ ends: [Int]) -> Bool {
        guard columns > 1, ends.count == columns + 1 else { return false }
        return isTotal(cellText(bytes, ends[columns - 1] + 1, ends[columns], dialect))
    }

    /// The empty field that a row has too many, where the cells fit their columns without it, and without no other.
    func extraField(_ start: Int, _ ends: [Int]) -> Int? {
        guard ends.count == columns + 1, shapes.count == columns else { return nil }
        let texts = ends.indices.map { cellText(bytes, $0 == 0 ? start : ends[$0 - 1] + 1, ends[$0], dialect) }
        func fits(without field: Int) -> Bool {
            shapes.indices.allSatisfy { shapes[$0].fits(texts[$0 < field ? $0 : $0 + 1]) }
        }
        // One more at the end moves nothing.
        if texts[columns].isEmpty && fits(without: columns) { return nil }
        let fitting = texts.indices.filter { field in
            let isFirst = field == 0 || !texts[field - 1].isEmpty
            return texts[field].isEmpty && isFirst && fits(without: field)
        }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// More fields than these are not put together.
    private static let mostJoined = 4

    /// The fields that are one cell whose delimiters were not put in quotes (`Acme, Inc.`), where all cells fit their
    /// columns only if these are put together; where several would do, those with a space behind each delimiter.
    func joinedFields(_ start: Int, _ ends: [Int]) -> ClosedRange<Int>? {
        let more = ends.count - columns
        guard more > 0, more < Self.mostJoined, shapes.count == columns, columns > 1 else { return nil }
        let texts = ends.indices.map { fieldText(start, ends, $0...$0) }
        guard !texts[columns...].allSatisfy(\.isEmpty) else { return nil }
        let fitting = (0..<columns).filter { column in
            shapes[column].kind == .other && !shapes[column].isAlwaysBlank
                && texts[column...column + more].allSatisfy { !$0.isEmpty && !$0.utf8.contains(dialect.quote) }
                && texts[column + 1...column + more].allSatisfy { CellKind($0) == .other }
                && shapes.indices.allSatisfy { $0 == column || shapes[$0].fits(texts[$0 < column ? $0 : $0 + more]) }
        }
        let spaced = fitting.filter { column in ends[column..<column + more].allSatisfy { bytes[$0 + 1] == 0x20 } }
        // Fields behind the last column may be anything.
        let found = spaced.isEmpty ? fitting.filter { $0 < columns - 1 } : spaced
        return found.count == 1 && (!spaced.isEmpty || fitting.count == 1) ? found[0]...found[0] + more : nil
    }

    func fieldText(_ start: Int, _ ends: [Int], _ fields: ClosedRange<Int>) -> String {
        let from = fields.lowerBound == 0 ? start : ends[fields.lowerBound - 1] + 1
        return cellText(bytes, from, ends[fields.upperBound], dialect)
    }
}
