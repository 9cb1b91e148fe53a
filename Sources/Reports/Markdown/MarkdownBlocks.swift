/// A part of a Markdown text.
indirect enum MarkdownBlock: Hashable {
    case heading(level: Int, [MarkdownInline])
    case paragraph([MarkdownInline])
    case quote([MarkdownBlock])
    /// - Parameters:
    ///   - start: the number of the first item; nil where items have bullets.
    ///   - isTight: no empty line stands between items.
    case list(start: Int?, isTight: Bool, [[MarkdownBlock]])
    case code(String)
    case rule
    /// The head, how each column is set, and the lines, each as long as the head.
    case table(head: [[MarkdownInline]], [Alignment], [[[MarkdownInline]]])

    enum Alignment: Hashable { case none, left, center, right }
}

/// Reads headings, paragraphs, quotes, lists, code, rules and tables by the rules of CommonMark 0.31 and of GitHub's tables.
/// HTML and definitions of links are paragraphs.
func markdownBlocks(_ text: String) -> [MarkdownBlock] {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    return BlockReader(lines.map { expandedTabs($0) }, depth: 0).blocks().blocks
}

private struct BlockReader {
    private let lines: [Substring]
    private let depth: Int
    private var index = 0
    private var result: [MarkdownBlock] = []
    private var paragraph: [Substring] = []

    /// Quotes and lists inside one another beyond this are paragraphs.
    private static let mostDepth = 16

    init(_ lines: [Substring], depth: Int) {
        self.lines = lines
        self.depth = depth
    }

    /// The blocks, and whether an empty line stands between two of them.
    func blocks() -> (blocks: [MarkdownBlock], hasGap: Bool) {
        var reader = self
        var sawGap = false
        var hasGap = false
        while reader.index < reader.lines.count {
            if reader.isBlank(reader.index) {
                if !reader.result.isEmpty || !reader.paragraph.isEmpty { sawGap = true }
            } else if sawGap {
                hasGap = true
            }
            reader.readOne()
            // Lists and code may have ended in empty lines, which then belong to this level.
            if !reader.result.isEmpty, reader.isBlank(reader.index - 1) { sawGap = true }
        }
        reader.endParagraph()
        return (reader.result, hasGap)
    }

    private func isBlank(_ index: Int) -> Bool {
        lines.indices.contains(index) && lines[index].allSatisfy { $0 == " " }
    }

    private mutating func readOne() {
        let line = lines[index]
        let content = line.drop { $0 == " " }
        let indent = line.count - content.count
        if content.isEmpty {
            endParagraph()
            index += 1
        } else if indent >= 4 {
            if paragraph.isEmpty { readIndentedCode() } else { continueParagraph(content) }
        } else if let heading = atxHeading(content) {
            add(heading)
            index += 1
        } else if !paragraph.isEmpty, let level = underline(content) {
            let text = paragraph.joined(separator: "\n")
            paragraph = []
            add(.heading(level: level, markdownInlines(text.trimmingBlankEnds())))
            index += 1
        } else if isRule(content) {
            add(.rule)
            index += 1
        } else if let fence = Fence(content) {
            readFencedCode(fence, indent)
        } else if depth < Self.mostDepth, content.first == ">" {
            readQuote()
        } else if depth < Self.mostDepth, let marker = ListMarker(line),
            paragraph.isEmpty || marker.interruptsParagraph
        {
            readList(marker)
        } else if paragraph.isEmpty, let count = tableColumns(at: index) {
            readTable(count)
        } else {
            continueParagraph(content)
        }
    }

    private mutating func add(_ block: MarkdownBlock) {
        endParagraph()
        result.append(block)
    }

    private mutating func continueParagraph(_ content: Substring) {
        paragraph.append(content)
        index += 1
    }

    private mutating func endParagraph() {
        guard !paragraph.isEmpty else { return }
        let text = paragraph.joined(separator: "\n")
        paragraph = []
        result.append(.paragraph(markdownInlines(text.trimmingBlankEnds())))
    }

    // MARK: Single lines

    private func atxHeading(_ content: Substring) -> MarkdownBlock? {
        let level = content.prefix { $0 == "#" }.count
        let rest = content.dropFirst(level)
        guard (1...6).contains(level), rest.isEmpty || rest.first == " " else { return nil }
        var text = rest.trimmingBlanks()
        var closed = text
        while closed.last == "#" { closed.removeLast() }
        if closed.isEmpty || closed.last == " " { text = closed.trimmingBlanks() }
        return .heading(level: level, markdownInlines(String(text)))
    }

    /// A line of `=` or `-` below a paragraph.
    private func underline(_ content: Substring) -> Int? {
        let line = content.trimmingBlanks()
        if line.allSatisfy({ $0 == "=" }) { return 1 }
        return line.allSatisfy { $0 == "-" } ? 2 : nil
    }

    private func isRule(_ content: Substring) -> Bool {
        guard let mark = content.first, "*-_".contains(mark) else { return false }
        let marks = content.filter { $0 != " " }
        return marks.count >= 3 && marks.allSatisfy { $0 == mark }
    }

    // MARK: Code

    private struct Fence {
        var mark: Character
        var count: Int

        init?(_ content: Substring) {
            guard let first = content.first, first == "`" || first == "~" else { return nil }
            mark = first
            count = content.prefix { $0 == first }.count
            guard count >= 3, first == "~" || !content.dropFirst(count).contains("`") else { return nil }
        }

        func isClosed(by line: Substring) -> Bool {
            let content = line.drop { $0 == " " }
            guard line.count - content.count < 4 else { return false }
            let own = content.prefix { $0 == mark }.count
            return own >= count && content.dropFirst(own).allSatisfy { $0 == " " }
        }
    }

    private mutating func readFencedCode(_ fence: Fence, _ indent: Int) {
        endParagraph()
        index += 1
        var code: [Substring] = []
        while index < lines.count, !fence.isClosed(by: lines[index]) {
            code.append(lines[index].dropFirst(min(indent, lines[index].prefix { $0 == " " }.count)))
            index += 1
        }
        index += 1
        result.append(.code(code.map { $0 + "\n" }.joined()))
    }

    private mutating func readIndentedCode() {
        var code: [Substring] = []
        while index < lines.count {
            let line = lines[index]
            let isBlank = line.allSatisfy { $0 == " " }
            guard isBlank || line.hasPrefix("    ") else { break }
            code.append(line.dropFirst(4))
            index += 1
        }
        while let last = code.last, last.allSatisfy({ $0 == " " }) { code.removeLast() }
        result.append(.code(code.map { $0 + "\n" }.joined()))
    }

    // MARK: Quotes and lists

    /// Whether a line can go on a paragraph of what is inside a quote or an item although it is not marked so.
    /// - Parameter isKnown: whether the line before was such a line already, and so leaves the paragraph open.
    private func isLazy(_ line: Substring, after inner: [Substring], isKnown: Bool) -> Bool {
        let content = line.drop { $0 == " " }
        guard let last = inner.last, !last.allSatisfy({ $0 == " " }), !content.isEmpty else { return false }
        let begins =
            atxHeading(content) != nil || isRule(content) || Fence(content) != nil || content.first == ">"
            || ListMarker(line) != nil
        return !begins && (isKnown || BlockReader(inner, depth: depth + 1).endsInParagraph)
    }

    /// Whether the last line is one of a paragraph, perhaps inside quotes and items.
    private var endsInParagraph: Bool {
        var open = blocks().blocks
        while let last = open.last {
            switch last {
            case .paragraph: return true
            case .quote(let inner): open = inner
            case .list(_, _, let items): open = items.last ?? []
            default: return false
            }
        }
        return false
    }

    private mutating func readQuote() {
        endParagraph()
        var inner: [Substring] = []
        var wasLazy = false
        while index < lines.count {
            let content = lines[index].drop { $0 == " " }
            if content.first == ">", lines[index].count - content.count < 4 {
                let rest = content.dropFirst()
                inner.append(rest.first == " " ? rest.dropFirst() : rest)
                wasLazy = false
            } else if isLazy(lines[index], after: inner, isKnown: wasLazy) {
                inner.append(content)
                wasLazy = true
            } else {
                break
            }
            index += 1
        }
        result.append(.quote(BlockReader(inner, depth: depth + 1).blocks().blocks))
    }

    private mutating func readList(_ first: ListMarker) {
        endParagraph()
        var items: [[MarkdownBlock]] = []
        var isTight = true
        while index < lines.count, let marker = ListMarker(lines[index]), marker.kind == first.kind,
            items.isEmpty || !isRule(lines[index].drop { $0 == " " })
        {
            var inner = [lines[index].dropFirst(marker.width)]
            var blanks = 0
            var wasLazy = false
            index += 1
            while index < lines.count {
                let line = lines[index]
                if line.allSatisfy({ $0 == " " }) {
                    // An item that begins with an empty line ends with a second one.
                    if inner.count == 1, inner[0].allSatisfy({ $0 == " " }) { break }
                    blanks += 1
                } else if line.prefix(while: { $0 == " " }).count >= marker.width {
                    inner += Array(repeating: "", count: blanks)
                    blanks = 0
                    inner.append(line.dropFirst(marker.width))
                    wasLazy = false
                } else if blanks == 0, isLazy(line, after: inner, isKnown: wasLazy) {
                    inner.append(line.drop { $0 == " " })
                    wasLazy = true
                } else {
                    break
                }
                index += 1
            }
            while index < lines.count, lines[index].allSatisfy({ $0 == " " }) {
                blanks += 1
                index += 1
            }
            let read = BlockReader(inner, depth: depth + 1).blocks()
            if read.hasGap { isTight = false }
            items.append(read.blocks)
            if blanks > 0, index < lines.count, ListMarker(lines[index])?.kind == first.kind { isTight = false }
        }
        result.append(.list(start: first.start, isTight: isTight, items))
    }

    // MARK: Tables

    /// How many columns the table has whose head stands at a line; nil where none begins.
    private func tableColumns(at start: Int) -> Int? {
        guard start + 1 < lines.count, lines[start].contains("|") else { return nil }
        let rule = tableCells(lines[start + 1])
        let isRule =
            lines[start + 1].contains("-")
            && rule.allSatisfy { cell in
                var marks = cell[...]
                if marks.first == ":" { marks.removeFirst() }
                if marks.last == ":" { marks.removeLast() }
                return !marks.isEmpty && marks.allSatisfy { $0 == "-" }
            }
        return isRule && tableCells(lines[start]).count == rule.count ? rule.count : nil
    }

    private mutating func readTable(_ count: Int) {
        let alignments = tableCells(lines[index + 1]).map { cell -> MarkdownBlock.Alignment in
            switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
            case (true, true): .center
            case (true, false): .left
            case (false, true): .right
            case (false, false): .none
            }
        }
        let head = tableCells(lines[index]).map { markdownInlines($0) }
        index += 2
        var rows: [[[MarkdownInline]]] = []
        while index < lines.count {
            let content = lines[index].drop { $0 == " " }
            if content.isEmpty || content.first == ">" || atxHeading(content) != nil || isRule(content)
                || Fence(content) != nil || ListMarker(lines[index]) != nil
            {
                break
            }
            let cells = tableCells(lines[index]).prefix(count).map { markdownInlines($0) }
            rows.append(cells + Array(repeating: [], count: count - cells.count))
            index += 1
        }
        result.append(.table(head: head, alignments, rows))
    }

    /// The cells between the bars; `\|` is a bar in a cell.
    private func tableCells(_ line: Substring) -> [String] {
        var cells = [""]
        var isEscaped = false
        for character in line.trimmingBlanks() {
            if character == "|", !isEscaped {
                cells.append("")
            } else {
                if character == "|" { cells[cells.count - 1].removeLast() }
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        let isBlank = { (cell: String?) in cell?.allSatisfy { $0 == " " } ?? false }
        if cells.count > 1, isBlank(cells.first) { cells.removeFirst() }
        if cells.count > 1, isBlank(cells.last) { cells.removeLast() }
        return cells.map { String($0[...].trimmingBlanks()) }
    }
}

/// `- `, `* `, `+ `, `1. ` or `1) ` at the beginning of a line.
private struct ListMarker {
    /// The mark of bullets, or the one behind numbers: items of one list share it.
    let kind: Character
    let start: Int?
    /// The columns up to the item's text.
    let width: Int
    private let isEmpty: Bool

    init?(_ line: Substring) {
        let content = line.drop { $0 == " " }
        let indent = line.count - content.count
        guard indent < 4, let first = content.first else { return nil }
        let marker: Int
        if first == "-" || first == "*" || first == "+" {
            kind = first
            start = nil
            marker = 1
        } else {
            let digits = content.prefix { $0.isASCII && $0.isNumber }
            guard (1...9).contains(digits.count), let number = Int(digits),
                let end = content.dropFirst(digits.count).first,
                end == "." || end == ")"
            else { return nil }
            kind = end
            start = number
            marker = digits.count + 1
        }
        let rest = content.dropFirst(marker)
        let blanks = rest.prefix { $0 == " " }.count
        guard rest.isEmpty || blanks > 0 else { return nil }
        isEmpty = blanks == rest.count
        width = indent + marker + (isEmpty || blanks > 4 ? 1 : blanks)
    }

    /// Only an item with text, and of a numbered list only the first, begins a list right below a paragraph.
    var interruptsParagraph: Bool { !isEmpty && (start ?? 1) == 1 }
}

/// Tabs before and behind the marks that a line begins with, as the blanks up to the next of every four columns.
private func expandedTabs(_ line: Substring) -> Substring {
    let marks = line.prefix { " \t>-+*.)".contains($0) || ($0.isASCII && $0.isNumber) }
    guard marks.contains("\t") else { return line }
    var result = ""
    for character in marks {
        if character == "\t" {
            result += String(repeating: " ", count: 4 - result.count % 4)
        } else {
            result.append(character)
        }
    }
    return result[...] + line.dropFirst(marks.count)
}

extension String {
    fileprivate func trimmingBlankEnds() -> String { String(self[...].trimmingBlanks()) }
}
