import Engine
import Values

/// How the numbers of a panel are written: short at bars, and shorter at ticks.
struct ChartNumbers: Sendable {
    let unit: Unit
    private let format: ColumnFormat

    /// Decided from all cells that the panel shows, so that their digits agree.
    init(_ columns: [Answer.Column], exact: Bool) {
        var all =
            columns.first
            ?? Answer.Column(name: "", label: "", role: .metric, unit: .number, isNumeric: true, cells: [])
        all.cells = AnswerCells(columns.flatMap(\.cells))
        all.total = nil
        all.partial = []
        all.lines = nil
        all.series = nil
        if all.role == .dimension { all.role = .metric }
        unit = all.role == .changeRatio ? .percent : all.unit
        format = ColumnFormat(all, missing: "—", compact: !exact, exact: exact)
    }

    /// A number as a table would write it; `—` for no value.
    func text(_ value: Value) -> String { format.text(value) }

    /// Whether only whole numbers stand on the axis.
    var isWhole: Bool { unit == .count }

    /// The labels of an axis: `0 %`, `$0`, `$1.5M`, all in the same power of a thousand.
    func tickTexts(_ axis: ChartAxis) -> [String] {
        let shift = unit == .percent ? 2 : 0
        let ticks = axis.ticks.map { DisplayDecimal(.float($0))?.shifted(by: shift) }
        let largest = ticks.compactMap { $0 }.filter { !$0.isZero }.map(\.magnitude).max() ?? 1
        let letters = ["", "k", "M", "B", "T"]
        let isShort = shift == 0 && unit != .days && largest > 4
        let power = isShort ? min((largest - 1) / 3, letters.count - 1) : 0
        let step = DisplayDecimal(.float(axis.step))?.shifted(by: shift - 3 * power)
        // Rounding errors of a float beyond its step are none of the reader's business.
        let places = min(max(step?.rounded(significant: 2).neededDecimals ?? 0, 0), 12)
        return ticks.map { tick in
            guard let number = tick?.shifted(by: -3 * power).rounded(to: places) else { return "" }
            if number.isZero { return format.decorated("0", isNegative: false) }
            return format.decorated(
                number.text(decimals: places, thousands: true) + letters[power], isNegative: number.isNegative)
        }
    }
}
