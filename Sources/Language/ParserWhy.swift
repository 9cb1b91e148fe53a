import Values

/// `why METRIC …`, with its clauses in any order.
extension Parser {
    private static let whyClauses: [Keyword] = [.by, .for, .vs, .where, .top, .as, .to]

    mutating func why() throws(Failure) -> WhyQuestion {
        let expression = try expression(Self.measureOperands)
        var question = WhyQuestion(measure: Measure(expression, label: try measureLabel()))
        defer { partial = .why(question) }
        try clauses(Self.whyClauses, repeatable: []) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            switch clause {
            case .by:
                repeat { question.groupings.append(try parser.grouping("behind `by`")) } while parser.take(.comma)
            case .for: question.period = try parser.period()
            case .vs: question.comparison = try parser.comparisonPeriod()
            case .where: question.condition = try parser.expression(Self.rowOperands)
            case .top: question.top = try parser.wholeNumber("behind `top`")
            default: try parser.outputClause(clause, &question.output)
            }
        }
        return question
    }
}
