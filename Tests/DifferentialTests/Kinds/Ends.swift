/// `first` and `last`: the value of the earliest or latest row by the time axis that has one; of equal days the first or
/// last in the file.
enum Ends {
    static let all: [(Int, AggregateKind)] = [(2, end)]

    static func end(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard scope.scope.time != nil else { return nil }
        let isFirst = draw.chance(0.5)
        let argument: RowExpression? =
            switch draw.number(0...3) {
            case 0: scope.argument.text(&draw)
            case 1: scope.argument.column(&draw) { $0 == .day }?.1
            default: scope.argument.number(&draw)
            }
        guard let argument else { return nil }
        var aggregate = scope.aggregate(
            &draw, isFirst ? "first" : "last", argument, type: argument.type, select: Aggregate.grouped(""))
        guard case .dated(let day?) = aggregate.rows else { return nil }
        let order = isFirst ? "\(day), row" : "\(day) DESC, row DESC"
        aggregate.select = { source, keys, _ in
            "SELECT \(keys), its_value AS x FROM (SELECT *, \(argument.sql) AS its_value,"
                + " row_number() OVER (PARTITION BY \(keys) ORDER BY \(order)) AS its_place FROM \(source)"
                + " WHERE \(argument.sql) IS NOT NULL AND \(day) IS NOT NULL) WHERE its_place = 1"
        }
        return aggregate
    }
}
