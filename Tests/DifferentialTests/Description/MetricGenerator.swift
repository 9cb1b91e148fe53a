/// Draws measures over one or several datasets.
struct MetricGenerator {
    let scopes: [World.Scope]
    let dates: Dates
    /// Metrics of the workspace.
    var named: [(name: String, metric: Metric)] = []
    /// Whether metrics may look at other times than the lines of a question.
    var looksElsewhere = true

    static let kinds: [(Int, AggregateKind)] = Sums.all + Distributions.all + Ends.all

    func aggregate(_ draw: inout Draw, _ scope: World.Scope, numeric: Bool) -> Aggregate {
        let parts = AggregateScope(scope: scope, dates: dates)
        for _ in 0..<20 {
            let isLasting = scope.active != nil && draw.chance(0.7)
            let kind = draw.pick(
                weighted: !isLasting ? Self.kinds : draw.chance(0.5) ? Balances.all : Movements.all)
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
        if looksElsewhere, scopes.allSatisfy({ $0.time != nil }), draw.chance(0.3) {
            return elsewhere(&draw, numeric: numeric)
        }
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

    /// A metric over other stretches of time than the lines, alone or beside what it is on the line.
    private func elsewhere(_ draw: inout Draw, numeric: Bool) -> Metric {
        var plain = self
        plain.looksElsewhere = false
        switch draw.number(0...9) {
        case 0, 1:
            let metric = plain.metric(&draw, numeric: true)
            return .arithmetic(draw.pick(["-", "/"]), metric, .shifted(shift(&draw), metric))
        case 2:
            return .arithmetic(
                "/", .shifted(shift(&draw), plain.metric(&draw, numeric: true)), plain.metric(&draw, numeric: true))
        case 3: return .shifted(shift(&draw), .shifted(shift(&draw), plain.metric(&draw, numeric: numeric)))
        case 4, 5, 6: return statistic(&draw, plain)
        default: return .shifted(shift(&draw), plain.metric(&draw, numeric: numeric))
        }
    }

    private func shift(_ draw: inout Draw) -> TimeShift {
        switch draw.number(0...9) {
        case 0, 1: return .previous
        case 2, 3: return .yearAgo
        case 4, 5: return .toDate(draw.pick(["year", "quarter", "month"]))
        case 6: return .running
        default:
            let (most, grain) = draw.pick([
                (40, "day"), (8, "week"), (5, "month"), (4, "month"), (3, "quarter"), (2, "half"), (2, "year"),
            ])
            return .rolling(draw.number(1...most), grain)
        }
    }

    private func statistic(_ draw: inout Draw, _ plain: MetricGenerator) -> Metric {
        var metric = plain.metric(&draw, numeric: true)
        if draw.chance(0.25), let scope = scopes.first(where: { $0.active != nil }),
            let balance = Balances.sum(&draw, AggregateScope(scope: scope, dates: dates))
        {
            metric = .aggregate(balance)
        }
        if draw.chance(0.2) { metric = .shifted(shift(&draw), metric) }
        var parts = SubPeriods(
            grain: draw.pick(["day", "week", "month", "month", "month", "quarter", "fiscal_quarter", "half", "year"]))
        if draw.chance(0.12), parts.grain == "quarter" || parts.grain == "month" {
            metric = .overParts(draw.pick(["max", "min", "avg"]), SubPeriods(grain: "week"), metric)
        }
        if draw.chance(0.4) {
            parts.over =
                switch parts.grain {
                case "day":
                    draw.pick([Length(count: draw.number(1...20), grain: "day"), Length(count: 1, grain: "month")])
                case "week":
                    draw.pick([Length(count: draw.number(1...6), grain: "week"), Length(count: 2, grain: "month")])
                case "month": Length(count: draw.number(1...7), grain: "month")
                case "quarter", "fiscal_quarter":
                    draw.pick([Length(count: draw.number(3...10), grain: "month"), Length(count: 1, grain: "year")])
                case "half":
                    draw.pick([Length(count: draw.number(1...3), grain: "half"), Length(count: 7, grain: "month")])
                default: draw.pick([Length(count: 2, grain: "year"), Length(count: 5, grain: "quarter")])
                }
        }
        // The spread of fractions that are nearly equal is what is left of them in the last binary digits.
        let functions = ["avg", "avg", "sum", "min", "max", "median"] + (metric.type == .float ? [] : ["stddev"])
        let result = Metric.overParts(draw.pick(functions), parts, metric)
        return draw.chance(0.15) ? .shifted(shift(&draw), result) : result
    }

    static func literal(_ draw: inout Draw, _ range: ClosedRange<Int>) -> Metric {
        let scale = draw.pick([0, 0, 1, 2])
        let units = Int64(draw.number(range)) * power(scale) + (scale > 0 ? Int64(draw.number(0...9)) : 0)
        return .literal(text: digits(units, scale: scale), units: units, scale: scale)
    }
}
