import Values

/// The statement in its canonical layout, its comments before it.
///
/// Reading it back gives the same tree.
package func printed(_ statement: Statement) -> String {
    let comments = statement.comments.map(printedComment)
    let lines = StatementPrinter().lines(of: statement).map(\.indented)
    return (comments + lines).joined(separator: "\n")
}

/// The statements one below the other.
package func printed(_ statements: [Statement]) -> String {
    statements.enumerated().map { index, statement in
        let needsEnd = index + 1 < statements.count && takesFollowingVerb(statement)
        return printed(statement) + (needsEnd ? ";" : "") + "\n"
    }.joined()
}

/// `help` alone would take the next statement's verb for its topic.
func takesFollowingVerb(_ statement: Statement) -> Bool {
    if case .help(nil) = statement.kind { true } else { false }
}

func printedComment(_ text: String) -> String {
    // `#!` has to stay as it is to start a script, and `##` is a heading.
    text.isEmpty || text.hasPrefix("!") || text.hasPrefix("#") ? "#" + text : "# " + text
}

/// Lays statements out: on one line where it fits, else a clause a line.
struct StatementPrinter {
    /// Questions up to this many characters stand on one line.
    static let width = 100

    /// Where given, numbers keep the spelling that they have there.
    var source: [UInt8]?
    /// Break into lines even where one would do, because comments stand between the clauses.
    var breaksAlways = false

    struct Line {
        var text: String
        var indent = 0
        /// Where what it holds stands in the source, as far as the tree knows.
        var start: Int?
        /// The word that begins the clause, to find it in the source where the tree does not know.
        var clause: Keyword?

        var indented: String { String(repeating: " ", count: indent) + text }
    }

    func lines(of statement: Statement) -> [Line] {
        switch statement.kind {
        case .dataset(let dataset): return lines(of: dataset)
        case .connect(let connection): return lines(of: connection)
        case .source(let source): return lines(of: source)
        case .show, .rows, .cohort, .scorecard, .why, .forecast, .drill, .funnel, .check, .explain, .watch, .save:
            return fitted(question(statement))
        case .metric(let metric):
            return lines(of: metric, start: statement.span.start)
        default: return [Line(text: single(statement.kind), start: statement.span.start)]
        }
    }

    /// All on one line if that is allowed and short enough.
    func fitted(_ lines: [Line]) -> [Line] {
        guard !breaksAlways, let first = lines.first else { return lines }
        let text = lines.map(\.text).joined(separator: " ")
        return text.count <= Self.width ? [Line(text: text, start: first.start)] : lines
    }

    func text(_ expression: Expression, minimum: Int = 0) -> String {
        var printer = ExpressionPrinter(source: source)
        printer.write(expression, minimum: minimum)
        return printer.text
    }

    func list(_ expressions: [Expression]) -> String {
        expressions.map { text($0) }.joined(separator: ", ")
    }

    // MARK: Statements of one line

    private func single(_ kind: Statement.Kind) -> String {
        switch kind {
        case .load(let load):
            return "load " + loaded(load) + sheet(load.options)
                + (load.name.map { " as " + definitionName($0) } ?? "") + options(load.options)
        case .disconnect(let name): return "disconnect " + definitionName(name)
        case .dimension(let dimension):
            return "dimension \(definitionName(dimension.name)) = \(list(dimension.sources))"
        case .target(let target): return self.target(target)
        case .calendar(let calendar): return self.calendar(calendar)
        case .constant(let name, let value): return "let \(definitionName(name)) = \(text(value))"
        case .parameter(let name, let value, let description):
            return "param \(definitionName(name)) = \(text(value))" + (description.map { " " + quoted($0) } ?? "")
        case .set(let name, let value):
            return "set \(definitionName(name)) \(text(value, minimum: Parser.Level.sum))"
        case .use(let path): return "use " + quoted(path.text)
        case .describe(let name): return "describe " + printed(name)
        case .describePeriod(let expression): return "describe " + printed(expression)
        case .list(let kind): return "list " + listed(kind)
        case .help(let topic): return "help" + (topic.map { " " + helpTopic($0) } ?? "")
        case .last(let output): return "last" + self.output(output)
        case .back(let answer): return "back" + earlier(answer)
        case .diff(let answer): return "diff" + earlier(answer)
        case .export(let output): return "export last" + self.output(output)
        case .copy(let format): return "copy" + (format.map { " as " + $0.text } ?? "")
        case .run(let name, let arguments, let output):
            let values = arguments.map { " \(definitionName($0.name))=" + text($0.value, minimum: Parser.Level.sum) }
            return "run " + script(name) + values.joined() + self.output(output)
        case .edit(let name): return "edit" + (name.map { " " + script($0) } ?? "")
        case .history(.newest(let count)): return "history" + (count.map { " \($0)" } ?? "")
        case .history(.containing(let text)): return "history " + historyText(text)
        case .reload: return "reload"
        case .quit: return "quit"
        case .connect, .dataset, .source, .metric, .show, .rows, .cohort, .scorecard, .why, .forecast, .drill, .funnel,
            .check,
            .explain, .watch,
            .save:
            return ""
        }
    }

    private func target(_ target: TargetDefinition) -> String {
        let clauses =
            (target.time.map { ["time " + printed($0)] } ?? []) + (target.value.map { ["value " + printed($0)] } ?? [])
        return "target " + definitionName(target.metric)
            + (target.dimensions.isEmpty ? "" : " by " + target.dimensions.map(definitionName).joined(separator: ", "))
            + " from " + (target.connection.map { definitionName($0) + " " } ?? "")
            + quoted(target.path.text) + sheet(target.options) + options(target.options)
            + (clauses.isEmpty ? "" : " { \(clauses.joined(separator: "; ")) }")
    }

    private func calendar(_ calendar: CalendarDefinition) -> String {
        var parts: [String] = []
        if let month = calendar.fiscalYearStart, (1...12).contains(month) {
            parts.append("fiscal year starts " + Calendar.monthNames[month - 1])
        }
        if let day = calendar.weekStart, (1...7).contains(day) {
            parts.append("week starts " + Calendar.weekdayNames[day - 1])
        }
        return parts.isEmpty ? "calendar { }" : "calendar { \(parts.joined(separator: "; ")) }"
    }

    private func listed(_ kind: ListKind) -> String {
        switch kind {
        case .metrics: "metrics"
        case .dimensions: "dimensions"
        case .datasets: "datasets"
        case .sources: "sources"
        case .connections: "connections"
        case .scripts: "scripts"
        case .settings: "settings"
        case .values(let dimension): "values of " + text(dimension)
        }
    }

    private func earlier(_ answer: EarlierAnswer) -> String {
        (answer.steps.map { " \($0)" } ?? "") + output(answer.output)
    }

    func output(_ output: Output) -> String {
        (output.format.map { " as " + $0.text } ?? "") + (output.path.map { " to " + quoted($0.text) } ?? "")
    }

    // MARK: Names

    /// A name that a statement introduces.
    func definitionName(_ label: Label) -> String {
        isPlainFoldedName(label.text) ? label.text : backquoted(label.text)
    }

    /// A script's name: a text in quotes where a word would be something else.
    func script(_ label: Label) -> String {
        let isVerb = Keyword.named(label.text)?.isVerb == true
        return isPlainFoldedName(label.text) && !isVerb ? label.text : quoted(label.text)
    }

    private func helpTopic(_ topic: String) -> String {
        let isWord = isPlainFoldedName(topic) || Keyword.named(topic) != nil
        return isWord ? topic : quoted(topic)
    }

    private func historyText(_ text: String) -> String {
        isPlainName(text) && Keyword.named(text.lowercased())?.isVerb != true ? text : quoted(text)
    }

    /// The sheet of a workbook, which stands behind its path.
    func sheet(_ options: [ReadOption]) -> String {
        options.first { $0.isSheet }.map { " sheet " + quoted($0.value.text) } ?? ""
    }

    func options(_ options: [ReadOption]) -> String {
        let options = options.filter { !$0.isSheet }
        if options.isEmpty { return "" }
        return " with " + options.map { "\($0.name.text) \(optionValue($0.value.text))" }.joined(separator: ", ")
    }

    private func optionValue(_ value: String) -> String {
        if isPlainFoldedName(value) { return value }
        let isNumber = !value.isEmpty && value.utf8.count <= 9 && value.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        return isNumber && (value == "0" || !value.hasPrefix("0")) ? value : quoted(value)
    }
}
