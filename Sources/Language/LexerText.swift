import Values

/// Texts in quotes, symbols, and what people paste from documents and other languages.
extension Lexer {
    private static let doubleQuotes: Set<Unicode.Scalar> = ["\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}"]
    private static let singleQuotes: Set<Unicode.Scalar> = ["'", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}"]

    /// Reads a text from its opening quote.
    ///
    /// A straight quote is closed by the same one; a typographic quote by any of its family, as word processors mix
    /// them. A doubled closing quote is one quote.
    mutating func readText(opening: Unicode.Scalar) {
        let start = position
        let closing: Set<Unicode.Scalar> =
            opening.isASCII ? [opening] : Self.doubleQuotes.contains(opening) ? Self.doubleQuotes : Self.singleQuotes
        position += scalar(at: position)?.length ?? 1
        var content: [UInt8] = []
        var lineEnd: (position: Int, count: Int)?
        while let (scalar, length) = scalar(at: position) {
            if closing.contains(scalar) {
                guard let next = self.scalar(at: position + length), next.scalar == scalar else {
                    position += length
                    emit(.text(String(decoding: content, as: UTF8.self)), from: start)
                    return
                }
                position += length
            } else if lineEnd == nil && (scalar == "\n" || scalar == "\r") {
                lineEnd = (position, content.count)
            }
            content.append(contentsOf: bytes[position..<position + length])
            position += length
        }
        // The text ends with its line, so that the errors behind it are found too.
        if let lineEnd {
            position = lineEnd.position
            content.removeSubrange(lineEnd.count...)
        } else {
            position = bytes.count
        }
        if result.openQuote == nil { result.openQuote = start }
        report(
            Diagnostic(
                "unterminated-text", "the closing quote of this text is missing", at: Span(start, position),
                remedies: ["end the text with \(closingName(opening)); a quote inside a text is written twice"]))
        emit(.text(String(decoding: content, as: UTF8.self)), from: start)
    }

    private func closingName(_ opening: Unicode.Scalar) -> String {
        Self.singleQuotes.contains(opening) ? "`'`" : "`\"`"
    }

    /// Stands for bytes that are no text; there are many where there is one.
    private static let noText: Unicode.Scalar = "\u{FFFD}"

    /// Letters of other scripts begin names; quotes and blanks of other kinds count as such; the rest is reported.
    mutating func readNonASCII() {
        let start = position
        guard let (scalar, length) = scalar(at: position) else {
            position = bytes.count
            return
        }
        if scalar == Self.noText {
            readStray()
        } else if isNameStart(scalar) {
            skipNameParts()
            emit(.word(slice(start, position).lowercased()), from: start)
        } else if Self.doubleQuotes.contains(scalar) || Self.singleQuotes.contains(scalar) {
            readText(opening: scalar)
        } else if scalar.properties.isWhitespace {
            position += length
        } else if let (symbol, name) = Self.lookAlikes[scalar] {
            position += length
            report(
                Diagnostic(
                    "look-alike", "`\(scalar)` is \(name)", at: Span(start, position),
                    remedies: ["write `\(symbol.rawValue)`"], replacement: symbol.rawValue))
            emit(.symbol(symbol), from: start)
        } else {
            readStray()
        }
    }

    private static let lookAlikes: [Unicode.Scalar: (Token.Symbol, String)] = [
        "\u{2013}": (.minus, "a dash, not a minus"), "\u{2014}": (.minus, "a dash, not a minus"),
        "\u{2010}": (.minus, "a hyphen of another kind"), "\u{2011}": (.minus, "a hyphen of another kind"),
        "\u{2212}": (.minus, "a minus sign of another kind"), "\u{00D7}": (.star, "a multiplication sign"),
        "\u{00F7}": (.slash, "a division sign"), "\u{2264}": (.lessOrEqual, "the sign for less or equal"),
        "\u{2265}": (.greaterOrEqual, "the sign for greater or equal"),
        "\u{2260}": (.notEqual, "the sign for not equal"),
        "\u{FF0C}": (.comma, "a full-width comma"), "\u{FF08}": (.open, "a full-width parenthesis"),
        "\u{FF09}": (.close, "a full-width parenthesis"), "\u{FF1B}": (.semicolon, "a full-width semicolon"),
        "\u{FF1A}": (.colon, "a full-width colon"), "\u{FF1D}": (.equal, "a full-width equals sign"),
        "\u{FF1C}": (.less, "a full-width sign"), "\u{FF1E}": (.greater, "a full-width sign"),
    ]

    mutating func readSymbol() {
        switch (byte(), byte(1)) {
        case (UInt8(ascii: "!"), UInt8(ascii: "=")), (UInt8(ascii: "<"), UInt8(ascii: ">")):
            return symbol(.notEqual, length: 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): return symbol(.lessOrEqual, length: 2)
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): return symbol(.greaterOrEqual, length: 2)
        case (UInt8(ascii: "="), UInt8(ascii: "=")): return foreign("==", write: "=", as: .symbol(.equal))
        case (UInt8(ascii: "&"), UInt8(ascii: "&")): return foreign("&&", write: "and", as: .word("and"))
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): return foreign("||", write: "or", as: .word("or"))
        case (UInt8(ascii: "/"), UInt8(ascii: "/")): return foreignComment(length: 2)
        case (UInt8(ascii: "/"), UInt8(ascii: "*")): return foreignBlockComment()
        case (UInt8(ascii: "-"), UInt8(ascii: "-")) where byte(2) == UInt8(ascii: " "):
            return foreignComment(length: 2)
        case (UInt8(ascii: "."), 48...57) where !endsOperand(before: position): return readBareFraction()
        default: break
        }
        if let known = Self.symbol(byte()) { return symbol(known, length: 1) }
        readStray()
    }

    private static func symbol(_ byte: UInt8) -> Token.Symbol? {
        switch byte {
        case UInt8(ascii: "="): .equal
        case UInt8(ascii: "<"): .less
        case UInt8(ascii: ">"): .greater
        case UInt8(ascii: "+"): .plus
        case UInt8(ascii: "-"): .minus
        case UInt8(ascii: "*"): .star
        case UInt8(ascii: "/"): .slash
        case UInt8(ascii: "("): .open
        case UInt8(ascii: ")"): .close
        case UInt8(ascii: "{"): .openBrace
        case UInt8(ascii: "}"): .closeBrace
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "|"): .bar
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "?"): .question
        case UInt8(ascii: "\\"): .backslash
        default: nil
        }
    }

    private func endsOperand(before index: Int) -> Bool {
        guard let last = result.tokens.last, last.span.end == index else { return false }
        return last.symbol == nil || last.symbol == .close
    }

    private mutating func symbol(_ symbol: Token.Symbol, length: Int) {
        let start = position
        position += length
        emit(.symbol(symbol), from: start)
    }

    private mutating func foreign(_ found: String, write: String, as kind: Token.Kind) {
        let start = position
        position += found.utf8.count
        report(
            Diagnostic(
                "foreign-operator", "`\(found)` is not an operator of this language", at: Span(start, position),
                remedies: ["write `\(write)`"], replacement: write))
        emit(kind, from: start, keyword: Keyword.named(write))
    }

    private mutating func foreignComment(length: Int) {
        let start = position
        readComment(markLength: length)
        result.comments.removeLast()
        reportComment(Span(start, start + length))
    }

    private mutating func foreignBlockComment() {
        let start = position
        position += 2
        while position < bytes.count && !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) { position += 1 }
        position = min(position + 2, bytes.count)
        reportComment(Span(start, start + 2))
    }

    private mutating func reportComment(_ span: Span) {
        report(
            Diagnostic(
                "foreign-comment", "`\(slice(span.start, span.end))` does not begin a comment", at: span,
                remedies: ["a comment begins with `#` and ends with its line"]))
    }

    /// `.5`: read as 0.5 and reported, because a point may also join names.
    private mutating func readBareFraction() {
        let start = position
        position += 1
        while isDigit() { position += 1 }
        let text = "0" + slice(start, position)
        report(
            Diagnostic(
                "bare-fraction", "a number does not begin with its point", at: Span(start, position),
                remedies: ["write `\(text)`"], replacement: text))
        emit(.number(ExactDecimal(text: text) ?? .zero, asPercent: false), from: start)
    }

    /// One diagnostic for a run of characters that mean nothing here.
    private mutating func readStray() {
        let start = position
        var shown = ""
        var count = 0
        var isHidden = false
        while let (scalar, length) = scalar(at: position), isStray(scalar) {
            if count < 20 {
                let symbol = visible(scalar)
                shown += symbol
                count += symbol.unicodeScalars.count
            }
            isHidden = isHidden || isInvisible(scalar)
            position += length
        }
        if position == start { position += 1 }
        let span = Span(start, position)
        if isHidden {
            report(
                Diagnostic(
                    "stray-character", "an invisible character: \(shown)", at: span, remedies: ["delete it"]))
        } else {
            report(
                Diagnostic(
                    "stray-character", "`\(shown)` means nothing here", at: span,
                    remedies: ["a name with such characters stands in backquotes, a text in quotes"]))
        }
    }

    private func isStray(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar {
            case "!", "%", "&", "@", "^", "~", "[", "]", "\u{7F}": return true
            case "\u{09}"..."\u{0D}": return false
            default: return scalar.value < 0x20
            }
        }
        if scalar == Self.noText { return true }
        return !isNameStart(scalar) && !scalar.properties.isWhitespace && Self.lookAlikes[scalar] == nil
            && !Self.doubleQuotes.contains(scalar) && !Self.singleQuotes.contains(scalar)
    }
}
