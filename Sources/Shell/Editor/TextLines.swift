// Movement between the lines of a text that is edited as one.
extension Terminal.Content {
    /// The byte offset at which the cursor's line begins.
    var lineStart: Int { head.lastIndex(of: "\n").map { text.utf8.distance(from: text.startIndex, to: $0) + 1 } ?? 0 }

    /// The byte offset at which the cursor's line ends.
    var lineEnd: Int { cursor + (tail.firstIndex(of: "\n").map { tail[..<$0].utf8.count } ?? tail.utf8.count) }

    /// The offset one line above, in the same column of the screen; nil on the first line.
    ///
    /// `promptWidth` is what stands before the first line.
    func offsetAbove(promptWidth: Int) -> Int? {
        let start = lineStart
        guard start > 0 else { return nil }
        let above = Self(text: text, cursor: start - 1)
        return above.offset(inLineFrom: above.lineStart, atColumn: column(promptWidth), promptWidth: promptWidth)
    }

    /// The offset one line below, in the same column of the screen; nil on the last line.
    func offsetBelow(promptWidth: Int) -> Int? {
        let end = lineEnd
        guard end < text.utf8.count else { return nil }
        let below = Self(text: text, cursor: end + 1)
        return below.offset(inLineFrom: below.cursor, atColumn: column(promptWidth), promptWidth: promptWidth)
    }

    private func column(_ promptWidth: Int) -> Int {
        let start = lineStart
        return (start == 0 ? promptWidth : 0)
            + Terminal.width(text[text.index(atByte: start)..<text.index(atByte: cursor)])
    }

    private func offset(inLineFrom start: Int, atColumn column: Int, promptWidth: Int) -> Int {
        var offset = start
        var place = start == 0 ? promptWidth : 0
        for character in text.dropFirst(bytes: start) {
            if character == "\n" || place >= column { break }
            place += Terminal.width(String(character))
            offset += character.utf8.count
        }
        return offset
    }
}

// The pieces that keys move over and cut out.
extension Terminal.Content {
    /// To the end of the line; at the end, its line break.
    var killedToEnd: Range<Int> { cursor..<(cursor == lineEnd ? min(lineEnd + 1, text.utf8.count) : lineEnd) }

    /// The word before the cursor and the blanks and signs behind it.
    var wordBefore: Range<Int> {
        var start = head.endIndex
        while start > head.startIndex, !Self.isOfWord(head[head.index(before: start)]) {
            start = head.index(before: start)
        }
        while start > head.startIndex, Self.isOfWord(head[head.index(before: start)]) {
            start = head.index(before: start)
        }
        return head[..<start].utf8.count..<cursor
    }

    /// The blanks and signs behind the cursor and the word after them.
    var wordAfter: Range<Int> { cursor..<cursor + Self.firstWord(of: String(tail)).utf8.count }

    /// The blanks and signs before a word, and the word.
    static func firstWord(of text: String) -> String {
        let start = text.firstIndex(where: isOfWord) ?? text.endIndex
        let end = text[start...].firstIndex { !isOfWord($0) } ?? text.endIndex
        return String(text[..<end])
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
