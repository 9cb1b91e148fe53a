import Foundation

/// Draws whole questions over one world.
struct QuestionGenerator {
    let world: World
    let periods: PeriodGenerator
    let named: [(name: String, metric: Metric)]

    init(_ world: World, named: [(name: String, metric: Metric)]) {
        self.world = world
        self.named = named
        periods = PeriodGenerator(
            dates: world.dates, today: world.dates.index(world.today), dataDays: world.dataDays)
    }

    /// Metrics of a workspace, with the definitions that give them their names.
    static func named(in world: World) -> (metrics: [(name: String, metric: Metric)], definitions: String) {
        var draw = Draw(seed: world.seed ^ 0x5EED)
        var metrics: [(name: String, metric: Metric)] = []
        for index in 0..<6 {
            let scopes = Array(draw.shuffled(world.scopes.filter { $0.time != nil }).prefix(draw.chance(0.4) ? 2 : 1))
            let generator = MetricGenerator(scopes: scopes, dates: world.dates, named: metrics)
            metrics.append(("k\(index)", generator.metric(&draw, numeric: true)))
        }
        metrics += Targets.metrics(&draw, world)
        let definitions = metrics.map { "metric \($0.name) = \($0.metric.text)\n" } + World.goals.map(\.definition)
        return (metrics, definitions.joined())
    }

    func question(_ draw: inout Draw) -> AskedQuestion {
        while true {
            let question = candidate(&draw)
            if KnownDifferences.reason(question, world) == nil, cost(question) < 40_000 { return question }
        }
    }

    private func candidate(_ draw: inout Draw) -> AskedQuestion {
        if draw.chance(0.04), let question = ofTargets(&draw) { return question }
        let scopes = scopes(&draw)
        let hasTime = scopes.allSatisfy { $0.time != nil }
        let metrics = MetricGenerator(scopes: scopes, dates: world.dates, named: hasTime ? named : [])
        var question = AskedQuestion(measures: [])
        let count = draw.pick(weighted: [(6, 1), (3, 2), (1, 3)])
        for _ in 0..<count { question.measures.append(metrics.metric(&draw)) }
        // All datasets that the measures are over: dimensions and conditions must reach each.
        let used = Set(question.measures.flatMap(\.aggregates).map(\.dataset))
        let reached = world.scopes.filter { used.contains($0.dataset) }
        addPeriods(&draw, &question, hasTime)
        addDimensions(&draw, &question, reached, hasTime)
        addComparisons(&draw, &question)
        addCondition(&draw, &question, reached)
        addOrder(&draw, &question, metrics)
        return question
    }

    /// How metrics stand against their targets, by what the targets are set by.
    private func ofTargets(_ draw: inout Draw) -> AskedQuestion? {
        let asked = draw.shuffled(World.goals).prefix(draw.chance(0.3) ? 2 : 1)
        var question = AskedQuestion(measures: [])
        for goals in asked {
            if let (name, metric) = named.first(where: { $0.name == goals.metric }) {
                question.measures.append(.named(name, metric))
            }
        }
        if draw.chance(0.15) {
            let scopes = world.scopes.filter { ["deals", "spend", "subs"].contains($0.dataset) }
            question.measures.append(MetricGenerator(scopes: [draw.pick(scopes)], dates: world.dates).metric(&draw))
        }
        addPeriods(&draw, &question, true)
        for _ in 0..<draw.number(0...2) {
            let grain = draw.pick(grains(question).filter { $0 != "day" && $0 != "week" || draw.chance(0.2) })
            if !question.grains.contains(grain) {
                question.dimensions.append(.init(source: .grain(grain), type: .step))
            }
        }
        if let segment = world.dimensions.first(where: { $0.name == "segment" }),
            asked.allSatisfy({ $0.dimensions.contains("segment") })
        {
            var sources = segment.sources
            for goals in asked { sources[goals.dataset] = "segment" }
            if draw.chance(0.6) {
                question.dimensions.insert(
                    .init(source: .rows(text: "segment", sql: sources), type: .text),
                    at: draw.number(0...question.dimensions.count))
            }
            if draw.chance(0.3) { question.condition = Self.test(&draw, "segment", .text, sources) }
        }
        for index in question.dimensions.indices where draw.chance(0.6) {
            question.dimensions[index].label = "d\(index)"
        }
        question.hasAcross = !question.dimensions.isEmpty && draw.chance(0.1)
        question.comparisons = [.target]
        if !question.periods.isEmpty, question.periods.allSatisfy({ $0.bounded != nil }), draw.chance(0.3) {
            question.comparisons.append(draw.pick([.previous, .lastYear]))
        }
        let metrics = MetricGenerator(scopes: world.scopes, dates: world.dates)
        addOrder(&draw, &question, metrics)
        return question
    }

    private func scopes(_ draw: inout Draw) -> [World.Scope] {
        func named(_ names: [String]) -> [World.Scope] {
            names.compactMap { name in world.scopes.first { $0.dataset == name } }
        }
        return draw.pick(
            weighted: [
                (9, named(["deals"])), (3, named(["spend"])), (5, named(["subs"])), (1, named(["accounts"])),
                (2, named(["deals", "spend"])), (1, named(["spend", "deals"])), (2, named(["deals", "subs"])),
                (1, named(["subs", "spend"])),
            ])
    }

    // MARK: Time

    private func addPeriods(_ draw: inout Draw, _ question: inout AskedQuestion, _ hasTime: Bool) {
        guard hasTime else { return }
        switch draw.number(0...9) {
        case 0, 1, 2: break
        case 3:
            for _ in 0...draw.number(1...2) {
                let period = periods.period(&draw)
                if !question.periods.contains(where: { $0.first == period.first && $0.last == period.last }) {
                    question.periods.append(period)
                }
            }
        default: question.periods = [periods.period(&draw)]
        }
    }

    private func addComparisons(_ draw: inout Draw, _ question: inout AskedQuestion) {
        guard !question.periods.isEmpty, question.periods.allSatisfy({ $0.bounded != nil }), draw.chance(0.4) else {
            return
        }
        for _ in 0...(draw.chance(0.2) ? 1 : 0) {
            let comparison: AskedComparison =
                switch draw.number(0...4) {
                case 0, 1: .previous
                case 2, 3: .lastYear
                default: .period(periods.period(&draw, mayBeOpen: false))
                }
            // `vs last year` is not `vs 2024`.
            if case .period(let other) = comparison, other.text == "last year" { continue }
            if !question.comparisons.contains(where: { $0.suffix == comparison.suffix }) {
                question.comparisons.append(comparison)
            }
        }
    }

    /// About how many values of metrics it takes to answer a question.
    private func cost(_ question: AskedQuestion) -> Int {
        let days = question.periods.compactMap { $0.bounded?.count }.max() ?? world.dataDays.count
        let line = question.grains.map { Self.days($0) }.min() ?? days
        let groups = question.dimensions.reduce(1) { $1.grain == nil ? $0 * 10 : $0 }
        func values(_ metric: Metric, _ days: Int) -> Int {
            switch metric {
            case .aggregate, .literal: return 1
            case .arithmetic(_, let left, let right), .coalesce(let left, let right):
                return values(left, days) + values(right, days)
            case .conditional(let left, _, let right, let then, let otherwise):
                return [left, right, then].reduce(otherwise.map { values($0, days) } ?? 0) { $0 + values($1, days) }
            case .negated(let metric), .named(_, let metric), .inWholeSteps(_, let metric): return values(metric, days)
            case .shifted(let shift, let metric):
                switch shift {
                case .previous, .yearAgo: return values(metric, days)
                case .running: return values(metric, max(days, world.dataDays.count))
                case .toDate(let grain): return values(metric, Self.days(grain))
                case .rolling(let count, let grain): return values(metric, count * Self.days(grain))
                }
            case .overParts(_, let parts, let metric):
                let length = parts.over.map { $0.count * Self.days($0.grain) } ?? days
                return (length / Self.days(parts.grain) + 1) * values(metric, Self.days(parts.grain))
            }
        }
        let each = question.measures.reduce(0) { $0 + values($1, line) }
        return groups * (days / line + 1) * max(1, question.periods.count) * (question.comparisons.count + 1) * each
    }

    private static func days(_ grain: String) -> Int {
        switch grain {
        case "day": 1
        case "week": 7
        case "month": 30
        case "quarter", "fiscal_quarter": 91
        case "half", "fiscal_half": 182
        default: 365
        }
    }

    /// The steps that a question may be cut into without being endless.
    private func grains(_ question: AskedQuestion) -> [String] {
        var days = world.dataDays.count
        for period in question.periods {
            if let range = period.bounded { days = question.periods.count == 1 ? range.count : max(days, range.count) }
        }
        return Dates.grains.filter { grain in
            switch grain {
            case "day": days <= 45
            case "week": days <= 200
            case "month": days <= 900
            default: true
            }
        }
    }

    // MARK: Groups and conditions

    private func addDimensions(
        _ draw: inout Draw, _ question: inout AskedQuestion, _ reached: [World.Scope], _ hasTime: Bool
    ) {
        let count = draw.pick(weighted: [(3, 0), (6, 1), (5, 2), (2, 3)])
        var used: Set<String> = []
        for _ in 0..<count {
            var dimension: AskedQuestion.Dimension
            if hasTime, draw.chance(0.35) {
                let grain = draw.pick(grains(question))
                dimension = .init(source: .grain(grain), type: .step)
            } else if let found = rowDimension(&draw, reached, wide: count == 1 && question.periods.count < 2) {
                dimension = found
            } else {
                continue
            }
            guard used.insert(dimension.text).inserted else { continue }
            if draw.chance(0.6) { dimension.label = "d\(question.dimensions.count)" }
            question.dimensions.append(dimension)
        }
        question.hasAcross = !question.dimensions.isEmpty && draw.chance(0.15)
    }

    private func rowDimension(
        _ draw: inout Draw, _ reached: [World.Scope], wide: Bool
    ) -> AskedQuestion.Dimension? {
        if reached.count > 1 || draw.chance(0.35) {
            let shared = world.dimensions.filter { dimension in
                reached.allSatisfy { dimension.sources[$0.dataset] != nil }
            }
            guard let dimension = draw.pickAny(shared) else { return nil }
            return .init(source: .rows(text: dimension.name, sql: dimension.sources), type: dimension.type)
        }
        guard let scope = reached.first else { return nil }
        let rows = RowGenerator(scope: scope, dates: world.dates)
        var expression: RowExpression
        if draw.chance(0.35) {
            switch draw.number(0...2) {
            case 0: expression = rows.condition(&draw, depth: 1)
            case 1: expression = rows.text(&draw) ?? rows.condition(&draw)
            default: expression = rows.number(&draw, depth: 1)
            }
        } else {
            // With steps of time, or inside another dimension, few groups are enough.
            let columns = scope.columns.filter { wide || $0.values.count <= 12 }
            guard let column = draw.pickAny(columns) else { return nil }
            expression = RowExpression(column.names[0], column.sql, column.type)
            if column.names.count > 1, !["day"].contains(column.names[1]), draw.chance(0.5) {
                expression.text = column.names[1]
            }
        }
        if !wide, expression.type.isNumber, !expression.text.contains(".") || expression.strength != .primary {
            guard let column = scope.columns.first(where: { $0.sql == expression.sql }), column.values.count <= 12
            else {
                return nil
            }
        }
        return .init(
            source: .rows(text: expression.text, sql: [scope.dataset: expression.sql]), type: expression.type)
    }

    private func addCondition(_ draw: inout Draw, _ question: inout AskedQuestion, _ reached: [World.Scope]) {
        guard draw.chance(0.35) else { return }
        if reached.count == 1, let scope = reached.first {
            let test = RowGenerator(scope: scope, dates: world.dates).condition(&draw)
            question.condition = (test.text, [scope.dataset: test.sql])
            return
        }
        // On several datasets only what all of them have.
        let shared = world.dimensions.filter { dimension in
            reached.allSatisfy { dimension.sources[$0.dataset] != nil }
        }
        guard let dimension = draw.pickAny(shared) else { return }
        question.condition = Self.test(&draw, dimension.name, dimension.type, dimension.sources)
    }

    /// A condition on a dimension that several datasets have.
    private static func test(
        _ draw: inout Draw, _ name: String, _ type: CellType, _ sources: [String: String]
    ) -> (String, [String: String]) {
        let test: (String, String)
        switch type {
        case .boolean: test = draw.pick([("@ = true", "@ = 1"), ("not @", "NOT @"), ("@ is missing", "@ IS NULL")])
        case .number:
            test = draw.pick([("@ > 2", "@ > 2"), ("@ != 3", "@ <> 3"), ("@ between 1 and 3", "@ BETWEEN 1 AND 3")])
        default:
            test = draw.pick([
                ("@ != \"retail\"", "@ <> 'retail'"), ("@ is not missing", "@ IS NOT NULL"),
                ("@ like \"*e*\"", "@ GLOB '*e*'"),
                ("@ in (\"retail\", \"Zoo\", \"cheap\", \"Acme\")", "@ IN ('retail', 'Zoo', 'cheap', 'Acme')"),
            ])
        }
        return (
            test.0.replacingOccurrences(of: "@", with: name),
            sources.mapValues { test.1.replacingOccurrences(of: "@", with: "(\($0))") }
        )
    }

    // MARK: Order and cut

    private func addOrder(_ draw: inout Draw, _ question: inout AskedQuestion, _ metrics: MetricGenerator) {
        let dimensions = question.dimensions.indices.filter { question.dimensions[$0].label != nil }
        func key(numeric: Bool) -> AskedQuestion.Key? {
            if draw.chance(0.2) {
                // What it looks at beside the measures is of the same rows, so that it adds nothing to them.
                let metric = Metric.aggregate(metrics.aggregate(&draw, metrics.scopes[0], numeric: true))
                let rows = Set(question.measures.flatMap(\.aggregates).map { "\($0.dataset) \($0.rows)" })
                let own = metric.aggregates.allSatisfy { rows.contains("\($0.dataset) \($0.rows)") }
                if own { return .metric(metric) }
            }
            guard
                let measure = draw.pickAny(
                    question.measures.indices.filter { !numeric || question.measures[$0].type.isNumber })
            else { return nil }
            guard question.measures[measure].type.isNumber, !question.comparisons.isEmpty, draw.chance(0.5) else {
                return .measure(measure)
            }
            let comparison = draw.number(0...question.comparisons.count - 1)
            return draw.pick([
                .compared(measure, comparison), .change(measure, comparison), .changeRatio(measure, comparison),
            ])
        }
        func condition(_ depth: Int) -> AskedQuestion.Condition? {
            if depth > 0, draw.chance(0.25), let left = condition(depth - 1), let right = condition(depth - 1) {
                return draw.pick([.and(left, right), .or(left, right), .not(left)])
            }
            guard let key = key(numeric: true) else { return nil }
            if draw.chance(0.15) { return .isMissing(key, draw.chance(0.5)) }
            return .compare(
                key, draw.pick([">", "<", ">=", "<=", "=", "!="]),
                MetricGenerator.literal(&draw, draw.pick([0...5, -100...900])))
        }
        if !question.dimensions.isEmpty, draw.chance(0.15) { question.having = condition(1) }
        if !question.dimensions.isEmpty, draw.chance(0.3) {
            for _ in 0...draw.number(0...1) {
                if let dimension = draw.pickAny(dimensions), draw.chance(0.4) {
                    question.sort.append(.init(key: .dimension(dimension), ascending: draw.pick([nil, true, false])))
                } else if let key = key(numeric: false) {
                    question.sort.append(.init(key: key, ascending: draw.pick([nil, true, false])))
                }
            }
        }
        if !question.dimensions.isEmpty, draw.chance(0.25) {
            question.cut = .init(
                isTop: draw.chance(0.7), count: draw.pick([0, 1, 1, 2, 2, 3, 5, 99]),
                by: draw.chance(0.4) ? key(numeric: true) : nil, withOthers: draw.chance(0.5))
        }
        if draw.chance(0.12) { question.limit = draw.pick([0, 1, 2, 3, 10, 1000]) }
        if draw.chance(0.2) { question.totals = draw.chance(0.5) }
    }
}
