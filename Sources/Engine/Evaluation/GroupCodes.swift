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
            self.codes = codes
            values = [.missing] + dictionary.texts.map(Value.text)
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

    private static func numbered<T: FixedWidthInteger>(
        _ cells: [T], missing: T, value: (T) -> Value
    ) -> ([Int32], [Value]) {
        var values: [Value] = [.missing]
        var codes = [Int32](repeating: 0, count: cells.count)
        var known: [T: Int32] = [:]
        var lastCell = missing
        var lastCode: Int32 = 0
        for (row, cell) in cells.enumerated() {
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

/// Numbers the combinations of dimension values that occur.
struct GroupIndex {
    /// Values per dimension, missing included.
    private let sizes: [Int]
    /// For each group its code in each dimension.
    private(set) var keys: [[Int32]] = []
    private var dense: [Int32]
    private var sparse: [UInt64: Int32] = [:]

    /// Combinations that are looked up in a plain array rather than a hash table.
    private static let denseLimit = 1 << 21

    /// Throws when the combinations cannot be counted in 64 bits.
    init(sizes: [Int]) throws(Diagnostic) {
        self.sizes = sizes
        var product: UInt64 = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: UInt64(max(1, size)))
            guard !overflow else {
                throw Diagnostic(
                    "too-many-groups", "these dimensions have too many combinations",
                    reason: ["their values multiply to more than 2^64"], remedies: ["group by fewer of them"])
            }
            product = next
        }
        dense = product <= UInt64(Self.denseLimit) ? [Int32](repeating: -1, count: Int(product)) : []
        // Without dimensions there is one group, even over no rows.
        if sizes.isEmpty { _ = group(of: []) }
    }

    var count: Int { keys.count }

    mutating func group(of key: [Int32]) -> Int32 {
        var composite: UInt64 = 0
        for (code, size) in zip(key, sizes) { composite = composite * UInt64(size) + UInt64(code) }
        return group(composite, key)
    }

    private mutating func group(_ composite: UInt64, _ key: @autoclosure () -> [Int32]) -> Int32 {
        if !dense.isEmpty {
            let known = dense[Int(composite)]
            if known >= 0 { return known }
            let new = Int32(keys.count)
            dense[Int(composite)] = new
            keys.append(key())
            return new
        }
        if let known = sparse[composite] { return known }
        let new = Int32(keys.count)
        sparse[composite] = new
        keys.append(key())
        return new
    }

    /// The group of each selected row, -1 for the others.
    mutating func groups(_ codes: [[Int32]], selected: [Bool]) -> [Int32] {
        var result = [Int32](repeating: -1, count: selected.count)
        switch codes.count {
        case 0: for row in selected.indices where selected[row] { result[row] = 0 }
        case 1:
            let first = codes[0]
            for row in selected.indices where selected[row] {
                result[row] = group(UInt64(first[row]), [first[row]])
            }
        case 2:
            let first = codes[0]
            let second = codes[1]
            let size = UInt64(sizes[1])
            for row in selected.indices where selected[row] {
                result[row] = group(UInt64(first[row]) * size + UInt64(second[row]), [first[row], second[row]])
            }
        default:
            for row in selected.indices where selected[row] { result[row] = group(of: codes.map { $0[row] }) }
        }
        return result
    }
}
