import Values

/// Where an answer goes and in which format; paths and places.
extension Parser {
    /// `as FORMAT` and `to "file"` of a statement that has no other clauses.
    mutating func output() throws(Failure) -> Output {
        var output = Output()
        try clauses([.as, .to]) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            try parser.outputClause(clause, &output)
        }
        return output
    }

    /// What follows `as` or `to`.
    mutating func outputClause(_ clause: Keyword, _ output: inout Output) throws(Failure) {
        if clause == .to {
            output.path = try path("behind `to`")
            return
        }
        record(.format)
        guard let keyword = current.keyword, keyword.isFormat else {
            record(Keyword.formats.map { .keyword($0.rawValue) })
            throw .of(
                unexpected(
                    "a format behind `as`",
                    reason: ["formats are " + Keyword.formats.map { "`\($0.rawValue)`" }.joined(separator: ", ")]))
        }
        output.format = Label(keyword.rawValue, span: advance().span)
    }

    /// A text in quotes that names a file.
    mutating func path(_ place: String) throws(Failure) -> Label {
        record(.path)
        let token = current
        if case .text(let text) = token.kind {
            advance()
            return Label(text, span: token.span)
        }
        var diagnostic = unexpected("a path in quotes \(place)")
        if !token.isEnd, token.keyword?.isReserved != true, token.symbol != .semicolon {
            let word = unquotedWord()
            diagnostic.span = word
            diagnostic.message = "a path stands in quotes"
            diagnostic.remedies = ["write `\"\(visible(sourceText(word)))\"`"]
            diagnostic.replacement = "\"" + sourceText(word) + "\""
        }
        throw .of(diagnostic)
    }

    /// The current token and those that touch it: `data/deals.csv`.
    private func unquotedWord() -> Span {
        var span = current.span
        var offset = 1
        while ahead(offset).touchesPrevious, !ahead(offset).isEnd, ahead(offset).symbol != .semicolon {
            span = span.joined(ahead(offset).span)
            offset += 1
        }
        return span
    }

    // MARK: Places

    /// "the first stands at line 2, column 8": where something stands of which there is a second one.
    func firstPlace(_ span: Span) -> String {
        let before = source.utf8.prefix(span.start)
        let line = before.count { $0 == 10 } + 1
        let start = before.lastIndex(of: 10).map { before[before.index(after: $0)...] } ?? before
        return "the first stands at line \(line), column \(String(decoding: start, as: UTF8.self).count + 1)"
    }
}
