import Glibc
import Values

/// On which days a column has rows.
package struct DaySpread: Sendable {
    /// The first and the last `Day.number`; nil when no row has a day.
    package let range: ClosedRange<Int32>?
    /// The most days between two neighbouring days with rows, at least 1.
    package let longestSilence: Int
    package let hasMissing: Bool

    /// - Parameter days: day numbers, `ColumnData.missingDay` where there is none.
    package init(_ days: [Int32]) {
        var low = Int32.max
        var high = Int32.min
        var isMissing = false
        for day in days {
            if day == ColumnData.missingDay {
                isMissing = true
            } else {
                low = min(low, day)
                high = max(high, day)
            }
        }
        guard low <= high else {
            self.init(range: nil, isThere: [], hasMissing: isMissing)
            return
        }
        var isThere = [Bool](repeating: false, count: Int(high) - Int(low) + 1)
        for day in days where day != ColumnData.missingDay { isThere[Int(day) - Int(low)] = true }
        self.init(range: low...high, isThere: isThere, hasMissing: isMissing)
    }

    /// - Parameters:
    ///   - column: of the form `.days`.
    ///   - hasMissing: whether a row has no day.
    package init(_ column: NarrowColumn, hasMissing: Bool) {
        guard let bounds = column.bounds else {
            self.init(range: nil, isThere: [], hasMissing: hasMissing)
            return
        }
        if let known = column.longestSilence {
            self.init(range: bounds.days, longestSilence: known, hasMissing: hasMissing)
            return
        }
        // A place in front for missing cells and those out of bounds, which there are none of.
        var isThere = [Bool](repeating: false, count: Int(bounds.upperBound - bounds.lowerBound) + 2)
        isThere.withUnsafeMutableBufferPointer { places in
            for piece in column.pieces {
                switch piece.width {
                case .one: mark(piece, Int8.self, bounds.lowerBound, places)
                case .two: mark(piece, Int16.self, bounds.lowerBound, places)
                case .four: mark(piece, Int32.self, bounds.lowerBound, places)
                case .eight: mark(piece, Int64.self, bounds.lowerBound, places)
                }
                // Once every day was seen, the other rows say nothing new.
                if let base = places.baseAddress, memchr(base + 1, 0, places.count - 1) == nil { break }
            }
        }
        self.init(
            range: bounds.days, isThere: Array(isThere.dropFirst()), hasMissing: hasMissing)
    }

    private init(range: ClosedRange<Int32>?, isThere: [Bool], hasMissing: Bool) {
        var longest = 1
        var last = 0
        for index in isThere.indices where isThere[index] {
            longest = max(longest, index - last)
            last = index
        }
        self.init(range: range, longestSilence: longest, hasMissing: hasMissing)
    }

    private init(range: ClosedRange<Int32>?, longestSilence: Int, hasMissing: Bool) {
        self.range = range
        self.longestSilence = longestSilence
        self.hasMissing = hasMissing
    }
}

extension ClosedRange<Int64> {
    fileprivate var days: ClosedRange<Int32> { Int32(clamping: lowerBound)...Int32(clamping: upperBound) }
}

private func mark<Cell: FixedWidthInteger & SignedInteger>(
    _ piece: NarrowCells, _: Cell.Type, _ low: Int64, _ places: UnsafeMutableBufferPointer<Bool>
) {
    guard let base = places.baseAddress else { return }
    let cells = piece.start.assumingMemoryBound(to: Cell.self)
    let count = UInt64(places.count)
    for row in 0..<piece.count {
        let place = UInt64(bitPattern: Int64(cells[row]) &- low &+ 1)
        base[place < count ? Int(truncatingIfNeeded: place) : 0] = true
    }
}
