import Values

/// The script in its canonical layout, comments and paragraphs kept, numbers as they were typed.
///
/// Throws everything that is wrong with it: a script with errors is not laid out anew.
package func formatted(script: String) throws(Diagnostics) -> String {
    let parsed = parseScript(script)
    if !parsed.diagnostics.isEmpty { throw Diagnostics(parsed.diagnostics) }
    var formatter = Formatter(script)
    return formatter.run(parsed.statements)
}

private struct Formatter {
    private let bytes: [UInt8]
    private let tokens: [Token]
    private var comments: ArraySlice<Comment>
    private var output = ""
    /// The end of what has been written, in the source.
    private var lastEnd = 0

    init(_ script: String) {
        let lexed = tokenized(script)
        bytes = Array(script.utf8)
        tokens = lexed.tokens
        comments = lexed.comments[...]
    }

    mutating func run(_ statements: [Statement]) -> String {
        for (index, statement) in statements.enumerated() {
            writeComments(before: statement.span.start)
            writeParagraph(before: statement.span.start)
            let inner = takeComments { $0.span.start < statement.span.end }
            lastEnd = statement.span.end
            var text = laidOut(statement, inner)
            if index + 1 < statements.count && takesFollowingVerb(statement) { text += ";" }
            output += text
            // What stands behind the statement on its line stays there.
            let lineEnd = bytes[lastEnd...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            for comment in takeComments({ $0.span.start < lineEnd && !$0.startsLine }) {
                output += "  " + printedComment(comment.text)
                lastEnd = comment.span.end
            }
            output += "\n"
        }
        writeComments(before: bytes.count + 1)
        return output
    }

    private mutating func takeComments(_ belongs: (Comment) -> Bool) -> [Comment] {
        var taken: [Comment] = []
        while let comment = comments.first, belongs(comment) {
            taken.append(comment)
            comments.removeFirst()
        }
        return taken
    }

    private mutating func writeComments(before end: Int) {
        for comment in takeComments({ $0.span.start < end }) {
            writeParagraph(before: comment.span.start)
            output += printedComment(comment.text) + "\n"
            lastEnd = comment.span.end
        }
    }

    /// One empty line where the source has one or more.
    private mutating func writeParagraph(before start: Int) {
        guard !output.isEmpty, lastEnd <= start else { return }
        let breaks = bytes[lastEnd..<start].count { $0 == UInt8(ascii: "\n") }
        if breaks >= 2 { output += "\n" }
    }

    // MARK: Comments inside a statement

    /// Comments around the lines of a statement.
    private struct Margins {
        /// On lines of their own, above each line.
        var above: [[String]]
        /// At the end of each line.
        var behind: [String?]

        init(count: Int) {
            above = Array(repeating: [], count: count)
            behind = Array(repeating: nil, count: count)
        }

        /// Whether no comment stands between two lines.
        var isOutside: Bool {
            above.dropFirst().allSatisfy(\.isEmpty) && behind.dropLast().allSatisfy { $0 == nil }
        }
    }

    /// Each comment goes with the line that holds what stands before it; one on a line of its own goes above the line
    /// that follows it.
    ///
    /// Comments between the clauses keep the clauses apart.
    private func laidOut(_ statement: Statement, _ inner: [Comment]) -> String {
        var lines = lines(of: statement, breaksAlways: !inner.isEmpty)
        var margins = Margins(count: lines.count)
        for comment in inner {
            let place = comment.span.start
            let text = printedComment(comment.text)
            if comment.startsLine, let index = lines.firstIndex(where: { ($0.start ?? -1) > place }) {
                margins.above[index].append(text)
                continue
            }
            let index = lines.lastIndex { ($0.start ?? .max) <= place } ?? 0
            if !comment.startsLine && margins.behind[index] == nil {
                margins.behind[index] = text
            } else {
                margins.above[index].append(text)
            }
        }
        if !inner.isEmpty && margins.isOutside {
            let outside = (above: margins.above.first ?? [], behind: margins.behind.last ?? nil)
            lines = self.lines(of: statement, breaksAlways: false)
            margins = Margins(count: lines.count)
            margins.above[0] = outside.above
            margins.behind[lines.count - 1] = outside.behind
        }
        var result: [String] = []
        for (index, line) in lines.enumerated() {
            let margin = String(repeating: " ", count: line.text == "}" ? line.indent + 2 : line.indent)
            result += margins.above[index].map { margin + $0 }
            result.append(line.indented + (margins.behind[index].map { "  " + $0 } ?? ""))
        }
        return result.joined(separator: "\n")
    }

    private func lines(of statement: Statement, breaksAlways: Bool) -> [StatementPrinter.Line] {
        let printer = StatementPrinter(source: bytes, breaksAlways: breaksAlways)
        return located(printer.lines(of: statement), statement.span)
    }

    /// The lines with the places of the clauses whose place the tree does not keep.
    private func located(_ lines: [StatementPrinter.Line], _ span: Span) -> [StatementPrinter.Line] {
        let own = tokens[tokenIndex(from: span.start)..<tokenIndex(from: span.end)]
        return lines.map { line in
            guard line.start == nil, let keyword = line.clause else { return line }
            var line = line
            var depth = 0
            let index = own.indices.first { index in
                if own[index].symbol == .open { depth += 1 }
                if own[index].symbol == .close { depth -= 1 }
                // What stands in a call is not a clause: `avg(m by month)`.
                guard own[index].keyword == keyword, depth == 0 else { return false }
                // `with others` belongs to `top`.
                return (keyword != .with && keyword != .without) || tokens[index + 1].keyword == .totals
            }
            line.start = index.map { tokens[$0].span.start }
            return line
        }
    }

    /// The first token at or behind a place; the last one, which is the end, when there is none.
    private func tokenIndex(from place: Int) -> Int {
        var low = 0
        var high = tokens.count - 1
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].span.start < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
