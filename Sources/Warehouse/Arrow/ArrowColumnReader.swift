import CArrow
import Tables
import Values

/// Makes a column of the arrays of one field, batch after batch.
///
/// Sendable although it changes: one thread at a time uses it.
final class ArrowColumnReader: @unchecked Sendable {
    let field: ArrowField
    var builder: ColumnBuilder
    /// The cells as floats, where the column has some that are no decimals of 18 digits.
    var floats: [Double]?
    var missingFloats = 0
    /// Values that have no place in a column, such as `NaN` among decimals, by what they are.
    private var unheld: [(what: String, count: Int)] = []

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

    func signed(_ cells: ArrowCells, _ value: (Int) -> Int64) throws(Diagnostic) {
        try builder.append(cells.count) { range, target in
            for (place, row) in range.enumerated() {
                target[place] = cells.isMissing(row) ? ColumnBuilder.missing : value(row)
            }
        }
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

    func note(_ what: String, _ count: Int) {
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
