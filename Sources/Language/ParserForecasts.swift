import Values

/// `forecast METRIC … for next N STEPS`, with its clauses in any order.
extension Parser {
    private static let forecastClauses: [Keyword] = [.by, .for, .where, .as, .to]

    mutating func forecast() throws(Failure) -> ForecastQuestion {
        let expression = try expression(Self.measureOperands)
        let measure = Measure(expression, label: try measureLabel())
        // Until the horizon is read, what is known of the statement is the question about its past.
        var known = WhyQuestion(measure: measure)
        var periods: [PeriodExpression] = []
        var isWhole = false
        defer { if !isWhole { partial = .why(known) } }
        try clauses(Self.forecastClauses, repeatable: [.for]) {
            (parser: inout Parser, clause: Keyword) throws(Failure) in
            let place = parser.advance().span
            switch clause {
            case .by:
                repeat { known.groupings.append(try parser.grouping("behind `by`")) } while parser.take(.comma)
            case .for:
                parser.record([.keyword(Keyword.next.rawValue)])
                periods.append(try parser.period())
                if periods.count > 2 { throw .of(Self.thirdPeriod(place)) }
            case .where: known.condition = try parser.expression(Self.rowOperands)
            default: try parser.outputClause(clause, &known.output)
            }
        }
        guard let place = periods.lastIndex(where: { $0.stepsAhead != nil }) else {
            let text = visible(sourceText(expression.span))
            throw .of(
                unexpected(
                    "`for next` and a number of steps, such as `for next 3 months`",
                    reason: ["a forecast says how far it looks ahead, and by which steps"],
                    remedies: ["write `forecast \(text) for next 3 months`"]))
        }
        let horizon = periods.remove(at: place)
        let question = ForecastQuestion(
            measure: measure, groupings: known.groupings, history: periods.first, horizon: horizon,
            condition: known.condition, output: known.output)
        isWhole = true
        partial = .forecast(question)
        return question
    }

    private static func thirdPeriod(_ place: Span) -> Diagnostic {
        Diagnostic(
            "repeated-clause", "a forecast has two periods at the most", at: place,
            reason: ["`for next 3 months` says what is asked for, the other `for` what is learned from"],
            remedies: ["write `for 2024 to 2025 for next 3 months`"])
    }
}
