/// Markdown as HTML, with nothing in it but what the text's marks mean.
struct MarkdownHTML {
    /// No heading of the text has a higher level on the page, whose own title is the only one of the first.
    let firstLevel: Int
    /// Each heading's text and identifier, in order, for a table of contents.
    private(set) var headings: [(level: Int, text: String, id: String)] = []
    private var used: Set<String> = []

    init(firstLevel: Int = 2) { self.firstLevel = firstLevel }

    mutating func html(_ text: String) -> String { markdownBlocks(text).map { html($0) }.joined() }

    private mutating func html(_ block: MarkdownBlock) -> String {
        switch block {
        case .heading(let level, let inlines):
            let own = max(firstLevel, level)
            let id = identifier(plainText(inlines))
            headings.append((own, plainText(inlines), id))
            return "<h\(own) id=\"\(id)\">\(inlineHTML(inlines))</h\(own)>\n"
        case .paragraph(let inlines): return "<p>\(inlineHTML(inlines))</p>\n"
        case .quote(let inner): return "<blockquote>\n" + inner.map { html($0) }.joined() + "</blockquote>\n"
        case .list(let start, let isTight, let items):
            let tag = start == nil ? "ul" : "ol"
            let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
            return "<\(tag)\(first)>\n" + items.map { item($0, isTight: isTight) }.joined() + "</\(tag)>\n"
        case .code(let code):
            let expanded = code.map { $0 == "\t" ? "    " : String($0) }.joined()
            return "<pre><code>\(htmlLines(expanded))</code></pre>\n"
        case .rule: return "<hr>\n"
        case .table(let head, let alignments, let rows): return table(head, alignments, rows)
        }
    }

    private mutating func item(_ blocks: [MarkdownBlock], isTight: Bool) -> String {
        var result = "<li>"
        for (index, block) in blocks.enumerated() {
            if isTight, case .paragraph(let inlines) = block {
                result += (index > 0 && !result.hasSuffix("\n") ? "\n" : "") + inlineHTML(inlines)
            } else {
                result += (result.hasSuffix("\n") ? "" : "\n") + html(block)
            }
        }
        return result + "</li>\n"
    }

    private func table(
        _ head: [[MarkdownInline]], _ alignments: [MarkdownBlock.Alignment], _ rows: [[[MarkdownInline]]]
    ) -> String {
        func row(_ cells: [[MarkdownInline]], _ tag: String) -> String {
            "<tr>"
                + zip(cells, alignments).map { cell, alignment in
                    let style =
                        switch alignment {
                        case .none: ""
                        case .left: " class=\"left\""
                        case .center: " class=\"center\""
                        case .right: " class=\"right\""
                        }
                    return "<\(tag)\(tag == "th" ? " scope=\"col\"" : "")\(style)>\(inlineHTML(cell))</\(tag)>"
                }.joined() + "</tr>\n"
        }
        return "<div class=\"scroll\"><table>\n<thead>\n\(row(head, "th"))</thead>\n<tbody>\n"
            + rows.map { row($0, "td") }.joined() + "</tbody>\n</table></div>\n"
    }

    /// A name for a heading that nothing else on the page has: `what-growth-costs`.
    private mutating func identifier(_ text: String) -> String {
        var name = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                name.unicodeScalars.append(scalar)
            } else if !name.hasSuffix("-") {
                name += "-"
            }
        }
        name = "s-" + (name.hasSuffix("-") ? String(name.dropLast()) : name).prefix(60)
        var unique = name
        var number = 2
        while !used.insert(unique).inserted {
            unique = "\(name)-\(number)"
            number += 1
        }
        return htmlText(unique)
    }
}

/// The inlines with their marks as elements.
func inlineHTML(_ inlines: [MarkdownInline]) -> String {
    inlines.map { inline in
        switch inline {
        case .text(let text): htmlText(text)
        case .code(let code): "<code>\(htmlText(code))</code>"
        case .open(.emphasis): "<em>"
        case .close(.emphasis): "</em>"
        case .open(.strong): "<strong>"
        case .close(.strong): "</strong>"
        case .open(.strikethrough): "<del>"
        case .close(.strikethrough): "</del>"
        // The address is of one of three schemes and has no character that HTML would obey but `&` and `'`.
        case .open(.link(let address)): "<a href=\"\(htmlText(address))\" rel=\"noopener noreferrer\">"
        case .close(.link): "</a>"
        case .softBreak: "\n"
        case .hardBreak: "<br>\n"
        }
    }.joined()
}

/// What is left of the inlines without their marks.
func plainText(_ inlines: [MarkdownInline]) -> String {
    inlines.map { inline in
        switch inline {
        case .text(let text), .code(let text): text
        case .softBreak, .hardBreak: " "
        case .open, .close: ""
        }
    }.joined()
}
