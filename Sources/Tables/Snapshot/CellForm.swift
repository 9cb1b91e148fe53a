import CScan
import Values

/// What the cells of a column of a snapshot are; the forms of `NarrowColumn`, and doubles.
enum CellForm: Int, Sendable {
    case scaled = 1
    case days
    case moments
    case booleans
    case texts
    case floats

    init(_ type: ColumnType) {
        switch type {
        case .integer, .decimal: self = .scaled
        case .float: self = .floats
        case .day: self = .days
        case .moment: self = .moments
        case .boolean: self = .booleans
        case .text: self = .texts
        }
    }

    var widths: [NarrowCells.Width] {
        switch self {
        case .scaled: [.one, .two, .four, .eight]
        case .days: [.two, .four]
        case .moments, .floats: [.eight]
        case .booleans: [.one]
        case .texts: [.one, .two, .four]
        }
    }

    /// The values that cells may have; those of texts end with their dictionary.
    var values: ClosedRange<Int64> {
        switch self {
        case .scaled, .floats: Int64.min + 1...Int64.max
        case .days: Int64(Day.firstNumber)...Int64(Day.lastNumber)
        // One day more on either side, for what a time zone moves.
        case .moments:
            Moment(.first).microseconds - Moment.microsecondsPerDay...Moment(.last).microseconds + 2
                * Moment.microsecondsPerDay
        case .booleans: 0...1
        case .texts: 1...Int64(Int32.max)
        }
    }

    /// The smallest width that holds all values of the range.
    func width(for range: CellRange) -> NarrowCells.Width {
        let smallest = widths[0]
        guard let bounds = range.bounds else { return smallest }
        return widths.first { width in
            let values = self == .texts ? width.codes : width.signed
            return values.lowerBound <= bounds.lowerBound && bounds.upperBound <= values.upperBound
        } ?? widths[widths.count - 1]
    }
}

extension NarrowCells.Width {
    /// The signed values of this width, without the one that stands for a missing cell.
    fileprivate var signed: ClosedRange<Int64> {
        switch self {
        case .one: Int64(Int8.min) + 1...Int64(Int8.max)
        case .two: Int64(Int16.min) + 1...Int64(Int16.max)
        case .four: Int64(Int32.min) + 1...Int64(Int32.max)
        case .eight: Int64.min + 1...Int64.max
        }
    }

    fileprivate var codes: ClosedRange<Int64> {
        switch self {
        case .one: 1...Int64(UInt8.max)
        case .two: 1...Int64(UInt16.max)
        case .four, .eight: 1...Int64(UInt32.max)
        }
    }
}

/// What some cells have in common.
struct CellRange: Equatable, Sendable {
    /// Smallest and largest of those that are not missing; `low > high` where there are none, and for doubles.
    var low = Int64.max
    var high = Int64.min
    var missing = 0

    var bounds: ClosedRange<Int64>? { low <= high ? low...high : nil }

    func joined(_ other: CellRange) -> CellRange {
        CellRange(low: min(low, other.low), high: max(high, other.high), missing: missing + other.missing)
    }

    /// Looks at `count` cells in memory, aligned to their width, which is one of the form's.
    static func of(_ cells: UnsafeRawPointer, _ count: Int, _ form: CellForm, _ width: NarrowCells.Width) -> CellRange {
        if form == .floats { return CellRange(missing: Int(ccells_not_numbers(cells, count))) }
        let found: ccells_range =
            switch (form, width) {
            case (.booleans, _): ccells_booleans(cells, count)
            case (.texts, .one): ccells_codes8(cells, count)
            case (.texts, .two): ccells_codes16(cells, count)
            case (.texts, _): ccells_codes32(cells, count)
            case (_, .one): ccells_signed8(cells, count)
            case (_, .two): ccells_signed16(cells, count)
            case (_, .four): ccells_signed32(cells, count)
            case (_, .eight): ccells_signed64(cells, count)
            }
        return CellRange(low: found.low, high: found.high, missing: Int(found.missing))
    }
}
