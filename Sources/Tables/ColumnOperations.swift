import Values

/// Building, gathering and testing whole columns.
extension ColumnData {
    /// The same value on every row.
    package init(repeating value: Value, count: Int) {
        switch value {
        case .number(let exact):
            if let cell = Int64(exactly: exact.mantissa), exact.scale <= 18, cell != Self.missingScaled {
                self = .scaled([Int64](repeating: cell, count: count), scale: exact.scale)
            } else {
                self = .floats([Double](repeating: exact.double, count: count))
            }
        case .float(let float): self = .floats([Double](repeating: float, count: count))
        case .boolean(let flag): self = .booleans([UInt8](repeating: flag ? 1 : 0, count: count))
        case .day(let day): self = .days([Int32](repeating: day.number, count: count))
        case .moment(let moment): self = .moments([Int64](repeating: moment.microseconds, count: count))
        case .text(let text): self = .texts([Int32](repeating: 1, count: count), TextDictionary(texts: [text]))
        case .period(let period):
            self = .texts([Int32](repeating: 1, count: count), TextDictionary(texts: [period.label]))
        case .missing: self = .floats([Double](repeating: .nan, count: count))
        }
    }

    /// A column from single values; the kind is that of the values, numbers as exact as they all allow.
    package init(_ values: [Value]) {
        var scale = 0
        var isExact = true
        var sample = Value.missing
        for value in values where !value.isMissing {
            if sample.isMissing { sample = value }
            if case .number(let exact) = value {
                scale = max(scale, exact.scale)
            } else {
                isExact = false
            }
        }
        switch sample {
        case .number where isExact && scale <= 18:
            var cells: [Int64] = []
            cells.reserveCapacity(values.count)
            for value in values {
                if case .number(let exact) = value {
                    guard let cell = exact.rescaled(to: scale).flatMap({ Int64(exactly: $0.mantissa) }) else {
                        self = .floats(values.map { $0.double ?? .nan })
                        return
                    }
                    cells.append(cell)
                } else {
                    cells.append(Self.missingScaled)
                }
            }
            self = .scaled(cells, scale: scale)
        case .number, .float, .missing: self = .floats(values.map { $0.double ?? .nan })
        case .boolean:
            self = .booleans(
                values.map { if case .boolean(let flag) = $0 { flag ? 1 : 0 } else { Self.missingBoolean } })
        case .day: self = .days(values.map { $0.asDay?.number ?? Self.missingDay })
        case .moment:
            self = .moments(
                values.map { value in
                    switch value {
                    case .moment(let moment): moment.microseconds
                    case .day(let day): Moment(day).microseconds
                    default: Self.missingScaled
                    }
                })
        case .text, .period:
            var builder = DictionaryBuilder()
            self = .texts(values.map { $0.isMissing ? 0 : builder.code($0.plainText) }, builder.dictionary)
        }
    }

    /// The cells at the given rows; -1 gives a missing cell.
    package func gathered(_ rows: [Int32]) -> ColumnData {
        func pick<T>(_ cells: [T], _ missing: T) -> [T] {
            [T](unsafeUninitializedCapacity: rows.count) { buffer, filled in
                for (index, row) in rows.enumerated() {
                    buffer.initializeElement(at: index, to: row < 0 ? missing : cells[Int(row)])
                }
                filled = rows.count
            }
        }
        switch self {
        case .scaled(let cells, let scale): return .scaled(pick(cells, Self.missingScaled), scale: scale)
        case .floats(let cells): return .floats(pick(cells, .nan))
        case .days(let cells): return .days(pick(cells, Self.missingDay))
        case .moments(let cells): return .moments(pick(cells, Self.missingScaled))
        case .booleans(let cells): return .booleans(pick(cells, Self.missingBoolean))
        case .texts(let codes, let dictionary): return .texts(pick(codes, 0), dictionary)
        }
    }

    /// 1 where the cell is missing, else 0.
    package var missingMask: [UInt8] {
        switch self {
        case .scaled(let cells, _): cells.map { $0 == Self.missingScaled ? 1 : 0 }
        case .floats(let cells): cells.map { $0.isNaN ? 1 : 0 }
        case .days(let cells): cells.map { $0 == Self.missingDay ? 1 : 0 }
        case .moments(let cells): cells.map { $0 == Self.missingScaled ? 1 : 0 }
        case .booleans(let cells): cells.map { $0 == Self.missingBoolean ? 1 : 0 }
        case .texts(let codes, _): codes.map { $0 == 0 ? 1 : 0 }
        }
    }

    /// Days of a column of days or date-times, `missingDay` where there is none; nil for other columns.
    package var dayNumbers: [Int32]? {
        switch self {
        case .days(let cells): cells
        case .moments(let cells):
            cells.map { $0 == Self.missingScaled ? Self.missingDay : Moment(microseconds: $0).day.number }
        case .floats(let cells) where cells.allSatisfy(\.isNaN):
            [Int32](repeating: Self.missingDay, count: cells.count)
        // A column without any value was read as text.
        case .texts(let codes, _) where codes.allSatisfy { $0 == 0 }:
            [Int32](repeating: Self.missingDay, count: codes.count)
        default: nil
        }
    }

    /// Numbers as floats, NaN where missing; nil for columns that are no numbers.
    package var doubles: [Double]? {
        switch self {
        case .floats(let cells): return cells
        case .scaled(let cells, let scale):
            let divisor = Double(ExactDecimal.power(scale))
            return cells.map { $0 == Self.missingScaled ? .nan : Double($0) / divisor }
        default: return nil
        }
    }
}

/// Collects different texts in order of appearance.
package struct DictionaryBuilder {
    private var texts: [String] = []
    private var codes: [String: Int32] = [:]

    package init() {}

    package mutating func code(_ text: String) -> Int32 {
        if let code = codes[text] { return code }
        texts.append(text)
        let code = Int32(texts.count)
        codes[text] = code
        return code
    }

    package var dictionary: TextDictionary { TextDictionary(texts: texts) }
}
