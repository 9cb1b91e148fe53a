import Testing
import Values

struct ValueTests {
    private var samples: [Value] {
        [
            .missing, .boolean(false), .boolean(true), .number(ExactDecimal(-7)), .float(2.5),
            .number(ExactDecimal(3000, scale: 3)),
            .day(Day(0)), .moment(Moment(microseconds: 5)), .period(.allTime),
            .text("a longer text that lives on the heap"), .text("b"),
        ]
    }

    /// Larger alignments have made the compiler read misaligned temporaries.
    @Test func layout() {
        #expect(MemoryLayout<Value>.alignment <= 8)
        #expect(MemoryLayout<ExactDecimal>.alignment <= 8)
    }

    @Test func missing() {
        #expect(samples.map(\.isMissing) == [true] + [Bool](repeating: false, count: 10))
    }

    @Test func order() {
        for (index, value) in samples.enumerated() {
            for (otherIndex, other) in samples.enumerated() {
                #expect((value < other) == (index < otherIndex), "\(value) < \(other)")
            }
        }
        #expect(samples.shuffled().sorted() == samples)
    }

    @Test func plainTexts() {
        #expect(
            samples.map(\.plainText) == [
                "", "false", "true", "-7", "2.5", "3.000", "1970-01-01", "1970-01-01 00:00:00.000005", "all time",
                "a longer text that lives on the heap", "b",
            ])
        #expect(Value.float(.nan).plainText == "")
    }

    @Test func floats() {
        #expect(Value.number(ExactDecimal(15, scale: 1)).double == 1.5)
        #expect(Value.float(0.25).double == 0.25)
        #expect(Value.text("1").double == nil)
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "0"), (100, "100"), (0.1, "0.1"), (1e-5, "0.00001"), (-2.5e-7, "-0.00000025"),
            (1e16, "10000000000000000"),
            (1.2e19, "12000000000000000000"), (123456789012345680, "123456789012345680"), (1.5, "1.5"),
            (0.30000000000000004, "0.30000000000000004"), (1.25e22, "12500000000000000000000"), (.infinity, ""),
            (.nan, ""),
            (.leastNonzeroMagnitude, "0." + String(repeating: "0", count: 323) + "5"),
            (1.7976931348623157e308, "17976931348623157" + String(repeating: "0", count: 292)),
        ] as [(Double, String)])
    func digits(float: Double, text: String) {
        #expect(plainDigits(float) == text)
        if float.isFinite { #expect(Double(text) == float) }
    }

    @Test func units() {
        #expect(
            [Unit.number, .count, .money(nil), .money("USD"), .percent, .days].map(\.text) == [
                "number", "count", "money", "money USD", "percent", "days",
            ])
    }

    @Test func spans() {
        #expect(Span(3, 5).joined(Span(8, 9)) == Span(3, 9))
        #expect(Span(3, 5).joined(Span(1, 4)) == Span(1, 5))
    }
}
