import Tables
import Values

/// The different values of a grouping, numbered: code 0 is missing, `values[code]` the value.
struct GroupCodes {
    var codes: [Int32]
    var values: [Value]

    /// Numbers a column's values; text columns come numbered already.
    init(_ column: ColumnData) {
        switch column {
        case .texts(let codes, let dictionary):
            // Very many texts: what is stopped here may be of any shape that fits the codes.
            let size = dictionary.count * (MemoryLayout<String>.stride + MemoryLayout<Value>.stride)
            guard Work.mayTake(size) else {
                self.codes = [Int32](repeating: 0, count: codes.count)
                values = [.missing]
                return
            }
            self.codes = codes
            values = []
            values.reserveCapacity(dictionary.count + 1)
            values.append(.missing)
            for text in dictionary.texts { values.append(.text(text)) }
        case .booleans(let cells):
            codes = cells.map { $0 == ColumnData.missingBoolean ? 0 : Int32($0) + 1 }
            values = [.missing, .boolean(false), .boolean(true)]
        case .days(let cells):
            (codes, values) = Self.numbered(cells, missing: ColumnData.missingDay) { .day(Day(Int($0))) }
        case .moments(let cells):
            (codes, values) = Self.numbered(cells, missing: ColumnData.missingScaled) {
                .moment(Moment(microseconds: $0))
            }
        case .scaled(let cells, let scale):
            (codes, values) = Self.numbered(cells, missing: ColumnData.missingScaled) {
                .number(ExactDecimal(Int128($0), scale: scale))
            }
        case .floats(let cells):
            // Equal floats share their bits once -0 is 0.
            let bits = cells.map { $0.isNaN ? UInt64.max : ($0 == 0 ? 0 : $0.bitPattern) }
            (codes, values) = Self.numbered(bits, missing: UInt64.max) { .float(Double(bitPattern: $0)) }
        }
    }

    /// Rows between two looks at whether the work was stopped, or should be since there is no room.
    private static let patience = 65_536

    private static func mayGrow(_ values: [Value], _ known: Int, _ room: Int) -> Bool {
        // A dictionary that grows is copied into twice as many entries of 16 bytes.
        Work.mayGrow(values, by: patience) && (room - known >= patience || Work.mayTake(known * 64))
    }

    private static func numbered<T: FixedWidthInteger>(
        _ cells: [T], missing: T, value: (T) -> Value
    ) -> ([Int32], [Value]) {
        var values: [Value] = [.missing]
        var codes = [Int32](repeating: 0, count: cells.count)
        var known: [T: Int32] = [:]
        var lastCell = missing
        var lastCode: Int32 = 0
        for (row, cell) in cells.enumerated() {
            if row % Self.patience == 0, Work.isStopped || !Self.mayGrow(values, known.count, known.capacity) { break }
            if cell != lastCell {
                lastCell = cell
                if cell == missing {
                    lastCode = 0
                } else if let code = known[cell] {
                    lastCode = code
                } else {
                    lastCode = Int32(values.count)
                    known[cell] = lastCode
                    values.append(value(cell))
                }
            }
            codes[row] = lastCode
        }
        return (codes, values)
    }
}

/// The values of one dimension over all datasets of a question: one numbering for all of them.
struct DimensionDomain {
    private(set) var values: [Value] = [.missing]
    private var codes: [Value: Int32] = [:]
    private var isNumbered = false

    /// Takes a dataset's numbering into the domain and gives its codes in the domain's numbering.
    mutating func unify(_ group: GroupCodes) -> [Int32] {
        if !isNumbered && values.count == 1 {
            values = group.values
            isNumbered = true
            return group.codes
        }
        if codes.isEmpty {
            for (code, value) in values.enumerated() { codes[value] = Int32(code) }
        }
        var translated: [Int32] = []
        for value in group.values {
            if let code = codes[value] {
                translated.append(code)
            } else {
                translated.append(Int32(values.count))
                codes[value] = Int32(values.count)
                values.append(value)
            }
        }
        return group.codes.map { translated[Int($0)] }
    }
}
