import Language
import Model
import Values

/// How a metric is put together, which decides how its change is divided among groups.
enum MetricForm: Hashable {
    /// A sum of sums and counts: each group has its own part of it.
    case sum
    /// One sum divided by another.
    case ratio(MetricExpression, MetricExpression)
    /// A statistic of values, such as a median, with the number of values that it is of.
    case statistic(weight: MetricExpression)
    /// Any other expression over sums and counts.
    case parts
    /// Anything else.
    case other
}

/// Finds the form of a metric, adding the aggregates that its parts need.
struct FormFinder {
    var aggregates: [Aggregate]

    init(_ aggregates: [Aggregate]) { self.aggregates = aggregates }

    /// Constants, sums (with a constant added where `isShifted`), and quotients of sums.
    private enum Rational {
        case constant(MetricExpression)
        case sum(MetricExpression, isShifted: Bool)
        case ratio(MetricExpression, MetricExpression)
    }

    mutating func form(_ expression: MetricExpression) -> MetricForm {
        switch rational(expression) {
        case .constant?, .sum?: return .sum
        case .ratio(let top, let bottom)?: return .ratio(top, bottom)
        case nil: break
        }
        if case .aggregate(let position) = expression {
            return .statistic(weight: add(counted(aggregates[position])))
        }
        return isOfParts(expression) ? .parts : .other
    }

    /// The expression as a function of its sums, which are given values in the order in which they are met.
    mutating func substituted(
        _ expression: MetricExpression, _ part: (MetricExpression) -> MetricExpression
    ) -> MetricExpression {
        switch rational(expression) {
        case .constant?: return expression
        case .sum(let sum, _)?: return part(sum)
        case .ratio(let top, let bottom)?: return .arithmetic(.divide, part(top), part(bottom))
        case nil: break
        }
        switch expression {
        case .negate(let a): return .negate(substituted(a, part))
        case .not(let a): return .not(substituted(a, part))
        case .isMissing(let a): return .isMissing(substituted(a, part))
        case .arithmetic(let operation, let a, let b):
            return .arithmetic(operation, substituted(a, part), substituted(b, part))
        case .compare(let comparison, let a, let b):
            return .compare(comparison, substituted(a, part), substituted(b, part))
        case .and(let a, let b): return .and(substituted(a, part), substituted(b, part))
        case .or(let a, let b): return .or(substituted(a, part), substituted(b, part))
        case .conditional(let test, let then, let otherwise):
            return .conditional(
                substituted(test, part), then: substituted(then, part), otherwise: substituted(otherwise, part))
        case .function(let id, let arguments):
            var results: [MetricExpression] = []
            for argument in arguments { results.append(substituted(argument, part)) }
            return .function(id, results)
        case .constant, .aggregate, .shifted, .inWholeSteps, .overSteps, .output: return expression
        }
    }

    private mutating func isOfParts(_ expression: MetricExpression) -> Bool {
        if rational(expression) != nil { return true }
        switch expression {
        case .constant, .aggregate, .shifted, .inWholeSteps, .overSteps, .output: return false
        default: break
        }
        for operand in expression.operands where !isOfParts(operand) { return false }
        return true
    }

    mutating func add(_ aggregate: Aggregate) -> MetricExpression {
        if let known = aggregates.firstIndex(of: aggregate) { return .aggregate(known) }
        aggregates.append(aggregate)
        return .aggregate(aggregates.count - 1)
    }

    /// How many values an aggregate is of.
    private func counted(_ aggregate: Aggregate) -> Aggregate {
        var result = aggregate
        result.function = .count
        result.isDistinct = false
        result.fraction = nil
        result.currency = nil
        return result
    }

    // MARK: Quotients

    private mutating func rational(_ expression: MetricExpression) -> Rational? {
        switch expression {
        case .constant: return .constant(expression)
        case .aggregate(let position):
            let aggregate = aggregates[position]
            switch aggregate.function {
            case .sum, .count: return .sum(expression, isShifted: false)
            case .avg where !aggregate.isDistinct && aggregate.movement == nil:
                var sum = aggregate
                sum.function = .sum
                return .ratio(add(sum), add(counted(aggregate)))
            default: return nil
            }
        case .negate(let operand):
            switch rational(operand) {
            case .constant?: return .constant(expression)
            case .sum(_, let isShifted)?: return .sum(expression, isShifted: isShifted)
            case .ratio(let top, let bottom)?: return .ratio(.negate(top), bottom)
            case nil: return nil
            }
        case .arithmetic(let operation, let left, let right):
            guard let first = rational(left), let second = rational(right) else { return nil }
            return combined(expression, operation, first, second)
        case .function(let id, let arguments) where id.name == "coalesce":
            // A sum has a value over any rows, so that no other is ever taken.
            guard let first = arguments.first, case .sum(let sum, let isShifted)? = rational(first) else { return nil }
            return .sum(sum, isShifted: isShifted)
        case .shifted(let shift, let inner):
            switch rational(inner) {
            case .sum(let sum, let isShifted)?: return .sum(.shifted(shift, sum), isShifted: isShifted)
            case .ratio(let top, let bottom)?: return .ratio(.shifted(shift, top), .shifted(shift, bottom))
            default: return nil
            }
        case .overSteps(let function, let steps, let inner) where function == .sum || function == .avg:
            guard case .sum(let sum, let isShifted)? = rational(inner) else { return nil }
            return .sum(.overSteps(function, steps, sum), isShifted: isShifted)
        default: return nil
        }
    }

    private func combined(
        _ whole: MetricExpression, _ operation: ArithmeticOperator, _ first: Rational, _ second: Rational
    ) -> Rational? {
        switch (operation, first, second) {
        case (_, .constant, .constant): return .constant(whole)
        case (.add, .sum(_, let a), .sum(_, let b)), (.subtract, .sum(_, let a), .sum(_, let b)):
            return .sum(whole, isShifted: a || b)
        case (.add, .sum, .constant), (.add, .constant, .sum), (.subtract, .sum, .constant),
            (.subtract, .constant, .sum):
            return .sum(whole, isShifted: true)
        case (.multiply, .sum(_, let a), .constant), (.multiply, .constant, .sum(_, let a)),
            (.divide, .sum(_, let a), .constant):
            return .sum(whole, isShifted: a)
        case (.divide, .sum(let top, false), .sum(let bottom, false)): return .ratio(top, bottom)
        case (.add, .ratio(let top, let bottom), .constant(let c)),
            (.subtract, .ratio(let top, let bottom), .constant(let c)):
            return .ratio(.arithmetic(operation, top, .arithmetic(.multiply, c, bottom)), bottom)
        case (.add, .constant(let c), .ratio(let top, let bottom)),
            (.subtract, .constant(let c), .ratio(let top, let bottom)):
            return .ratio(.arithmetic(operation, .arithmetic(.multiply, c, bottom), top), bottom)
        case (.multiply, .ratio(let top, let bottom), .constant(let c)),
            (.multiply, .constant(let c), .ratio(let top, let bottom)):
            return .ratio(.arithmetic(.multiply, top, c), bottom)
        case (.divide, .ratio(let top, let bottom), .constant(let c)):
            return .ratio(top, .arithmetic(.multiply, bottom, c))
        case (.add, .ratio(let a, let bottom), .ratio(let b, let other)) where bottom == other,
            (.subtract, .ratio(let a, let bottom), .ratio(let b, let other)) where bottom == other:
            return .ratio(.arithmetic(operation, a, b), bottom)
        default: return nil
        }
    }
}
