import Model
import Tables
import Values

/// The rows of one dataset that a question looks at along one time axis, with the group that each belongs to.
struct Scan {
    var dataset: String
    /// Positions of the aggregates that run over this scan.
    var aggregates: [Int]
    /// The column that periods select by; nil for balances and where there is no time axis.
    var time: RowExpression?
    var isBalance: Bool
    /// Rows that pass the question's `where` and the condition of at least one of the aggregates.
    var selected: [Bool]
    /// The group of each row, -1 where the row does not count.
    var groups: [Int32] = []
}

/// Columns of a time axis that no row can be in twice, and which of them each row is in.
struct ColumnLayer {
    var columns: [Int]
    /// For each row its column, -1 for none.
    var columnOfRow: [Int32]
}

extension TimeAxis {
    /// The axis in layers without overlaps: usually one.
    func layers(days: [Int32]?, rowCount: Int) -> [ColumnLayer] {
        // Open windows reach far beyond the days that there are.
        var low = Int32.max
        var high = Int32.min
        for day in days ?? [] where day != ColumnData.missingDay {
            low = min(low, day)
            high = max(high, day)
        }
        let range = low <= high ? Int(low)..<Int(high) + 1 : 0..<0
        return disjointColumns().map { columns in
            ColumnLayer(
                columns: columns, columnOfRow: columnOfRow(columns, days: days, within: range, rowCount: rowCount))
        }
    }

    private func disjointColumns() -> [[Int]] {
        struct Layer {
            var columns: [Int] = []
            var end = Int.min
            var hasUndated = false
        }
        // By their first day, so that a layer only has to remember how far it reaches.
        let order = columns.indices.sorted { first, second in
            (columns[first].windows.first?.span?.start ?? .last, first)
                < (columns[second].windows.first?.span?.start ?? .last, second)
        }
        var layers: [Layer] = []
        for column in order where !columns[column].windows.isEmpty {
            let spans = columns[column].windows.compactMap(\.span)
            let hasUndated = columns[column].windows.contains { $0.span == nil || $0.span?.isAllTime == true }
            let start = spans.first.map { Int($0.start.number) } ?? Int.max
            let fitting = layers.firstIndex { $0.end <= start && !($0.hasUndated && hasUndated) }
            let place = fitting ?? layers.count
            if fitting == nil { layers.append(Layer()) }
            layers[place].columns.append(column)
            layers[place].hasUndated = layers[place].hasUndated || hasUndated
            if let end = spans.last?.endNumber { layers[place].end = max(layers[place].end, end) }
        }
        return layers.map(\.columns)
    }

    private func columnOfRow(_ chosen: [Int], days: [Int32]?, within range: Range<Int>, rowCount: Int) -> [Int32] {
        var undated: Int32 = -1
        var columnOfDay = [Int32](repeating: -1, count: range.count)
        for column in chosen {
            for window in columns[column].windows {
                guard let span = window.span else {
                    undated = Int32(column)
                    continue
                }
                // The only column of a question over all time has every row, with or without a day.
                if span.isAllTime { return [Int32](repeating: Int32(column), count: rowCount) }
                let inside =
                    max(
                        Int(span.start.number), range.lowerBound)..<max(
                        Int(span.start.number), range.lowerBound, min(span.endNumber, range.upperBound))
                for day in inside { columnOfDay[day - range.lowerBound] = Int32(column) }
            }
        }
        guard let days else { return [Int32](repeating: -1, count: rowCount) }
        return days.map { day in
            day == ColumnData.missingDay ? undated : columnOfDay[Int(day) - range.lowerBound]
        }
    }
}
