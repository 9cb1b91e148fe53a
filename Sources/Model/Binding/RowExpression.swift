import Values

/// What kind of value an expression gives.
package enum Kind: Hashable, Sendable {
    case number(Unit)
    case text
    case day
    case moment
    case boolean
    case period
    /// The constant `missing`, which fits everything.
    case missing

    package var isNumber: Bool {
        if case .number = self { return true }
        return false
    }

    package var isTime: Bool { self == .day || self == .moment }

    package var text: String {
        switch self {
        case .number: "number"
        case .text: "text"
        case .day: "day"
        case .moment: "date-time"
        case .boolean: "condition"
        case .period: "period"
        case .missing: "missing"
        }
    }
}

/// A column of a dataset, reached from another by joins.
package struct ColumnReference: Hashable, Sendable {
    package var path: JoinPath
    /// Position in the table of `path.end`.
    package var position: Int
    package var name: String

    package init(path: JoinPath, position: Int, name: String) {
        self.path = path
        self.position = position
        self.name = name
    }

    package var text: String { path.joins.isEmpty ? name : path.endName + "." + name }
}

/// An expression over the rows of one dataset, with every name bound and every kind checked.
package indirect enum RowExpression: Hashable, Sendable {
    case constant(Value)
    case column(ColumnReference)
    case negate(RowExpression)
    case not(RowExpression)
    case arithmetic(ArithmeticOperator, RowExpression, RowExpression)
    case compare(ComparisonOperator, RowExpression, RowExpression)
    case and(RowExpression, RowExpression)
    case or(RowExpression, RowExpression)
    case isMissing(RowExpression)
    case isIn(RowExpression, [Value])
    case like(RowExpression, pattern: String)
    case conditional(RowExpression, then: RowExpression, otherwise: RowExpression)
    case function(Function.ID, [RowExpression])
    /// The first day of the step in which the row's entity first appears.
    case cohortStart(CohortStart)
    case history(HistoryColumn)
    /// An amount with the currency of its row.
    case money(RowExpression, currency: RowExpression)
    case convert(CurrencyConversion)

    /// The expressions over the same rows that this one is made of.
    package var children: [RowExpression] {
        switch self {
        case .constant, .column, .history: []
        case .negate(let operand), .not(let operand), .isMissing(let operand), .isIn(let operand, _),
            .like(let operand, _), .money(let operand, _):
            [operand]
        case .arithmetic(_, let left, let right), .compare(_, let left, let right), .and(let left, let right),
            .or(let left, let right):
            [left, right]
        case .conditional(let test, let then, let otherwise): [test, then, otherwise]
        case .function(_, let arguments): arguments
        case .cohortStart(let cohort): [cohort.entity, cohort.time] + (cohort.condition.map { [$0] } ?? [])
        case .convert(let conversion): [conversion.amount, conversion.currency, conversion.day]
        }
    }

    /// The same expression over other children, in the order of `children`.
    package func mapped<Failure: Error>(
        _ change: (RowExpression) throws(Failure) -> RowExpression
    ) throws(Failure) -> RowExpression {
        switch self {
        case .constant, .column, .history: return self
        case .negate(let operand): return .negate(try change(operand))
        case .not(let operand): return .not(try change(operand))
        case .isMissing(let operand): return .isMissing(try change(operand))
        case .isIn(let operand, let values): return .isIn(try change(operand), values)
        case .like(let operand, let pattern): return .like(try change(operand), pattern: pattern)
        case .money(let amount, let currency): return .money(try change(amount), currency: currency)
        case .arithmetic(let operation, let left, let right):
            return .arithmetic(operation, try change(left), try change(right))
        case .compare(let operation, let left, let right):
            return .compare(operation, try change(left), try change(right))
        case .and(let left, let right): return .and(try change(left), try change(right))
        case .or(let left, let right): return .or(try change(left), try change(right))
        case .conditional(let test, let then, let otherwise):
            return .conditional(try change(test), then: try change(then), otherwise: try change(otherwise))
        case .function(let id, let arguments):
            var changed: [RowExpression] = []
            for argument in arguments { changed.append(try change(argument)) }
            return .function(id, changed)
        case .cohortStart(var cohort):
            cohort.entity = try change(cohort.entity)
            cohort.time = try change(cohort.time)
            if let condition = cohort.condition { cohort.condition = try change(condition) }
            return .cohortStart(cohort)
        case .convert(var conversion):
            conversion.amount = try change(conversion.amount)
            conversion.currency = try change(conversion.currency)
            conversion.day = try change(conversion.day)
            return .convert(conversion)
        }
    }

    /// The columns that the expression reads.
    package var columns: [ColumnReference] {
        if case .column(let reference) = self { return [reference] }
        return children.flatMap(\.columns)
    }
}

package enum ComparisonOperator: String, Hashable, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The operator when both sides change places.
    package var mirrored: ComparisonOperator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    package func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

/// A bound expression with the kind of its value.
package struct Typed<Bound: Sendable>: Sendable {
    package var expression: Bound
    package var kind: Kind
    package init(_ expression: Bound, _ kind: Kind) {
        self.expression = expression
        self.kind = kind
    }
}
