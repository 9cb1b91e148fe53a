/// What stands in a line of Markdown: text, and marks that open and close.
enum MarkdownInline: Hashable {
    enum Mark: Hashable {
        case emphasis
        case strong
        case strikethrough
        /// To an address of a scheme that is let through.
        case link(String)
    }
    case text(String)
    case code(String)
    case open(Mark)
    case close(Mark)
    /// A line break of the source, which is a blank.
    case softBreak
    case hardBreak
}

/// Reads emphasis, strong emphasis, ~~strikethrough~~, code, links, autolinks, escapes and character references by the rules
/// of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and GitHub's strikethrough. HTML is text; of an image its
/// description is left; a link to another scheme than http, https and mailto is its text with the address behind it.
func markdownInlines(_ text: String) -> [MarkdownInline] {
    var reader = InlineReader(text)
    reader.read()
    return reader.inlines()
}

private struct InlineReader {
    /// A piece of the line; a run of `*`, `_` or `~` becomes the marks before and behind what is left of it.
    private struct Node {
        var inlines: [MarkdownInline] = []
        var mark: Unicode.Scalar?
        var count = 0
        /// Of a closing run: before what is left.
        var closes: [MarkdownInline.Mark] = []
        /// Of an opening run: behind what is left, the outermost last.
        var opens: [MarkdownInline.Mark] = []
    }

    private struct Delimiter {
        var node: Int
        var mark: Unicode.Scalar
        /// Of the whole run, for the rule of three.
        var length: Int
        var canOpen: Bool
        var canClose: Bool
        var isSpent = false
    }

    private struct Bracket {
        var node: Int
        var delimiters: Int
        var isImage: Bool
        var isActive = true
        var start: Int
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var nodes: [Node] = []
    private var delimiters: [Delimiter] = []
    private var brackets: [Bracket] = []
    private var pending = String.UnicodeScalarView()
    /// Lengths of runs of backticks that have no partner behind a position.
    private var lonelyTicks: Set<Int> = []

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private func scalar(_ index: Int) -> Unicode.Scalar? { scalars.indices.contains(index) ? scalars[index] : nil }

    mutating func read() {
        while let next = scalar(position) {
            switch next {
            case "\\": readEscape()
            case "`": readCode()
            case "*", "_", "~": readRun(next)
            case "[": openBracket(isImage: false)
            case "!" where scalar(position + 1) == "[":
                position += 1
                openBracket(isImage: true)
            case "]": closeBracket()
            case "<": readAutolink()
            case "&": readReference()
            case "\n": readBreak()
            default:
                // On a page a tab is a blank.
                pending.append(next == "\t" ? " " : next)
                position += 1
            }
        }
        match(from: 0)
        flush()
    }

    func inlines() -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        func append(_ inline: MarkdownInline) {
            if case .text(let text) = inline, case .text(let before)? = result.last {
                result[result.count - 1] = .text(before + text)
            } else {
                result.append(inline)
            }
        }
        for node in nodes {
            node.inlines.forEach(append)
            guard let mark = node.mark else { continue }
            node.closes.forEach { append(.close($0)) }
            if node.count > 0 { append(.text(String(repeating: String(Character(mark)), count: node.count))) }
            node.opens.reversed().forEach { append(.open($0)) }
        }
        return result
    }

    // MARK: Pieces

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        nodes.append(Node(inlines: [.text(String(pending))]))
        pending = String.UnicodeScalarView()
    }

    private mutating func add(_ inline: MarkdownInline) {
        flush()
        nodes.append(Node(inlines: [inline]))
    }

    private mutating func readEscape() {
        position += 1
        guard let next = scalar(position) else {
            pending.append("\\")
            return
        }
        if next == "\n" {
            add(.hardBreak)
            skipLineStart()
        } else if isASCIIPunctuation(next) {
            pending.append(next)
            position += 1
        } else {
            pending.append("\\")
        }
    }

    private mutating func readBreak() {
        var blanks = 0
        while pending.last == " " {
            pending.removeLast()
            blanks += 1
        }
        add(blanks >= 2 ? .hardBreak : .softBreak)
        skipLineStart()
    }

    /// Past a line break and the blanks behind it.
    private mutating func skipLineStart() {
        position += 1
        while scalar(position) == " " { position += 1 }
    }

    private func runLength(at start: Int) -> Int {
        var end = start
        while scalar(end) == scalars[start] { end += 1 }
        return end - start
    }

    private mutating func readCode() {
        let start = position
        let length = runLength(at: start)
        var index = start + length
        while !lonelyTicks.contains(length), let next = scalar(index) {
            guard next == "`" else {
                index += 1
                continue
            }
            let other = runLength(at: index)
            guard other == length else {
                index += other
                continue
            }
            var code = scalars[(start + length)..<index].map { $0 == "\n" ? " " : $0 }
            if code.count > 1, code.first == " ", code.last == " ", code.contains(where: { $0 != " " }) {
                code.removeFirst()
                code.removeLast()
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: code)
            add(.code(String(text)))
            position = index + length
            return
        }
        lonelyTicks.insert(length)
        for _ in 0..<length { pending.append("`") }
        position = start + length
    }

    /// `<https://example.com>`, `<name@example.com>`; everything else in angle brackets is text.
    private mutating func readAutolink() {
        var end = position + 1
        while let next = scalar(end), next != ">", next != "<", next.value > 0x20, end - position < 1000 { end += 1 }
        guard scalar(end) == ">", end > position + 1 else {
            pending.append("<")
            position += 1
            return
        }
        let inside = text(position + 1, end)
        let isMail =
            !inside.contains(":") && inside.split(separator: "@", omittingEmptySubsequences: false).count == 2
            && !inside.hasPrefix("@") && !inside.hasSuffix("@")
        guard let address = markdownAddress(isMail ? "mailto:" + inside : inside) else {
            pending.append("<")
            position += 1
            return
        }
        add(.open(.link(address)))
        add(.text(inside))
        add(.close(.link(address)))
        position = end + 1
    }

    /// `&amp;`, `&#8364;`, `&#x20AC;`.
    private mutating func readReference() {
        var end = position + 1
        while let next = scalar(end), next != ";", next.isASCII,
            next.properties.isAlphabetic || next == "#" || isDigit(next),
            end - position < 12
        { end += 1 }
        guard scalar(end) == ";", let found = characterReference(text(position + 1, end)) else {
            pending.append("&")
            position += 1
            return
        }
        pending.append(found)
        position = end + 1
    }

    private func text(_ start: Int, _ end: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<max(start, end)])
        return String(view)
    }

    // MARK: Links

    private mutating func openBracket(isImage: Bool) {
        flush()
        nodes.append(Node(inlines: [.text(isImage ? "![" : "[")]))
        position += 1
        brackets.append(
            Bracket(node: nodes.count - 1, delimiters: delimiters.count, isImage: isImage, start: position))
    }

    private mutating func closeBracket() {
        position += 1
        guard let opening = brackets.popLast() else {
            pending.append("]")
            return
        }
        guard opening.isActive, let (address, end) = destination() else {
            pending.append("]")
            return
        }
        match(from: opening.delimiters)
        flush()
        position = end
        if opening.isImage {
            // Nothing is loaded from elsewhere: what the picture shows is told.
            nodes[opening.node].inlines = []
            return
        }
        for index in brackets.indices where !brackets[index].isImage { brackets[index].isActive = false }
        if let allowed = markdownAddress(address) {
            nodes[opening.node].inlines = [.open(.link(allowed))]
            nodes.append(Node(inlines: [.close(.link(allowed))]))
        } else {
            nodes[opening.node].inlines = []
            nodes.append(Node(inlines: [.text(address.isEmpty ? "" : " (" + address + ")")]))
        }
    }

    /// `(address "title")` at the position: the address, and where it ends.
    private func destination() -> (address: String, end: Int)? {
        guard scalar(position) == "(" else { return nil }
        var index = blanks(from: position + 1)
        var address = String.UnicodeScalarView()
        if scalar(index) == "<" {
            index += 1
            while let next = scalar(index), next != ">" {
                if next == "\n" || next == "<" { return nil }
                if next == "\\", let escaped = scalar(index + 1), isASCIIPunctuation(escaped) { index += 1 }
                address.append(scalars[index])
                index += 1
            }
            guard scalar(index) == ">" else { return nil }
            index += 1
        } else {
            var depth = 0
            while let next = scalar(index), next.value > 0x20, next.value != 0x7F {
                if next == "\\", let escaped = scalar(index + 1), isASCIIPunctuation(escaped) {
                    address.append(escaped)
                    index += 2
                    continue
                }
                if next == "(" { depth += 1 }
                if next == ")" {
                    if depth == 0 { break }
                    depth -= 1
                }
                if depth > 32 { return nil }
                address.append(next)
                index += 1
            }
            if depth != 0 { return nil }
        }
        let gap = blanks(from: index)
        if gap > index, let quote = scalar(gap), quote == "\"" || quote == "'" || quote == "(" {
            let closing: Unicode.Scalar = quote == "(" ? ")" : quote
            var end = gap + 1
            while let next = scalar(end), next != closing {
                end += next == "\\" ? 2 : 1
            }
            guard scalar(end) == closing else { return nil }
            index = blanks(from: end + 1)
        } else {
            index = gap
        }
        return scalar(index) == ")" ? (String(address), index + 1) : nil
    }

    private func blanks(from start: Int) -> Int {
        var index = start
        while let next = scalar(index), next == " " || next == "\n" || next == "\t" { index += 1 }
        return index
    }

    // MARK: Emphasis

    private mutating func readRun(_ mark: Unicode.Scalar) {
        let length = runLength(at: position)
        let before = scalar(position - 1) ?? "\n"
        let after = scalar(position + length) ?? "\n"
        let isLeft = !isWhitespace(after) && (!isPunctuation(after) || isWhitespace(before) || isPunctuation(before))
        let isRight = !isWhitespace(before) && (!isPunctuation(before) || isWhitespace(after) || isPunctuation(after))
        var canOpen = isLeft
        var canClose = isRight
        if mark == "_" {
            canOpen = isLeft && (!isRight || isPunctuation(before))
            canClose = isRight && (!isLeft || isPunctuation(after))
        }
        if mark == "~" && length > 2 { (canOpen, canClose) = (false, false) }
        flush()
        var node = Node()
        node.mark = mark
        node.count = length
        nodes.append(node)
        delimiters.append(
            Delimiter(node: nodes.count - 1, mark: mark, length: length, canOpen: canOpen, canClose: canClose))
        position += length
    }

    /// Runs that close something, each with the nearest run before it that opens it.
    private mutating func match(from bottom: Int) {
        /// Below these nothing opens what such a run would close.
        var bottoms: [String: Int] = [:]
        var index = bottom
        while index < delimiters.count {
            let closer = delimiters[index]
            guard closer.canClose, !closer.isSpent else {
                index += 1
                continue
            }
            let key = "\(closer.mark)\(closer.canOpen)\(closer.mark == "~" ? closer.length : closer.length % 3)"
            let least = max(bottom, bottoms[key] ?? bottom)
            var found: Int?
            var candidate = index - 1
            while candidate >= least {
                if fits(delimiters[candidate], closer) {
                    found = candidate
                    break
                }
                candidate -= 1
            }
            guard let opener = found else {
                bottoms[key] = index
                if !closer.canOpen { delimiters[index].isSpent = true }
                index += 1
                continue
            }
            let start = delimiters[opener].node
            let isDouble = nodes[start].count >= 2 && nodes[closer.node].count >= 2
            let used = closer.mark == "~" ? closer.length : isDouble ? 2 : 1
            let mark: MarkdownInline.Mark = closer.mark == "~" ? .strikethrough : isDouble ? .strong : .emphasis
            nodes[start].opens.append(mark)
            nodes[start].count -= used
            nodes[closer.node].closes.append(mark)
            nodes[closer.node].count -= used
            for between in (opener + 1)..<index { delimiters[between].isSpent = true }
            if nodes[start].count == 0 { delimiters[opener].isSpent = true }
            if nodes[closer.node].count == 0 {
                delimiters[index].isSpent = true
                index += 1
            }
        }
        delimiters.removeSubrange(min(bottom, delimiters.count)...)
    }

    private func fits(_ opener: Delimiter, _ closer: Delimiter) -> Bool {
        guard opener.canOpen, !opener.isSpent, opener.mark == closer.mark else { return false }
        if closer.mark == "~" { return opener.length == closer.length }
        guard opener.canClose || closer.canOpen else { return true }
        return (opener.length + closer.length) % 3 != 0 || (opener.length % 3 == 0 && closer.length % 3 == 0)
    }
}

// MARK: Characters

func isASCIIPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value <= 0x39 }

private func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .spaceSeparator || ["\t", "\n", "\u{0C}", "\r"].contains(scalar)
}

private func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
        true
    default: false
    }
}

/// The character that a reference without `&` and `;` names: those that one needs to write Markdown, and numbers.
private func characterReference(_ name: String) -> Unicode.Scalar? {
    if name.hasPrefix("#") {
        let digits = name.dropFirst()
        let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
        let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.map { $0 == 0 ? "\u{FFFD}" : Unicode.Scalar($0) ?? "\u{FFFD}" }
    }
    let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ndash": "–", "mdash": "—",
        "hellip": "…", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "copy": "©", "times": "×", "middot": "·",
    ]
    return names[name]
}

/// The address as it stands in a link, what is no character of addresses percent-encoded; nil for another scheme than http,
/// https and mailto.
func markdownAddress(_ text: String) -> String? {
    guard let colon = text.firstIndex(of: ":"), ["http", "https", "mailto"].contains(text[..<colon].lowercased()) else {
        return nil
    }
    var result = ""
    for byte in text.utf8 {
        let scalar = Unicode.Scalar(byte)
        let isPlain =
            byte < 0x7F
            && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
                || "-._~:/?#@!$&'()*+,;=%".unicodeScalars.contains(scalar))
        let digits = String(byte, radix: 16, uppercase: true)
        result += isPlain ? String(Character(scalar)) : "%" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
    return result
}
