import CArrow
import Foundation
import Tables
import Testing
import Values

@testable import Warehouse

/// Columns made of Arrow arrays; what each array holds was written down by hand from the specification of the layout.
@Suite("Arrow columns")
struct ArrowColumnTests {
    private func number(_ text: String) -> Value { .number(ExactDecimal(text: text) ?? ExactDecimal(-1)) }
    private func day(_ year: Int, _ month: Int, _ day: Int) -> Value {
        .day(Day(year: year, month: month, day: day) ?? Day(0))
    }

    @Test("whole numbers of every width, with and without sign")
    func wholeNumbers() throws {
        let batch = HandMadeBatch()
        let cases: [(String, UnsafeRawPointer, [String])] = [
            ("c", batch.numbers([Int8](arrayLiteral: -128, 0, 127)), ["-128", "0", "127"]),
            ("C", batch.numbers([UInt8](arrayLiteral: 0, 1, 255)), ["0", "1", "255"]),
            ("s", batch.numbers([Int16](arrayLiteral: -32768, 5, 32767)), ["-32768", "5", "32767"]),
            ("S", batch.numbers([UInt16](arrayLiteral: 0, 9, 65535)), ["0", "9", "65535"]),
            ("i", batch.numbers([Int32](arrayLiteral: .min, 7, .max)), ["-2147483648", "7", "2147483647"]),
            ("I", batch.numbers([UInt32](arrayLiteral: 0, 7, .max)), ["0", "7", "4294967295"]),
            (
                "l", batch.numbers([Int64](arrayLiteral: .min + 1, 7, .max)),
                ["-9223372036854775807", "7", "9223372036854775807"]
            ),
            (
                "L", batch.numbers([UInt64](arrayLiteral: 0, 7, 9_223_372_036_854_775_807)),
                ["0", "7", "9223372036854775807"]
            ),
        ]
        for (format, cells, expected) in cases {
            let found = try HandMadeBatch.values(batch.schema(format), [batch.array(3, [nil, cells])], in: batch)
            #expect(found.values == expected.map(number), "\(format)")
            #expect(found.column.type == .integer)
        }
    }

    @Test("what no 64 bits with sign hold becomes floats, with what came before")
    func tooLarge() throws {
        let batch = HandMadeBatch()
        let found = try HandMadeBatch.values(
            batch.schema("L"),
            [
                batch.array(2, [nil, batch.numbers([UInt64](arrayLiteral: 1, 2))]),
                batch.array(1, [nil, batch.numbers([UInt64.max])]),
            ], in: batch)
        #expect(found.column.type == .float)
        #expect(found.values == [.float(1), .float(2), .float(18_446_744_073_709_551_615)])
    }

    @Test("missing cells by bitmap, counted or not, from an offset")
    func missing() throws {
        let batch = HandMadeBatch()
        let cells = batch.numbers([Int32](arrayLiteral: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
        let valid = batch.bits([true, true, false, true, false, true, true, true, true, false])
        // From the third cell on, seven of them; -1: nobody has counted.
        let found = try HandMadeBatch.values(
            batch.schema("i"), [batch.array(7, nulls: -1, offset: 2, [valid, cells])], in: batch)
        #expect(found.values == [.missing, number("4"), .missing, number("6"), number("7"), number("8"), number("9")])
        #expect(found.column.missingCount == 2)
        // A count of 0 says that nothing is missing, whatever the bitmap has.
        let none = try HandMadeBatch.values(batch.schema("i"), [batch.array(3, nulls: 0, [valid, cells])], in: batch)
        #expect(none.values == [number("1"), number("2"), number("3")])
    }

    @Test("a batch's own offset comes before that of its columns")
    func batchOffset() throws {
        let batch = HandMadeBatch()
        let column = batch.array(4, offset: 1, [nil, batch.numbers([Int64](arrayLiteral: 0, 10, 20, 30, 40))])
        let result = try ArrowResult(try ArrowField.fields(of: batch.schema("+s", children: [batch.schema("l")])))
        try result.append(batch.array(2, offset: 2, [nil], children: [column]))
        let set = try result.finish(from: "t")
        #expect((0..<2).map { set.columns[0].value(at: $0) } == [number("30"), number("40")])
    }

    @Test("floats, NaN and infinity being no values")
    func floats() throws {
        let batch = HandMadeBatch()
        let wide = try HandMadeBatch.values(
            batch.schema("g"), [batch.array(4, [nil, batch.numbers([0.1, -2.5, Double.nan, .infinity])])], in: batch)
        #expect(wide.values == [.float(0.1), .float(-2.5), .missing, .missing])
        #expect(wide.column.missingCount == 2)
        #expect(wide.column.problems.count == 1)
        let narrow = try HandMadeBatch.values(
            batch.schema("f"), [batch.array(2, [nil, batch.numbers([Float](arrayLiteral: 0.1, 1e10))])], in: batch)
        #expect(narrow.values == [.float(0.1), .float(1e10)])
        // 1.5, -2, the smallest above 0 (2^-24), 65504: from the table of binary16.
        let half = try HandMadeBatch.values(
            batch.schema("e"),
            [batch.array(4, [nil, batch.numbers([UInt16](arrayLiteral: 0x3E00, 0xC000, 0x0001, 0x7BFF))])], in: batch)
        #expect(half.values == [.float(1.5), .float(-2), .float(5.960464477539063e-08), .float(65504)])
    }

    @Test("booleans are bits")
    func booleans() throws {
        let batch = HandMadeBatch()
        let flags = batch.bits([false, true, true, false, false, false, false, false, true, false])
        let valid = batch.bits([true, true, true, true, true, true, true, true, true, false])
        let found = try HandMadeBatch.values(
            batch.schema("b"), [batch.array(9, nulls: 1, offset: 1, [valid, flags])], in: batch)
        #expect(found.values.prefix(3) == [.boolean(true), .boolean(true), .boolean(false)])
        #expect(found.values.suffix(2) == [.boolean(true), .missing])
    }

    @Test("texts by offsets of 4 and 8 bytes, in normal form, an empty one being none")
    func texts() throws {
        let batch = HandMadeBatch()
        // "ab", "", "é" decomposed, "é" composed.
        let cells = batch.bytes(Array("ab".utf8) + [0x65, 0xCC, 0x81] + [0xC3, 0xA9])
        let expected: [Value] = [.text("ab"), .missing, .text("é"), .text("é")]
        let short = try HandMadeBatch.values(
            batch.schema("u"), [batch.array(4, [nil, batch.numbers([Int32](arrayLiteral: 0, 2, 2, 5, 7)), cells])],
            in: batch)
        #expect(short.values == expected)
        #expect(short.column.dictionary?.count == 2)
        let long = try HandMadeBatch.values(
            batch.schema("U"), [batch.array(4, [nil, batch.numbers([Int64](arrayLiteral: 0, 2, 2, 5, 7)), cells])],
            in: batch)
        #expect(long.values == expected)
        // Where all are empty there need be no bytes.
        let empty = try HandMadeBatch.values(
            batch.schema("u"), [batch.array(2, [nil, batch.numbers([Int32](arrayLiteral: 0, 0, 0)), nil])], in: batch)
        #expect(empty.values == [.missing, .missing])
    }

    @Test("views: short texts in place, long ones in buffers")
    func views() throws {
        let batch = HandMadeBatch()
        let long = "a text of more than twelve bytes"
        var views: [UInt8] = [3, 0, 0, 0] + Array("abc".utf8) + [UInt8](repeating: 0, count: 9)
        views += [UInt8(long.utf8.count), 0, 0, 0] + Array(long.utf8.prefix(4)) + [0, 0, 0, 0] + [2, 0, 0, 0]
        let buffers: [UnsafeRawPointer?] = [
            nil, batch.bytes(views), batch.bytes([0, 0] + Array(long.utf8)),
            batch.numbers([Int64(long.utf8.count + 2)]),
        ]
        let found = try HandMadeBatch.values(batch.schema("vu"), [batch.array(2, buffers)], in: batch)
        #expect(found.values == [.text("abc"), .text(long)])
    }

    @Test("decimals of 32, 64, 128 and 256 bits are exact")
    func decimals() throws {
        let batch = HandMadeBatch()
        func wide(_ value: Int128, words: Int) -> [UInt64] {
            [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)]
                + [UInt64](repeating: value < 0 ? .max : 0, count: words - 2)
        }
        let cases: [(String, UnsafeRawPointer)] = [
            ("d:9,2,32", batch.numbers([Int32](arrayLiteral: 12345, -5, 0))),
            ("d:18,2,64", batch.numbers([Int64](arrayLiteral: 12345, -5, 0))),
            ("d:38,2", batch.numbers([12345, -5, 0].flatMap { wide($0, words: 2) })),
            ("d:76,2,256", batch.numbers([12345, -5, 0].flatMap { wide($0, words: 4) })),
        ]
        for (format, cells) in cases {
            let found = try HandMadeBatch.values(batch.schema(format), [batch.array(3, [nil, cells])], in: batch)
            #expect(found.values == [number("123.45"), number("-0.05"), number("0")], "\(format)")
            #expect(found.column.type == .decimal(scale: 2), "\(format)")
        }
        // 38 digits of which 9 are behind the point: only those that are needed are kept.
        let billions = try HandMadeBatch.values(
            batch.schema("d:38,9"),
            [batch.array(2, [nil, batch.numbers([20_000_000_000_250_000_000, 0].flatMap { wide($0, words: 2) })])],
            in: batch)
        #expect(billions.values == [number("20000000000.25"), number("0")])
        #expect(billions.column.type.isNumber && billions.column.type != .float)
        // Tens: a negative scale.
        let tens = try HandMadeBatch.values(
            batch.schema("d:9,-1"), [batch.array(1, [nil, batch.numbers(wide(12, words: 2))])], in: batch)
        #expect(tens.values == [number("120")])
        // 30 digits fit no cell: the column says so by its type.
        let huge = try HandMadeBatch.values(
            batch.schema("d:38,0"),
            [batch.array(1, [nil, batch.numbers(wide(123_456_789_012_345_678_901_234_567_890, words: 2))])], in: batch)
        #expect(huge.column.type == .float)
        #expect(huge.values == [.float(1.2345678901234568e29)])
    }

    @Test("numeric text is exact, whatever its scales")
    func numericTexts() throws {
        let batch = HandMadeBatch()
        let opaque = batch.schema(
            "u",
            metadata: [
                ("ARROW:extension:name", "arrow.opaque"),
                ("ARROW:extension:metadata", "{\"type_name\": \"numeric\", \"vendor_name\": \"PostgreSQL\"}"),
            ])
        func texts(_ texts: [String]) -> ArrowArray {
            var offsets: [Int32] = [0]
            for text in texts { offsets.append((offsets.last ?? 0) + Int32(text.utf8.count)) }
            return batch.array(
                texts.count, [nil, batch.numbers(offsets), batch.bytes(Array(texts.joined().utf8))])
        }
        let found = try HandMadeBatch.values(
            opaque, [texts(["1234.50", "-0.05"]), texts(["7", "0.12345678", "nan", "1.5000000000000000000000"])],
            in: batch)
        #expect(
            found.values == [
                number("1234.5"), number("-0.05"), number("7"), number("0.12345678"), .missing, number("1.5"),
            ])
        #expect(found.column.type == .decimal(scale: 8))
        #expect(found.column.problems.first?.reason.contains("NaN") == true)
    }

    @Test("days, and moments of every unit; what has a zone is UTC already")
    func times() throws {
        let batch = HandMadeBatch()
        // 19,782 days after 1970-01-01 is 2024-02-29 (date -u -d @$((19782*86400))).
        let days = try HandMadeBatch.values(
            batch.schema("tdD"),
            [batch.array(4, [nil, batch.numbers([Int32](arrayLiteral: 19_782, -1, .max, .min))])], in: batch)
        #expect(days.values == [day(2024, 2, 29), day(1969, 12, 31), .missing, .missing])
        #expect(days.column.problems.first?.reason.contains("2 cells") == true)
        let late = try HandMadeBatch.values(
            batch.schema("tdm"), [batch.array(2, [nil, batch.numbers([Int64](arrayLiteral: 1_709_164_800_000, -1))])],
            in: batch)
        #expect(late.values == [day(2024, 2, 29), day(1969, 12, 31)])
        // 2024-02-29 12:00:00 UTC is 1,709,208,000 seconds (date -u -d @1709208000).
        for (format, factor) in [
            ("tss:", 1), ("tsm:UTC", 1000), ("tsu:Europe/Berlin", 1_000_000), ("tsn:", 1_000_000_000),
        ] {
            let found = try HandMadeBatch.values(
                batch.schema(format), [batch.array(1, [nil, batch.numbers([Int64(1_709_208_000) * Int64(factor)])])],
                in: batch)
            #expect(found.column.type == .moment)
            #expect(found.values == [.moment(Moment(microseconds: 1_709_208_000_000_000))], "\(format)")
        }
        // PostgreSQL's `infinity` is the largest number there is.
        let endless = try HandMadeBatch.values(
            batch.schema("tsu:"), [batch.array(2, [nil, batch.numbers([Int64](arrayLiteral: .max, .min))])], in: batch)
        #expect(endless.values == [.missing, .missing])
        let clock = try HandMadeBatch.values(
            batch.schema("ttu"), [batch.array(1, [nil, batch.numbers([Int64(34_215_000_000)])])], in: batch)
        #expect(clock.values == [.text("09:30:15")])
    }

    @Test("codes of a dictionary")
    func dictionaries() throws {
        let batch = HandMadeBatch()
        let words = batch.array(
            2, [nil, batch.numbers([Int32](arrayLiteral: 0, 4, 9)), batch.bytes(Array("goldplain".utf8))])
        let schema = batch.schema("c", dictionary: batch.schema("u"))
        let cells = batch.array(
            4, nulls: 1, [batch.bits([true, true, false, true]), batch.numbers([Int8](arrayLiteral: 1, 0, 99, 1))],
            dictionary: words)
        let found = try HandMadeBatch.values(schema, [cells], in: batch)
        #expect(found.values == [.text("plain"), .text("gold"), .missing, .text("plain")])
    }

    @Test("a column of nothing, and no rows at all")
    func nothing() throws {
        let batch = HandMadeBatch()
        let nulls = try HandMadeBatch.values(batch.schema("n"), [batch.array(3, nulls: 3, [])], in: batch)
        #expect(nulls.values == [.missing, .missing, .missing])
        let none = try HandMadeBatch.values(batch.schema("l"), [], in: batch)
        #expect(none.values == [] && none.column.type == .integer)
    }

    @Test("many rows over pieces keep their order and their missing cells")
    func manyRows() throws {
        let batch = HandMadeBatch()
        var arrays: [ArrowArray] = []
        for part in 0..<5 {
            let cells = (0..<10_007).map { Int64(part * 10_007 + $0) }
            let valid = batch.bits(cells.map { $0 % 1000 != 0 })
            arrays.append(batch.array(cells.count, nulls: -1, [valid, batch.numbers(cells)]))
        }
        let found = try HandMadeBatch.values(batch.schema("l"), arrays, in: batch)
        #expect(found.values.count == 50_035)
        #expect(found.column.missingCount == 51)
        for row in [1, 999, 16_383, 16_384, 16_385, 32_768, 50_034] { #expect(found.values[row] == number("\(row)")) }
        #expect(found.values[32_000] == .missing)
    }
}
