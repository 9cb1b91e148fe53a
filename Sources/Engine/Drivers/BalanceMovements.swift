import Language
import Model
import Values

/// What became of the entities behind a balance between the end of the compared and the end of the asked period.
///
/// The movements of each group add up to its contribution, to the last digit.
struct BalanceMovements {
    /// With the sign that each has in the change.
    static let movements: [(movement: Movement, label: String, isLoss: Bool)] = [
        (.new, "new", false), (.reactivated, "reactivated", false), (.expansion, "expansion", false),
        (.contraction, "contraction", true), (.churned, "churned", true), (.movedIn, "moved in", false),
        (.movedOut, "moved out", true),
    ]

    private let question: BoundQuestion

    /// Nil where the metric is no sum of balances at the end, or nothing tells whose they are.
    init?(_ bound: BoundQuestion, _ workspace: Workspace) {
        let metric = bound.measures[0].expression
        let balances = Set(metric.aggregates).map { bound.aggregates[$0] }
        let isBalance = balances.allSatisfy {
            $0.instant == .end && ($0.function == .sum || $0.function == .count) && $0.movement == nil
        }
        let asked = bound.periods[0].period
        let compared = bound.comparisons[0].periods[0].period
        guard isBalance, !balances.isEmpty, !metric.contains(\.looksElsewhere), !asked.isOpen, !compared.isOpen,
            compared.end < asked.end, asked.lastDay <= bound.today
        else { return nil }
        var entities: [String: RowExpression] = [:]
        for dataset in Set(balances.map(\.dataset)) { entities[dataset] = WhyBinder(workspace).entity(of: dataset) }
        var question = bound
        question.periods = [ResolvedPeriod(Period(start: compared.end, end: asked.end), .days)]
        question.comparisons = []
        question.measures = []
        question.aggregates = []
        for movement in Self.movements {
            guard
                let expression = Self.moved(
                    metric, bound.aggregates, movement.movement, entities, &question.aggregates)
            else { return nil }
            question.measures.append(
                .init(
                    name: movement.movement.rawValue, label: movement.label, expression: expression,
                    kind: bound.measures[0].kind))
        }
        self.question = question
    }

    /// The movements of each value of the dimension, and those of all.
    func amounts(
        _ evaluator: Evaluator
    ) throws(Diagnostic) -> (byName: [Value: [Value]], total: [Value]) {
        let evaluation = try Evaluation(
            question, in: evaluator.workspace, usesTally: evaluator.usesTally,
            isInterrupted: evaluator.isInterrupted)
        let builder = AnswerBuilder(evaluation)
        let keys = LineKeys(builder)
        func signed(_ results: LevelResults, _ index: Int) throws(Diagnostic) -> [Value] {
            var values: [Value] = []
            for (measure, movement) in Self.movements.enumerated() {
                let value = try results.value(.measure(measure), at: index)
                values.append(movement.isLoss ? value.negated : value)
            }
            return values
        }
        var byName: [Value: [Value]] = [:]
        for group in 0..<evaluation.index.count {
            byName[keys.value(0, Int32(group))] = try signed(builder.lines, group)
        }
        let total = LevelResults(evaluation, .total(groups: evaluation.index.count, cells: 1))
        return (byName, try signed(total, 0))
    }

    /// The metric of what moved instead of what is there.
    private static func moved(
        _ expression: MetricExpression, _ known: [Aggregate], _ movement: Movement,
        _ entities: [String: RowExpression], _ aggregates: inout [Aggregate]
    ) -> MetricExpression? {
        switch expression {
        case .aggregate(let position):
            var aggregate = known[position]
            // Different entities are counted, so one that grows is none more.
            let countsEntities = aggregate.isDistinct
            if countsEntities, movement == .expansion || movement == .contraction { return .constant(.number(.zero)) }
            guard let entity = countsEntities ? aggregate.argument : entities[aggregate.dataset] else { return nil }
            if aggregate.function == .count {
                // Rows that have a value are counted one by one.
                let one = RowExpression.constant(.number(ExactDecimal(1)))
                aggregate.argument =
                    aggregate.argument.map {
                        .conditional(.isMissing($0), then: .constant(.number(.zero)), otherwise: one)
                    } ?? one
                if !countsEntities { aggregate.function = .sum }
            }
            aggregate.isDistinct = false
            aggregate.instant = nil
            aggregate.movement = movement
            aggregate.entity = entity
            if let index = aggregates.firstIndex(of: aggregate) { return .aggregate(index) }
            aggregates.append(aggregate)
            return .aggregate(aggregates.count - 1)
        case .constant: return expression
        case .negate(let operand):
            return moved(operand, known, movement, entities, &aggregates).map { .negate($0) }
        case .arithmetic(let operation, let left, let right):
            guard let first = moved(left, known, movement, entities, &aggregates),
                let second = moved(right, known, movement, entities, &aggregates)
            else { return nil }
            return .arithmetic(operation, first, second)
        default: return nil
        }
    }
}

extension Breakdown {
    /// Sets the movements beside the contributions, where they add up to them; says whether they do.
    mutating func add(_ movements: BalanceMovements, _ evaluator: Evaluator) throws(Diagnostic) -> Bool {
        let amounts = try movements.amounts(evaluator)
        let none = amounts.total.map { _ in Value.number(.zero) }
        var filled = members
        for index in filled.indices {
            let own = amounts.byName[filled[index].name] ?? none
            guard try own.total().equals(filled[index].contribution) else { return false }
            filled[index].movements = own
        }
        guard try amounts.total.total().equals(change) else { return false }
        if remainder != nil {
            var rest: [Value] = []
            for (index, whole) in amounts.total.enumerated() {
                rest.append(try combined(whole, .subtract, filled.map { $0.movements[index] }.total()))
            }
            remainder?.movements = rest
        }
        members = filled
        movementTotals = amounts.total
        return true
    }
}
