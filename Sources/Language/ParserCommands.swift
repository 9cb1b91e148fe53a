import Values

/// `describe`, `list`, `help`, and the commands of the shell.
extension Parser {
    mutating func describe() throws(Failure) -> Statement.Kind {
        record([.metric, .dimension, .dataset, .column, .source, .connection, .script, .setting, .function, .period])
        if startsPeriod { return .describePeriod(try period()) }
        return .describe(try name("a name behind `describe`"))
    }

    mutating func list() throws(Failure) -> ListKind {
        if take(.metrics) { return .metrics }
        if take(.dimensions) { return .dimensions }
        if take(.datasets) { return .datasets }
        if take(.sources) { return .sources }
        if take(.connections) { return .connections }
        if take(.scripts) { return .scripts }
        if take(.settings) { return .settings }
        guard take(.values) else {
            throw .of(
                unexpected(
                    "`metrics`, `dimensions`, `datasets`, `sources`, `connections`, `values of …`, `scripts` or `settings` behind"
                        + " `list`"
                ))
        }
        try expect(.of, "and a dimension behind `values`")
        return .values(try expression([.dimension, .column, .function]))
    }

    /// The word or text behind `help`.
    ///
    /// A verb is a topic only where it cannot begin the next statement.
    mutating func helpTopic() throws(Failure) -> String? {
        record([.helpTopic])
        switch current.kind {
        case .word(let word):
            if current.keyword?.isVerb == true {
                let next = ahead(1)
                guard next.isEnd || next.symbol == .semicolon || next.keyword?.isVerb == true else { return nil }
            }
            advance()
            return word
        case .text(let text):
            advance()
            return text
        case .quotedName(let text):
            advance()
            return text
        default: return nil
        }
    }

    /// The question inside `explain`, `watch` and `save`.
    mutating func innerQuestion(_ place: String) throws(Failure) -> Statement {
        let start = current.span
        if take(.show) { return Statement(.show(try question()), span: span(from: start)) }
        if take(.rows) { return Statement(.rows(try rows()), span: span(from: start)) }
        if take(.cohort) { return Statement(.cohort(try cohort()), span: span(from: start)) }
        if take(.scorecard) { return Statement(.scorecard(try scorecard()), span: span(from: start)) }
        if take(.why) { return Statement(.why(try why()), span: span(from: start)) }
        if take(.forecast) { return Statement(.forecast(try forecast()), span: span(from: start)) }
        if take(.funnel) { return Statement(.funnel(try funnel()), span: span(from: start)) }
        if take(.check) { return Statement(.check(try check()), span: span(from: start)) }
        throw .of(unexpected("a question, such as `show`, \(place)"))
    }

    /// The number behind `back` and `diff`, if one stands there, and the format and file.
    mutating func earlierAnswer() throws(Failure) -> EarlierAnswer {
        record(.number)
        var answer = EarlierAnswer(stepsSpan: current.span)
        if case .number = current.kind { answer.steps = try wholeNumber("of answers to go back") }
        answer.output = try output()
        return answer
    }

    mutating func export() throws(Failure) -> Output {
        _ = take(.last)
        let output = try output()
        if output.path == nil {
            throw .of(unexpected("`to` and a path in quotes", remedies: ["write `export last to \"answer.csv\"`"]))
        }
        return output
    }

    /// `as FORMAT` behind `copy`.
    mutating func copiedFormat() throws(Failure) -> Label? {
        var output = Output()
        try clauses([.as]) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            try parser.outputClause(clause, &output)
        }
        return output.format
    }

    mutating func save() throws(Failure) -> Statement.Kind {
        record(.keyword(Keyword.workspace.rawValue))
        let name = try script("behind `save`")
        guard take(.equal) else { return .save(name: name, question: nil) }
        if name.text == Keyword.workspace.rawValue {
            throw .of(
                Diagnostic(
                    "reserved-name", "`workspace` cannot be the name of a script", at: name.span,
                    reason: ["`save workspace` writes the definitions of the workspace"],
                    remedies: ["choose another name"]))
        }
        return .save(name: name, question: try innerQuestion("behind `=`"))
    }

    mutating func run() throws(Failure) -> Statement.Kind {
        let name = try script("behind `run`")
        var arguments: [Argument] = []
        while true {
            record(.argument(script: name.text))
            guard ahead(1).symbol == .equal, !current.isEnd else { break }
            let argument = try label("the name of a parameter")
            advance()
            inArgument = true
            defer { inArgument = false }
            let name = Name([Name.Part(argument.text)], span: argument.span)
            let values = Expectation.value(of: Expression(.name(name), span: argument.span))
            arguments.append(Argument(name: argument, value: try value(Level.sum, [values])))
        }
        return .run(name: name, arguments: arguments, output: try output())
    }

    /// The name of a script: a word or a text in quotes.
    private mutating func script(_ place: String) throws(Failure) -> Label {
        record(.script)
        let token = current
        if case .text(let text) = token.kind {
            advance()
            return Label(text, span: token.span)
        }
        return try label("the name of a script \(place)")
    }

    /// A script's name if one stands here; a verb begins the next statement instead.
    mutating func optionalScript() throws(Failure) -> Label? {
        record(.script)
        if case .text = current.kind { return try script("here") }
        guard current.beginsName, current.keyword?.isVerb != true else { return nil }
        return try script("here")
    }

    mutating func historyRequest() throws(Failure) -> HistoryRequest {
        record([.text, .number])
        switch current.kind {
        case .number: return .newest(try wholeNumber("of entries behind `history`"))
        case .text(let text), .quotedName(let text):
            advance()
            return .containing(text)
        case .word where current.keyword?.isVerb != true: return .containing(sourceText(advance().span))
        default: return .newest(nil)
        }
    }
}

extension Token {
    /// A word that can be a name, or a name in backquotes.
    var beginsName: Bool {
        switch kind {
        case .quotedName: true
        case .word: keyword?.isReserved != true
        default: false
        }
    }
}
