import Language
import Model
import Values

extension Evaluator {
    /// How a question is computed, step by step: datasets, joins, filters, periods and definitions in full.
    package func explanation(_ question: Question) throws(Diagnostic) -> [String] {
        try workspace.withRoom(for: question.expressions) { () throws(Diagnostic) in
            try explanation(QuestionBinder(workspace).bind(question))
        }
    }

    /// How the lines of a cohort triangle are computed.
    package func explanation(_ question: CohortQuestion) throws(Diagnostic) -> [String] {
        try workspace.withRoom(for: question.expressions) { () throws(Diagnostic) in
            try explanation(CohortBinder(workspace).bind(question).question)
                + ["lay the \(question.grain.rawValue)s out by age, counted from the cohort's own"]
        }
    }

    private func explanation(_ bound: BoundQuestion) -> [String] {
        var lines = [bound.heading, ""]
        lines.append("measures")
        for measure in bound.measures {
            lines.append("  \(measure.name) = \(ExpressionText(bound).text(measure.expression))")
        }
        if bound.comparisons.contains(where: \.isTarget) {
            for measure in bound.measures {
                if let target = measure.target {
                    lines.append("  \(measure.name)_vs_target = \(ExpressionText(bound).text(target))")
                }
            }
        }
        var evaluation: Evaluation?
        var coverages: [Coverage] = []
        var refusal: Diagnostic?
        do {
            let computed = try Evaluation(bound, in: workspace, isInterrupted: isInterrupted)
            coverages = try computed.findCoverages()
            evaluation = computed
        } catch {
            refusal = error
        }
        for name in bound.datasets {
            guard let dataset = workspace.datasets[name] else { continue }
            lines.append("scan \(name)  (\(dataset.path), \(grouped(dataset.table.rowCount)) rows)")
            var paths: [String] = []
            func note(_ expression: RowExpression?) {
                for reference in expression?.columns ?? [] where !reference.path.joins.isEmpty {
                    if !paths.contains(reference.path.text) { paths.append(reference.path.text) }
                }
            }
            for aggregate in bound.aggregates where aggregate.dataset == name {
                note(aggregate.argument)
                note(aggregate.condition)
            }
            note(bound.conditions[name])
            for dimension in bound.dimensions {
                if case .rows(let expressions, _) = dimension.source { note(expressions[name]) }
            }
            for path in paths { lines.append("  join \(path)  (many to one)") }
            if let condition = bound.conditions[name] {
                lines.append("  where \(ExpressionText.text(condition))")
            }
            let axes = Set(
                bound.aggregates.filter { $0.dataset == name }.compactMap { $0.time.map(ExpressionText.text) })
            let isDated = bound.periods.contains { !$0.period.isAllTime } || bound.dimensions.contains(where: \.isTime)
            if isDated {
                for axis in axes.sorted() {
                    lines.append(
                        "  select by \(axis): " + bound.periods.map(\.period.daysLabel).joined(separator: ", "))
                }
            }
            for dimension in bound.dimensions {
                switch dimension.source {
                case .rows(let expressions, _):
                    if let expression = expressions[name] {
                        lines.append("  group by \(dimension.name) = \(ExpressionText.text(expression))")
                    }
                case .grain(let grain): lines.append("  group by \(grain.rawValue) of the time axis")
                case .period: lines.append("  group by asked period")
                }
            }
            for (position, aggregate) in bound.aggregates.enumerated() where aggregate.dataset == name {
                lines.append("  [\(position + 1)] \(ExpressionText.text(aggregate))")
            }
            if let report = evaluation?.reduction?.reports.first(where: { $0.dataset == name }) {
                lines += report.lines(in: workspace)
            }
            if let evaluation {
                let rows = evaluation.rowCounts[name] ?? 0
                let days = coverages.first { $0.dataset == name }?.days
                lines.append(
                    "  → \(grouped(rows)) row\(rows == 1 ? "" : "s")"
                        + (days.map { "; the data cover \($0.lowerBound.text) to \($0.upperBound.text)" } ?? ""))
            }
        }
        if let refusal { lines.append("refused when it is computed: \(refusal.message)") }
        if bound.datasets.count > 1 {
            lines.append("combine by the groups' values, each dataset aggregated on its own")
        }
        for comparison in bound.comparisons where !comparison.isTarget {
            lines.append(
                "compare \(comparison.label): "
                    + comparison.periods.map(\.period.daysLabel).joined(separator: ", "))
        }
        if let having = bound.having { lines.append("keep lines where \(ExpressionText(bound).text(having))") }
        if let cut = bound.cut {
            lines.append(
                "keep the \(cut.isTop ? "top" : "bottom") \(cut.count) by \(ExpressionText(bound).text(cut.by))"
                    + (cut.withOthers ? ", the rest as one line" : ""))
        }
        if bound.totals != false && !bound.dimensions.isEmpty && bound.periods.count == 1 {
            lines.append("totals recomputed from the rows")
        }
        return lines
    }
}

/// Bound expressions in the spelling of the language.
struct ExpressionText {
    let question: BoundQuestion

    init(_ question: BoundQuestion) { self.question = question }

    func text(_ expression: MetricExpression) -> String {
        switch expression {
        case .constant(let value): return Self.text(value)
        case .aggregate(let position): return Self.text(question.aggregates[position])
        case .negate(let operand): return "-" + text(operand)
        case .not(let operand): return "not (" + text(operand) + ")"
        case .arithmetic(let operation, let left, let right):
            return "(" + text(left) + " " + operation.rawValue + " " + text(right) + ")"
        case .compare(let operation, let left, let right):
            return text(left) + " " + operation.rawValue + " " + text(right)
        case .and(let left, let right): return "(" + text(left) + " and " + text(right) + ")"
        case .or(let left, let right): return "(" + text(left) + " or " + text(right) + ")"
        case .isMissing(let operand): return text(operand) + " = missing"
        case .conditional(let test, let then, let otherwise):
            return "if " + text(test) + " then " + text(then) + " else " + text(otherwise)
        case .function(let id, let arguments):
            return id.name + "(" + arguments.map(text).joined(separator: ", ") + ")"
        case .shifted(let shift, let inner): return shift.text(text(inner))
        case .inWholeSteps(let grain, let inner): return text(inner) + " in whole \(grain.rawValue)s"
        case .overSteps(let function, let steps, let inner):
            return "\(function.rawValue)(\(text(inner)) by \(steps.grain.rawValue)"
                + (steps.over.map { " over " + printed($0) } ?? "") + ")"
        case .output(.dimension(let index)): return question.dimensions[index].name
        case .output(.measure(let index)): return question.measures[index].name
        case .output(.compared(let measure, let comparison)):
            return question.measures[measure].name + "_" + question.comparisons[comparison].suffix
        case .output(.change(let measure, _)): return question.measures[measure].name + "_change"
        case .output(.changeRatio(let measure, _)): return question.measures[measure].name + "_change_pct"
        }
    }

    static func text(_ aggregate: Aggregate) -> String {
        if let movement = aggregate.movement {
            let parts = [aggregate.argument, aggregate.entity].compactMap { $0.map(Self.text) }
            let text =
                movement.rawValue + "(" + aggregate.dataset + ": " + parts.joined(separator: " per ")
                + (aggregate.condition.map { " where " + Self.text($0) } ?? "") + ")"
            return aggregate.function == .count ? "count(" + text + ")" : text
        }
        var text = aggregate.function.rawValue + "(" + (aggregate.isDistinct ? "distinct " : "")
        text += aggregate.argument.map { aggregate.dataset + ": " + Self.text($0) } ?? aggregate.dataset
        if let fraction = aggregate.fraction { text += ", " + plainDigits(fraction) }
        if let condition = aggregate.condition { text += " where " + Self.text(condition) }
        if let instant = aggregate.instant { text += " at " + instant.rawValue }
        return text + ")"
    }

    static func text(_ expression: RowExpression) -> String {
        switch expression {
        case .constant(let value): return text(value)
        case .column(let reference): return reference.text
        case .negate(let operand): return "-" + text(operand)
        case .not(let operand): return "not (" + text(operand) + ")"
        case .arithmetic(let operation, let left, let right):
            return "(" + text(left) + " " + operation.rawValue + " " + text(right) + ")"
        case .compare(let operation, let left, let right):
            return text(left) + " " + operation.rawValue + " " + text(right)
        case .and(let left, let right): return "(" + text(left) + " and " + text(right) + ")"
        case .or(let left, let right): return "(" + text(left) + " or " + text(right) + ")"
        case .isMissing(let operand): return text(operand) + " = missing"
        case .isIn(let operand, let values):
            return text(operand) + " in (" + values.map(text).joined(separator: ", ") + ")"
        case .like(let operand, let pattern): return text(operand) + " like \"" + pattern + "\""
        case .conditional(let test, let then, let otherwise):
            return "if " + text(test) + " then " + text(then) + " else " + text(otherwise)
        case .function(let id, let arguments):
            return id.name + "(" + arguments.map(text).joined(separator: ", ") + ")"
        case .cohortStart(let cohort): return "first \(cohort.grain.rawValue) of \(text(cohort.entity))"
        case .history(let column):
            return switch column.value {
            case .daysInStage: "days in stage"
            case .entry(let route): "first entry into \(route.from)"
            case .conversion(let route): "conversion \(route.text)"
            case .latest: "last submitted"
            }
        case .money(let amount, _): return text(amount)
        case .convert(let conversion):
            return "convert(" + text(conversion.amount) + ", " + text(conversion.currency) + " to "
                + conversion.target + " on " + text(conversion.day) + ")"
        }
    }

    static func text(_ value: Value) -> String {
        switch value {
        case .text(let text): "\"" + text + "\""
        case .missing: "missing"
        default: value.plainText
        }
    }
}
