import Engine
import Reports
import Values

/// An answer of many lines about deals, to be drawn: identifiers, names, a segment, a day, an amount and a ratio.
public struct LongAnswer: Sendable {
    private let answer: Answer

    /// The same number of lines gives the same answer.
    public init(lineCount: Int) {
        let segments = ["Enterprise", "Mid-Market", "SMB", "Public Sector", "Startup"]
        func column(
            _ name: String, _ unit: Unit = .number, numeric: Bool = false, _ cell: (Int) -> Value
        ) -> Answer.Column {
            Answer.Column(
                name: name, label: name, role: numeric ? .metric : .dimension, unit: unit, isNumeric: numeric,
                cells: (0..<max(0, lineCount)).map(cell))
        }
        answer = Answer(
            heading: "Deals",
            columns: [
                column("id") { .text("006" + padded($0, 12)) },
                column("account") { .text("Account " + padded($0 &* 7919 % 83_333, 7)) },
                column("deal_name") {
                    .text($0 % 10 == 0 ? "Acme, Inc. \($0) renewal" : "Globex Core expansion \($0)")
                },
                column("segment") { .text(segments[$0 % segments.count]) },
                column("close_date") { $0 % 3 == 0 ? .day(Day(18_628 + $0 % 1826)) : .missing },
                column("amount", .money("USD"), numeric: true) {
                    .number(ExactDecimal(Int128($0 &* 1_299_709 % 10_000_000), scale: 2))
                },
                column("probability", .percent, numeric: true) { .number(ExactDecimal(Int128($0 % 101), scale: 2)) },
            ], lineCount: max(0, lineCount))
    }

    /// Draws it in a format (`csv`, `table`); how many bytes that are, 0 for a format that there is not.
    ///
    /// - Parameter most: no more bytes are taken after so many, as by a reader who leaves.
    public func draw(_ format: String, most: Int = .max) -> Int {
        var count = 0
        let renderer = renderer(named: format)
        try? renderer?.render(answer, options: RenderOptions()) { (bytes) throws(RenderingStopped) in
            count += bytes.count
            if count >= most { throw RenderingStopped() }
        }
        return count
    }
}
