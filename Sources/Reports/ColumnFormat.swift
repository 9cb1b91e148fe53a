import Engine
import Values

/// How the cells of one column are written for people: decided once from all of them, so that their points line up.
struct ColumnFormat {
    let missing: String
    /// Before and behind the digits: `$`, ` %`.
    private(set) var prefix = ""
    private(set) var suffix = ""
    /// Powers of ten to multiply by: 2 for percent.
    private var shift = 0
    /// Digits behind the point; nil for as many as the number has.
    private(set) var decimals: Int?
    private var thousands = true
    /// Whether a plus sign stands before what is above zero.
    private(set) var signed = false
    /// Whether large numbers are written `4.21M`.
    private(set) var compact = false
    /// Cells that are marked as not whole.
    private(set) var partial: Set<Value> = []
    /// Where each line is of a metric of its own: how the numbers of each are written.
    private var byMetric: [Answer.LineMetric: ColumnFormat] = [:]

    /// `missing` is written for a cell without value; `compact` asks for `4.21M` where the unit allows it.
    init(_ column: Answer.Column, missing: String, compact: Bool = false, exact: Bool = false) {
        self.missing = missing
        partial = column.partial
        signed = column.role == .change || column.role == .changeRatio
        if column.role == .changeRatio {
            (shift, decimals, suffix) = (2, 1, " %")
            return
        }
        let numbers = Self.numbers(column)
        switch column.unit {
        case .percent:
            (shift, decimals, suffix) = (2, 2, column.role == .change ? " pp" : " %")
        case .days:
            (decimals, suffix) = (Self.areWhole(numbers) ? 0 : 1, " d")
        case .money(let currency):
            if let symbol = Self.symbols[currency ?? ""] {
                prefix = symbol
            } else if let currency {
                suffix = " " + visible(currency)
            }
            decimals = Self.areWhole(numbers) ? 0 : 2
            self.compact = compact
        case .number, .count:
            decimals = Self.areWhole(numbers) ? 0 : Self.plainDecimals(numbers)
            self.compact = compact
        }
        // What rows hold and what they are grouped by is data: never rounded, and years and numbers of things are
        // written without thousands.
        if column.role == .dimension {
            if column.unit == .number || column.unit == .count { thousands = false }
            let needed = Self.mostDecimals(numbers, shift: shift, floats: true)
            let least = thousands ? decimals ?? 0 : 0
            // The long fractions of floats would fill every cell with zeros.
            decimals = needed <= 6 ? max(needed, least) : nil
            self.compact = false
        } else if exact {
            decimals = max(Self.mostDecimals(numbers, shift: shift, floats: false), decimals ?? 0)
        }
        for metric in Set(column.lines ?? []) {
            var own = column
            own.unit = metric.unit
            own.cells = AnswerCells(column.lines.map { zip($0, column.cells).filter { $0.0 == metric }.map(\.1) } ?? [])
            own.lines = nil
            byMetric[metric] = ColumnFormat(own, missing: missing, compact: compact, exact: exact)
        }
    }

    /// The cell of a line: that of `cells`, written as its own metric is, or the line of a series.
    func text(_ column: Answer.Column, line: Int) -> String {
        if let series = column.series { return series.indices.contains(line) ? sparkline(series[line]) : "" }
        let metric = column.lines.flatMap { $0.indices.contains(line) ? $0[line] : nil }
        return (metric.flatMap { byMetric[$0] } ?? self).text(column.cell(line))
    }

    /// The cell without padding; text is made visible.
    func text(_ value: Value) -> String {
        if value.isMissing { return missing }
        if case .number(let exact) = value, let plain = plainText(exact) { return plain }
        guard let number = DisplayDecimal(value) else {
            let plain = value.plainText + (partial.contains(value) ? "*" : "")
            return plain.isEmpty && value.double != nil ? missing : visible(plain)
        }
        let shifted = number.shifted(by: shift)
        if compact { return compactText(shifted) }
        let rounded = decimals.map { shifted.rounded(to: $0) } ?? shifted
        return sign(rounded) + prefix + rounded.text(decimals: decimals ?? 0, thousands: thousands) + suffix
    }

    /// Numbers that are neither rounded nor shifted, digit by digit; nil for others.
    private func plainText(_ number: ExactDecimal) -> String? {
        let places = decimals ?? number.scale
        guard shift == 0, !compact, number.scale <= places, places <= 18, let mantissa = Int64(exactly: number.mantissa)
        else { return nil }
        // From the last digit to the first: at most 19 digits, 18 zeros, 6 commas and the point.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { bytes in
            var position = 64
            func put(_ byte: UInt8) {
                position -= 1
                bytes[position] = byte
            }
            var rest = mantissa.magnitude
            for place in 0..<places {
                if places - place > number.scale {
                    put(UInt8(ascii: "0"))
                } else {
                    put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                    rest /= 10
                }
            }
            if places > 0 { put(UInt8(ascii: ".")) }
            var count = 0
            repeat {
                if thousands && count > 0 && count % 3 == 0 { put(UInt8(ascii: ",")) }
                put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
                count += 1
            } while rest > 0
            let digits = String(decoding: bytes[position...], as: UTF8.self)
            let sign = mantissa == 0 ? "" : mantissa < 0 ? "−" : signed ? "+" : ""
            return sign.isEmpty && prefix.isEmpty && suffix.isEmpty ? digits : sign + prefix + digits + suffix
        }
    }

    /// Three digits and a letter for the power of a thousand: `4.21M`, `53.2k`; below 10,000 in full: `8,712`.
    private func compactText(_ number: DisplayDecimal) -> String {
        let places = min(decimals ?? 0, max(0, 3 - number.magnitude))
        let full = number.rounded(to: places)
        if full.magnitude <= 4 {
            return sign(full) + prefix + full.text(decimals: places, thousands: true) + suffix
        }
        let rounded = number.rounded(significant: 3)
        let letters = ["k", "M", "B", "T"]
        let step = min((rounded.magnitude - 1) / 3, letters.count)
        let scaled = rounded.shifted(by: -3 * step)
        let shownPlaces = max(0, 3 - scaled.magnitude)
        let digits = scaled.rounded(to: shownPlaces).text(decimals: shownPlaces, thousands: true)
        return sign(scaled) + prefix + digits + letters[step - 1] + suffix
    }

    /// Digits with the sign and the unit of the column around them.
    func decorated(_ digits: String, isNegative: Bool) -> String { (isNegative ? "−" : "") + prefix + digits + suffix }

    private func sign(_ number: DisplayDecimal) -> String {
        number.isZero ? "" : number.isNegative ? "−" : signed ? "+" : ""
    }

    // MARK: Decided from all cells

    /// Currencies whose sign names them alone; all others are written with their code behind the number.
    private static let symbols = ["USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"]

    /// The cells and the total, as far as numbers may be among them.
    static func numbers(_ column: Answer.Column) -> [Value] {
        (column.cells.mayHoldNumbers ? column.cells.values : []) + (column.total.map { [$0] } ?? [])
    }

    /// The most digits behind the point that a number has when it is not rounded, times 10^shift.
    private static func mostDecimals(_ numbers: [Value], shift: Int, floats: Bool) -> Int {
        var most = 0
        for value in numbers {
            switch value {
            // Few cells need to be looked at closely: those that may have more than all before.
            case .number(let exact) where exact.scale - shift > most: most = max(most, exact.normalized.scale - shift)
            case .float where floats:
                most = max(most, DisplayDecimal(value)?.shifted(by: shift).neededDecimals ?? 0)
            default: break
            }
        }
        return most
    }

    private static func areWhole(_ numbers: [Value]) -> Bool {
        numbers.allSatisfy { value in
            switch value {
            case .number(let exact): exact.scale == 0 || exact.normalized.scale == 0
            case .float(let float): !float.isFinite || float == float.rounded()
            default: true
            }
        }
    }

    /// At most four significant digits of the largest number, but never fewer than two places; trailing zeros that all
    /// cells share are left out.
    private static func plainDecimals(_ numbers: [Value]) -> Int {
        // Two places are never rounded.
        var most = 0
        let isShort = numbers.allSatisfy { value in
            guard case .number(let exact) = value else { return value.double == nil }
            guard exact.scale <= 2 else { return false }
            if exact.scale > most { most = max(most, exact.normalized.scale) }
            return true
        }
        if isShort { return most }
        let ends = Extremes(numbers).all.compactMap { DisplayDecimal($0) }
        let largest = ends.filter { !$0.isZero }.map(\.magnitude).max() ?? 1
        let places = min(max(2, 4 - largest), 12)
        var needed = 0
        for value in numbers where needed < places {
            needed = max(needed, DisplayDecimal(value)?.rounded(to: places).neededDecimals ?? 0)
        }
        return needed
    }
}
