/// `sum`, `avg`, `min`, `max` and the counts.
enum Sums {
    static let all: [(Int, AggregateKind)] = [
        (6, sum), (3, average), (4, extreme), (4, countRows), (3, countValues), (3, countDistinct),
    ]

    static func sum(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        if draw.chance(0.06), let ratio = scope.argument.ratio(&draw) {
            return scope.aggregate(
                &draw, "sum", ratio, type: .float, overNothing: "0.0",
                select: Aggregate.grouped("coalesce(sum(\(ratio.sql)), 0.0)"))
        }
        let number = scope.argument.number(&draw)
        return scope.aggregate(
            &draw, "sum", number, type: number.type, overNothing: "0",
            select: Aggregate.grouped("coalesce(sum(\(number.sql)), 0)"))
    }

    static func average(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        let number = scope.argument.number(&draw)
        guard let scale = number.type.scale else { return nil }
        return scope.aggregate(
            &draw, "avg", number, type: .float,
            select: Aggregate.grouped("sum(\(number.sql)) * 1.0 / (count(\(number.sql)) * \(power(scale)))"))
    }

    static func extreme(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        let function = draw.pick(["min", "max"])
        let argument: RowExpression? =
            switch draw.number(0...5) {
            case 0: scope.argument.text(&draw)
            case 1: scope.argument.column(&draw) { $0 == .day }?.1
            default: scope.argument.number(&draw)
            }
        guard let argument else { return nil }
        return scope.aggregate(
            &draw, function, argument, type: argument.type, select: Aggregate.grouped("\(function)(\(argument.sql))"))
    }

    static func countRows(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        let dataset = RowExpression(scope.scope.dataset, "1", .number(scale: 0))
        return scope.aggregate(
            &draw, "count", dataset, type: .number(scale: 0), overNothing: "0", select: Aggregate.grouped("count(*)"))
    }

    static func countValues(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard let argument = anything(&draw, scope) else { return nil }
        return scope.aggregate(
            &draw, "count", argument, type: .number(scale: 0), overNothing: "0",
            select: Aggregate.grouped("count(\(argument.sql))"))
    }

    static func countDistinct(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard var argument = anything(&draw, scope) else { return nil }
        // `distinct -x` is a column called distinct, less x.
        argument.text = "distinct " + (argument.text.hasPrefix("-") ? "(\(argument.text))" : argument.text)
        return scope.aggregate(
            &draw, "count", argument, type: .number(scale: 0), overNothing: "0",
            select: Aggregate.grouped("count(DISTINCT \(argument.sql))"))
    }

    private static func anything(_ draw: inout Draw, _ scope: AggregateScope) -> RowExpression? {
        switch draw.number(0...3) {
        case 0: scope.argument.number(&draw)
        case 1: scope.argument.text(&draw)
        default: scope.argument.column(&draw) { _ in true }?.1
        }
    }
}
