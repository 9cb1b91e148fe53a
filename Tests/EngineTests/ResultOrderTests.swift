import Testing
import Values

@testable import Engine

/// Which results stand first where floats cannot hold them: 1 / 49 · 49 is 0.9999999999999999 in binary, 1 / 3 · 3 is 1.
struct ResultOrderTests {
    static func asked() throws -> Asked {
        try Asked(
            [
                "parts.csv": """
                name,kind,whole
                Ash,x,49
                Birch,x,3
                Cedar,y,98
                Date,y,3
                Elm,y,1
                """
            ],
            """
            dataset parts from "parts.csv" { }
            metric whole = sum(parts.whole)
            metric round_trip = count(parts) / whole * whole
            """)
    }

    @Test func whatDiffersInTheLastBinaryDigitOnlyIsOrderedByName() throws {
        let asked = try Self.asked()
        let names = { (question: String) in
            try asked.lines(question + " without totals").map { String($0.prefix { $0 != " " }) }
        }
        let all = ["Ash", "Birch", "Cedar", "Date", "Elm"]
        #expect(try names("show round_trip by name") == all)
        #expect(try names("show round_trip by name top 2") == ["Ash", "Birch"])
        #expect(try names("show round_trip by name bottom 3") == ["Ash", "Birch", "Cedar"])
        #expect(try names("show round_trip by name limit 1") == ["Ash"])
        // What ties goes on to the next key.
        #expect(
            try names("show round_trip, whole by name sort by round_trip, whole")
                == ["Cedar", "Ash", "Birch", "Date", "Elm"])
        #expect(try asked.answer("show round_trip by kind across name").columns.dropFirst().map(\.group) == all)
    }

    @Test(arguments: [
        (Value.float(6), Value.float(6.000000000000001), true), (.float(6), .number(ExactDecimal(6)), true),
        (.float(0.1 + 0.2), .float(0.3), true), (.float(0.1 + 0.2 - 0.3), .number(ExactDecimal(0)), true),
        (.float(1e300), .float(1.0000000000001e300), true), (.float(1), .float(1.00000000001), false),
        (.float(.infinity), .float(.infinity), true), (.float(.infinity), .float(1e308), false),
        (.float(-1), .float(1), false), (.missing, .float(0), false), (.missing, .missing, true),
        (.text("6"), .float(6), false),
        // Exact numbers are told apart to their last digit.
        (.number(ExactDecimal(10_000_000_000_000_001)), .number(ExactDecimal(10_000_000_000_000_002)), false),
    ])
    func equal(_ first: Value, _ second: Value, _ areEqual: Bool) {
        #expect(ResultOrder.areEqual(first, second) == areEqual)
        #expect(ResultOrder.areEqual(second, first) == areEqual)
    }

    @Test func equalResultsShareAPlace() {
        let values: [Value] = [
            .float(2), .missing, .float(6.000000000000001), .float(6), .number(ExactDecimal(7)), .missing,
        ]
        #expect(ResultOrder.ranks(values, ascending: false) == [2, 3, 1, 1, 0, 3])
        #expect(ResultOrder.ranks(values, ascending: true) == [0, 3, 1, 1, 2, 3])
        #expect(ResultOrder.ranks(values, ascending: false) { $0 < $1 } == [3, 4, 1, 2, 0, 5])
        #expect(ResultOrder.ranks([], ascending: true) == [])
    }
}
