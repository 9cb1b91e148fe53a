import Tables
import Values

/// Numbers as cells: exact as long as they are decimals of at most 18 digits, else floats with all that came before.
extension ArrowColumnReader {
    /// More digits than these behind the point are kept only where a cell needs them.
    static let keptScale = 4

    func wholes<Number: FixedWidthInteger>(_ cells: ArrowCells, _: Number.Type) throws(Diagnostic) {
        guard let values = cells.values(Number.self) else { return }
        // Neither what is above 64 bits with sign, nor the value that stands for a missing cell.
        func isHeld(_ value: Number) -> Bool { value <= Int64.max && value > Int64.min }
        if floats == nil {
            let isWide = MemoryLayout<Number>.size == 8
            if !isWide || (0..<cells.count).allSatisfy({ cells.isMissing($0) || isHeld(values[$0]) }) {
                return try signed(cells) { Int64(truncatingIfNeeded: values[$0]) }
            }
            try becomeFloats()
        }
        asFloats(cells) { Double(values[$0]) }
    }

    func appendFloats(_ cells: ArrowCells, _ bytes: Int) {
        switch bytes {
        case 2:
            guard let values = cells.values(UInt16.self) else { return }
            asFloats(cells) { ArrowNumbers.half(values[$0]) }
        case 4:
            guard let values = cells.values(Float.self) else { return }
            // The decimal that is shortest for 4 bytes is what was meant: 0.1, not 0.10000000149011612.
            asFloats(cells) { Double(values[$0].description) ?? Double(values[$0]) }
        default:
            guard let values = cells.values(Double.self) else { return }
            asFloats(cells) { values[$0] }
        }
    }

    private func asFloats(_ cells: ArrowCells, _ value: (Int) -> Double) {
        var gathered = floats ?? []
        floats = nil
        var infinite = 0
        for row in 0..<cells.count {
            var number = cells.isMissing(row) ? Double.nan : value(row)
            if number.isInfinite {
                number = .nan
                infinite += 1
            }
            if number.isNaN { missingFloats += 1 }
            gathered.append(number)
        }
        floats = gathered
        if infinite > 0 { note("infinite", infinite) }
    }

    func becomeFloats() throws(Diagnostic) {
        let gathered = try builder.floats()
        missingFloats = builder.missingCount
        floats = gathered
    }

    func decimals(_ cells: ArrowCells, _ scale: Int, _ bytes: Int) throws(Diagnostic) {
        if floats == nil, try exactDecimals(cells, scale, bytes) { return }
        if floats == nil { try becomeFloats() }
        asFloats(cells) { row in
            guard let start = cells.start(row, bytes: bytes) else { return .nan }
            guard let value = ArrowNumbers.decimal(start, bytes: bytes) else {
                return ArrowNumbers.float(start, scale: scale)
            }
            return (0...ExactDecimal.maximumScale).contains(scale)
                ? ExactDecimal(value, scale: scale).double : ArrowNumbers.scaled(Double(value), by: scale)
        }
    }

    /// False, and nothing appended, where one of them does not fit.
    private func exactDecimals(_ cells: ArrowCells, _ scale: Int, _ bytes: Int) throws(Diagnostic) -> Bool {
        var values = [Int64](repeating: ColumnBuilder.missing, count: cells.count)
        var needed = builder.scale
        var scales = [UInt8](repeating: 0, count: cells.count)
        for row in 0..<cells.count where !cells.isMissing(row) {
            guard let start = cells.start(row, bytes: bytes),
                let found = ArrowNumbers.decimal(start, bytes: bytes).flatMap({ Self.shortened($0, scale, to: needed) })
            else { return false }
            values[row] = found.value
            scales[row] = UInt8(truncatingIfNeeded: found.scale)
            needed = max(needed, found.scale)
        }
        return try append(values, scales, needed)
    }

    /// Decimals of several scales, brought to the largest; false, and nothing appended, where one does not fit.
    private func append(_ values: [Int64], _ scales: [UInt8], _ scale: Int) throws(Diagnostic) -> Bool {
        var values = values
        for row in values.indices where values[row] != ColumnBuilder.missing && Int(scales[row]) < scale {
            let power = ExactDecimal.power(scale - Int(scales[row]))
            guard let factor = Int64(exactly: power) else { return false }
            let (product, overflow) = values[row].multipliedReportingOverflow(by: factor)
            if overflow || product == ColumnBuilder.missing { return false }
            values[row] = product
        }
        try builder.raise(to: scale)
        try builder.append(values.count) { range, target in
            for (place, row) in range.enumerated() { target[place] = values[row] }
        }
        return true
    }

    /// A decimal without zeros at its end, as far as `least` digits behind the point; nil where 64 bits do not hold it.
    private static func shortened(_ mantissa: Int128, _ scale: Int, to least: Int) -> (value: Int64, scale: Int)? {
        if scale < 0 {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: ExactDecimal.power(min(38, -scale)))
            guard !overflow, let value = Int64(exactly: product), value != .min else { return nil }
            return (value, 0)
        }
        if var value = Int64(exactly: mantissa) {
            var scale = scale
            while scale > least, value % 10 == 0 { (value, scale) = (value / 10, scale - 1) }
            if scale <= 18 && value != .min { return (value, scale) }
            return nil
        }
        var mantissa = mantissa
        var scale = scale
        while scale > 0, mantissa % 10 == 0 { (mantissa, scale) = (mantissa / 10, scale - 1) }
        guard scale <= 18, let value = Int64(exactly: mantissa), value != .min else { return nil }
        return (value, scale)
    }

    func numericTexts(_ cells: ArrowCells) throws(Diagnostic) {
        try numbers(cells, plain: { ArrowNumbers.plain($0) }, word: { String(decoding: $0, as: UTF8.self) })
    }

    func sentNumerics(_ cells: ArrowCells) throws(Diagnostic) {
        try numbers(
            cells, plain: { SentNumeric($0)?.plain },
            word: { (bytes) throws(Diagnostic) in
                guard let number = SentNumeric(bytes) else { throw ArrowField.malformed("a number is none") }
                return number.text
            })
    }

    /// Numbers of any number of digits.
    ///
    /// - Parameters:
    ///   - plain: a number with its digits behind the point, where it has few; called for every cell that is there.
    ///   - word: the number as a text, for all others.
    @inline(__always)
    private func numbers(
        _ cells: ArrowCells, plain: (UnsafeBufferPointer<UInt8>) -> (value: Int64, scale: Int)?,
        word: (UnsafeBufferPointer<UInt8>) throws(Diagnostic) -> String
    ) throws(Diagnostic) {
        if floats == nil, try exact(cells, plain, word) { return }
        if floats == nil { try becomeFloats() }
        var numbers: [Double] = []
        for row in 0..<cells.count {
            let text = cells.isMissing(row) ? "" : try word(try cells.text(row))
            numbers.append(ExactDecimal(text: text)?.double ?? Double(text) ?? .nan)
        }
        asFloats(cells) { numbers[$0] }
    }

    /// False, and nothing appended, where one of them does not fit.
    @inline(__always)
    private func exact(
        _ cells: ArrowCells, _ plain: (UnsafeBufferPointer<UInt8>) -> (value: Int64, scale: Int)?,
        _ word: (UnsafeBufferPointer<UInt8>) throws(Diagnostic) -> String
    ) throws(Diagnostic) -> Bool {
        var values = [Int64](repeating: ColumnBuilder.missing, count: cells.count)
        var scales = [UInt8](repeating: 0, count: cells.count)
        var needed = builder.scale
        var unheld: [String: Int] = [:]
        for row in 0..<cells.count where !cells.isMissing(row) {
            let text = try cells.text(row)
            var found: (value: Int64, scale: Int)?
            if let plain = plain(text), plain.scale <= Self.keptScale {
                found = plain
            } else {
                let word = try word(text)
                if let exact = ExactDecimal(text: word) {
                    found = Self.shortened(exact.mantissa, exact.scale, to: needed)
                } else if let float = Double(word), !float.isFinite {
                    unheld[float.isNaN ? "NaN" : "infinite", default: 0] += 1
                    continue
                }
            }
            guard let found else { return false }
            values[row] = found.value
            scales[row] = UInt8(truncatingIfNeeded: found.scale)
            needed = max(needed, found.scale)
        }
        guard try append(values, scales, needed) else { return false }
        for (what, count) in unheld { note(what, count) }
        return true
    }
}
