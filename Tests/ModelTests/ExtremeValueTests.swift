import Testing
import Values

@testable import Model

/// Every function of the language with the extremes of every type: a value or none, never a trap.
struct ExtremeValueTests {
    private static let largest = ExactDecimal(Int128.max)
    private static let smallest = ExactDecimal(Int128.min + 1)

    static let numbers: [Value] =
        [Int.max, Int.min, Int.max - 1, 0, 1, -1, 12, 1_000_000_000_000_000_000, -1_000_000_000_000_000_000]
        .map { .number(ExactDecimal($0)) }
        + [
            largest, smallest, ExactDecimal(1, scale: 18), ExactDecimal(-1, scale: 18),
            ExactDecimal(Int128.max, scale: 18),
            ExactDecimal(5, scale: 1), ExactDecimal(Int128.max, scale: ExactDecimal.maximumScale),
        ].map { .number($0) }
        + [
            .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
            -0.0,
            9.3e18, -9.3e18, 1.8e38, 0.5,
        ].map { .float($0) }

    static let texts: [Value] = [
        "", " ", "é", "👩‍👩‍👧", "9999-Q4", "0001", "FY9999", "-0", "1e999", String(repeating: "x", count: 1_000_000),
    ]
    .map { .text($0) }

    static let times: [Value] =
        [Day(year: 1, month: 1, day: 1), Day(year: 9999, month: 12, day: 31), Day(year: 2024, month: 2, day: 29)]
        .compactMap { $0 }.flatMap { [.day($0), .moment(Moment($0))] }
        + [Int64.min, Int64.max, -1].map { .moment(Moment(microseconds: $0)) } + [
            .day(Day(Int.max)), .day(Day(Int.min)),
        ]

    static let others: [Value] = [.missing, .boolean(true), .boolean(false)]

    @Test(arguments: Functions.all.map(\.name))
    func functions(name: String) throws {
        let function = try #require(Functions.named(name))
        let everything = Self.numbers + Self.texts + Self.times + Self.others
        let choices = function.parameters.map { kind in
            switch kind {
            case .number: Self.numbers + Self.others
            case .text: Self.texts + Self.others
            case .time: Self.times + Self.others
            case .condition: Self.others
            case .any: everything
            }
        }
        var calls: [[Value]] = [[]]
        for (place, values) in choices.enumerated() {
            // The third argument of a call is one of few.
            let values = place < 2 ? values : Array(values.prefix(6))
            calls = calls.flatMap { call in values.map { call + [$0] } }
        }
        if function.isVariadic { calls += everything.flatMap { first in everything.map { [first, $0] } } }
        if function.optional > 0 { calls += (choices.first ?? []).map { [$0] } }
        for call in calls {
            // What comes out can be written, compared and counted with.
            let value = function.apply(call)
            #expect(value == value || value.double?.isNaN == true)
            _ = (value.plainText.utf8.count, value < .missing, value.asDay)
        }
    }
}
