import Values

/// Scripts and their statements.
extension Parser {
    /// Where more errors than these have been found, the text is not a script.
    static let maximumDiagnostics = 100

    mutating func parseScript() -> ParsedScript {
        mayNestDeeply ? withDeepStack { script() } : script()
    }

    private mutating func script() -> ParsedScript {
        var statements: [Statement] = []
        var comments = self.comments[...]
        while diagnostics.count < Self.maximumDiagnostics {
            while current.symbol == .semicolon {
                advance()
                partial = nil
                (verb, clause) = (nil, nil)
            }
            if current.isEnd { break }
            (verb, clause) = (nil, nil)
            let start = current.span
            let first = index
            partial = nil
            partialSpan = start
            var own: [String] = []
            while let comment = comments.first, comment.span.start < start.start {
                // A comment behind a statement on its line is not about the next one.
                if comment.startsLine || first == 0 { own.append(comment.text) }
                comments.removeFirst()
            }
            nesting = 0
            parentheses = 0
            inArgument = false
            inCall = false
            let errors = diagnostics.count
            do throws(Failure) {
                let kind = try statement()
                if diagnostics.count == errors {
                    statements.append(Statement(kind, span: span(from: start), comments: own))
                }
                partial = kind
                partialSpan = span(from: start)
                if !endsStatement { throw .of(unexpected()) }
            } catch {
                report(error)
                if index == first { advance() }
                skipStatement()
            }
            while let comment = comments.first, comment.span.start < previous.span.end { comments.removeFirst() }
        }
        // The next statement can begin behind a `;` or on a new line.
        if index == 0 || previous.symbol == .semicolon || current.startsLine {
            record(Keyword.verbs.map { .keyword($0.rawValue) })
        }
        let ordered = diagnostics.enumerated().sorted {
            ($0.element.span?.start ?? 0, $0.offset) < ($1.element.span?.start ?? 0, $1.offset)
        }
        return ParsedScript(statements: withoutErrors(statements), diagnostics: ordered.map(\.element))
    }

    /// A statement that holds something which is no token is left out, although it could be read on.
    private func withoutErrors(_ statements: [Statement]) -> [Statement] {
        let places = lexicalErrors
        if places.isEmpty { return statements }
        var next = places[...]
        return statements.filter { statement in
            next = next.drop { $0 < statement.span.start }
            return next.first.map { $0 > statement.span.end } ?? true
        }
    }

    /// Whether the statement read so far can end here.
    var endsStatement: Bool {
        current.isEnd || current.symbol == .semicolon || current.keyword?.isVerb == true
            || (current.startsLine && (current.symbol.map(Self.courtesySymbols.contains) ?? false))
    }

    private static let courtesySymbols: Set<Token.Symbol> = [.question, .backslash, .dot]

    private mutating func statement() throws(Failure) -> Statement.Kind {
        record(Keyword.verbs.map { .keyword($0.rawValue) })
        if let kind = try courtesy() { return kind }
        guard let verb = current.keyword, verb.isVerb else { throw .of(unknownStatement()) }
        advance()
        self.verb = verb
        switch verb {
        case .connect: return .connect(try connect())
        case .disconnect: return .disconnect(try connectionName("behind `disconnect`"))
        case .load: return .load(try load())
        case .dataset: return .dataset(try dataset())
        case .source: return .source(try sourceDefinition())
        case .dimension: return .dimension(try dimension())
        case .metric: return .metric(try metric())
        case .target: return .target(try target())
        case .calendar: return .calendar(try calendar())
        case .let: return try constant()
        case .param: return try parameter()
        case .set: return try setting()
        case .use: return .use(path: try path("behind `use`"))
        case .show: return .show(try question())
        case .rows: return .rows(try rows())
        case .cohort: return .cohort(try cohort())
        case .scorecard: return .scorecard(try scorecard())
        case .why: return .why(try why())
        case .forecast: return .forecast(try forecast())
        case .drill: return .drill(try drill())
        case .funnel: return .funnel(try funnel())
        case .check: return .check(try check())
        case .explain: return .explain(try innerQuestion("behind `explain`"))
        case .watch: return .watch(try watch())
        case .describe: return try describe()
        case .list: return .list(try list())
        case .help: return .help(try helpTopic())
        case .last: return .last(try output())
        case .back: return .back(try earlierAnswer())
        case .diff: return .diff(try earlierAnswer())
        case .export: return .export(try export())
        case .copy: return .copy(format: try copiedFormat())
        case .save: return try save()
        case .run: return try run()
        case .edit: return .edit(try optionalScript())
        case .history: return .history(try historyRequest())
        case .reload: return .reload
        default: return .quit
        }
    }

    private func unknownStatement() -> Diagnostic {
        guard case .word(let word) = current.kind else { return unexpected("a statement") }
        let verbs = Keyword.verbs.map(\.rawValue)
        var found = nearest(word, among: verbs)
        if let meant = borrowedWords[word], meant.isVerb { found = [meant.rawValue] }
        return Diagnostic(
            "unknown-statement", "unknown statement `\(visible(sourceText(current.span)))`", at: current.span,
            reason: found.isEmpty ? ["statements begin with " + verbs.joined(separator: ", ")] : [],
            remedies: found.isEmpty
                ? ahead(1).beginsOperand ? [] : ["to see a metric write `show \(word)`"]
                : ["did you mean " + found.map { "`\($0)`" }.joined(separator: " or ") + "?"],
            replacement: found.first)
    }

    /// What people type from habit: `\q`, `\d`, `.quit`, `?`.
    private mutating func courtesy() throws(Failure) -> Statement.Kind? {
        switch current.symbol {
        case .question:
            advance()
            return .help(try helpTopic())
        case .backslash, .dot:
            let mark = current.symbol?.rawValue ?? ""
            let next = ahead(1)
            guard next.touchesPrevious else { return nil }
            let kind: Statement.Kind
            switch mark + sourceText(next.span).lowercased() {
            case "\\q", ".quit", ".exit": kind = .quit
            case "\\d", ".tables": kind = .list(.datasets)
            case "\\?", ".help": kind = .help(nil)
            default: return nil
            }
            advance()
            advance()
            return kind
        default: return nil
        }
    }
}
