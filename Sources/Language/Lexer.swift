import Values

/// Cuts a text into tokens.
///
/// Nothing stops it: what is wrong becomes a diagnostic, and reading goes on behind it.
package func tokenized(_ text: String) -> TokenizedText {
    var lexer = Lexer(text)
    return lexer.run()
}

struct Lexer {
    let bytes: [UInt8]
    var position = 0
    var result = TokenizedText(tokens: [], comments: [], diagnostics: [])
    /// Nothing but blanks so far on this line.
    private var atLineStart = true
    /// Where the token before ended.
    private var lastEnd = -1

    /// More errors than these in one text help nobody.
    static let maximumDiagnostics = 100

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func run() -> TokenizedText {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count {
            let start = position
            readOne()
            // Every branch consumes something; this keeps a mistake there from becoming an endless loop.
            if position == start { position += 1 }
        }
        emit(.end, from: bytes.count)
        return result
    }

    private mutating func readOne() {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0B, 0x0C:
            position += 1
            atLineStart = true
        case UInt8(ascii: " "), UInt8(ascii: "\t"):
            position += 1
        case UInt8(ascii: "#"):
            readComment(markLength: 1)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            readNumberOrPeriod()
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            readText(opening: byte == UInt8(ascii: "'") ? "'" : "\"")
        case UInt8(ascii: "`"):
            readQuotedName()
        case UInt8(ascii: "$"):
            readParameter()
        case 0x80...:
            readNonASCII()
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            readWord()
        default:
            readSymbol()
        }
    }

    // MARK: Reading bytes

    /// The byte `offset` behind the position; 0 beyond the end.
    func byte(_ offset: Int = 0) -> UInt8 {
        let index = position + offset
        return index >= 0 && index < bytes.count ? bytes[index] : 0
    }

    func isDigit(_ offset: Int = 0) -> Bool { byte(offset) >= 48 && byte(offset) <= 57 }

    /// The character at a byte offset and its length; nil at the end.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard index >= 0, index < bytes.count else { return nil }
        let first = bytes[index]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard index + length <= bytes.count else { return nil }
        var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for step in 1..<length { value = value << 6 | UInt32(bytes[index + step] & 0x3F) }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    /// Whether a character of a name stands `offset` bytes behind the position.
    func isNameByte(_ offset: Int = 0) -> Bool {
        guard let (scalar, _) = scalar(at: position + offset) else { return false }
        return isNamePart(scalar)
    }

    func slice(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

    mutating func skipNameParts() {
        while position < bytes.count, Self.isASCIINamePart(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] >= 0x80 else { return }
        while let (scalar, length) = scalar(at: position), isNamePart(scalar) { position += length }
    }

    private static func isASCIINamePart(_ byte: UInt8) -> Bool {
        (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte == 95
    }

    // MARK: Results

    mutating func emit(_ kind: Token.Kind, from start: Int, keyword: Keyword? = nil) {
        result.tokens.append(
            Token(
                kind: kind, span: Span(start, max(start, position)), keyword: keyword, startsLine: atLineStart,
                touchesPrevious: start == lastEnd))
        atLineStart = false
        lastEnd = position
    }

    mutating func report(_ diagnostic: Diagnostic) {
        if result.diagnostics.count < Self.maximumDiagnostics { result.diagnostics.append(diagnostic) }
    }

    // MARK: Words, names, comments

    private mutating func readWord() {
        let start = position
        skipNameParts()
        let word = folded(start, position)
        if isFiscalYear(word) {
            readFiscalPeriod(word, from: start)
        } else {
            emit(.word(word), from: start, keyword: Keyword.named(word))
        }
    }

    /// In lower case; most words are.
    private func folded(_ start: Int, _ end: Int) -> String {
        let word = slice(start, end)
        let isLower = bytes[start..<end].allSatisfy { $0 < 0x80 && !($0 >= 65 && $0 <= 90) }
        return isLower ? word : word.lowercased()
    }

    /// From a comment's mark to the end of its line.
    mutating func readComment(markLength: Int) {
        let start = position
        position += markLength
        let textStart = position
        while position < bytes.count, byte() != UInt8(ascii: "\n"), byte() != UInt8(ascii: "\r") { position += 1 }
        var text = slice(textStart, position)
        if text.hasPrefix(" ") { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        result.comments.append(Comment(text: text, span: Span(start, position), startsLine: atLineStart))
    }

    private mutating func readParameter() {
        let start = position
        position += 1
        skipNameParts()
        if position == start + 1 {
            report(
                Diagnostic(
                    "empty-parameter", "a name is missing behind `$`", at: Span(start, position),
                    remedies: ["a parameter is written `$name`; an amount of money is a bare number"]))
        }
        emit(.parameter(slice(start + 1, position).lowercased()), from: start)
    }

    private mutating func readQuotedName() {
        let start = position
        position += 1
        var content: [UInt8] = []
        while position < bytes.count, byte() != UInt8(ascii: "\n"), byte() != UInt8(ascii: "\r") {
            if byte() == UInt8(ascii: "`") {
                if byte(1) != UInt8(ascii: "`") {
                    position += 1
                    if content.isEmpty {
                        report(Diagnostic("empty-name", "a name cannot be empty", at: Span(start, position)))
                    }
                    emit(.quotedName(String(decoding: content, as: UTF8.self)), from: start)
                    return
                }
                position += 1
            }
            content.append(byte())
            position += 1
        }
        if result.openQuote == nil { result.openQuote = start }
        report(
            Diagnostic(
                "unterminated-name", "the closing backquote of this name is missing", at: Span(start, position),
                remedies: ["end the name with `` ` ``"]))
        emit(.quotedName(String(decoding: content, as: UTF8.self)), from: start)
    }
}
