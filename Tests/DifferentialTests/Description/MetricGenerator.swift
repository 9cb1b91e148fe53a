/// Draws measures over one or several datasets.
struct MetricGenerator {
    let scopes: [World.Scope]
    let dates: Dates
    /// Metrics of the workspace.
    var named: [(name: String, metric: Metric)] = []

    static let kinds: [(Int, AggregateKind)] = Sums.all + Distributions.all + Ends.all

    func aggregate(_ draw: inout Draw, _ scope: World.Scope, numeric: Bool) -> Aggregate {
        let parts = AggregateScope(scope: scope, dates: dates)
        for _ in 0..<20 {
            let isBalance = scope.active != nil && draw.chance(0.5)
            let kind = draw.pick(weighted: isBalance ? Balances.all : Self.kinds)
            if let found = kind(&draw, parts), !numeric || found.type.isNumber { return found }
        }
        return Aggregate(
            text: "count(\(scope.dataset))", dataset: scope.dataset, rows: .dated(by: scope.time),
            type: .number(scale: 0), overNothing: "0", select: Aggregate.grouped("count(*)"))
    }

    /// - Parameter numeric: whether a text or day will not do.
    func metric(_ draw: inout Draw, numeric: Bool = false) -> Metric {
        let usable = named.filter { metric in
            metric.metric.aggregates.allSatisfy { aggregate in scopes.contains { $0.dataset == aggregate.dataset } }
                && (!numeric || metric.metric.type.isNumber)
        }
        if draw.chance(0.15), let (name, metric) = draw.pickAny(usable) { return .named(name, metric) }
        func operand() -> Metric { .aggregate(aggregate(&draw, draw.pick(scopes), numeric: true)) }
        switch draw.number(0...19) {
        case 0, 1, 2, 3:
            // Over several datasets, each is computed on its own rows.
            let first = Metric.aggregate(aggregate(&draw, scopes[0], numeric: true))
            let second = Metric.aggregate(aggregate(&draw, scopes[scopes.count - 1], numeric: true))
            return .arithmetic("/", first, second)
        case 4, 5: return .arithmetic(draw.pick(["+", "-"]), operand(), operand())
        case 6: return .arithmetic("*", operand(), Self.literal(&draw, 0...5))
        case 7: return .coalesce(operand(), Self.literal(&draw, 0...9))
        case 8:
            let then = operand()
            return .conditional(
                operand(), draw.pick([">", "<", ">=", "<=", "=", "!="]), Self.literal(&draw, 0...20), then: then,
                otherwise: draw.chance(0.5) ? operand() : nil)
        case 9: return .negated(operand())
        case 10:
            return .arithmetic(
                "/", .arithmetic(draw.pick(["-", "+"]), operand(), operand()), operand())
        case 11: return .arithmetic(draw.pick(["+", "-"]), operand(), .arithmetic("/", operand(), operand()))
        default: return .aggregate(aggregate(&draw, draw.pick(scopes), numeric: numeric))
        }
    }

    static func literal(_ draw: inout Draw, _ range: ClosedRange<Int>) -> Metric {
        let scale = draw.pick([0, 0, 1, 2])
        let units = Int64(draw.number(range)) * power(scale) + (scale > 0 ? Int64(draw.number(0...9)) : 0)
        return .literal(text: digits(units, scale: scale), units: units, scale: scale)
    }
}
