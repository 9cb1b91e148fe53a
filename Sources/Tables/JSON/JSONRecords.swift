import Values

/// Writes JSON objects as rows of delimited text, a field for each key, those of nested objects as `owner.name`; arrays
/// stay JSON. Where rows are arrays, a field for each element; where records come in pages, those of each.
struct JSONRecords {
    private var scanner: JSONScanner
    let elements: JSONTables.Elements
    private(set) var columns: JSONColumns
    /// Pages that records were taken from.
    private(set) var pageCount = 0
    private(set) var text = SheetText()
    /// Damage, by the line of `text` and not by that of the file.
    private(set) var problems: [(line: Int, reason: String)] = []
    private(set) var problemCount = 0
    private(set) var recordCount = 0
    /// The number of the record in hand, from 1, those that were damaged included.
    private var number = 0
    /// Whether rows are on the lines of the file on which their objects begin.
    private let keepsLines: Bool

    /// The cells of the record in hand, and their texts behind each other.
    private var cells: [(column: Int, range: Range<Int>)] = []
    private var content: [UInt8] = []
    /// For each column the last record that had it, from 1.
    private var lastRecord: [Int] = []

    /// Objects in objects beyond this are shown as JSON.
    private static let mostNesting = 64
    private static let mostColumns = 1 << 17

    /// - Parameter titles: what rows without keys call their columns; none where that is not known.
    init(_ scanner: JSONScanner, _ elements: JSONTables.Elements, titles: [String] = [], keepsLines: Bool) {
        self.scanner = scanner
        self.elements = elements
        columns = JSONColumns(titles: titles)
        if case .pages = elements { self.keepsLines = false } else { self.keepsLines = keepsLines }
        // Mostly no longer than the JSON, without its keys; room that is not written to takes no memory.
        text.reserve(scanner.end - scanner.position)
    }

    /// Reads the elements of the array that opens at the place in hand, up to its end.
    mutating func readArray() throws(JSONScanner.Failure) {
        scanner.position += 1
        var counter = LineCounter(scanner.bytes, at: scanner.position)
        var isFirst = true
        while try scanner.next(in: 0x5B, &isFirst) {
            try readElement(line: keepsLines ? counter.line(of: scanner.position) : nil)
            if number % 4096 == 0, Work.isStopped { return }
        }
    }

    /// Reads objects that stand behind each other, one a line as a rule; a line that is damaged is told and left out.
    ///
    /// Fails where no line can be read. An object may go on over lines, until what was read of further lines in vain is
    /// more than four times the text: else a thousand lines could be read again for each that is cut off.
    mutating func readLines() throws(JSONScanner.Failure) {
        let end = scanner.end
        var budget = 4 * (end - scanner.position) + (1 << 20)
        var counter = LineCounter(scanner.bytes, at: 0)
        var firstFailure: JSONScanner.Failure?
        while true {
            scanner.end = end
            scanner.skipSpace()
            if scanner.isAtEnd { break }
            let start = scanner.position
            let line = counter.line(of: start)
            if budget < 0 || scanner.byte != 0x7B { scanner.end = firstByte(0x0A, scanner.bytes, start, end) }
            // What is damaged, from where on its line is left out.
            var damage: (failure: JSONScanner.Failure, place: Int)?
            do throws(JSONScanner.Failure) {
                try readElement(line: line)
                scanner.skipSpaceInLine()
                if !scanner.isAtEnd, scanner.byte != 0x0A, scanner.byte != 0x0D, scanner.byte != 0x7B {
                    damage = (scanner.expected("the end of the line"), scanner.position)
                }
            } catch {
                damage = (error, start)
                columns.forgetRecord()
            }
            if let (failure, place) = damage {
                firstFailure = firstFailure ?? failure
                let what = scanner.beginsLine(place) ? "the line" : "the rest of the line"
                note(counter.line(of: place), "damaged JSON, \(failure.reason); \(what) is left out")
                let lineEnd = firstByte(0x0A, scanner.bytes, place, end)
                budget -= max(0, scanner.position - lineEnd)
                scanner.position = min(lineEnd + 1, end)
            }
            if number % 4096 == 0, Work.isStopped { return }
        }
        if recordCount == 0, let firstFailure { throw firstFailure }
    }

    private mutating func readElement(line: Int?) throws(JSONScanner.Failure) {
        switch (elements, scanner.byte) {
        case (.pages(let keys), 0x7B): try readPage(at: keys, line: line)
        case (.objects, 0x7B):
            let row = beginRecord(line)
            try readObject(columns.top, depth: 1, row: row)
            endRecord(row)
        case (.rows, 0x5B):
            let row = beginRecord(line)
            try readRow(row)
            endRecord(row)
        default:
            try scanner.skipValue()
            let what = if case .rows = elements { "array" } else { "object" }
            note(line ?? text.row, "a value that is no \(what); left out")
        }
    }

    /// The row that the record gets.
    private mutating func beginRecord(_ line: Int?) -> Int {
        number += 1
        columns.beginRecord()
        cells.removeAll(keepingCapacity: true)
        content.removeAll(keepingCapacity: true)
        return max(line.flatMap { keepsLines ? $0 : nil } ?? text.row, text.row)
    }

    private mutating func endRecord(_ row: Int) {
        text.endRows(before: row)
        if cells.indices.dropFirst().contains(where: { cells[$0].column <= cells[$0 - 1].column }) {
            cells.sort { $0.column < $1.column }
        }
        let texts = content
        for (index, cell) in cells.enumerated() {
            // Of a key that comes twice the last value stands.
            if index + 1 < cells.count, cells[index + 1].column == cell.column { continue }
            text.field(cell.column) { $0 += texts[cell.range] }
        }
        // A line of one field could be blank: rows have two at least.
        if text.column < 2 { text.field(1) { _ in } }
        text.endRow()
        recordCount += 1
    }

    /// Reads the records of a page, which was looked over before: of one that is damaged none are taken.
    private mutating func readPage(at keys: [String], line: Int?) throws(JSONScanner.Failure) {
        var page = scanner
        try scanner.skipValue()
        let end = scanner.position
        for key in keys {
            guard page.goToValue(of: key) else {
                return note(line ?? text.row, "no records at \(quoted(keys.joined(separator: "."))); left out")
            }
        }
        guard page.byte == 0x5B else {
            return note(line ?? text.row, "no array at \(quoted(keys.joined(separator: "."))); left out")
        }
        pageCount += 1
        scanner.position = page.position + 1
        defer { scanner.position = end }
        var isFirst = true
        while try scanner.next(in: 0x5B, &isFirst) {
            guard scanner.byte == 0x7B else {
                try scanner.skipValue()
                note(line ?? text.row, "a value that is no object; left out")
                continue
            }
            let row = beginRecord(nil)
            try readObject(columns.top, depth: 1, row: row)
            endRecord(row)
            if number % 4096 == 0, Work.isStopped { return }
        }
    }

    private mutating func readRow(_ row: Int) throws(JSONScanner.Failure) {
        scanner.position += 1
        var isFirst = true
        var column = 0
        while try scanner.next(in: 0x5B, &isFirst) {
            columns.need(column + 1)
            try readValue(column, row: row)
            column += 1
        }
    }

    private mutating func readObject(_ keys: JSONColumns.Keys, depth: Int, row: Int) throws(JSONScanner.Failure) {
        scanner.position += 1
        var isFirst = true
        while try scanner.next(in: 0x7B, &isFirst) {
            let key = try scanner.skipKey()
            let place = columns.place(
                of: UnsafeBufferPointer(start: scanner.bytes + key.lowerBound, count: key.count), in: keys)
            if scanner.byte == 0x7B, depth < Self.mostNesting, !isEmptyObject() {
                try readObject(columns.nested(place, in: keys), depth: depth + 1, row: row)
            } else {
                try readValue(columns.column(place, in: keys), row: row)
            }
        }
    }

    private func isEmptyObject() -> Bool {
        var ahead = scanner
        ahead.position += 1
        ahead.skipSpace()
        return ahead.byte == 0x7D
    }

    private mutating func readValue(_ column: Int, row: Int) throws(JSONScanner.Failure) {
        guard column < Self.mostColumns else {
            throw JSONScanner.Failure(
                offset: scanner.position, reason: "the objects have more than \(Self.mostColumns) different keys")
        }
        while lastRecord.count <= column { lastRecord.append(0) }
        if lastRecord[column] == number {
            let title = columns.titles[column]
            note(row, "the key \(quoted(title)) comes twice; the last value is taken")
        }
        lastRecord[column] = number
        let start = content.count
        let first = scanner.position
        switch scanner.byte {
        case 0x22:
            let range = try scanner.skipString()
            // It stands in the record and in the text of all records.
            guard Work.mayTake(2 * range.count) else { return }
            if firstByte(backslash, scanner.bytes, range.lowerBound, range.upperBound) == range.upperBound {
                SheetText.append(
                    UnsafeBufferPointer(start: scanner.bytes + range.lowerBound, count: range.count), to: &content)
            } else {
                var plain: [UInt8] = []
                appendJSONText(scanner.bytes, range, to: &plain)
                plain.withUnsafeBufferPointer { SheetText.append($0, to: &content) }
            }
        case 0x5B, 0x7B:
            try scanner.skipValue()
            var compact: [UInt8] = []
            appendCompactJSON(scanner.bytes, first..<scanner.position, to: &compact)
            compact.withUnsafeBufferPointer { SheetText.append($0, to: &content) }
        default:
            try scanner.skipScalar()
            // Null is a missing cell.
            if scanner.bytes[first] != 0x6E {
                content += UnsafeBufferPointer(start: scanner.bytes + first, count: scanner.position - first)
            }
        }
        cells.append((column, start..<content.count))
    }

    private mutating func note(_ line: Int, _ reason: @autoclosure () -> String) {
        problemCount += 1
        if problems.count < Table.problemLimit { problems.append((line, reason())) }
    }
}

/// Counts lines up to ascending places, from 1.
private struct LineCounter {
    private let bytes: UnsafePointer<UInt8>
    private var line = 1
    private var counted = 0

    init(_ bytes: UnsafePointer<UInt8>, at place: Int) {
        self.bytes = bytes
        _ = line(of: place)
    }

    @discardableResult
    mutating func line(of place: Int) -> Int {
        if place > counted {
            line += countBytes(bytes, counted, place, 0x0A)
            counted = place
        }
        return line
    }
}

extension JSONScanner {
    /// Goes to the value of a key of the object at hand; false where it has none.
    fileprivate mutating func goToValue(of key: String) -> Bool {
        guard byte == 0x7B else { return false }
        position += 1
        var isFirst = true
        while (try? next(in: 0x7B, &isFirst)) ?? false {
            guard let found = try? skipKey() else { return false }
            if text(ofKey: found) == key { return true }
            guard (try? skipValue()) != nil else { return false }
        }
        return false
    }

    /// Passes spaces that do not end the line.
    fileprivate mutating func skipSpaceInLine() {
        while byte == 0x20 || byte == 0x09 { position += 1 }
    }

    /// Whether nothing but spaces stands before `place` on its line.
    fileprivate func beginsLine(_ place: Int) -> Bool {
        var before = place - 1
        while before >= start, bytes[before] == 0x20 || bytes[before] == 0x09 { before -= 1 }
        return before < start || bytes[before] == 0x0A || bytes[before] == 0x0D
    }
}
