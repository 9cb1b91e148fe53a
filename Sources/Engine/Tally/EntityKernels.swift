import Tables

/// Kernels of different values: for each value that is counted (an entity) one bit for each cell of the cube that it has
/// rows in.

@inline(__always)
private func markBits<Cell: FixedWidthInteger, Bits: FixedWidthInteger & UnsignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows, _ places: UnsafePointer<UInt32>, _ bits: UnsafeMutablePointer<Bits>
) {
    for place in 0..<rows.count {
        bits[Int(truncatingIfNeeded: cells[rows.row(place)])] |= 1 &<< Bits(truncatingIfNeeded: places[place])
    }
}

@inline(__always)
private func markWords<Cell: FixedWidthInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows, _ places: UnsafePointer<UInt32>, _ bits: UnsafeMutablePointer<UInt64>,
    _ words: Int
) {
    for place in 0..<rows.count {
        let entity = Int(truncatingIfNeeded: cells[rows.row(place)])
        let bit = Int(places[place])
        bits[entity &* words &+ bit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: bit & 63)
    }
}

/// The bits of an entity: in one number of 1, 2, 4 or 8 bytes, or in several of 8.
struct EntityBits {
    var start: UnsafeMutableRawPointer
    /// Bytes of a number.
    var width: Int
    /// Numbers an entity.
    var words: Int

    static func width(bits: Int) -> (width: Int, words: Int) {
        if bits <= 8 { return (1, 1) }
        if bits <= 16 { return (2, 1) }
        if bits <= 32 { return (4, 1) }
        return (8, (bits + 63) / 64)
    }

    @inline(__always)
    func pointer<Bits>(_: Bits.Type) -> UnsafeMutablePointer<Bits> { start.assumingMemoryBound(to: Bits.self) }
}

/// Marks the bit `places[i]` of the entity of the i-th row that counts. Entities are codes, 0 for none; there are bits for
/// each of them.
func markEntities(_ cells: MorselCells, _ rows: ChosenRows, _ places: UnsafePointer<UInt32>, _ bits: EntityBits) {
    func mark<Cell: FixedWidthInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        if bits.words > 1 {
            let words = bits.pointer(UInt64.self)
            rows.with(
                { markWords(cells, $0, places, words, bits.words) },
                { markWords(cells, $0, places, words, bits.words) })
            return
        }
        func mark<Bits: FixedWidthInteger & UnsignedInteger>(_: Bits.Type) {
            let bits = bits.pointer(Bits.self)
            rows.with({ markBits(cells, $0, places, bits) }, { markBits(cells, $0, places, bits) })
        }
        switch bits.width {
        case 1: mark(UInt8.self)
        case 2: mark(UInt16.self)
        case 4: mark(UInt32.self)
        default: mark(UInt64.self)
        }
    }
    switch cells.width {
    case .one: mark(UInt8.self)
    case .two: mark(UInt16.self)
    case .four, .eight: mark(UInt32.self)
    }
}

@inline(__always)
private func markRanges<Cell: FixedWidthInteger, Bits: FixedWidthInteger & UnsignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows, _ firsts: UnsafePointer<UInt32>, _ ends: UnsafePointer<UInt32>,
    _ bits: UnsafeMutablePointer<Bits>
) {
    for place in 0..<rows.count {
        // All bits below the end without those below the first; an end of all bits has none above.
        let below = ends[place] == UInt32(Bits.bitWidth) ? Bits.max : (1 &<< Bits(truncatingIfNeeded: ends[place])) &- 1
        let range = below & ~((1 &<< Bits(truncatingIfNeeded: firsts[place])) &- 1)
        bits[Int(truncatingIfNeeded: cells[rows.row(place)])] |= range
    }
}

/// Marks the bits from `firsts[i]` up to but not `ends[i]`, which is above, of the entity of the i-th row that counts.
func markEntities(
    _ cells: MorselCells, _ rows: ChosenRows, from firsts: UnsafePointer<UInt32>, to ends: UnsafePointer<UInt32>,
    _ bits: EntityBits
) {
    func mark<Cell: FixedWidthInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        if bits.words > 1 {
            let words = bits.pointer(UInt64.self)
            for place in 0..<rows.count {
                let entity = Int(truncatingIfNeeded: cells[rows.list.map { Int($0[place]) } ?? place]) * bits.words
                for bit in Int(firsts[place])..<Int(ends[place]) {
                    words[entity + bit >> 6] |= 1 &<< UInt64(truncatingIfNeeded: bit & 63)
                }
            }
            return
        }
        func mark<Bits: FixedWidthInteger & UnsignedInteger>(_: Bits.Type) {
            let bits = bits.pointer(Bits.self)
            rows.with({ markRanges(cells, $0, firsts, ends, bits) }, { markRanges(cells, $0, firsts, ends, bits) })
        }
        switch bits.width {
        case 1: mark(UInt8.self)
        case 2: mark(UInt16.self)
        case 4: mark(UInt32.self)
        default: mark(UInt64.self)
        }
    }
    switch cells.width {
    case .one: mark(UInt8.self)
    case .two: mark(UInt16.self)
    case .four, .eight: mark(UInt32.self)
    }
}

@inline(__always)
private func keepFirst<Cell: FixedWidthInteger, Day: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ days: UnsafePointer<Day>, _ low: Int64, _ rows: Rows,
    _ firsts: UnsafeMutablePointer<UInt16>
) {
    for place in 0..<rows.count {
        let row = rows.row(place)
        let entity = Int(truncatingIfNeeded: cells[row])
        let day = days[row] == .min ? UInt16.max : UInt16(truncatingIfNeeded: Int64(days[row]) &- low)
        firsts[entity] = min(firsts[entity], day)
    }
}

/// Keeps for each entity the smallest day of its rows that count, as days after `low`; all
/// of them are less than `UInt16.max` after it.
func keepFirstDays(
    _ cells: MorselCells, _ days: MorselCells, _ low: Int64, _ rows: ChosenRows,
    _ firsts: UnsafeMutablePointer<UInt16>
) {
    func keep<Cell: FixedWidthInteger, Day: FixedWidthInteger & SignedInteger>(_: Cell.Type, _: Day.Type) {
        let cells = cells.pointer(Cell.self)
        let days = days.pointer(Day.self)
        rows.with({ keepFirst(cells, days, low, $0, firsts) }, { keepFirst(cells, days, low, $0, firsts) })
    }
    switch (cells.width, days.width) {
    case (.one, .two): keep(UInt8.self, Int16.self)
    case (.two, .two): keep(UInt16.self, Int16.self)
    case (.four, .two), (.eight, .two): keep(UInt32.self, Int16.self)
    case (.one, .four): keep(UInt8.self, Int32.self)
    case (.two, .four): keep(UInt16.self, Int32.self)
    case (.four, .four), (.eight, .four): keep(UInt32.self, Int32.self)
    // Days have two or four bytes.
    default: break
    }
}

@inline(__always)
private func list<Cell: FixedWidthInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows, _ firsts: UnsafePointer<UInt32>, _ ends: UnsafePointer<UInt32>?,
    _ target: UnsafeMutablePointer<UInt64>
) {
    for place in 0..<rows.count {
        let entity = UInt64(truncatingIfNeeded: cells[rows.row(place)])
        let first = UInt64(firsts[place])
        let end = ends.map { UInt64($0[place]) } ?? first &+ 1
        target[place] = entity &<< 32 | first &<< 16 | end
    }
}

/// Writes for each row that counts its entity, the first slot and the end of its slots (one more where `ends` is nil) as
/// the high half and the quarters below it. Slots are below 2^16 - 1.
func listEntities(
    _ cells: MorselCells, _ rows: ChosenRows, _ firsts: UnsafePointer<UInt32>, _ ends: UnsafePointer<UInt32>?,
    _ target: UnsafeMutablePointer<UInt64>
) {
    func list<Cell: FixedWidthInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with(
            { Engine.list(cells, $0, firsts, ends, target) }, { Engine.list(cells, $0, firsts, ends, target) })
    }
    switch cells.width {
    case .one: list(UInt8.self)
    case .two: list(UInt16.self)
    case .four, .eight: list(UInt32.self)
    }
}
