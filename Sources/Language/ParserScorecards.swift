import Values

/// `scorecard [DEPARTMENT | all] [by D, …] [for P] [where C]`, its clauses in any order.
extension Parser {
    private static let scorecardClauses: [Keyword] = [.by, .for, .where, .as, .to]
    private static let departmentWords: Set<Keyword> = [.sales, .marketing, .finance, .customer, .support, .partners]

    mutating func scorecard() throws(Failure) -> ScorecardQuestion {
        var question = ScorecardQuestion()
        defer { partial = .scorecard(question) }
        record(Self.departmentWords.map { .keyword($0.rawValue) })
        if !take(.all), !endsStatement, !Self.scorecardClauses.contains(where: { current.keyword == $0 }) {
            question.department = try department("behind `scorecard`")
        }
        try clauses(Self.scorecardClauses) {
            (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            switch clause {
            case .by:
                repeat { question.groupings.append(try parser.grouping("behind `by`")) } while parser.take(.comma)
            case .for: question.periods = [try parser.period()]
            case .where: question.condition = try parser.expression([.column, .dimension, .function])
            default: try parser.outputClause(clause, &question.output)
            }
        }
        return question
    }
}
