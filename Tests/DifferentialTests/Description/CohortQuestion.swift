/// `cohort METRIC per ENTITY by GRAIN, …`, before it is written in either language.
struct AskedCohort: Sendable {
    var metric: Metric
    /// Whose cohorts; how it is told, where it is.
    var entity: RowExpression
    var tellsEntity: Bool
    var dataset: String
    var grain: String
    var dimensions: [AskedQuestion.Dimension] = []
    var periods: [AskedPeriod] = []
    var condition: (text: String, sql: String)?

    var text: String {
        var clauses = ["cohort \(metric.text)" + (tellsEntity ? " per \(entity.text)" : "")]
        clauses.append(
            "by " + ([grain.replacingOccurrences(of: "_", with: " ")] + dimensions.map(\.text)).joined(separator: ", "))
        if !periods.isEmpty { clauses.append("for " + periods.map(\.text).joined(separator: ", ")) }
        if let condition { clauses.append("where \(condition.text)") }
        return clauses.joined(separator: " ")
    }

    /// The same question without one of its parts.
    var parts: [AskedCohort] {
        var result: [AskedCohort] = []
        func add(_ change: (inout AskedCohort) -> Void) {
            var part = self
            change(&part)
            result.append(part)
        }
        if condition != nil { add { $0.condition = nil } }
        if !periods.isEmpty { add { $0.periods.removeLast() } }
        if !dimensions.isEmpty { add { $0.dimensions.removeLast() } }
        return result
    }
}

extension QuestionGenerator {
    func cohort(_ draw: inout Draw) -> AskedCohort {
        while true { if let found = cohortCandidate(&draw) { return found } }
    }

    private func cohortCandidate(_ draw: inout Draw) -> AskedCohort? {
        let wanted = draw.pick(["deals", "deals", "subs", "spend"])
        guard let scope = world.scopes.first(where: { $0.dataset == wanted }) else { return nil }
        var metrics = MetricGenerator(scopes: [scope], dates: world.dates)
        metrics.looksElsewhere = false
        let metric = metrics.metric(&draw, numeric: draw.chance(0.9))
        // One time axis says who came when.
        let axes = Set(metric.aggregates.map(\.rows.axis))
        guard axes.count == 1, metric.aggregates.allSatisfy({ !$0.isMovement }) else { return nil }
        let rows = RowGenerator(scope: scope, dates: world.dates)
        guard var entity = rows.column(&draw, { $0 == .text })?.1 else { return nil }
        var tellsEntity = true
        if metric.aggregates.count == 1, metric.aggregates[0].text.hasPrefix("count(distinct \(entity.text)"),
            draw.chance(0.8)
        {
            tellsEntity = false
        } else if wanted == "subs", draw.chance(0.3),
            !metric.aggregates.contains(where: { $0.text.contains("distinct") })
        {
            // The only dataset that it joins.
            entity = RowExpression("subs.account", "account", .text)
            tellsEntity = false
        }
        var cohort = AskedCohort(
            metric: metric, entity: entity, tellsEntity: tellsEntity, dataset: wanted,
            grain: draw.pick(["month", "month", "quarter", "week", "year", "fiscal_quarter"]))
        for _ in 0..<draw.pick([0, 0, 1, 1, 2]) {
            let columns = scope.columns.filter { $0.values.count <= 8 }
            guard let column = draw.pickAny(columns), !cohort.dimensions.contains(where: { $0.text == column.names[0] })
            else { continue }
            cohort.dimensions.append(
                .init(source: .rows(text: column.names[0], sql: [wanted: column.sql]), type: column.type))
        }
        if draw.chance(0.3) {
            cohort.periods = [periods.period(&draw)]
            if draw.chance(0.3) { cohort.periods.append(periods.period(&draw)) }
        }
        if draw.chance(0.35) {
            let test = rows.condition(&draw)
            cohort.condition = (test.text, test.sql)
        }
        return cohort
    }
}

extension Aggregate.Rows {
    /// The column that says when a row begins to count.
    var axis: String? {
        switch self {
        case .dated(let day): day
        case .active(let from, _, _), .moving(let from, _): from
        }
    }
}
