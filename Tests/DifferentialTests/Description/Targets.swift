/// What `vs target` sets beside metrics.
enum Targets {
    /// The metrics that files of targets are for, one for each of the world's goals.
    static func metrics(_ draw: inout Draw, _ world: World) -> [(name: String, metric: Metric)] {
        func scope(_ dataset: String) -> AggregateScope? {
            world.scopes.first { $0.dataset == dataset }.map { AggregateScope(scope: $0, dates: world.dates) }
        }
        /// The first that is found, since not every kind is possible everywhere.
        func drawn(_ kinds: [AggregateKind], _ dataset: String) -> Metric {
            guard let scope = scope(dataset) else { return .literal(text: "0", units: 0, scale: 0) }
            for _ in 0..<20 { if let found = draw.pick(kinds)(&draw, scope) { return .aggregate(found) } }
            return .literal(text: "0", units: 0, scale: 0)
        }
        func additive(_ dataset: String) -> Metric {
            let first = drawn([Sums.sum, Sums.countRows, Sums.countValues], dataset)
            guard draw.chance(0.3) else { return first }
            return .arithmetic(draw.pick(["+", "-"]), first, drawn([Sums.sum, Sums.countRows], dataset))
        }
        return World.goals.map { goals in
            switch goals.metric {
            case "won": (goals.metric, additive("deals"))
            case "spent": (goals.metric, additive("spend"))
            case "base": (goals.metric, drawn([Balances.sum, Balances.count], "subs"))
            default: (goals.metric, .arithmetic("/", drawn([Sums.sum], "deals"), drawn([Sums.countRows], "deals")))
            }
        }
    }

    static func areSet(for measure: Metric) -> Bool {
        if case .named(let name, _) = measure { World.goals.contains { $0.metric == name } } else { false }
    }

    /// What a measure should reach; nil where nobody set it.
    static func target(of measure: Metric) -> Metric? {
        guard case .named(let name, _) = measure, let goals = World.goals.first(where: { $0.metric == name }) else {
            return nil
        }
        func goal(_ function: String, overNothing: String = "NULL") -> Metric {
            .aggregate(
                Aggregate(
                    text: "\(function) of \(goals.dataset)", dataset: goals.dataset, rows: .dated(by: "start"),
                    type: .number(scale: 0), overNothing: overNothing, select: Aggregate.grouped("\(function)(goal)")))
        }
        let zero = Metric.literal(text: "0", units: 0, scale: 0)
        // What adds up has the sum of its targets, and a rate the one target that there is.
        let reached =
            name == "price"
            ? Metric.conditional(goal("min"), "=", goal("max"), then: goal("min"), otherwise: nil)
            : Metric.conditional(goal("count", overNothing: "0"), ">", zero, then: goal("sum"), otherwise: nil)
        // The target of a balance is that of the last step.
        return .inWholeSteps(goals.grain, name == "base" ? .shifted(.toDate(goals.grain), reached) : reached)
    }
}
