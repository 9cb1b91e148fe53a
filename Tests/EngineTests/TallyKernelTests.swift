import Tables
import Testing

@testable import Engine

/// Kernels against plain loops, for every width of cells.
struct TallyKernelTests {
    private static let count = 1001

    /// Cells of every signed width with some missing ones, from small numbers.
    private func eachSigned(_ body: (MorselCells, [Int64?]) -> Void) {
        var random = Random(11)
        let values = (0..<Self.count).map { _ -> Int64? in
            random.isOne(in: 7) ? nil : Int64(random.below(240)) - 120
        }
        let borders = [0, Self.count]
        func check<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type, _ width: NarrowCells.Width) {
            let memory = TallyMemory(values.map { $0.map { Cell($0) } ?? Cell.min } + [Cell](repeating: 0, count: 64))
            body(MorselCells(start: UnsafeRawPointer(memory.start), width: width), values)
            withExtendedLifetime(memory) {}
        }
        check(Int8.self, .one)
        check(Int16.self, .two)
        check(Int32.self, .four)
        check(Int64.self, .eight)
        _ = borders
    }

    private func eachUnsigned(_ body: (MorselCells, [Int]) -> Void) {
        var random = Random(12)
        let values = (0..<Self.count).map { _ in random.below(200) }
        func check<Cell: FixedWidthInteger>(_: Cell.Type, _ width: NarrowCells.Width) {
            let memory = TallyMemory(values.map { Cell($0) } + [Cell](repeating: 0, count: 64))
            body(MorselCells(start: UnsafeRawPointer(memory.start), width: width), values)
            withExtendedLifetime(memory) {}
        }
        check(UInt8.self, .one)
        check(UInt16.self, .two)
        check(UInt32.self, .four)
    }

    private func masks(_ mark: (UnsafeMutablePointer<UInt8>) -> Void) -> [Bool] {
        let memory = TallyMemory<UInt8>(count: Self.count + 64)
        mark(memory.start)
        return (0..<Self.count).map { memory[$0] == 1 }
    }

    @Test func ranges() {
        let limits: [Int64] = [.min, -1000, -120, -3, 0, 5, 119, 1000, .max]
        eachSigned { cells, values in
            for low in limits {
                for high in limits {
                    let inside = masks { markRange(cells, low, high, inside: true, $0, Self.count) }
                    let outside = masks { markRange(cells, low, high, inside: false, $0, Self.count) }
                    #expect(inside == values.map { $0.map { low <= $0 && $0 <= high } ?? false })
                    #expect(outside == values.map { $0.map { $0 < low || high < $0 } ?? false })
                }
            }
            #expect(masks { markMissing(cells, holds: true, $0, Self.count) } == values.map { $0 == nil })
            #expect(masks { markMissing(cells, holds: false, $0, Self.count) } == values.map { $0 != nil })
        }
    }

    @Test func codesAndTables() {
        let table = TallyMemory((0..<200).map { UInt8($0 % 3 == 0 ? 1 : 0) })
        eachUnsigned { cells, values in
            for code in [Int64(0), 7, 199, 70_000] {
                #expect(
                    masks { markCode(cells, code, holds: true, $0, Self.count) } == values.map { Int64($0) == code })
                #expect(
                    masks { markCode(cells, code, holds: false, $0, Self.count) } == values.map { Int64($0) != code })
            }
            #expect(masks { markTable(cells, table.start, $0, Self.count) } == values.map { $0 % 3 == 0 })
        }
    }

    @Test func chosen() {
        var random = Random(13)
        for count in [0, 1, 63, 64, 65, 1000, 4096] {
            for density in [1, 2, 9, 5000] {
                let marks = (0..<count).map { _ in UInt8(random.isOne(in: density) ? 1 : 0) }
                // What lies behind the mask is marked, and must not be chosen.
                let mask = TallyMemory(marks + [UInt8](repeating: 1, count: 64))
                let rows = TallyMemory<UInt16>(count: count + 32)
                let chosen = chosenRows(mask.start, count, into: rows.start)
                #expect((0..<chosen).map { Int(rows[$0]) } == marks.indices.filter { marks[$0] == 1 })
                #expect(countMarked(mask.start, count) == chosen)
            }
        }
    }

    /// All rows, and every third.
    private func eachChoice(_ body: (ChosenRows, [Int]) -> Void) {
        body(ChosenRows(list: nil, count: Self.count), Array(0..<Self.count))
        let rows = Array(stride(from: 1, to: Self.count, by: 3))
        let memory = TallyMemory(rows.map { UInt16($0) })
        body(ChosenRows(list: UnsafePointer(memory.start), count: rows.count), rows)
        withExtendedLifetime(memory) {}
    }

    @Test func states() {
        eachChoice { chosen, rows in
            let places = TallyMemory(rows.map { UInt32($0 % 5) })
            eachSigned { cells, values in
                for kind in [StateKind.sum, .lowHalf, .highHalf, .present, .smallest, .largest, .rows] {
                    let states = TallyMemory([Int64](repeating: kind.start, count: 5))
                    addStates(kind, cells, chosen, places.start, states.start)
                    for place in 0..<5 {
                        let own = rows.filter { $0 % 5 == place }.map { values[$0] }
                        let known = own.compactMap { $0 }
                        let expected =
                            switch kind {
                            case .sum: known.reduce(0, +)
                            case .lowHalf: known.reduce(0) { $0 + $1 & 0xFFFF_FFFF }
                            case .highHalf: known.reduce(0) { $0 + $1 >> 32 }
                            case .present: Int64(known.count)
                            case .smallest: known.min() ?? .max
                            case .largest: known.max() ?? .min
                            case .rows: Int64(own.count)
                            }
                        #expect(states[place] == expected)
                    }
                    if kind == .sum || kind == .present || kind == .rows {
                        addStates(kind, cells, chosen, places.start, states.start, negated: true)
                        #expect((0..<5).allSatisfy { states[$0] == 0 })
                    }
                }
                #expect(total(cells, chosen) == rows.compactMap { values[$0] }.reduce(0, +))
                let range = dayRange(cells, chosen)
                #expect(range.undated == rows.count { values[$0] == nil })
                #expect(range.low == rows.compactMap { values[$0] }.min())
                #expect(range.high == rows.compactMap { values[$0] }.max())
            }
        }
    }

    @Test func codes() {
        let small = TallyMemory((0..<256).map { UInt8(255 - $0) })
        let large = TallyMemory((0..<256).map { UInt32(1000 + $0) })
        eachChoice { chosen, rows in
            func places(_ cells: MorselCells, _ operation: CodeOperation) -> [UInt32] {
                let memory = TallyMemory([UInt32](repeating: 3, count: Self.count))
                addCodes(cells, operation, chosen, memory.start)
                return (0..<rows.count).map { memory[$0] }
            }
            var operation = CodeOperation(
                column: 0, isSigned: false, base: 0, table: nil, smallTable: nil, stride: 7)
            eachUnsigned { cells, values in
                #expect(places(cells, operation) == rows.map { UInt32(values[$0] * 7 + 3) })
                var tabled = operation
                tabled.smallTable = UnsafePointer(small.start)
                #expect(places(cells, tabled) == rows.map { UInt32((255 - values[$0]) * 7 + 3) })
                tabled.smallTable = nil
                tabled.table = UnsafePointer(large.start)
                #expect(places(cells, tabled) == rows.map { UInt32((1000 + values[$0]) * 7 + 3) })
            }
            operation.isSigned = true
            operation.base = -120
            eachSigned { cells, values in
                let numbers = rows.map { row in values[row].map { Int($0) + 121 } ?? 0 }
                #expect(places(cells, operation) == numbers.map { UInt32($0 * 7 + 3) })
                var tabled = operation
                tabled.table = UnsafePointer(large.start)
                #expect(places(cells, tabled) == numbers.map { UInt32((1000 + $0) * 7 + 3) })
            }
        }
    }

    @Test func atoms() {
        // By day: 0 for none, then -120 on.
        let table = TallyMemory((0..<260).map { $0 % 4 == 0 ? noAtom : UInt32($0 % 4) })
        eachChoice { chosen, rows in
            eachSigned { cells, values in
                let kept = TallyMemory<UInt16>(count: Self.count + 1)
                let places = TallyMemory<UInt32>(count: Self.count + 1)
                let count = findAtoms(cells, -120, table.start, chosen, kept.start, places.start)
                let numbers = rows.map { row in (row, values[row].map { Int($0) + 121 } ?? 0) }.filter { $0.1 % 4 != 0 }
                #expect((0..<count).map { Int(kept[$0]) } == numbers.map(\.0))
                #expect((0..<count).map { places[$0] } == numbers.map { UInt32($0.1 % 4) })
            }
        }
    }

    @Test(arguments: [3, 8, 13, 16, 20, 32, 50, 64, 150])
    func entities(_ bitCount: Int) {
        eachChoice { chosen, rows in
            let places = TallyMemory(rows.map { UInt32($0 % bitCount) })
            let ends = TallyMemory(rows.map { UInt32(min(bitCount, $0 % bitCount + $0 % 4 + 1)) })
            eachUnsigned { cells, values in
                let (width, words) = EntityBits.width(bits: bitCount)
                let memory = TallyMemory<UInt64>(count: 200 * words + 8)
                for isRange in [false, true] {
                    memory.start.update(repeating: 0, count: memory.count)
                    let bits = EntityBits(start: UnsafeMutableRawPointer(memory.start), width: width, words: words)
                    if isRange {
                        markEntities(cells, chosen, from: places.start, to: ends.start, bits)
                    } else {
                        markEntities(cells, chosen, places.start, bits)
                    }
                    var expected = [[Bool]](
                        repeating: [Bool](repeating: false, count: width * words * 8), count: 200)
                    for (place, row) in rows.enumerated() {
                        let end = isRange ? Int(ends[place]) : Int(places[place]) + 1
                        for bit in Int(places[place])..<end { expected[values[row]][bit] = true }
                    }
                    let bytes = UnsafeRawPointer(memory.start)
                    for entity in 0..<200 {
                        let found = (0..<width * words * 8).map { bit in
                            let byte = bytes.load(fromByteOffset: entity * width * words + bit / 8, as: UInt8.self)
                            return byte >> UInt8(bit % 8) & 1 == 1
                        }
                        #expect(found == expected[entity])
                    }
                }
            }
        }
    }
}
