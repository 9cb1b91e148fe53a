import Values

/// `funnel DATASET`, with its clauses in any order.
extension Parser {
    private static let funnelClauses: [Keyword] = [.any, .value, .by, .for, .where, .as, .to]

    mutating func funnel() throws(Failure) -> FunnelQuestion {
        record(.dataset)
        var question = FunnelQuestion(dataset: try name("a dataset behind `funnel`"))
        defer { partial = .funnel(question) }
        try clauses(Self.funnelClauses) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            switch clause {
            case .any:
                try parser.expect(.order, "behind `any`")
                question.anyOrder = true
            case .value: question.value = try parser.expression([.column, .function])
            case .by:
                repeat { question.groupings.append(try parser.grouping("behind `by`")) } while parser.take(.comma)
            case .for: question.periods = try parser.periods()
            case .where: question.condition = try parser.expression([.column, .dimension, .function])
            default: try parser.outputClause(clause, &question.output)
            }
        }
        return question
    }
}
