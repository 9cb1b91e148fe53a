/// The text with its runs of spaces made tabs, when its columns are set apart by spaces alone; nil otherwise.
///
/// Words of prose are set apart by spaces too: every line must have the same number of cells, and most of them must be
/// numbers. Lines keep their numbers.
func alignedByTabs(_ buffer: ByteBuffer, _ range: Range<Int>, newline: UInt8) -> ByteBuffer? {
    let bytes = buffer.start
    var lines = 0
    var columns = 0
    var numbers = 0
    var cells = 0
    var position = range.lowerBound
    while position < range.upperBound && lines < 1000 {
        let end = firstByte(newline, bytes, position, range.upperBound)
        let words = spacedWords(bytes, position..<end)
        position = end + 1
        if words.isEmpty { continue }
        if lines == 0 { columns = words.count } else if words.count != columns { return nil }
        if lines > 0 {
            cells += words.count
            numbers += words.count { scanNumber(bytes + $0.lowerBound, $0.count) != nil }
        }
        lines += 1
    }
    guard columns >= 2, lines >= 3, numbers * 2 > cells else { return nil }
    return ByteBuffer(capacity: buffer.count) { memory in
        var out = 0
        var gap = false
        var atLineStart = true
        for place in 0..<buffer.count {
            let byte = bytes[place]
            if place >= range.lowerBound && isSpace(byte) {
                gap = true
                continue
            }
            let isLineEnd = byte == 0x0A || byte == 0x0D
            if gap && !atLineStart && !isLineEnd {
                memory[out] = 0x09
                out += 1
            }
            gap = false
            atLineStart = isLineEnd
            // What stands before the table is kept as blanks, so that lines are counted from the first.
            memory[out] = place >= range.lowerBound || byte == newline ? byte : 0x20
            out += 1
        }
        return out
    }
}

/// The stretches of a line between spaces.
private func spacedWords(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for place in line {
        let isGap = isSpace(bytes[place]) || bytes[place] == 0x0D
        if isGap, let from = start {
            words.append(from..<place)
            start = nil
        } else if !isGap && start == nil {
            start = place
        }
    }
    if let start { words.append(start..<line.upperBound) }
    return words
}
