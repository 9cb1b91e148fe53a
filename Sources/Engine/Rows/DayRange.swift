import Model
import Tables
import Values

extension [Int32] {
    /// The first and the last day of a column of day numbers; nil when none is there.
    var dayRange: ClosedRange<Int32>? {
        var low = Int32.max
        var high = Int32.min
        for day in self where day != ColumnData.missingDay {
            low = Swift.min(low, day)
            high = Swift.max(high, day)
        }
        return low <= high ? low...high : nil
    }
}

extension ClosedRange<Int32> {
    var days: ClosedRange<Day> { Day(Int(lowerBound))...Day(Int(upperBound)) }
}

extension RowEvaluator {
    /// On which days an expression has rows; nil when it gives no days. Of the file's own columns it is found once.
    func daySpread(_ expression: RowExpression) throws(Diagnostic) -> DaySpread? {
        if case .column(let reference) = expression, reference.path.joins.isEmpty,
            let spread = dataset.table.daySpread(reference.position)
        {
            return spread
        }
        if let source = dataset.table.source as? any GroupingSource,
            let spread = try source.daySpread(of: expression, over: dataset, in: workspace)
        {
            return spread
        }
        return try evaluate(expression).dayNumbers.map(DaySpread.init)
    }
}
