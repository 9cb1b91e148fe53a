import Values

/// `cohort METRIC [as LABEL] [per ENTITY] by GRAIN, …`, with its clauses in any order.
extension Parser {
    private static let cohortClauses: [Keyword] = [.by, .for, .where, .as, .to]

    mutating func cohort() throws(Failure) -> CohortQuestion {
        let expression = try expression([.metric, .column, .dataset, .function])
        var question = CohortQuestion(measure: Measure(expression, label: try measureLabel()))
        var hasSteps = false
        defer { if hasSteps { partial = .cohort(question) } }
        if take(.per) {
            question.entity = try self.expression([.column, .dimension, .function])
            if question.measure.label == nil { question.measure.label = try measureLabel() }
        }
        try clauses(Self.cohortClauses, repeatable: [.by]) {
            (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            switch clause {
            case .by:
                if hasSteps {
                    try parser.groupings(of: &question)
                } else {
                    question.grain = try parser.cohortGrain()
                    hasSteps = true
                    if parser.take(.comma) { try parser.groupings(of: &question) }
                }
            case .for: question.periods = try parser.periods()
            case .where: question.condition = try parser.expression([.column, .dimension, .function])
            default: try parser.outputClause(clause, &question.output)
            }
        }
        if !hasSteps {
            throw .of(
                unexpected(
                    "`by` and a step of time, such as `month`",
                    reason: ["cohorts are those who came in the same day, week, month, quarter or year"],
                    remedies: ["write `cohort \(visible(sourceText(expression.span))) by month`"]))
        }
        return question
    }

    private mutating func groupings(of question: inout CohortQuestion) throws(Failure) {
        repeat { question.groupings.append(try grouping("behind `by`")) } while take(.comma)
    }

    private mutating func cohortGrain() throws(Failure) -> Grain {
        guard let grain = takeGrain() else {
            throw .of(
                unexpected(
                    "a step of time behind `by`, such as `month`",
                    remedies: current.beginsName
                        ? ["write `by month, \(visible(sourceText(current.span)))`"] : []))
        }
        return grain
    }
}
