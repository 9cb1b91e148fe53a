/// A measure: aggregates and what is computed from them, as Quaestor reads it and as SQL.
indirect enum Metric: Sendable {
    case aggregate(Aggregate)
    case literal(text: String, units: Int64, scale: Int)
    /// One of `+ - * /`.
    case arithmetic(String, Metric, Metric)
    /// `coalesce(m, k)`.
    case coalesce(Metric, Metric)
    /// `if m > k then a else b`.
    case conditional(Metric, String, Metric, then: Metric, otherwise: Metric?)
    case negated(Metric)
    /// `previous(…)` and the like come here as cases of their own.
    case named(String, Metric)

    var text: String {
        switch self {
        case .aggregate(let aggregate): aggregate.text
        case .literal(let text, _, _): text
        case .arithmetic(let sign, let left, let right):
            "\(left.operand(of: sign)) \(sign) \(right.isSimple ? right.text : "(\(right.text))")"
        case .coalesce(let metric, let other): "coalesce(\(metric.text), \(other.text))"
        case .conditional(let left, let sign, let right, let then, let otherwise):
            "if \(left.isCondition ? "(\(left.text))" : left.text) \(sign) \(right.text)"
                + " then \(then.isCondition ? "(\(then.text))" : then.text)"
                + (otherwise.map { " else \($0.text)" } ?? "")
        case .negated(let metric): "-" + (metric.isSimple ? metric.text : "(\(metric.text))")
        case .named(let name, _): name
        }
    }

    private var isCondition: Bool {
        if case .conditional = self { true } else { false }
    }

    private var isSimple: Bool {
        switch self {
        case .arithmetic, .conditional, .negated: false
        default: true
        }
    }

    private func operand(of sign: String) -> String {
        switch self {
        case .conditional, .negated: "(\(text))"
        case .arithmetic(let own, _, _) where (sign == "*" || sign == "/") && (own == "+" || own == "-"): "(\(text))"
        default: text
        }
    }

    var type: CellType {
        switch self {
        case .aggregate(let aggregate): aggregate.type
        case .literal(_, _, let scale): .number(scale: scale)
        case .arithmetic(let sign, let left, let right):
            switch (sign, left.type.scale, right.type.scale) {
            case ("/", _, _), (_, nil, _), (_, _, nil): .float
            case ("*", let first?, let second?): .number(scale: first + second)
            case (_, let first?, let second?): .number(scale: max(first, second))
            }
        case .coalesce(let metric, let other): Self.common(metric.type, other.type)
        case .conditional(_, _, _, let then, let otherwise): Self.common(then.type, otherwise?.type ?? then.type)
        case .negated(let metric), .named(_, let metric): metric.type
        }
    }

    private static func common(_ left: CellType, _ right: CellType) -> CellType {
        guard let first = left.scale, let second = right.scale else { return left.isNumber ? .float : left }
        return .number(scale: max(first, second))
    }

    /// Every aggregate in it.
    var aggregates: [Aggregate] {
        switch self {
        case .aggregate(let aggregate): [aggregate]
        case .literal: []
        case .arithmetic(_, let left, let right), .coalesce(let left, let right): left.aggregates + right.aggregates
        case .conditional(let left, _, let right, let then, let otherwise):
            left.aggregates + right.aggregates + then.aggregates + (otherwise?.aggregates ?? [])
        case .negated(let metric), .named(_, let metric): metric.aggregates
        }
    }

    // MARK: SQL

    /// - Parameter column: the column that holds the value of an aggregate.
    func sql(_ column: (Aggregate) -> String) -> String {
        switch self {
        case .aggregate(let aggregate): column(aggregate)
        case .literal(_, let units, _): "(\(units))"
        case .arithmetic(let sign, let left, let right):
            Self.arithmetic(sign, (left.sql(column), left.type), (right.sql(column), right.type))
        case .coalesce(let metric, let other):
            "coalesce(\(metric.sql(as: type, column)), \(other.sql(as: type, column)))"
        case .conditional(let left, let sign, let right, let then, let otherwise):
            "(CASE WHEN \(Self.comparison(sign, (left.sql(column), left.type), (right.sql(column), right.type)))"
                + " THEN \(then.sql(as: type, column))"
                + (otherwise.map { " ELSE \($0.sql(as: type, column))" } ?? "") + " END)"
        case .negated(let metric): "(-\(metric.sql(column)))"
        case .named(_, let metric): metric.sql(column)
        }
    }

    private func sql(as wanted: CellType, _ column: (Aggregate) -> String) -> String {
        Self.converted(sql(column), type, to: wanted)
    }

    static func converted(_ sql: String, _ type: CellType, to wanted: CellType) -> String {
        switch (type, wanted) {
        case (.number(let own), .number(let scale)) where own < scale: "(\(sql) * \(power(scale - own)))"
        case (.number(let own), .float): "(\(sql) / \(power(own)).0)"
        default: sql
        }
    }

    /// Both sides in the same units.
    private static func aligned(
        _ left: (sql: String, type: CellType), _ right: (sql: String, type: CellType)
    ) -> (String, String) {
        let wanted = common(left.type, right.type)
        return (converted(left.sql, left.type, to: wanted), converted(right.sql, right.type, to: wanted))
    }

    static func arithmetic(
        _ sign: String, _ left: (sql: String, type: CellType), _ right: (sql: String, type: CellType)
    ) -> String {
        switch sign {
        case "/":
            let (first, second) = aligned(left, right)
            return "(CASE WHEN \(second) <> 0 THEN \(first) * 1.0 / \(second) END)"
        case "*":
            if left.type.scale != nil, right.type.scale != nil { return "(\(left.sql) * \(right.sql))" }
            return "(\(converted(left.sql, left.type, to: .float)) * \(converted(right.sql, right.type, to: .float)))"
        default:
            let (first, second) = aligned(left, right)
            return "(\(first) \(sign) \(second))"
        }
    }

    /// Fractions are compared as if they were exact: what differs in the last binary digits only is equal.
    static func comparison(
        _ sign: String, rounds: Bool = true, _ left: (sql: String, type: CellType),
        _ right: (sql: String, type: CellType)
    ) -> String {
        let (first, second) = aligned(left, right)
        guard common(left.type, right.type) == .float else { return "(\(first) \(sign) \(second))" }
        return "(\(comparable(first, .float, rounds: rounds)) \(sign) \(comparable(second, .float, rounds: rounds)))"
    }

    /// What values are ordered by.
    static func comparable(_ sql: String, _ type: CellType, rounds: Bool) -> String {
        type == .float && rounds ? "round(\(sql), 9)" : sql
    }
}
