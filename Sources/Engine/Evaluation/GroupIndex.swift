import Values

/// Numbers the combinations of dimension values that occur.
struct GroupIndex {
    /// Values per dimension, missing included.
    private let sizes: [Int]
    /// For each dimension the code of each group.
    private(set) var codes: [[Int32]]
    private(set) var count = 0
    private var dense: [Int32]
    private var sparse = IntegerTable()

    /// Combinations that are looked up in a plain array rather than a hash table.
    private static let denseLimit = 1 << 21

    /// Throws when the combinations cannot be counted in 64 bits.
    init(sizes: [Int]) throws(Diagnostic) {
        self.sizes = sizes
        codes = sizes.map { _ in [] }
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
        if sizes.isEmpty { _ = group(of: 0) }
    }

    /// Groups that are known.
    ///
    /// - Parameter codes: for each dimension the code of each group.
    init(codes: [[Int32]], count: Int) {
        self.codes = codes
        self.count = count
        sizes = []
        dense = []
    }

    /// The group of each selected row, -1 for the others; `rows` has the rows' codes by dimension.
    mutating func groups(_ rows: [[Int32]], selected: [Bool]) -> [Int32] {
        var result = [Int32](repeating: -1, count: selected.count)
        switch rows.count {
        case 0: for row in selected.indices where selected[row] { result[row] = 0 }
        case 1:
            let first = rows[0]
            for row in selected.indices where selected[row] { result[row] = group(of: UInt64(first[row])) }
        case 2:
            let first = rows[0]
            let second = rows[1]
            let size = UInt64(sizes[1])
            for row in selected.indices where selected[row] {
                result[row] = group(of: UInt64(first[row]) * size + UInt64(second[row]))
            }
        default:
            for row in selected.indices where selected[row] {
                var composite: UInt64 = 0
                for (codes, size) in zip(rows, sizes) { composite = composite * UInt64(size) + UInt64(codes[row]) }
                result[row] = group(of: composite)
            }
        }
        return result
    }

    private mutating func group(of composite: UInt64) -> Int32 {
        if !dense.isEmpty {
            let known = dense[Int(composite)]
            if known >= 0 { return known }
            dense[Int(composite)] = Int32(count)
            add(composite)
            return Int32(count - 1)
        }
        let number = sparse.number(of: composite)
        if Int(number) == count { add(composite) }
        return number
    }

    private mutating func add(_ composite: UInt64) {
        var rest = composite
        for dimension in sizes.indices.reversed() {
            let size = UInt64(sizes[dimension])
            codes[dimension].append(Int32(rest % size))
            rest /= size
        }
        count += 1
    }
}

/// Numbers different integers in order of appearance: open addressing with linear probing.
struct IntegerTable {
    private var keys: [UInt64] = []
    private var slots: [Int32] = [Int32](repeating: -1, count: 1024)
    private var mask = 1023

    var count: Int { keys.count }

    /// The number of a key, from 0; a key that was not met before gets the next one.
    mutating func number(of key: UInt64) -> Int32 {
        var position = Int(truncatingIfNeeded: Self.hash(key)) & mask
        while true {
            let number = slots[position]
            if number < 0 { break }
            if keys[Int(number)] == key { return number }
            position = (position + 1) & mask
        }
        let number = Int32(keys.count)
        keys.append(key)
        slots[position] = number
        if keys.count * 2 > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        mask = slots.count - 1
        for (number, key) in keys.enumerated() {
            var position = Int(truncatingIfNeeded: Self.hash(key)) & mask
            while slots[position] >= 0 { position = (position + 1) & mask }
            slots[position] = Int32(number)
        }
    }

    /// Multiplication by 2^64 / φ spreads neighbouring keys; the high bits are the good ones.
    private static func hash(_ key: UInt64) -> UInt64 {
        let product = key &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }
}
