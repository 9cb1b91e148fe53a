import Language
import Model
import Values

/// Finds what a line of an answer stands for, from the statement that was answered.
struct LineFinder {
    let evaluator: Evaluator
    let answer: Answer
    /// From 0.
    let line: Int
    /// Where the line was named, for errors.
    let span: Span

    private var workspace: Workspace { evaluator.workspace }

    func selection(of statement: Statement) throws(Diagnostic) -> LineSelection {
        var selection = try found(statement)
        selection.condition = statement.condition.map(printed)
        return selection
    }

    private func found(_ statement: Statement) throws(Diagnostic) -> LineSelection {
        switch statement.kind {
        case .show(let question):
            return try ofQuestion(QuestionBinder(workspace).bind(question))
        case .cohort(let question):
            var bound = try CohortBinder(workspace).bind(question).question
            // The last dimension is the step of time that became the columns.
            bound.dimensions.removeLast()
            return try ofQuestion(bound)
        case .scorecard(let question): return try ofScorecard(question)
        case .why(let question): return try ofWhy(question)
        case .forecast(let question): return try ofForecast(question)
        default:
            throw Diagnostic(
                "no-lines", "the last answer has no lines to look behind", at: span,
                remedies: ["ask a question first: `show …`, then `drill 1`"])
        }
    }

    private func cell(_ column: Int) -> Value {
        guard answer.columns.indices.contains(column), answer.columns[column].cells.indices.contains(line) else {
            return .missing
        }
        return answer.columns[column].cells[line]
    }

    private func cell(named name: String) -> Value {
        answer.columns.firstIndex { $0.name == name }.map(cell) ?? .missing
    }

    // MARK: show and cohort

    private func ofQuestion(_ bound: BoundQuestion) throws(Diagnostic) -> LineSelection {
        var selection = LineSelection(bound)
        let columns = bound.dimensions.indices.dropLast(bound.hasAcross ? 1 : 0)
        // Another day or another definition can have changed what the question means.
        guard answer.columns.prefix(columns.count).map(\.name) == columns.map({ bound.dimensions[$0].name }) else {
            throw Diagnostic(
                "no-lines", "the question of the last answer means something else by now", at: span,
                reason: ["its lines are by other dimensions than they were"], remedies: ["ask it again"])
        }
        var stretch: Period?
        // Of several asked periods the line says which.
        var asked = bound.periods.first?.period ?? .allTime
        for column in columns {
            let dimension = bound.dimensions[column]
            let value = cell(column)
            guard dimension.isTime else {
                // A cohort is called by its step of time, and its rows by the first day.
                if case .rows(_, .day) = dimension.source, case .period(let period) = value {
                    selection.values.append((dimension, .day(period.start)))
                } else {
                    selection.values.append((dimension, value))
                }
                continue
            }
            switch value {
            case .period(let period):
                if case .period = dimension.source { asked = period }
                let own = stretch ?? period
                stretch = Period(
                    start: max(own.start, period.start), end: min(own.end, period.end), label: period.label)
            case .missing: selection.narrowToUndated()
            default:
                throw Diagnostic(
                    "no-lines", "line \(line + 1) stands for all other steps of time", at: span,
                    remedies: ["ask for the step by itself: `for 2026-03`"])
            }
        }
        if let stretch { selection.narrow(to: stretch, of: asked) }
        try gatherOthers(bound, Array(columns), &selection)
        return selection
    }

    /// A line of `with others` stands for the combinations that have no line of their own.
    private func gatherOthers(
        _ bound: BoundQuestion, _ columns: [Int], _ selection: inout LineSelection
    ) throws(Diagnostic) {
        let ranked = columns.filter { !bound.dimensions[$0].isTime }
        let times = columns.filter { bound.dimensions[$0].isTime }
        func key(_ line: Int, _ columns: [Int]) -> [Value] { columns.map { answer.columns[$0].cells[line] } }
        let others = ranked.map { _ in Value.text("others") }
        guard answer.hasOthersLines, !ranked.isEmpty, key(line, ranked) == others else { return }
        // A group that is itself called so stands before the line of all others.
        let time = key(line, times)
        let last = (0..<answer.lineCount).last { key($0, times) == time && key($0, ranked) == others }
        guard last == line else { return }
        let shown = (0..<answer.lineCount).filter { other in
            other != line && (key(other, ranked) != others || key(other, times) == time)
        }
        selection.values = []
        selection.others = (ranked.map { bound.dimensions[$0] }, shown.map { key($0, ranked) })
    }

    // MARK: scorecard

    /// A line is of one metric, and of one group where the scorecard is by dimensions.
    private func ofScorecard(_ scorecard: ScorecardQuestion) throws(Diagnostic) -> LineSelection {
        let names = answer.columns.first { $0.name == "metric" }?.dataCells ?? []
        let name = names.indices.contains(line) ? names[line] : .missing
        for question in try evaluator.questions(of: scorecard) {
            guard question.measures.first.map({ Value.text(printed($0.expression)) }) == name else { continue }
            let bound = try QuestionBinder(workspace).bind(question)
            var selection = LineSelection(bound)
            selection.values = bound.dimensions.filter { !$0.isTime }.map { ($0, cell(named: $0.name)) }
            return selection
        }
        throw Diagnostic(
            "no-lines", "the metric of line \(line + 1) is not known any more", at: span, remedies: ["ask it again"])
    }

    // MARK: why

    private func ofWhy(_ why: WhyQuestion) throws(Diagnostic) -> LineSelection {
        let binder = WhyBinder(workspace)
        let name = cell(named: "dimension")
        let groupings = why.groupings.isEmpty ? binder.candidates(why) : why.groupings
        var found: BoundQuestion?
        for grouping in groupings where found == nil {
            let bound = try binder.bind(why, by: grouping)
            let isNamed =
                name.isMissing
                ? bound.dimensions[0].name == answer.columns.first?.name
                : name == .text(bound.dimensions[0].label)
            if isNamed { found = bound }
        }
        guard let bound = found else {
            throw Diagnostic(
                "no-lines", "the dimension of line \(line + 1) is not known any more", at: span,
                remedies: ["ask the question again"])
        }
        var selection = LineSelection(bound)
        let column = name.isMissing ? 0 : 1
        let value = cell(column)
        let sameDimension = (0..<answer.lineCount).filter { other in
            name.isMissing || answer.columns[0].cells[other] == name
        }
        let remainders: [Value] = [.text("in several groups"), .text("between groups")]
        if remainders.contains(value), sameDimension.last == line, cell(named: bound.measures[0].name).isMissing {
            throw Diagnostic(
                "no-lines", "no rows alone stand behind line \(line + 1)", at: span,
                reason: ["it is what no value of the dimension accounts for alone"],
                remedies: ["drill into a line of a value"])
        }
        let isOthers =
            value == .text("others") && sameDimension.last { answer.columns[column].cells[$0] == value } == line
            && sameDimension.filter { $0 > line }.allSatisfy { remainders.contains(answer.columns[column].cells[$0]) }
        if isOthers {
            let shown = sameDimension.filter { $0 < line }.map { [answer.columns[column].cells[$0]] }
            selection.others = ([bound.dimensions[0]], shown)
        } else {
            selection.values = [(bound.dimensions[0], value)]
        }
        // Of what is gone, the rows that are no more.
        if cell(named: "state") == .text("gone") {
            selection.question.periods = bound.comparisons[0].periods
        }
        selection.time = selection.question.periods.first?.period.label
        return selection
    }

    // MARK: forecast

    private func ofForecast(_ forecast: ForecastQuestion) throws(Diagnostic) -> LineSelection {
        let bound = try ForecastBinder(workspace).bind(forecast).question
        var selection = LineSelection(bound)
        guard cell(named: "status") == .text("actual"), case .period(let period) = cell(bound.dimensions.count - 1)
        else {
            throw Diagnostic(
                "no-lines", "line \(line + 1) is a forecast: no rows stand behind it", at: span,
                remedies: ["drill into a line that is actual"])
        }
        let columns = Array(0..<(bound.dimensions.count - 1))
        let isTotal = columns.map { cell($0) } == columns.map { _ in Value.text("total") }
        if !isTotal { selection.values = columns.map { (bound.dimensions[$0], cell($0)) } }
        selection.narrow(to: period, of: bound.periods.first?.period ?? .allTime)
        return selection
    }
}

extension Statement {
    /// What a question chooses rows by.
    fileprivate var condition: Expression? {
        switch kind {
        case .show(let question): question.condition
        case .cohort(let question): question.condition
        case .scorecard(let question): question.condition
        case .why(let question): question.condition
        case .forecast(let question): question.condition
        default: nil
        }
    }
}
