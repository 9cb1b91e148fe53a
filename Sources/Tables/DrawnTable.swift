/// A table as database shells, Markdown and spreadsheets draw it for people: lines of dashes beneath its titles and around
/// it, and columns between bars or beneath the dashes.
struct DrawnTable {
    /// How its columns are told apart.
    enum Columns: Equatable {
        /// By bars: `| id | amount |`, `│`; `framed` when bars stand at both ends of a line.
        case bars(count: Int, framed: Bool)
        /// By where they begin, in characters, as the dashes beneath the titles or the blanks between them show.
        case places([Int])
    }

    let columns: Columns

    /// Lines before the titles that may stand there, a ruling among them.
    private static let longestHead = 3

    /// Nil where no line of dashes stands beneath the first line or the second.
    init?(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, newline: UInt8) {
        var lines: [Range<Int>] = []
        var position = range.lowerBound
        while position < range.upperBound, lines.count < Self.longestHead + 2 {
            let end = firstByte(newline, bytes, position, range.upperBound)
            let line = trimmedLine(bytes, position..<end)
            if !line.isEmpty { lines.append(line) }
            position = end + 1
        }
        guard
            let place = lines.indices.dropFirst().prefix(Self.longestHead).first(where: {
                Ruling(bytes, lines[$0]) != nil && Ruling(bytes, lines[$0 - 1]) == nil
            }), let ruling = Ruling(bytes, lines[place])
        else { return nil }
        let titles = Bars(bytes, lines[place - 1])
        let next = lines.dropFirst(place + 1).first { Ruling(bytes, $0) == nil }
        if titles.cells == ruling.strokes.count, titles.count > 0, ruling.strokes.count > 1 || titles.isFramed,
            next.map({ Bars(bytes, $0).cells == titles.cells }) ?? true
        {
            columns = .bars(count: titles.cells, framed: titles.isFramed)
        } else if titles.count == 0, ruling.strokes.count > 1, !ruling.hasJoints {
            columns = .places(ruling.strokes)
        } else {
            return nil
        }
    }

    private init(columns: Columns) { self.columns = columns }

    /// The table of a text that has no delimiter and whose columns are set apart by blanks, two or more in every line at
    /// the same places: as many words above them as there are columns, and numbers or dates alone in one at least.
    init?(aligned bytes: UnsafePointer<UInt8>, _ range: Range<Int>, newline: UInt8) {
        // For each character how many lines have something there.
        var filled: [Int] = []
        var lines: [Range<Int>] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let end = firstByte(newline, bytes, position, range.upperBound)
            let line = trimmedLine(bytes, position..<end)
            if !line.isEmpty {
                // Indented lines count from where they begin.
                lines.append(position..<line.upperBound)
                var character = 0
                for place in position..<line.upperBound where bytes[place] & 0xC0 != 0x80 {
                    if bytes[place] == 0x09 || character > 4096 { return nil }
                    if character == filled.count { filled.append(0) }
                    if bytes[place] != 0x20 { filled[character] += 1 }
                    character += 1
                }
                if lines.count > 10_000 { return nil }
            }
            position = end + 1
        }
        guard lines.count > 2 else { return nil }
        var starts: [Int] = []
        var blanks = 2
        for (character, count) in filled.enumerated() {
            if count > 0, blanks > 1 { starts.append(character) }
            blanks = count > 0 ? 0 : blanks + 1
        }
        guard starts.count > 1 else { return nil }
        let rows = lines.map { line in
            Self.cells(bytes, line, starts).map {
                String(decoding: UnsafeBufferPointer(start: bytes + $0.lowerBound, count: $0.count), as: UTF8.self)
            }
        }
        guard rows[0].count == starts.count,
            rows[0].allSatisfy({ !$0.isEmpty && CellKind($0) == .other && !$0.contains("  ") }),
            Set(rows[0]).count == starts.count,
            starts.indices.contains(where: { column in
                rows.dropFirst().allSatisfy { $0.count > column && CellKind($0[column]) != .other }
            })
        else { return nil }
        columns = .places(starts)
    }

    /// The cells of a line whose columns begin at these characters, without blanks around them.
    private static func cells(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, _ starts: [Int]) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var character = 0
        var from = line.lowerBound
        for place in line where bytes[place] & 0xC0 != 0x80 {
            if cells.count + 1 < starts.count, character == starts[cells.count + 1] {
                cells.append(trimmedLine(bytes, from..<place))
                from = place
            }
            character += 1
        }
        cells.append(trimmedLine(bytes, from..<line.upperBound))
        return cells
    }

    /// Whether words stand across the borders of columns.
    private static func crosses(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, _ starts: [Int]) -> Bool {
        var character = 0
        var next = 1
        for place in line where bytes[place] & 0xC0 != 0x80 {
            if next < starts.count, character == starts[next] {
                if !isSpace(bytes[place]), !isSpace(bytes[place - 1]) { return true }
                next += 1
            }
            character += 1
        }
        return false
    }

    /// The text with the delimiter of sheets between the cells and without what was drawn; lines keep their numbers.
    ///
    /// Nil when there is no memory.
    func rewritten(_ buffer: ByteBuffer, _ range: Range<Int>, newline: UInt8) -> ByteBuffer? {
        let bytes = buffer.start
        var text: [UInt8] = []
        text.reserveCapacity(buffer.count)
        text += UnsafeBufferPointer(start: bytes, count: range.lowerBound)
        var position = range.lowerBound
        while position < buffer.count {
            let end = firstByte(newline, bytes, position, buffer.count)
            let line = trimmedLine(bytes, position..<end)
            switch columns {
            case .bars(let count, let framed):
                if Ruling(bytes, line).map({ $0.strokes.count == count || $0.strokes.count == 1 }) ?? false { break }
                appendBetweenBars(bytes, line, framed: framed, to: &text)
            case .places(let starts):
                if Ruling(bytes, line) != nil { break }
                if Self.crosses(bytes, position..<max(position, line.upperBound), starts) {
                    // `(2 rows affected)`.
                    text += UnsafeBufferPointer(start: bytes + line.lowerBound, count: line.count)
                    break
                }
                for (index, cell) in Self.cells(bytes, position..<max(position, line.upperBound), starts).enumerated() {
                    if index > 0 { text.append(SheetText.dialect.delimiter) }
                    text += UnsafeBufferPointer(start: bytes + cell.lowerBound, count: cell.count)
                }
            }
            if end < buffer.count { text.append(newline) }
            position = end + 1
        }
        return ByteBuffer(copying: text)
    }

    /// A bar behind a backslash is one of the text.
    private func appendBetweenBars(
        _ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, framed: Bool, to text: inout [UInt8]
    ) {
        var line = line
        if framed, let first = barLength(bytes, line.lowerBound, line.upperBound) {
            line = line.lowerBound + first..<line.upperBound
            let last = Bars(bytes, line).last
            if let last, last.upperBound == line.upperBound { line = line.lowerBound..<last.lowerBound }
        }
        var place = line.lowerBound
        while place < line.upperBound {
            if bytes[place] == backslash, place + 1 < line.upperBound, bytes[place + 1] == 0x7C {
                text.append(0x7C)
                place += 2
            } else if let length = barLength(bytes, place, line.upperBound) {
                text.append(SheetText.dialect.delimiter)
                place += length
            } else {
                text.append(bytes[place])
                place += 1
            }
        }
    }
}

/// A line of dashes, with what joins them.
private struct Ruling {
    /// The characters at which stretches of dashes begin.
    var strokes: [Int] = []
    /// Whether `+`, bars or drawn corners stand between or around them.
    var hasJoints = false

    /// Nil for a line that holds anything else, or no two dashes behind each other.
    init?(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>) {
        var place = line.lowerBound
        var character = 0
        var length = 0
        var longest = 0
        while place < line.upperBound {
            let byte = bytes[place]
            var step = 1
            var isStroke = byte == 0x2D || byte == 0x3D
            if byte == 0xE2, place + 2 < line.upperBound, bytes[place + 1] == 0x94 || bytes[place + 1] == 0x95 {
                // U+2500 to U+257F; those of one line from left to right are strokes.
                step = 3
                let last = bytes[place + 2]
                isStroke =
                    bytes[place + 1] == 0x94 ? [0x80, 0x81, 0x84, 0x85, 0x88, 0x89].contains(last) : last == 0x90
                if !isStroke { hasJoints = true }
            } else if byte == 0x2B || byte == 0x7C {
                hasJoints = true
            } else if !isStroke, byte != 0x3A, !isSpace(byte) {
                return nil
            }
            if isStroke {
                if length == 0 { strokes.append(character) }
                length += 1
                longest = max(longest, length)
            } else if byte != 0x3A {
                length = 0
            }
            place += step
            character += 1
        }
        if longest < 2 { return nil }
    }
}

/// The bars of a line.
private struct Bars {
    var count = 0
    var last: Range<Int>?
    private var isFirst = false
    private var isLast = false

    var isFramed: Bool { isFirst && isLast && count > 1 }
    /// How many cells the line has.
    var cells: Int { isFramed ? count - 1 : count + 1 }

    init(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>) {
        var place = line.lowerBound
        while place < line.upperBound {
            if bytes[place] == backslash {
                place += 2
            } else if let length = barLength(bytes, place, line.upperBound) {
                count += 1
                if place == line.lowerBound { isFirst = true }
                last = place..<place + length
                isLast = place + length == line.upperBound
                place += length
            } else {
                place += 1
            }
        }
    }
}

/// The bytes of the bar at `place`: `|`, `│`, `┃` or `║`; nil where none is.
private func barLength(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int? {
    guard place < end else { return nil }
    if bytes[place] == 0x7C { return 1 }
    guard bytes[place] == 0xE2, place + 2 < end else { return nil }
    let (second, third) = (bytes[place + 1], bytes[place + 2])
    return second == 0x94 && (third == 0x82 || third == 0x83) || second == 0x95 && third == 0x91 ? 3 : nil
}

/// A line without blanks and a CR around it.
private func trimmedLine(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>) -> Range<Int> {
    var (start, end) = (line.lowerBound, line.upperBound)
    while end > start, isSpace(bytes[end - 1]) || bytes[end - 1] == 0x0D { end -= 1 }
    while start < end, isSpace(bytes[start]) { start += 1 }
    return start..<end
}
