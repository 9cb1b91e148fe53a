import Values

/// `dataset NAME from "path" [sheet "name"] [as SOURCE] [with options] { clauses }`, `dataset NAME from CONNECTION "table"`.
extension Parser {
    mutating func dataset() throws(Failure) -> DatasetDefinition {
        let name = try newName("a name behind `dataset`")
        try expect(.from, "and a path behind the dataset's name")
        var dataset: DatasetDefinition
        var sheet: [ReadOption] = []
        record(.connection)
        if beginsConnection {
            let connection = try connectionName("behind `from`")
            dataset = DatasetDefinition(name: name, path: try relation(of: connection), connection: connection)
        } else {
            dataset = DatasetDefinition(name: name, path: try path("behind `from`"))
            sheet = try sheetOption(of: dataset.path)
        }
        if take(.as) {
            record(.source)
            dataset.source = try self.name("a source behind `as`")
        }
        if dataset.connection == nil { dataset.options = sheet + (try readOptions()) }
        defer { partial = .dataset(dataset) }
        if take(.openBrace) { try datasetClauses { dataset.clauses.append($0) } }
        return dataset
    }

    /// The clauses up to the closing brace, each given as soon as it is read; all of them are read before it fails.
    mutating func datasetClauses(_ found: (DatasetDefinition.Clause) -> Void) throws(Failure) {
        let outer = clauseWords
        clauseWords = Keyword.datasetClauses
        defer { clauseWords = outer }
        var failed = false
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            do throws(Failure) {
                let start = current.span
                let kind = try datasetClause()
                found(DatasetDefinition.Clause(kind, span: span(from: start)))
            } catch {
                report(error)
                failed = true
                if !skipClause(.datasetClause) { throw .reported }
            }
        }
        if failed { throw .reported }
    }

    private mutating func datasetClause() throws(Failure) -> DatasetDefinition.Clause.Kind {
        if take(.key) {
            return .key(try columns("behind `key`"))
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
            var old = [try column("behind `rename`")]
            while take(.bar) { old.append(try column("behind `|`")) }
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
            let columns = try columns("behind `money`")
            try expect(.in, "and the currency, or its column, behind the amounts")
            return .money(columns, currency: try column("with the currency, or a code such as `USD`, behind `in`"))
        }
        if let clause = try rowClause() { return clause }
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

    mutating func columns(_ place: String) throws(Failure) -> [Name] {
        var names = [try column(place)]
        while take(.comma) { names.append(try column("behind `,`")) }
        return names
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

    /// `stages stage: Prospecting > Engaging > Won | Lost`, or `stages stage` for those in the data.
    private mutating func stages() throws(Failure) -> DatasetDefinition.Clause.Kind {
        let column = try column("behind `stages`")
        guard take(.colon) else { return .stages(column, []) }
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

    /// Moves to the next clause between the braces; false when they end before one.
    mutating func skipClause(_ role: Keyword.Roles) -> Bool {
        while !current.isEnd {
            if current.symbol == .semicolon || current.symbol == .closeBrace { return true }
            if beginsStatementHere { return false }
            if current.startsLine, let keyword = current.keyword, keyword.roles.contains(role) { return true }
            advance()
        }
        return false
    }
}
