import CScan
import Testing

/// What is read from snapshots is checked many cells at a time: as a loop over single cells would.
struct CellKernelTests {
    /// Bytes that no row of cells is a repetition of.
    private static let bytes = (0..<8192).map { UInt8(truncatingIfNeeded: $0 * 7 + 3 + $0 >> 8) }

    /// Numbers that a plain build of two lanes gave.
    @Test(
        arguments: [
            (0, 5, 0x85A8_98D2_C663_2046), (64, 5, 0x7D5F_11E4_8A72_6157), (1088, 5, 0x04A9_DDC1_F50C_EA3F),
            (8192, 0, 0xE4A9_AE00_D948_C7C6),
        ] as [(count: Int, seed: UInt64, expected: UInt64)])
    func checksumsStayWhatTheyWere(count: Int, seed: UInt64, expected: UInt64) {
        Self.bytes.withUnsafeBytes { memory in
            #expect(memory.baseAddress.map { ccells_checksum($0, count, seed) } == expected)
        }
    }

    @Test func everyWidthIsLookedAtAsCellByCell() {
        check(ccells_signed8, Int8.self, missing: .min)
        check(ccells_signed16, Int16.self, missing: .min)
        check(ccells_signed32, Int32.self, missing: .min)
        check(ccells_signed64, Int64.self, missing: .min)
        check(ccells_codes8, UInt8.self, missing: 0)
        check(ccells_codes16, UInt16.self, missing: 0)
        check(ccells_codes32, UInt32.self, missing: 0)
    }

    private func check<Cell: FixedWidthInteger>(
        _ kernel: (UnsafeRawPointer?, Int) -> ccells_range, _: Cell.Type, missing: Cell
    ) {
        let edges: [Cell] = [missing, .max, .min, 0, 1, missing &+ 1]
        let mixed: [Cell] = (0..<70_000).map {
            edges[$0 % 97 % edges.count] &+ Cell(truncatingIfNeeded: $0 % 5 == 0 ? 0 : $0)
        }
        let all = [Cell](repeating: missing, count: 70_000)
        for cells in [mixed, all, mixed.map { $0 == missing ? .max : $0 }] {
            for count in [0, 1, 7, 63, 64, 65, 130, 16_321, 70_000] {
                let present = cells.prefix(count).filter { $0 != missing }
                let found = cells.withUnsafeBytes { kernel($0.baseAddress, count) }
                #expect(found.missing == UInt64(count - present.count), "\(Cell.self), \(count) cells")
                #expect(found.low == present.min().map { Int64($0) } ?? .max, "\(Cell.self), \(count) cells")
                #expect(found.high == present.max().map { Int64($0) } ?? .min, "\(Cell.self), \(count) cells")
            }
        }
    }
}
