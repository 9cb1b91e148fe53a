import CArrow
import Tables
import Values

/// Makes a column of the arrays of one field, batch after batch.
///
/// Sendable although it changes: one thread at a time uses it.
final class ArrowColumnReader: @unchecked Sendable {
    let field: ArrowField
    private var builder: ColumnBuilder
    /// The cells as floats, where the column has some that are no decimals of 18 digits.
    private var floats: [Double]?
    private var missingFloats = 0
    /// Values that have no place in a column, such as `NaN` among decimals, by what they are.
    private var unheld: [(what: String, count: Int)] = []

    /// More digits than these behind the point are kept only where a cell needs them.
    private static let keptScale = 4
    /// From the year 1 to the end of the year 9999: what lies beyond is `infinity`, or a mistake.
    private static let days: ClosedRange<Int64> = -719_162...2_932_896

    init(_ field: ArrowField) throws(Diagnostic) {
        self.field = field
        switch field.dictionary ?? field.format {
        case .boolean: builder = ColumnBuilder(.booleans)
        case .signed, .unsigned: builder = ColumnBuilder(.scaled)
        case .float:
            builder = ColumnBuilder(.scaled)
            floats = []
        case .decimal(let scale, _): builder = ColumnBuilder(.scaled, scale: min(scale, Self.keptScale))
        case .text, .textView: builder = ColumnBuilder(field.isNumericText ? .scaled : .texts)
        case .day32, .day64: builder = ColumnBuilder(.days)
        case .moment: builder = ColumnBuilder(.moments)
        case .null, .time: builder = ColumnBuilder(.texts)
        case .bytes where field.isSentNumeric: builder = ColumnBuilder(.scaled)
        case .bytes: throw Self.unreadable(field, "it is bytes")
        case .other(let format): throw Self.unreadable(field, "Arrow calls it `\(visible(format))`")
        }
    }

    private static func unreadable(_ field: ArrowField, _ reason: String) -> Diagnostic {
        Diagnostic(
            "arrow-type", "the column `\(visible(field.name))` has a type that cannot be read", reason: [reason],
            remedies: ["leave it out, or cast it to text"])
    }

    /// - Parameters:
    ///   - array: not released yet; it stays the caller's.
    ///   - skipped: the offset of the batch.
    func append(_ array: ArrowArray, skipping skipped: Int, count: Int) throws(Diagnostic) {
        guard count > 0 else { return }
        let cells = try ArrowCells(array, field.format, skipping: skipped, count: count)
        guard let dictionary = field.dictionary else { return try append(cells) }
        guard let values = array.dictionary?.pointee else { throw ArrowField.malformed("a dictionary is missing") }
        let inner = try ArrowCells(values, dictionary, skipping: 0, count: Int(clamping: max(values.length, 0)))
        try append(cells, codesOf: inner)
    }

    private func append(_ cells: ArrowCells) throws(Diagnostic) {
        switch cells.format {
        case .signed(1): try wholes(cells, Int8.self)
        case .signed(2): try wholes(cells, Int16.self)
        case .signed(4): try wholes(cells, Int32.self)
        case .signed: try wholes(cells, Int64.self)
        case .unsigned(1): try wholes(cells, UInt8.self)
        case .unsigned(2): try wholes(cells, UInt16.self)
        case .unsigned(4): try wholes(cells, UInt32.self)
        case .unsigned: try wholes(cells, UInt64.self)
        case .float(let bytes): appendFloats(cells, bytes)
        case .decimal(let scale, let bytes): try decimals(cells, scale, bytes)
        case .text, .textView:
            if field.isNumericText { try numericTexts(cells) } else { try texts(cells) }
        case .bytes: try sentNumerics(cells)
        case .boolean: try signed(cells) { cells.flag($0) ? 1 : 0 }
        case .day32: try days(cells, Int32.self, perDay: 1)
        case .day64: try days(cells, Int64.self, perDay: 86_400_000)
        case .moment(let perSecond): try moments(cells, perSecond)
        case .time(let perSecond, let bytes): try times(cells, perSecond, bytes)
        case .null, .other: try signed(cells) { _ in ColumnBuilder.missing }
        }
    }

    // MARK: Cells by format

    private func signed(_ cells: ArrowCells, _ value: (Int) -> Int64) throws(Diagnostic) {
        try builder.append(cells.count) { range, target in
            for (place, row) in range.enumerated() {
                target[place] = cells.isMissing(row) ? ColumnBuilder.missing : value(row)
            }
        }
    }

    private func wholes<Number: FixedWidthInteger>(_ cells: ArrowCells, _: Number.Type) throws(Diagnostic) {
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

    private func appendFloats(_ cells: ArrowCells, _ bytes: Int) {
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

    private func becomeFloats() throws(Diagnostic) {
        let gathered = try builder.floats()
        missingFloats = builder.missingCount
        floats = gathered
    }

    private func decimals(_ cells: ArrowCells, _ scale: Int, _ bytes: Int) throws(Diagnostic) {
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

    private func numericTexts(_ cells: ArrowCells) throws(Diagnostic) {
        try numbers(cells, plain: { ArrowNumbers.plain($0) }, word: { String(decoding: $0, as: UTF8.self) })
    }

    private func sentNumerics(_ cells: ArrowCells) throws(Diagnostic) {
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

    private func texts(_ cells: ArrowCells) throws(Diagnostic) {
        try builder.append(cells.count) { (range, target) throws(Diagnostic) in
            for (place, row) in range.enumerated() {
                target[place] = cells.isMissing(row) ? ColumnBuilder.missing : code(try cells.text(row))
            }
        }
    }

    /// An empty text is no text, as a blank cell of a file is none.
    @inline(__always)
    private func code(_ text: UnsafeBufferPointer<UInt8>) -> Int64 {
        if text.count == 0 { return ColumnBuilder.missing }
        var hasHigh: UInt8 = 0
        for byte in text { hasHigh |= byte }
        if hasHigh < 0x80 { return builder.code(of: text) }
        // What is no UTF-8 is made it, so that every text can be shown and compared.
        var valid = String(decoding: text, as: UTF8.self)
        return valid.withUTF8 { builder.code(of: $0) }
    }

    private func days<Number: FixedWidthInteger & SignedInteger>(
        _ cells: ArrowCells, _: Number.Type, perDay: Int64
    ) throws(Diagnostic) {
        guard let values = cells.values(Number.self) else { return }
        var beyond = 0
        try signed(cells) { row in
            let (quotient, remainder) = Int64(values[row]).quotientAndRemainder(dividingBy: perDay)
            let day = remainder < 0 ? quotient - 1 : quotient
            if Self.days.contains(day) { return day }
            beyond += 1
            return ColumnBuilder.missing
        }
        if beyond > 0 { note("a date beyond the years 1 to 9999, such as infinity", beyond) }
    }

    private func moments(_ cells: ArrowCells, _ perSecond: Int64) throws(Diagnostic) {
        guard let values = cells.values(Int64.self) else { return }
        var beyond = 0
        let first = Self.days.lowerBound * Moment.microsecondsPerDay
        let last = (Self.days.upperBound + 1) * Moment.microsecondsPerDay - 1
        try signed(cells) { row in
            var value = values[row]
            var overflow = false
            if perSecond < 1_000_000 {
                (value, overflow) = value.multipliedReportingOverflow(by: 1_000_000 / perSecond)
            } else if perSecond > 1_000_000 {
                let (quotient, remainder) = value.quotientAndRemainder(dividingBy: perSecond / 1_000_000)
                value = remainder < 0 ? quotient - 1 : quotient
            }
            if !overflow && value >= first && value <= last { return value }
            beyond += 1
            return ColumnBuilder.missing
        }
        if beyond > 0 { note("a moment beyond the years 1 to 9999, such as infinity", beyond) }
    }

    /// The language has no times of a day: `09:30:00`.
    private func times(_ cells: ArrowCells, _ perSecond: Int64, _ bytes: Int) throws(Diagnostic) {
        try builder.append(cells.count) { range, target in
            for (place, row) in range.enumerated() {
                guard !cells.isMissing(row), let start = cells.start(row, bytes: bytes) else {
                    target[place] = ColumnBuilder.missing
                    continue
                }
                let value =
                    bytes == 4 ? Int64(start.loadUnaligned(as: Int32.self)) : start.loadUnaligned(as: Int64.self)
                let seconds = value / perSecond
                func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
                var text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
                target[place] = text.withUTF8 { builder.code(of: $0) }
            }
        }
    }

    // MARK: Dictionaries

    private func append(_ cells: ArrowCells, codesOf values: ArrowCells) throws(Diagnostic) {
        func position(_ row: Int) throws(Diagnostic) -> Int {
            let code: Int64? =
                switch cells.format {
                case .signed(1): cells.values(Int8.self).map { Int64($0[row]) }
                case .signed(2): cells.values(Int16.self).map { Int64($0[row]) }
                case .signed(4): cells.values(Int32.self).map { Int64($0[row]) }
                case .signed: cells.values(Int64.self).map { $0[row] }
                case .unsigned(1): cells.values(UInt8.self).map { Int64($0[row]) }
                case .unsigned(2): cells.values(UInt16.self).map { Int64($0[row]) }
                case .unsigned(4): cells.values(UInt32.self).map { Int64($0[row]) }
                case .unsigned: cells.values(UInt64.self).map { Int64(clamping: $0[row]) }
                default: nil
                }
            guard let code, code >= 0, code < values.count else {
                throw ArrowField.malformed("a code has no entry in its dictionary")
            }
            return Int(code)
        }
        switch values.format {
        case .text, .textView:
            // One look into the text for each entry of the dictionary.
            var codes = [Int64?](repeating: nil, count: values.count)
            try builder.append(cells.count) { (range, target) throws(Diagnostic) in
                for (place, row) in range.enumerated() {
                    target[place] = ColumnBuilder.missing
                    if cells.isMissing(row) { continue }
                    let entry = try position(row)
                    if values.isMissing(entry) { continue }
                    let code = if let known = codes[entry] { known } else { self.code(try values.text(entry)) }
                    codes[entry] = code
                    target[place] = code
                }
            }
        default:
            throw Diagnostic(
                "arrow-type", "the column `\(visible(field.name))` has a type that cannot be read",
                reason: ["it is a dictionary of other values than texts"],
                remedies: ["leave it out, or cast it to text"])
        }
    }

    // MARK: The end

    private func note(_ what: String, _ count: Int) {
        if let index = unheld.firstIndex(where: { $0.what == what }) {
            unheld[index].count += count
        } else {
            unheld.append((what, count))
        }
    }

    /// The column of all that was appended.
    ///
    /// - Parameter source: what the cells come from, for what is told of them: the table's name.
    func finish(from source: String) throws(Diagnostic) -> Column {
        let problems = unheld.map { entry in
            FileProblem(
                file: source,
                reason: "\(entry.count) cell\(entry.count == 1 ? "" : "s") of `\(field.name)` read as missing: "
                    + entry.what)
        }
        if floats == nil {
            if let column = try builder.finish(decisions: [], problems: problems) { return column }
            try becomeFloats()
        }
        var decisions: [String] = []
        if case .float = field.format {
        } else {
            decisions.append("kept as floats, because not all of them are decimals of at most 18 digits")
        }
        return Column(
            type: .float, data: .floats(floats ?? []), missingCount: missingFloats, decisions: decisions,
            problems: problems)
    }
}
