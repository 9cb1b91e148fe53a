import Values

/// What a column holds, decided over all its cells.
package enum ColumnType: Hashable, Sendable {
    case integer
    /// Exact decimals with this many digits behind the point (0 ... 18); money is this.
    case decimal(scale: Int)
    /// Numbers that no 18-digit decimal can hold, or in exponent form.
    case float
    case day
    case moment
    case boolean
    case text

    package var isNumber: Bool {
        switch self {
        case .integer, .decimal, .float: true
        default: false
        }
    }

    /// As `describe` names it.
    package var text: String {
        switch self {
        case .integer: "integer"
        case .decimal(let scale): "decimal(\(scale))"
        case .float: "float"
        case .day: "date"
        case .moment: "date-time"
        case .boolean: "boolean"
        case .text: "text"
        }
    }
}

/// The cells of one column, one array element a row.
///
/// Missing cells are marked in the array itself.
package enum ColumnData: Sendable {
    /// `.integer` (scale 0), `.decimal(scale)`: the scaled value; missing = `Int64.min`.
    case scaled([Int64], scale: Int)
    /// `.float`; missing = NaN.
    case floats([Double])
    /// `.day`: `Day.number`; missing = `Int32.min`.
    case days([Int32])
    /// `.moment`: microseconds; missing = `Int64.min`.
    case moments([Int64])
    /// `.boolean`: 0, 1; missing = 2.
    case booleans([UInt8])
    /// `.text`: codes into the dictionary; missing = 0.
    case texts([Int32], TextDictionary)

    package static let missingScaled = Int64.min
    package static let missingDay = Int32.min
    package static let missingBoolean: UInt8 = 2

    package var count: Int {
        switch self {
        case .scaled(let cells, _): cells.count
        case .floats(let cells): cells.count
        case .days(let cells): cells.count
        case .moments(let cells): cells.count
        case .booleans(let cells): cells.count
        case .texts(let cells, _): cells.count
        }
    }

    /// One cell as a value: for display and small results, not for scans.
    ///
    /// Out of range is missing.
    package func value(at row: Int) -> Value {
        guard row >= 0 && row < count else { return .missing }
        switch self {
        case .scaled(let cells, let scale):
            return cells[row] == Self.missingScaled
                ? .missing : .number(ExactDecimal(Int128(cells[row]), scale: scale))
        case .floats(let cells): return cells[row].isNaN ? .missing : .float(cells[row])
        case .days(let cells): return cells[row] == Self.missingDay ? .missing : .day(Day(Int(cells[row])))
        case .moments(let cells):
            return cells[row] == Self.missingScaled ? .missing : .moment(Moment(microseconds: cells[row]))
        case .booleans(let cells): return cells[row] == Self.missingBoolean ? .missing : .boolean(cells[row] == 1)
        case .texts(let cells, let dictionary): return dictionary.text(cells[row]).map(Value.text) ?? .missing
        }
    }
}

/// A parsed column.
package struct Column: Sendable {
    package var type: ColumnType
    private let cells: Cells
    package var missingCount: Int
    /// The currency that every money cell carried (`USD`, `EUR`), if one did.
    package var currency: String?
    /// What was decided and why, for `describe`: "dates read as month/day/year (row 14 has 10/20/2016)".
    package var decisions: [String]
    /// What the user should be warned of: cells that kept a column from being numbers, an order of day and month that
    /// cannot be told.
    package var problems: [FileProblem]

    private enum Cells: Sendable {
        case wide(ColumnData)
        case narrow(NarrowColumn)
        case packed(PackedTexts)
    }

    package init(
        type: ColumnType, data: ColumnData, missingCount: Int, currency: String? = nil, decisions: [String] = [],
        problems: [FileProblem] = []
    ) {
        self.init(type, .wide(data), missingCount, currency, decisions, problems)
    }

    package init(
        type: ColumnType, narrow: NarrowColumn, missingCount: Int, currency: String? = nil, decisions: [String] = [],
        problems: [FileProblem] = []
    ) {
        self.init(type, .narrow(narrow), missingCount, currency, decisions, problems)
    }

    package init(packed: PackedTexts, missingCount: Int, decisions: [String] = []) {
        self.init(.text, .packed(packed), missingCount, nil, decisions, [])
    }

    private init(
        _ type: ColumnType, _ cells: Cells, _ missingCount: Int, _ currency: String?, _ decisions: [String],
        _ problems: [FileProblem]
    ) {
        self.type = type
        self.cells = cells
        self.missingCount = missingCount
        self.currency = currency
        self.decisions = decisions
        self.problems = problems
    }

    /// The cells in arrays of full width; of a narrow column they are made when this is first asked for.
    package var data: ColumnData {
        switch cells {
        case .wide(let data): data
        case .narrow(let column): column.wide
        case .packed(let texts): texts.narrow.wide
        }
    }

    /// The cells as they are kept, where they are kept narrow; of packed texts the codes are made when this is first
    /// asked for.
    package var narrow: NarrowColumn? {
        switch cells {
        case .wide: nil
        case .narrow(let column): column
        case .packed(let texts): texts.narrow
        }
    }

    /// The cells where they are kept narrow, without making codes for packed texts.
    var narrowIfKept: NarrowColumn? { if case .narrow(let column) = cells { column } else { nil } }

    var packedTexts: PackedTexts? { if case .packed(let texts) = cells { texts } else { nil } }

    /// The column with its texts by codes, for one use: codes that had to be made for it are not kept.
    var coded: Column {
        guard case .packed(let texts) = cells else { return self }
        return Column(
            type: type, narrow: texts.codes(), missingCount: missingCount, currency: currency, decisions: decisions,
            problems: problems)
    }

    /// Whether there was no memory for the cells, so that what was given for them means nothing.
    var hasFailed: Bool { if case .packed(let texts) = cells { texts.hasFailed } else { false } }

    /// How many rows there are.
    package var count: Int {
        switch cells {
        case .wide(let data): data.count
        case .narrow(let column): column.rowCount
        case .packed(let texts): texts.rowCount
        }
    }

    /// One cell as a value: for display and small results, not for scans.
    package func value(at row: Int) -> Value {
        switch cells {
        case .wide(let data): data.value(at: row)
        case .narrow(let column): column.value(at: row)
        case .packed(let texts): texts.text(at: row).map(Value.text) ?? .missing
        }
    }

    /// The different texts of a column of texts; nil for others.
    package var dictionary: TextDictionary? {
        switch cells {
        case .wide(.texts(_, let dictionary)): return dictionary
        case .narrow(let column): return column.dictionary
        case .packed(let texts): return texts.narrow.dictionary
        default: return nil
        }
    }
}
