import Values

/// `dataset NAME from "path" [with options] { clauses }`.
extension Parser {
    mutating func dataset() throws(Failure) -> DatasetDefinition {
        let name = try newName("a name behind `dataset`")
        try expect(.from, "and a path behind the dataset's name")
        var dataset = DatasetDefinition(name: name, path: try path("behind `from`"))
        dataset.options = try readOptions()
        defer { partial = .dataset(dataset) }
        guard take(.openBrace) else { return dataset }
        clauseWords = Keyword.datasetClauses
        defer { clauseWords = [] }
        var failed = false
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            do throws(Failure) {
                let start = current.span
                let kind = try datasetClause()
                dataset.clauses.append(DatasetDefinition.Clause(kind, span: span(from: start)))
            } catch {
                report(error)
                failed = true
                if !skipDatasetClause() { throw .reported }
            }
        }
        if failed { throw .reported }
        return dataset
    }

    private mutating func datasetClause() throws(Failure) -> DatasetDefinition.Clause.Kind {
        if take(.key) {
            var names = [try column("behind `key`")]
            while take(.comma) { names.append(try column("behind `,`")) }
            return .key(names)
        }
        if take(.time) { return .time(try column("behind `time`")) }
        if take(.active) {
            try expect(.from, "behind `active`")
            let from = try column("behind `from`")
            try expect(.to, "and the column of the end behind the column of the start")
            return .active(from: from, to: try column("behind `to`"))
        }
        if take(.join) { return .join(try join()) }
        if take(.rename) {
            let old = try column("behind `rename`")
            try expect(.as, "and the new name behind the column")
            return .rename(old, as: try newName("the new name behind `as`"))
        }
        if take(.derive) {
            let name = try newName("a name behind `derive`")
            try expect(.equal, "behind the name")
            return .derive(name, try expression([.column, .function]))
        }
        if take(.stages) { return try stages() }
        if take(.money) {
            var columns = [try column("behind `money`")]
            while take(.comma) { columns.append(try column("behind `,`")) }
            try expect(.in, "and the currency, or its column, behind the amounts")
            return .money(columns, currency: try column("with the currency, or a code such as `USD`, behind `in`"))
        }
        if current.isEnd { throw .of(unexpected("`}`", reason: ["the `{` of the dataset is still open"])) }
        throw .of(
            unexpected(
                "a clause of the dataset or `}`",
                reason: ["clauses are " + Keyword.datasetClauses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]))
    }

    mutating func column(_ place: String) throws(Failure) -> Name {
        record(.column)
        return try name("a column \(place)")
    }

    private mutating func join() throws(Failure) -> Join {
        record(.dataset)
        let dataset = try label("a dataset behind `join`")
        var alias: Label?
        if take(.as) { alias = try newName("another name for the dataset behind `as`") }
        try expect(.on, "and a column behind the dataset")
        let column = try column("behind `on`")
        var other: Name?
        if take(.equal) { other = try self.column("of the joined dataset behind `=`") }
        return Join(dataset: dataset, alias: alias, column: column, otherColumn: other)
    }

    /// `stages stage: Prospecting > Engaging > Won | Lost`.
    private mutating func stages() throws(Failure) -> DatasetDefinition.Clause.Kind {
        let column = try column("behind `stages`")
        try expect(.colon, "behind the column of the stages")
        var steps: [[Label]] = []
        repeat {
            var alternatives: [Label] = []
            repeat { alternatives.append(try stage(of: column)) } while take(.bar)
            steps.append(alternatives)
        } while take(.greater)
        if case .word = current.kind, current.keyword?.roles.contains(.datasetClause) != true {
            throw .of(
                unexpected(
                    "`>`, `|` or the next clause",
                    remedies: ["a stage of several words stands in quotes: \"Closed Won\""]))
        }
        return .stages(column, steps)
    }

    private mutating func stage(of column: Name) throws(Failure) -> Label {
        record(.value(of: Expression(.name(column), span: column.span)))
        record(.text)
        let token = current
        switch token.kind {
        case .text(let text):
            advance()
            return Label(text, span: token.span)
        case .quotedName(let text):
            advance()
            return Label(text, span: token.span)
        case .word where token.keyword?.isReserved != true && !beginsClauseHere && !beginsStatementHere:
            advance()
            return Label(sourceText(token.span), span: token.span)
        default: throw .of(unexpected("a stage, which is a word or a text in quotes"))
        }
    }

    /// Moves to the next clause of the dataset; false when the dataset ends before one.
    private mutating func skipDatasetClause() -> Bool {
        while !current.isEnd {
            if current.symbol == .semicolon || current.symbol == .closeBrace { return true }
            if beginsStatementHere { return false }
            if current.startsLine, let keyword = current.keyword, keyword.roles.contains(.datasetClause) { return true }
            advance()
        }
        return false
    }
}
