import CScan
import Testing

/// The loops over fields of the plainest form, which read eight rows at a time where the processor can: what they read, and
/// that they stop exactly at the first field that is of another form.
struct FieldKernelTests {
    /// What a loop made of a column: the first row that it left, the values before it, and what it found.
    private struct Reading: Equatable {
        var end: Int
        var values: [Int64]
        var smallest: Int64
        var largest: Int64
        var missing: Int
    }

    private func read(
        _ cells: [String], endings: String = "",
        _ loop: (UnsafePointer<cfields_run>, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<cfields_found>) -> Int
    ) -> Reading {
        var bytes = [UInt8](repeating: 0x2C, count: 64)
        var entries: [UInt32] = []
        for cell in cells {
            entries.append(UInt32(bytes.count - 1))
            bytes += (cell + endings).utf8
            entries.append(UInt32(bytes.count))
            bytes.append(0x0A)
        }
        bytes += [UInt8](repeating: 0x2C, count: 64)
        var found = cfields_found()
        found.smallest = .max
        found.largest = .min
        var values = [Int64](repeating: 7, count: cells.count)
        let end = bytes.withUnsafeBufferPointer { bytes in
            entries.withUnsafeBufferPointer { entries in
                values.withUnsafeMutableBufferPointer { values in
                    var run = cfields_run(
                        bytes: bytes.baseAddress, entries: entries.baseAddress, stride: 2, rows: cells.count,
                        quote: 0x22,
                        may_end_in_return: endings.isEmpty ? 0 : 1)
                    return values.baseAddress.map { loop(&run, $0, &found) } ?? 0
                }
            }
        }
        return Reading(
            end: end, values: Array(values.prefix(end)), smallest: found.smallest, largest: found.largest,
            missing: Int(found.missing))
    }

    private func days(_ cells: [String], endings: String = "") -> Reading {
        read(cells, endings: endings) { Int(cfields_days($0, 0, $1, $2)) }
    }

    private func numbers(_ cells: [String], scale: Int32, endings: String = "") -> Reading {
        read(cells, endings: endings) { Int(cfields_numbers($0, 0, scale, $1, $2)) }
    }

    // Day numbers as `date -u -d DAY +%s` gives them, divided by 86,400.
    @Test(arguments: ["", "\r"]) func daysInBlocksOfEight(endings: String) {
        let cells = [
            "1970-01-01", "2024-01-31", "", "2024-02-28", "2000-03-01", "1969-12-31", "9999-12-31", "0001-01-01",
            "2023-11-05", "2024-12-31", "2100-02-28", "1900-03-01", "", "", "2026-06-30", "1999-09-09", "2025-08-17",
        ]
        let expected: [Int64] = [
            0, 19753, .min, 19781, 11017, -1, 2_932_896, -719_162, 19666, 20088, 47540, -25508, .min, .min, 20634,
            10843,
            20317,
        ]
        #expect(
            days(cells, endings: endings)
                == Reading(end: 17, values: expected, smallest: -719_162, largest: 2_932_896, missing: 3))
    }

    @Test(arguments: [
        "2024-00-10", "2024-13-10", "2024-33-10", "2024-45-10", "2024-01-00", "2024-01-32", "2024-04-31", "2024-02-29",
        "2024-02-30", "0000-01-01", "2024/01/01", "2024-1-01", "2024-01-1", "2024-01-011", "x024-01-01", "2024-01-0x",
        "2024-01:01", "\"2024-01-01\"", " 2024-01-01", "-", "2024-0a-01", "20240101",
    ]) func anotherFormEndsDays(cell: String) {
        for place in 0..<19 {
            var cells = [String](repeating: "2024-01-31", count: 19)
            cells[place] = cell
            let reading = days(cells)
            #expect(reading.end == place, "\(cell) at \(place)")
            #expect(reading.values == [Int64](repeating: 19753, count: place))
        }
    }

    @Test(arguments: ["", "\r"]) func numbersInBlocksOfEight(endings: String) {
        #expect(
            numbers(
                ["1.50", "", "0.07", "12345678.99", "10.00", "999.99", "7.00", "34588.02", "", "0.00", "1.25"],
                scale: 2,
                endings: endings)
                == Reading(
                    end: 11, values: [150, .min, 7, 1_234_567_899, 1000, 99999, 700, 3_458_802, .min, 0, 125],
                    smallest: 0,
                    largest: 1_234_567_899, missing: 2))
        #expect(
            numbers(
                ["1", "20", "345", "6789", "12345", "678901", "2345678", "90123456", "0"], scale: 0, endings: endings)
                == Reading(
                    end: 9, values: [1, 20, 345, 6789, 12345, 678_901, 2_345_678, 90_123_456, 0], smallest: 0,
                    largest: 90_123_456, missing: 0))
        #expect(
            numbers(
                ["1.234", "10.007", "123.000", "0.500", "4.321", "5.001", "6.999", "7.125"], scale: 3, endings: endings)
                == Reading(
                    end: 8, values: [1234, 10007, 123_000, 500, 4321, 5001, 6999, 7125], smallest: 500,
                    largest: 123_000,
                    missing: 0))
        #expect(
            numbers([String](repeating: "12345678.1234567", count: 9), scale: 7, endings: endings).values
                == [Int64](repeating: 123_456_781_234_567, count: 9))
    }

    @Test(arguments: [
        "-1.50", "1.5", "1.500", "01.50", "00.50", ".50", "1,50", "a.50", "1.5a", "1.a0", "123456789.00", "1", "1e5.00",
        "\"1.50\"", " 1.50", "1.50 ", "1 .50", "$1.50",
    ]) func anotherFormEndsNumbers(cell: String) {
        for place in 0..<19 {
            var cells = [String](repeating: "1.50", count: 19)
            cells[place] = cell
            let reading = numbers(cells, scale: 2)
            #expect(reading.end == place, "\(cell) at \(place)")
            #expect(reading.values == [Int64](repeating: 150, count: place))
        }
    }

    @Test func whatNumbersProve() {
        func found(_ cells: [String], scale: Int32) -> [Int32] {
            var result: [Int32] = []
            _ = read(cells) { run, values, found in
                let end = Int(cfields_numbers(run, 0, scale, values, found))
                result = [found.pointee.has_fraction, found.pointee.proves_point, found.pointee.not_eight_digits]
                return end
            }
            return result
        }
        let many = 8
        #expect(found([String](repeating: "1.234", count: many), scale: 3) == [1, 0, 0])
        #expect(found([String](repeating: "1.234", count: many - 1) + ["1234.567"], scale: 3) == [1, 1, 0])
        #expect(found([String](repeating: "1.234", count: many - 1) + ["0.567"], scale: 3) == [1, 1, 0])
        #expect(found([String](repeating: "1.23", count: many), scale: 2) == [1, 1, 0])
        #expect(found([String](repeating: "20240131", count: many), scale: 0) == [0, 0, 0])
        #expect(found([String](repeating: "20240131", count: many - 1) + ["7"], scale: 0) == [0, 0, 1])
        #expect(found([String](repeating: "", count: many), scale: 0) == [0, 0, 0])
    }
}
