import Tables
import Values

/// The columns of a time axis cut where any of them begins or ends: every row is in one segment at most, however the
/// columns overlap.
struct TimeSegments {
    let count: Int
    /// For each row its segment, -1 for none.
    let ofRow: [Int32]
    /// For each column the segments that it is made of.
    let ofColumn: [[Range<Int>]]

    /// - Parameter days: the rows' days; nil where there is no time axis, and only all time has rows.
    init(_ axis: TimeAxis, days: [Int32]?, rowCount: Int) {
        var borders: Set<Int> = []
        for case let span? in axis.columns.flatMap(\.windows).map(\.span) where Int(span.start.number) < span.endNumber
        {
            borders.insert(Int(span.start.number))
            borders.insert(span.endNumber)
        }
        let sorted = borders.sorted()
        let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
        // Rows without a day have the last segment.
        let undated = max(0, sorted.count - 1)
        count = undated + 1
        ofColumn = axis.columns.map { column in
            column.windows.flatMap { window -> [Range<Int>] in
                guard let span = window.span else { return [undated..<undated + 1] }
                guard let first = places[Int(span.start.number)], let end = places[span.endNumber] else { return [] }
                // All time has every row, with or without a day.
                return span.isAllTime ? [first..<end, undated..<undated + 1] : [first..<end]
            }
        }
        guard let days else {
            ofRow = [Int32](repeating: Int32(undated), count: rowCount)
            return
        }
        ofRow = Self.segments(of: days, sorted, undated: Int32(undated))
    }

    private static func segments(of days: [Int32], _ borders: [Int], undated: Int32) -> [Int32] {
        // Open windows reach far beyond the days that there are.
        guard let range = days.dayRange else { return [Int32](repeating: undated, count: days.count) }
        let low = Int(range.lowerBound)
        let high = Int(range.upperBound)
        var segmentOfDay = [Int32](repeating: -1, count: high - low + 1)
        for (segment, (start, end)) in zip(borders, borders.dropFirst()).enumerated() {
            let first = max(start, low)
            for day in first..<max(first, min(end, high + 1)) { segmentOfDay[day - low] = Int32(segment) }
        }
        return days.map { $0 == ColumnData.missingDay ? undated : segmentOfDay[Int($0) - low] }
    }

    /// Which segments any of the columns is made of.
    var used: [Bool] {
        var used = [Bool](repeating: false, count: count)
        for range in ofColumn.joined() { for segment in range { used[segment] = true } }
        return used
    }

    /// The columns in layers in which none overlaps another; usually one.
    func layers() -> [[Int]] {
        var layers: [(columns: [Int], taken: [Bool])] = []
        // By their beginning, so that neighbours fill a layer.
        let order = ofColumn.indices.filter { !ofColumn[$0].isEmpty }.sorted { first, second in
            (ofColumn[first][0].lowerBound, first) < (ofColumn[second][0].lowerBound, second)
        }
        for column in order {
            let segments = ofColumn[column].joined()
            var place = layers.firstIndex { layer in segments.allSatisfy { !layer.taken[$0] } }
            if place == nil {
                layers.append(([], [Bool](repeating: false, count: count)))
                place = layers.count - 1
            }
            guard let place else { continue }
            layers[place].columns.append(column)
            for segment in segments { layers[place].taken[segment] = true }
        }
        return layers.map(\.columns)
    }

    /// For each segment the one of these columns that it belongs to, -1 for none.
    func columnOfSegment(_ columns: [Int]) -> [Int32] {
        var result = [Int32](repeating: -1, count: count)
        for column in columns { for segment in ofColumn[column].joined() { result[segment] = Int32(column) } }
        return result
    }
}
