import Values

/// `source NAME "Title" [with options] { clauses }`.
extension Parser {
    mutating func sourceDefinition() throws(Failure) -> SourceDefinition {
        var source = SourceDefinition(name: try newName("a name behind `source`"))
        record(.text)
        if case .text(let text) = current.kind {
            advance()
            source.title = text
        }
        source.options = try readOptions()
        defer { partial = .source(source) }
        try expect(.openBrace, "behind the source's name and title")
        clauseWords = Keyword.sourceClauses
        defer { clauseWords = [] }
        var failed = false
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            do throws(Failure) {
                let start = current.span
                let kind = try sourceClause()
                source.clauses.append(SourceDefinition.Clause(kind, span: span(from: start)))
            } catch {
                report(error)
                failed = true
                if !skipClause(.sourceClause) { throw .reported }
            }
        }
        if failed { throw .reported }
        return source
    }

    private mutating func sourceClause() throws(Failure) -> SourceDefinition.Clause.Kind {
        if take(.needs) { return .needs(try titles("behind `needs`")) }
        if take(.also) { return .also(try titles("behind `also`")) }
        if take(.unless) { return .unless(try titles("behind `unless`")) }
        if take(.trim) {
            var patterns = [try titlePattern("behind `trim`")]
            while take(.comma) { patterns.append(try titlePattern("behind `,`")) }
            return .trim(patterns)
        }
        if take(.gives) {
            record(.dataset)
            var given = GivenDataset(name: try label("the name of a dataset behind `gives`"))
            if take(.openBrace) { try datasetClauses { given.clauses.append($0) } }
            return .gives(given)
        }
        if current.isEnd { throw .of(unexpected("`}`", reason: ["the `{` of the source is still open"])) }
        throw .of(
            unexpected(
                "a clause of the source or `}`",
                reason: ["clauses are " + Keyword.sourceClauses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]))
    }

    /// `opportunity_name | name, stage`: titles, each by one or more spellings.
    private mutating func titles(_ place: String) throws(Failure) -> [[Name]] {
        var titles: [[Name]] = []
        repeat {
            var spellings = [try column(titles.isEmpty ? place : "behind `,`")]
            while take(.bar) { spellings.append(try column("behind `|`")) }
            titles.append(spellings)
        } while take(.comma)
        return titles
    }
}
