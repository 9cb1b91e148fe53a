/// Balances of rows that last: `sum(x at end)`, `count(distinct x at start)` and the like.
///
/// Which rows are active is said once, in `RowsSQL.swift`, for a balance of a level is that of the level's own last or first
/// day.
enum Balances {
    static let all: [(Int, AggregateKind)] = [(5, sum), (2, count), (3, distinct), (2, average), (2, extreme)]

    private static func instant(_ draw: inout Draw) -> String { draw.chance(0.7) ? "end" : "start" }

    static func sum(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard scope.scope.active != nil else { return nil }
        let number = scope.argument.number(&draw, depth: 1)
        return scope.aggregate(
            &draw, "sum", number, type: number.type, overNothing: "0", instant: instant(&draw),
            select: Aggregate.grouped("coalesce(sum(\(number.sql)), 0)"))
    }

    static func count(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard scope.scope.active != nil else { return nil }
        let dataset = RowExpression(scope.scope.dataset, "1", .number(scale: 0))
        return scope.aggregate(
            &draw, "count", dataset, type: .number(scale: 0), overNothing: "0", instant: instant(&draw),
            select: Aggregate.grouped("count(*)"))
    }

    static func distinct(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard scope.scope.active != nil, var argument = scope.argument.column(&draw, { $0 == .text })?.1 else {
            return nil
        }
        argument.text = "distinct " + argument.text
        return scope.aggregate(
            &draw, "count", argument, type: .number(scale: 0), overNothing: "0", instant: instant(&draw),
            select: Aggregate.grouped("count(DISTINCT \(argument.sql))"))
    }

    static func average(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard scope.scope.active != nil else { return nil }
        let number = scope.argument.number(&draw, depth: 0)
        guard let scale = number.type.scale else { return nil }
        return scope.aggregate(
            &draw, "avg", number, type: .float, instant: instant(&draw),
            select: Aggregate.grouped("sum(\(number.sql)) * 1.0 / (count(\(number.sql)) * \(power(scale)))"))
    }

    static func extreme(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard scope.scope.active != nil else { return nil }
        let function = draw.pick(["min", "max"])
        let argument: RowExpression? =
            switch draw.number(0...5) {
            case 0: scope.argument.text(&draw)
            case 1: scope.argument.column(&draw) { $0 == .day }?.1
            default: scope.argument.number(&draw)
            }
        guard let argument else { return nil }
        return scope.aggregate(
            &draw, function, argument, type: argument.type, instant: instant(&draw),
            select: Aggregate.grouped("\(function)(\(argument.sql))"))
    }
}
