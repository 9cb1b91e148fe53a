import Values

/// Reads the cells of a sheet (`sheet1.xml`) into a `SheetText`, one row after the other.
final class SheetReader: XMLListener {
    private(set) var text = SheetText()
    /// What is wrong, by row.
    private(set) var problems: [(row: Int, reason: String)] = []
    private(set) var problemCount = 0
    private(set) var counts = Counts()
    private(set) var merged: [MergedCells] = []
    private(set) var failure: Diagnostic?

    /// What is told of the sheet as a whole.
    struct Counts {
        var hiddenRows = 0
        var elapsed = 0
        var roundedNumbers = 0
        var emptyDates = 0
    }

    private let name: String
    private let strings: SharedStrings
    private let formats: [CellFormat]
    private let dates: SerialDate
    private var numbers = NumberText()
    /// The digits of the number in hand.
    private var number: [UInt8] = []

    private var isInData = false
    private var cell = Cell()
    /// The column of a cell that does not name its own.
    private var nextColumn = 0
    private var value: [UInt8] = []
    private var isCaptured = false
    private var readings = 0

    private enum CellType { case number, shared, text, inline, boolean, error, date }

    private struct Cell {
        var column = 0
        var type = CellType.number
        var style = 0
        var hasFormula = false
        var hasValue = false
    }

    /// Bytes of the text of a sheet.
    private static let largest = 2 << 30

    init(name: String, strings: SharedStrings, formats: [CellFormat], dates: SerialDate) {
        self.name = name
        self.strings = strings
        self.formats = formats
        self.dates = dates
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "c": if isInData { beginCell(attributes) }
        case "v":
            if isInData {
                value.removeAll(keepingCapacity: true)
                cell.hasValue = true
                isCaptured = true
            }
        case "row": if isInData { beginRow(attributes) }
        case "f": cell.hasFormula = true
        case "is":
            value.removeAll(keepingCapacity: true)
            cell.hasValue = true
        case "t": isCaptured = isInData && cell.type == .inline && readings == 0
        case "rPh": readings += 1
        case "sheetData": isInData = true
        case "mergeCell":
            attributes.forEach { name, value in
                if "ref" ~= name, let cells = MergedCells(reference: value) { merged.append(cells) }
            }
        default: break
        }
    }

    func end(_ name: XMLName) {
        switch name {
        case "c": if isInData { endCell() }
        case "v", "t": isCaptured = false
        case "row": if isInData { endRow() }
        case "rPh": readings = max(0, readings - 1)
        case "sheetData":
            isInData = false
            counts.roundedNumbers = numbers.rounded
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isCaptured { value.append(contentsOf: bytes) }
    }

    // MARK: Rows

    private func beginRow(_ attributes: XMLAttributes) {
        nextColumn = 0
        var number: Int?
        attributes.forEach { name, value in
            switch name {
            case "r": number = Self.number(value)
            case "hidden": if value[0] == 0x31 || value[0] == 0x74 { counts.hiddenRows += 1 }
            default: break
            }
        }
        let wanted = number ?? text.row
        if wanted > SheetText.mostRows || text.row > SheetText.mostRows {
            fail("a sheet has at most \(SheetText.mostRows) rows; this one claims a row \(max(wanted, text.row))")
        } else if wanted < text.row {
            note("row \(wanted) stands behind row \(text.row - 1); read as row \(text.row)")
        } else {
            text.endRows(before: wanted)
        }
    }

    private func endRow() {
        text.endRow()
        if text.byteCount > Self.largest {
            failure = Diagnostic(
                "file-memory", "the sheet of `\(name)` holds more than \(Self.largest >> 30) GiB",
                remedies: ["save the sheet as CSV, which may be of any size"])
        }
    }

    // MARK: Cells

    private func beginCell(_ attributes: XMLAttributes) {
        cell = Cell(column: nextColumn)
        attributes.forEach { name, value in
            switch name {
            case "r": if let column = columnNumber(value)?.column { cell.column = column }
            case "s": cell.style = Self.number(value) ?? 0
            case "t": cell.type = Self.type(value)
            default: break
            }
        }
    }

    private func endCell() {
        nextColumn = cell.column + 1
        guard cell.column < SheetText.mostColumns else {
            return fail("a row has at most \(SheetText.mostColumns) cells")
        }
        guard cell.column >= text.column else {
            return note("the cells of the row are out of order; one was left out")
        }
        if cell.type != .text, cell.type != .inline { trim() }
        if !cell.hasValue || value.isEmpty {
            // A formula whose text is empty is empty; one of any other kind was never computed.
            if cell.hasFormula && cell.type != .text {
                note("the formula in \(place) has no saved value; the cell is missing")
            }
            return
        }
        switch cell.type {
        case .shared:
            let index = Self.whole(value)
            guard let index, strings.withField(index, { $0.isEmpty ? () : put($0) }) != nil else {
                return note("\(place) refers to a text that the workbook does not have; the cell is missing")
            }
        case .text, .inline:
            text.field(cell.column) { SheetText.appendField(of: value, to: &$0) }
        case .boolean:
            // `1`, `true` or `TRUE`.
            let isTrue = value.first == 0x31 || value.first.map { $0 | 0x20 } == 0x74
            text.field(cell.column) { $0 += Array((isTrue ? "true" : "false").utf8) }
        case .error:
            note("\(place) holds the error \(shown); the cell is missing")
        case .date:
            // ISO 8601, as the strict edition has days.
            text.field(cell.column) { SheetText.appendField(of: value, to: &$0) }
        case .number: endNumber()
        }
    }

    /// Takes away blanks around what is no text.
    private func trim() {
        while let last = value.last, last <= 0x20 { value.removeLast() }
        if let first = value.first, first <= 0x20 { value = Array(value.drop { $0 <= 0x20 }) }
    }

    private func put(_ field: ArraySlice<UInt8>) { text.field(cell.column) { $0 += field } }

    private func endNumber() {
        let format = formats.indices.contains(cell.style) ? formats[cell.style] : .number
        switch format {
        case .number: endPlainNumber(before: [])
        case .money(let currency): endPlainNumber(before: Array(Currency.name(currency).utf8) + [0x20])
        case .padded(let digits):
            let zeros = max(0, digits - value.count)
            let isWhole = value.allSatisfy(isDigit)
            endPlainNumber(before: isWhole ? [UInt8](repeating: 0x30, count: zeros) : [])
        case .date: endDate(isTime: false)
        case .time: endDate(isTime: true)
        case .elapsed: endElapsed()
        }
    }

    private func endPlainNumber(before prefix: [UInt8]) {
        number.removeAll(keepingCapacity: true)
        guard numbers.append(value, to: &number) else {
            return note("\(place) holds \(shown), which is no number; the cell is missing")
        }
        text.field(cell.column) {
            $0 += prefix
            $0 += number
        }
    }

    private func endDate(isTime: Bool) {
        guard let serial = Double(String(decoding: value, as: UTF8.self)) else {
            return note("\(place) holds \(shown), which is no date; the cell is missing")
        }
        switch dates.reading(serial) {
        case .day(let day, let milliseconds):
            text.field(cell.column) {
                $0.append(day)
                if milliseconds > 0 {
                    $0.append(0x20)
                    $0.append(timeOf: milliseconds)
                }
            }
        case .time(let milliseconds): text.field(cell.column) { $0.append(timeOf: milliseconds) }
        // Midnight, where cells are times of day.
        case .nothing where isTime: text.field(cell.column) { $0.append(timeOf: 0) }
        case .nothing: counts.emptyDates += 1
        case .impossible:
            note("\(place) holds \(shown) as a date, and there is no such day; the cell is missing")
        }
    }

    private func endElapsed() {
        guard let days = Double(String(decoding: value, as: UTF8.self)), days.magnitude < 1_000_000 else {
            return note("\(place) holds \(shown), which is no length of time; the cell is missing")
        }
        counts.elapsed += 1
        text.field(cell.column) {
            if days < 0 { $0.append(0x2D) }
            $0.append(timeOf: Int((days.magnitude * 86_400_000).rounded()))
        }
    }

    // MARK: Telling

    /// `C17`.
    private var place: String { columnLetters(cell.column) + "\(text.row)" }

    private var shown: String { quoted(String(decoding: value, as: UTF8.self)) }

    private func note(_ reason: @autoclosure () -> String) {
        problemCount += 1
        if problems.count < Table.problemLimit { problems.append((text.row, reason())) }
    }

    private func fail(_ reason: String) {
        if failure == nil { failure = damagedWorkbook(name, reason) }
    }

    // MARK: Reading attributes

    private static func type(_ value: UnsafePointer<CChar>) -> CellType {
        switch UInt8(bitPattern: value[0]) {
        case UInt8(ascii: "s"): value[1] == 0 ? .shared : .text
        case UInt8(ascii: "i"): .inline
        case UInt8(ascii: "b"): .boolean
        case UInt8(ascii: "e"): .error
        case UInt8(ascii: "d"): .date
        default: .number
        }
    }

    /// Up to nine digits.
    private static func number(_ text: UnsafePointer<CChar>) -> Int? {
        var value = 0
        var place = 0
        while text[place] != 0 {
            let byte = UInt8(bitPattern: text[place])
            guard isDigit(byte), place < 9 else { return nil }
            value = value * 10 + Int(byte &- 0x30)
            place += 1
        }
        return place > 0 ? value : nil
    }

    private static func whole(_ digits: [UInt8]) -> Int? {
        guard (1...9).contains(digits.count) else { return nil }
        var value = 0
        for byte in digits {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte &- 0x30)
        }
        return value
    }
}
