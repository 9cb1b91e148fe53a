import Values

/// Questions and datasets as lines: a clause a line.
extension StatementPrinter {
    /// Questions, and the statements that hold one.
    func question(_ statement: Statement) -> [Line] {
        switch statement.kind {
        case .show(let question): return lines(of: question, start: statement.span.start)
        case .rows(let rows): return lines(of: rows, start: statement.span.start)
        case .cohort(let cohort): return lines(of: cohort, start: statement.span.start)
        case .scorecard(let scorecard): return lines(of: scorecard, start: statement.span.start)
        case .why(let why): return lines(of: why, start: statement.span.start)
        case .forecast(let forecast): return lines(of: forecast, start: statement.span.start)
        case .drill(let drill): return lines(of: drill, start: statement.span.start)
        case .funnel(let funnel): return lines(of: funnel, start: statement.span.start)
        case .check(let check): return lines(of: check, start: statement.span.start)
        case .explain(let inner): return prefixed("explain ", question(inner), start: statement.span.start)
        case .watch(let watch):
            return prefixed("watch \(watch.interval) ", question(watch.question), start: statement.span.start)
        case .save(let name, let inner):
            let head = "save " + script(name)
            guard let inner else { return [Line(text: head, start: statement.span.start)] }
            return prefixed(head + " = ", question(inner), start: statement.span.start)
        default: return []
        }
    }

    private func prefixed(_ prefix: String, _ lines: [Line], start: Int) -> [Line] {
        var lines = lines
        guard !lines.isEmpty else { return lines }
        lines[0].text = prefix + lines[0].text
        lines[0].start = start
        return lines
    }

    func clause(_ keyword: Keyword, _ text: String, start: Int? = nil) -> Line {
        Line(text: keyword.rawValue + " " + text, indent: 2, start: start, clause: keyword)
    }

    private func lines(of question: Question, start: Int) -> [Line] {
        let measures = question.measures.map { text($0.expression) + label($0.label) }
        var lines = [Line(text: "show " + measures.joined(separator: ", "), start: start)]
        if let line = groupings(question.groupings) { lines.append(line) }
        if let across = question.across { lines.append(clause(.across, grouping(across), start: place(across))) }
        if let line = periods(question.periods) { lines.append(line) }
        for comparison in question.comparisons { lines.append(self.comparison(comparison)) }
        if let line = condition(question.condition) { lines.append(line) }
        if let having = question.having { lines.append(clause(.having, text(having), start: having.span.start)) }
        if let line = sort(question.sort) { lines.append(line) }
        if let cut = question.cut {
            let by = cut.by.map { " by " + text($0) } ?? ""
            let others = cut.withOthers ? " with others" : ""
            lines.append(clause(cut.isTop ? .top : .bottom, "\(cut.count)" + by + others))
        }
        if let limit = question.limit { lines.append(clause(.limit, "\(limit)")) }
        if let totals = question.totals { lines.append(clause(totals ? .with : .without, "totals")) }
        return lines + outputLines(question.output)
    }

    private func lines(of rows: RowsQuestion, start: Int) -> [Line] {
        var lines = [Line(text: "rows " + printed(rows.dataset), start: start)]
        if let line = periods(rows.periods) { lines.append(line) }
        if let line = condition(rows.condition) { lines.append(line) }
        if let line = sort(rows.sort) { lines.append(line) }
        if let limit = rows.limit { lines.append(clause(.limit, "\(limit)")) }
        return lines + outputLines(rows.output)
    }

    private func lines(of cohort: CohortQuestion, start: Int) -> [Line] {
        let entity = cohort.entity.map { " per " + text($0) } ?? ""
        let head = "cohort " + text(cohort.measure.expression) + label(cohort.measure.label) + entity
        var lines = [Line(text: head, start: start)]
        lines.append(clause(.by, ([cohort.grain.rawValue] + cohort.groupings.map(grouping)).joined(separator: ", ")))
        if let line = periods(cohort.periods) { lines.append(line) }
        if let line = condition(cohort.condition) { lines.append(line) }
        return lines + outputLines(cohort.output)
    }

    private func lines(of scorecard: ScorecardQuestion, start: Int) -> [Line] {
        var lines = [Line(text: "scorecard " + (scorecard.department?.rawValue ?? "all"), start: start)]
        lines += [groupings(scorecard.groupings), periods(scorecard.periods), condition(scorecard.condition)].compactMap
        { $0 }
        return lines + outputLines(scorecard.output)
    }

    private func lines(of funnel: FunnelQuestion, start: Int) -> [Line] {
        let head = "funnel " + printed(funnel.dataset) + (funnel.anyOrder ? " any order" : "")
        var lines = [Line(text: head, start: start)]
        if let value = funnel.value { lines.append(clause(.value, text(value), start: value.span.start)) }
        if let first = funnel.groupings.first {
            lines.append(clause(.by, funnel.groupings.map(grouping).joined(separator: ", "), start: place(first)))
        }
        if let line = periods(funnel.periods) { lines.append(line) }
        if let condition = funnel.condition {
            lines.append(clause(.where, text(condition), start: condition.span.start))
        }
        return lines + outputLines(funnel.output)
    }

    private func lines(of check: CheckQuestion, start: Int) -> [Line] {
        var lines = [Line(text: "check" + (check.dataset.map { " " + printed($0) } ?? ""), start: start)]
        if let grouping = check.grouping { lines.append(clause(.by, grouping.rawValue)) }
        return lines + outputLines(check.output)
    }

    // MARK: Clauses

    func label(_ label: Label?) -> String {
        guard let label else { return "" }
        let isFormat = Keyword.named(label.text.lowercased())?.isFormat == true
        return " as " + (isPlainName(label.text) && !isFormat ? label.text : quoted(label.text))
    }

    func groupings(_ groupings: [Grouping]) -> Line? {
        guard let first = groupings.first else { return nil }
        return clause(.by, groupings.map(grouping).joined(separator: ", "), start: place(first))
    }

    func condition(_ condition: Expression?) -> Line? {
        condition.map { clause(.where, text($0), start: $0.span.start) }
    }

    private func grouping(_ grouping: Grouping) -> String {
        switch grouping.kind {
        case .grain(let grain, _): return grain.rawValue + label(grouping.label)
        case .expression(let expression):
            let text = text(expression)
            // A column that is called like a grain and was not meant as one.
            let isGrain = Grain.allCases.contains { $0.rawValue == text.lowercased() }
            return (isGrain ? "(\(text))" : text) + label(grouping.label)
        }
    }

    private func place(_ grouping: Grouping) -> Int {
        switch grouping.kind {
        case .grain(_, let span): span.start
        case .expression(let expression): expression.span.start
        }
    }

    func periods(_ periods: [PeriodExpression]) -> Line? {
        guard let first = periods.first else { return nil }
        return clause(.for, periods.map { printed($0) }.joined(separator: ", "), start: first.span.start)
    }

    func comparison(_ comparison: Comparison) -> Line {
        switch comparison {
        case .period(let period): clause(.vs, printed(period), start: period.span.start)
        case .previous(let span): clause(.vs, "previous", start: span.start)
        case .lastYear(let span): clause(.vs, "last year", start: span.start)
        case .target(let span): clause(.vs, "target", start: span.start)
        }
    }

    func sort(_ keys: [SortKey]) -> Line? {
        guard let first = keys.first else { return nil }
        let texts = keys.map { key in
            text(key.expression) + (key.ascending.map { $0 ? " asc" : " desc" } ?? "")
        }
        return clause(.sort, "by " + texts.joined(separator: ", "), start: first.expression.span.start)
    }

    func outputLines(_ output: Output) -> [Line] {
        var lines: [Line] = []
        if let format = output.format { lines.append(clause(.as, format.text, start: format.span.start)) }
        if let path = output.path { lines.append(clause(.to, quoted(path.text), start: path.span.start)) }
        return lines
    }
}
