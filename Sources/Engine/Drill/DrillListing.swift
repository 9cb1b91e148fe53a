import Language
import Model
import Tables
import Values

extension Evaluator {
    /// The rows behind a line of an answer, as `rows` gives them.
    ///
    /// - Parameters:
    ///   - statement: the question that was answered.
    ///   - most: how many rows to give when the drill has no `limit`; nil for all.
    package func answer(
        _ drill: Drill, into answer: Answer, of statement: Statement, most: Int?
    ) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: statement.expressions + (drill.condition.map { [$0] } ?? [])) {
            () throws(Diagnostic) in
            try listed(drill, answer, statement, most: most)
        }
    }

    private func listed(
        _ drill: Drill, _ answer: Answer, _ statement: Statement, most: Int?
    ) throws(Diagnostic) -> Answer {
        guard (1...max(1, answer.lineCount)).contains(drill.line), answer.lineCount > 0 else {
            let count = answer.lineCount
            throw Diagnostic(
                "no-such-line", "the last answer has no line \(drill.line)", at: drill.lineSpan,
                reason: [
                    count == 0
                        ? "it has none" : "it has \(grouped(count)) line\(count == 1 ? "" : "s"), counted from 1"
                ],
                remedies: count == 0 ? [] : ["write `drill 1`" + (count > 1 ? " to `drill \(count)`" : "")])
        }
        if answer.populations.indices.contains(drill.line - 1) {
            return try listed(drill, population: answer, most: most)
        }
        var line = try LineFinder(evaluator: self, answer: answer, line: drill.line - 1, span: drill.lineSpan)
            .selection(of: statement)
        let dataset = try chosen(drill, &line)
        return try listed(drill, rowsOf: dataset, words: line.words, most: most) { () throws(Diagnostic) in
            try rows(behind: line, of: dataset)
        }
    }

    /// The rows behind a line of which the answer itself knows them.
    private func listed(_ drill: Drill, population answer: Answer, most: Int?) throws(Diagnostic) -> Answer {
        let line = drill.line - 1
        guard let (dataset, isMeant) = try rows(behind: answer.populations[line]) else {
            throw Diagnostic(
                "no-rows", "no rows stand behind line \(drill.line)", at: drill.lineSpan,
                reason: ["it is about what is not there, or about lines of a file that are no rows"])
        }
        if let name = drill.of, name.text != dataset {
            throw Diagnostic(
                "unknown-name", "the rows behind line \(drill.line) are of `\(dataset)`", at: name.span,
                remedies: ["write `drill \(drill.line)`"], replacement: dataset)
        }
        let words = answer.columns.prefix { $0.role == .dimension }.compactMap { column -> String? in
            column.cells.indices.contains(line) ? column.cells[line].plainText : nil
        }
        return try listed(
            drill, rowsOf: dataset, words: words.filter { !$0.isEmpty }.joined(separator: ", "), most: most
        ) { isMeant }
    }

    private func listed(
        _ drill: Drill, rowsOf dataset: String, words: String, most: Int?,
        isMeant: () throws(Diagnostic) -> [Bool]
    ) throws(Diagnostic) -> Answer {
        let name = Name([.init(dataset)], span: drill.of?.span ?? drill.lineSpan)
        let question = RowsQuestion(dataset: name, condition: drill.condition, sort: drill.sort, limit: drill.limit)
        if let table = workspace.datasets[dataset]?.table {
            try table.prepare(table.titles.indices, wantsCodes: true, isInterrupted: isInterrupted)
        }
        var bound = try RowsBinder(workspace).bind(question)
        while try workspace.parseGuessed(bound.references, isInterrupted: isInterrupted) {
            bound = try RowsBinder(workspace).bind(question)
        }
        bound.heading = "Rows of \(dataset) behind line \(drill.line)" + (words.isEmpty ? "" : ": " + words)
        if let condition = drill.condition { bound.heading += " where " + workspace.text(of: condition) }
        return try listed(bound, isMeant: isMeant(), most: drill.limit ?? most)
    }

    /// The dataset whose rows are meant, with the question cut down to the measure that was named.
    private func chosen(_ drill: Drill, _ line: inout LineSelection) throws(Diagnostic) -> String {
        let known = line.question.datasets.filter { workspace.datasets[$0]?.isTarget != true }
        let measures = line.question.measures.filter { !$0.name.isEmpty }
        let named = drill.of?.text ?? ""
        if drill.of != nil, let dataset = known.first(where: { $0 == named }) { return dataset }
        var candidates = known
        if let name = drill.of {
            guard let measure = measures.first(where: { $0.name == named || $0.label.lowercased() == named }) else {
                let names = known + measures.map(\.name)
                let near = nearest(named, among: names)
                throw Diagnostic(
                    "unknown-name", "the last answer has no `\(named)`", at: name.span,
                    reason: ["it is of " + Model.listed(names.map { "`\($0)`" })],
                    remedies: near.isEmpty ? [] : ["did you mean `\(near[0])`?"], replacement: near.first)
            }
            line.question.measures = [measure]
            let used = Set(measure.expression.aggregates.map { line.question.aggregates[$0].dataset })
            candidates = known.filter { used.contains($0) }
        }
        guard let first = candidates.first else {
            throw Diagnostic(
                "no-lines", "no dataset stands behind the last answer", at: drill.lineSpan,
                reason: ["it is made of constants alone"])
        }
        guard candidates.count == 1 else {
            throw Diagnostic(
                "several-datasets", "several datasets stand behind line \(drill.line)", at: drill.lineSpan,
                reason: ["it is of " + Model.listed(candidates.map { "`\($0)`" })],
                remedies: [
                    "say whose rows: " + candidates.map { "`drill \(drill.line) of \($0)`" }.joined(separator: ", ")
                ]
            )
        }
        return first
    }
}

extension Statement {
    /// What the question is made of.
    fileprivate var expressions: [Expression] {
        switch kind {
        case .show(let question): question.expressions
        case .cohort(let question): question.expressions
        case .scorecard(let question): question.expressions
        case .why(let question): question.expressions
        case .forecast(let question): question.expressions
        default: []
        }
    }
}
