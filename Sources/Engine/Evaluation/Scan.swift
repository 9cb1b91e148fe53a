import Model
import Tables
import Values

/// One pass over a dataset's rows: the rows that one variant of the question (the asked period or a comparison) and
/// one time axis select, with the group and the time cell that each belongs to.
struct Scan {
    /// Nil for the asked period, else the comparison's position.
    var comparison: Int?
    var dataset: String
    /// Positions of the aggregates that run over this scan.
    var aggregates: [Int]
    /// The group of each row, -1 where the row does not count.
    var groups: [Int32]
    /// The cell of each row; nil for balances, where a row can be active in many cells.
    var cells: [Int32]?
}

/// How the rows of one dataset fall into cells by a column of days.
struct CellFinder {
    private let first: Int
    private let cellOfDay: [Int32]
    /// The only cell of a question over all time: every row falls into it, with or without a day.
    private let single: Int32?
    private let undated: Int32

    /// - Parameter spans: for the cells from `offset` on, the days of each; nil for the cell of undated rows.
    init(spans: [Period?], offset: Int) {
        let dated = spans.enumerated().compactMap { index, span in span.map { (index: index, span: $0) } }
        undated = Int32(spans.firstIndex { $0 == nil }.map { $0 + offset } ?? -1)
        if dated.count == 1, dated[0].span.isAllTime {
            single = Int32(dated[0].index + offset)
            first = 0
            cellOfDay = []
            return
        }
        single = nil
        let low = dated.map { Int($0.span.start.number) }.min() ?? 0
        let high = dated.map(\.span.endNumber).max() ?? 0
        first = low
        var table = [Int32](repeating: -1, count: max(0, high - low))
        for (index, span) in dated {
            for day in Int(span.start.number)..<max(Int(span.start.number), span.endNumber) {
                table[day - low] = Int32(index + offset)
            }
        }
        cellOfDay = table
    }

    func cells(_ days: [Int32]?, count: Int, includeUndated: Bool) -> [Int32] {
        if let single { return [Int32](repeating: single, count: count) }
        guard let days else { return [Int32](repeating: -1, count: count) }
        return days.map { day in
            if day == ColumnData.missingDay { return includeUndated ? undated : -1 }
            let index = Int(day) - first
            return index >= 0 && index < cellOfDay.count ? cellOfDay[index] : -1
        }
    }
}
