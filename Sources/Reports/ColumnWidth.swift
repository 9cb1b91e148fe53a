import Engine
import Tables
import Values

extension ColumnFormat {
    /// The columns that the widest cell takes, none of them more than `most`.
    func width(_ column: Answer.Column, lineCount: Int, most: Int) -> Int {
        func width(_ value: Value) -> Int { min(most, displayWidth(text(value))) }
        if column.series != nil || column.lines != nil || decimals == nil {
            return (0..<max(0, lineCount)).reduce(0) { max($0, min(most, displayWidth(text(column, line: $1)))) }
        }
        if compact && lineCount <= Self.fewLines { return column.cells.prefix(lineCount).map(width).max() ?? 0 }
        // With a fixed number of decimals no number is wider than the lowest or the highest of its kind.
        var widest = column.cells.count < lineCount ? displayWidth(missing) : 0
        for batch in column.cells.batches(of: lineCount) {
            eachWidth(batch) { widest = max(widest, min(most, $0)) }
            if widest == most { break }
        }
        let ends = Extremes(Self.numbers(column)).all
        widest = ends.map(width).reduce(widest, max)
        // `8,712` and `53.2k` may be wider than the highest, `4M`.
        if compact, ends.contains(where: { ($0.double?.magnitude ?? 0) >= 1000 }) {
            let sign = ends.contains { ($0.double ?? 0) < 0 } || signed ? 1 : 0
            widest = max(widest, sign + displayWidth(prefix) + 5 + displayWidth(suffix))
        }
        return widest
    }

    /// Calls `body` with the columns that the cells of a batch take, numbers left aside; not with the same ones for each.
    private func eachWidth(_ batch: CellBatch, _ body: (Int) -> Void) {
        switch batch {
        case .stored(let cells, let form):
            if cells.contains(.min) { body(displayWidth(missing)) }
            if case .scaled = form { return }
            // All days are of the same width.
            if case .days = form, partial.isEmpty {
                if let day = cells.first(where: { $0 != .min }) { body(displayWidth(text(form.value(day)))) }
                return
            }
            for cell in cells where cell != .min { body(displayWidth(text(form.value(cell)))) }
        case .codes(let codes, let dictionary):
            // Of few different texts each is looked at once.
            var seen = [Bool](repeating: false, count: dictionary.codeCount < codes.count ? dictionary.codeCount : 0)
            for code in codes {
                let code = code > 0 && code <= dictionary.count ? Int(code) : 0
                if seen.indices.contains(code) {
                    if seen[code] { continue }
                    seen[code] = true
                }
                body(code == 0 ? displayWidth(missing) : dictionary.withBytes(code - 1) { width($0) })
            }
        case .texts(let bytes, let ends):
            bytes.withUnsafeBufferPointer { bytes in
                var first = 0
                for end in ends {
                    body(
                        first == end ? displayWidth(missing) : width(UnsafeBufferPointer(rebasing: bytes[first..<end])))
                    first = end
                }
            }
        case .values(let values):
            for value in values {
                switch value {
                case .number, .float: continue
                case .missing: body(displayWidth(missing))
                default: body(displayWidth(text(value)))
                }
            }
        }
    }

    /// The columns that a text takes.
    @inline(__always)
    private func width(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        // Most texts are of letters, digits and signs that one byte each says all of.
        if partial.isEmpty, text.allSatisfy({ $0 &- 0x20 <= 0x7E - 0x20 }) { return text.count }
        return displayWidth(self.text(.text(String(decoding: text, as: UTF8.self))))
    }

    /// So many are looked at one by one.
    private static let fewLines = 1000
}

/// The lowest and the highest of the exact numbers and of the floats of a column.
struct Extremes {
    private var exact: (low: ExactDecimal, high: ExactDecimal)?
    private var floats: (low: Double, high: Double)?

    init(_ cells: some Sequence<Value>) {
        for cell in cells {
            switch cell {
            case .number(let number):
                guard let known = exact else {
                    exact = (number, number)
                    continue
                }
                if number < known.low { exact?.low = number }
                if known.high < number { exact?.high = number }
            case .float(let number) where number.isFinite:
                guard let known = floats else {
                    floats = (number, number)
                    continue
                }
                if number < known.low { floats?.low = number }
                if known.high < number { floats?.high = number }
            default: break
            }
        }
    }

    var all: [Value] {
        (exact.map { [.number($0.low), .number($0.high)] } ?? [])
            + (floats.map { [.float($0.low), .float($0.high)] } ?? [])
    }
}
