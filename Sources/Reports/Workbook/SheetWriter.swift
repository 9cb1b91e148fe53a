import Engine
import Values

/// Writes an answer as the XML of a sheet: a bold line of titles that stays in sight and can be filtered by, a typed cell
/// for each value, and the totals where the question asked for them.
///
/// Days and months are real dates, other periods their labels. A number goes in digit by digit; one with more than the
/// 15 digits that a spreadsheet keeps goes in as text, and so does a day that the spreadsheet's calendar lacks. Text is
/// text whatever it begins with.
struct SheetWriter {
    static let mostRows = 1_048_576
    static let mostColumns = 16_384
    /// Characters of UTF-16 in a cell.
    static let mostText = 32_767

    let answer: Answer
    private(set) var bytes: [UInt8] = []
    /// Numbers that had to be written as text.
    private(set) var longNumbers = 0
    private var failure: Diagnostic?

    /// Fails with `file-too-large` for what a sheet cannot hold.
    init(_ answer: Answer, styles: inout CellStyles) throws(Diagnostic) {
        self.answer = answer
        let lines = max(0, answer.lineCount)
        guard lines < Self.mostRows - 1, answer.columns.count <= Self.mostColumns else {
            throw Diagnostic(
                "file-too-large", "a sheet cannot hold this answer",
                reason: [
                    "it has \(lines) lines and \(answer.columns.count) columns; a sheet holds \(Self.mostRows) rows"
                        + " and \(Self.mostColumns) columns, titles included"
                ],
                remedies: ["write it as CSV: `to \"FILE.csv\"`", "or ask for fewer lines: `top N`, `limit N`"])
        }
        let titles = sheetTitles(answer)
        let plans = answer.columns.map { ColumnPlan($0, &styles) }
        put(xmlHead)
        put("<worksheet xmlns=\"\(sheetNamespace)\"><sheetViews><sheetView workbookViewId=\"0\">")
        put(
            "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
        )
        if !titles.isEmpty {
            put("<cols>")
            for (index, column) in answer.columns.enumerated() {
                let width = columnWidth(column, title: titles[index])
                put("<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>")
            }
            put("</cols>")
        }
        put("<sheetData>")
        let header = styles.number("", .header)
        let numberHeader = styles.number("", .numberHeader)
        putRow(1) { writer in
            for (index, title) in titles.enumerated() {
                let isNumeric = writer.answer.columns[index].isNumeric
                writer.putText(title, columnLetters(index), 1, isNumeric ? numberHeader : header)
            }
        }
        let letters = answer.columns.indices.map(columnLetters)
        // People read the titles of metrics here, not their machine names; a series is written out.
        let values = answer.columns.map { $0.series == nil ? $0.cells : $0.allDataCells }
        for line in 0..<lines {
            putRow(line + 2) { writer in
                for index in plans.indices {
                    let value = values[index].indices.contains(line) ? values[index][line] : .missing
                    writer.putCell(value, letters[index], line + 2, plans[index].style(line: line, value))
                }
            }
            if let failure { throw failure }
        }
        if answer.carriesTotals {
            putRow(lines + 2) { writer in
                for (index, column) in writer.answer.columns.enumerated() {
                    let value = index == answer.totalLabelColumn ? .text(totalLabel) : column.total ?? .missing
                    writer.putCell(value, letters[index], lines + 2, plans[index].totalStyle(value))
                }
            }
            if let failure { throw failure }
        }
        put("</sheetData>")
        if let last = letters.last { put("<autoFilter ref=\"A1:\(last)\(lines + 1)\"/>") }
        put("</worksheet>")
    }

    // MARK: Cells

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func putRow(_ number: Int, _ body: (inout SheetWriter) -> Void) {
        put("<row r=\"\(number)\">")
        body(&self)
        put("</row>")
    }

    private mutating func putCell(_ value: Value, _ letters: String, _ row: Int, _ style: Int) {
        switch value {
        case .missing: break
        case .boolean(let flag): putCell(letters, row, style, flag ? "1" : "0", type: "b")
        case .number(let number):
            if number.significantDigits <= 15 {
                putCell(letters, row, style, (number.scale == 0 ? number : number.normalized).text)
            } else {
                longNumbers += 1
                putText(number.text, letters, row, style)
            }
        case .float(let float): if float.isFinite { putCell(letters, row, style, plainDigits(float)) }
        case .text(let text): putText(text, letters, row, style)
        case .day, .moment, .period:
            if let serial = serialDate(value) {
                putCell(letters, row, style, plainDigits(serial))
            } else {
                putText(value.plainText, letters, row, style)
            }
        }
    }

    private mutating func putCell(_ letters: String, _ row: Int, _ style: Int, _ content: String, type: String = "") {
        put(
            "<c r=\"\(letters)\(row)\"" + (style == 0 ? "" : " s=\"\(style)\"") + (type.isEmpty ? "" : " t=\"\(type)\"")
        )
        put("><v>\(content)</v></c>")
    }

    private mutating func putText(_ text: String, _ letters: String, _ row: Int, _ style: Int) {
        if text.isEmpty { return }
        if text.utf8.count > Self.mostText, text.utf16.count > Self.mostText, failure == nil {
            failure = Diagnostic(
                "file-too-large", "a cell of a spreadsheet cannot hold this text",
                reason: [
                    "cell \(letters)\(row) would have \(text.utf16.count) characters; \(Self.mostText) are the most"
                ],
                remedies: ["leave that column out, or write it as CSV: `to \"FILE.csv\"`"])
        }
        put("<c r=\"\(letters)\(row)\"" + (style == 0 ? "" : " s=\"\(style)\"") + " t=\"inlineStr\"><is>")
        putTextElement(text, into: &bytes)
        put("</is></c>")
    }
}

/// `<t>`, with its spaces kept where it has some at its ends.
func putTextElement(_ text: String, into bytes: inout [UInt8]) {
    let isSpaced = text.utf8.contains { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
    bytes += Array((isSpaced ? "<t xml:space=\"preserve\">" : "<t>").utf8)
    bytes.appendXML(text)
    bytes += Array("</t>".utf8)
}

/// How the cells of a column look.
private struct ColumnPlan {
    private var number: Int
    private var total: Int
    private var date: Int
    private var moment: Int
    private var text: Int
    private var totalText: Int
    /// Where each line is of a metric of its own.
    private var lines: [Int] = []

    init(_ column: Answer.Column, _ styles: inout CellStyles) {
        let cells = column.cells + [column.total ?? .missing]
        let format = numberFormat(column.unit, column.role, cells)
        number = styles.number(format)
        total = styles.number(format, .total)
        text = styles.number("")
        totalText = styles.number("", .total)
        date = text
        moment = text
        for cell in cells {
            switch cell {
            case .day: date = styles.number("yyyy-mm-dd")
            case .period: date = styles.number("yyyy-mm")
            case .moment(let moment):
                let hasFraction = moment.ofDay % 1_000_000 != 0
                self.moment = styles.number(hasFraction ? "yyyy-mm-dd hh:mm:ss.000" : "yyyy-mm-dd hh:mm:ss")
            default: continue
            }
            if case .moment = cell { continue }
            break
        }
        guard let metrics = column.lines else { return }
        var known: [Answer.LineMetric: Int] = [:]
        for metric in Set(metrics).sorted(by: { $0.metric < $1.metric }) {
            let own = zip(metrics, column.cells).filter { $0.0 == metric }.map(\.1)
            known[metric] = styles.number(numberFormat(metric.unit, column.role, own))
        }
        lines = metrics.map { known[$0] ?? number }
    }

    func style(line: Int, _ value: Value) -> Int {
        switch value {
        case .number, .float: lines.indices.contains(line) ? lines[line] : number
        case .day, .period: serialDate(value) == nil ? text : date
        case .moment: moment
        default: text
        }
    }

    func totalStyle(_ value: Value) -> Int { value.double == nil ? totalText : total }
}

/// Days since 1900 as spreadsheets count them, with the time as a fraction; nil for what is no day or month, lies before
/// 1 March 1900 (where they are one day wrong) or is finer than a millisecond.
func serialDate(_ value: Value) -> Double? {
    func serial(_ day: Day) -> Double? { day.number >= -25_508 ? Double(Int(day.number) + 25_569) : nil }
    switch value {
    case .day(let day): return serial(day)
    case .period(let period): return period.grain == .month && period.start.day == 1 ? serial(period.start) : nil
    case .moment(let moment):
        guard moment.ofDay % 1000 == 0, let day = serial(moment.day) else { return nil }
        return day + Double(moment.ofDay) / Double(Moment.microsecondsPerDay)
    default: return nil
    }
}

extension ExactDecimal {
    /// Digits from the first that is not zero to the last, or 15 where there are no more.
    fileprivate var significantDigits: Int {
        if let small = Int64(exactly: mantissa), small.magnitude < 1_000_000_000_000_000 { return 15 }
        var mantissa = normalized.mantissa.magnitude
        while mantissa > 0 && mantissa % 10 == 0 { mantissa /= 10 }
        var digits = 0
        while mantissa > 0 {
            mantissa /= 10
            digits += 1
        }
        return digits
    }
}

/// The titles of columns, each different: a compared column is named with its metric, one of `across` with its value.
func sheetTitles(_ answer: Answer) -> [String] {
    var metric = ""
    var titles: [String] = []
    for column in answer.columns {
        var title = column.label
        switch column.role {
        case .compared, .change, .changeRatio:
            // In a scorecard the group says what a change is against.
            if !metric.isEmpty && column.group?.hasPrefix("vs ") != true { title = metric + " " + title }
        case .metric: metric = column.label
        case .dimension: break
        }
        if let group = column.group { title = group + " " + title }
        titles.append(title)
    }
    var names = UniqueNames()
    return titles.map { names.unique($0) }
}

/// Characters that the content of a column takes, as far as its first lines tell.
private func columnWidth(_ column: Answer.Column, title: String) -> Int {
    let format = ColumnFormat(column, missing: "")
    var width = displayWidth(title)
    for line in 0..<min(column.cells.count, 500) {
        width = max(width, displayWidth(format.text(column, line: line)))
    }
    if let total = column.total { width = max(width, displayWidth(format.text(total))) }
    // The mark of the filter stands beside the title.
    return min(max(width + 3, 8), 60)
}
