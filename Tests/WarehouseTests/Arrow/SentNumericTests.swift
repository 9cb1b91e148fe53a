import CArrow
import Foundation
import Tables
import Testing
import Values

@testable import Warehouse

/// Numbers as PostgreSQL's `numeric_send` writes them; the words were written down by hand from its layout.
@Suite("Numbers in binary")
struct SentNumericTests {
    private struct Sent {
        var digits: [UInt16] = []
        var weight: Int16 = 0
        var sign: UInt16 = 0
        var scale: UInt16 = 0

        var bytes: [UInt8] {
            ([UInt16(digits.count), UInt16(bitPattern: weight), sign, scale] + digits)
                .flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
    }

    private func column(_ cells: [[UInt8]?]) throws -> (type: ColumnType, values: [Value], problems: [String]) {
        let batch = HandMadeBatch()
        var offsets: [Int32] = [0]
        for cell in cells { offsets.append((offsets.last ?? 0) + Int32(cell?.count ?? 0)) }
        let array = batch.array(
            cells.count, nulls: -1,
            [batch.bits(cells.map { $0 != nil }), batch.numbers(offsets), batch.bytes(cells.flatMap { $0 ?? [] })])
        var fields = try ArrowField.fields(of: batch.schema("+s", children: [batch.schema("z", name: "amount")]))
        fields[0].isSentNumeric = true
        let result = try ArrowResult(fields)
        try result.append(batch.array(cells.count, [nil], children: [array]))
        let column = try result.finish(from: "t").columns[0]
        return (column.type, (0..<column.count).map { column.value(at: $0) }, column.problems.map(\.reason))
    }

    private func number(_ text: String) -> Value { ExactDecimal(text: text).map(Value.number) ?? .missing }

    @Test("each is exact, and written as PostgreSQL writes it")
    func exact() throws {
        let cases: [(Sent, String)] = [
            (Sent(digits: [979, 4700], scale: 2), "979.47"),
            (Sent(digits: [1, 2345, 6780], weight: 1, sign: 0x4000, scale: 3), "-12345.678"),
            (Sent(digits: [1], weight: -1, scale: 4), "0.0001"),
            (Sent(digits: [50], weight: -1, sign: 0x4000, scale: 3), "-0.005"),
            (Sent(scale: 2), "0.00"),
            (Sent(), "0"),
            (Sent(digits: [979], scale: 2), "979.00"),
            (Sent(digits: [1], weight: 3), "1000000000000"),
            (Sent(digits: [99, 9999, 9999, 9999, 9999], weight: 4), "999999999999999999"),
            (Sent(digits: [123, 4567, 8901, 2345, 6700], weight: 3, scale: 2), "123456789012345.67"),
            (Sent(digits: [1, 5000], scale: 6), "1.500000"),
            (Sent(digits: [1], weight: -3, scale: 12), "0.000000000001"),
        ]
        for (sent, text) in cases {
            let read = sent.bytes.withUnsafeBufferPointer { SentNumeric($0)?.text }
            #expect(read == text)
            let alone = try column([sent.bytes])
            #expect(alone.values == [number(text)], "\(text)")
        }
        // What has two digits behind the point keeps both, as where it comes as a text.
        let amounts = try column([Sent(digits: [979], scale: 2).bytes, nil, Sent(digits: [7, 100], scale: 2).bytes])
        #expect(amounts.type == .decimal(scale: 2))
        #expect(amounts.values == [number("979"), .missing, number("7.01")])
    }

    @Test("what has more than 18 digits makes a column of floats; what is no number is missing, and told")
    func beyond() throws {
        // 2^127.
        let large = Sent(digits: [170, 1411, 8346, 469, 2317, 3168, 7303, 7158, 8410, 5728], weight: 9)
        #expect(
            large.bytes.withUnsafeBufferPointer { SentNumeric($0)?.text } == "170141183460469231731687303715884105728")
        let floats = try column([Sent(digits: [1, 5000], scale: 1).bytes, large.bytes])
        #expect(floats.type == .float)
        #expect(floats.values == [.float(1.5), .float(170_141_183_460_469_231_731_687_303_715_884_105_728)])
        let odd = try column([
            Sent(sign: 0xC000).bytes, Sent(sign: 0xD000).bytes, Sent(sign: 0xF000).bytes, Sent(digits: [3]).bytes,
        ])
        #expect(odd.values == [.missing, .missing, .missing, number("3")])
        #expect(odd.problems.count == 2 && odd.problems.contains { $0.contains("NaN") })
    }

    @Test("bytes that are no number are refused")
    func malformed() {
        let right = Sent(digits: [12, 3400], scale: 2).bytes
        var wrong: [[UInt8]] = [[], Array(right.dropLast()), right + [0], Array(right.prefix(7))]
        wrong.append(Sent(digits: [10_000]).bytes)
        wrong.append(Sent(digits: [1], sign: 0x1234).bytes)
        for bytes in wrong {
            #expect(throws: Diagnostic.self, "\(bytes)") { try column([bytes]) }
        }
        // A zero of a power that nobody counts to takes no longer than others.
        #expect(throws: Never.self) { try column([Sent(digits: [0], weight: 100).bytes]) }
    }

    @Test("bytes that nobody said are numbers have no column")
    func otherBytes() {
        let batch = HandMadeBatch()
        let array = batch.array(1, [nil, batch.numbers([Int32](arrayLiteral: 0, 2)), batch.bytes([1, 2])])
        #expect(throws: Diagnostic.self) { try HandMadeBatch.values(batch.schema("z"), [array], in: batch) }
    }
}
