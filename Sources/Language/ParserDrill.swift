import Values

/// `drill N …`, with its clauses in any order.
extension Parser {
    private static let drillClauses: [Keyword] = [.where, .sort, .limit, .as, .to]

    mutating func drill() throws(Failure) -> Drill {
        let place = current.span
        var drill = Drill(line: try wholeNumber("behind `drill`, the number of a line"), lineSpan: place)
        defer { partial = .drill(drill) }
        if take(.of) {
            record([.dataset, .metric])
            drill.of = try name("a dataset or a measure behind `of`")
        }
        try clauses(Self.drillClauses) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            switch clause {
            case .where: drill.condition = try parser.expression(Self.rowOperands)
            case .sort: drill.sort = try parser.sortKeys([.column, .function])
            case .limit: drill.limit = try parser.wholeNumber("behind `limit`")
            default: try parser.outputClause(clause, &drill.output)
            }
        }
        return drill
    }
}
