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
    case named(String, Metric)
    /// `previous(m)` and the like.
    case shifted(TimeShift, Metric)
    /// `avg(m by month)`.
    case overParts(String, SubPeriods, Metric)
    /// `m` where the time is whole steps of a grain, else nothing: what targets are.
    case inWholeSteps(String, Metric)

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
        case .shifted(let shift, let metric): shift.text(metric.text)
        case .overParts(let function, let parts, let metric):
            if let inside = metric.summedBalance {
                "\(function)(\(inside) \(parts.text))"
            } else {
                "\(function)(\(metric.text) \(parts.text))"
            }
        case .inWholeSteps(_, let metric): metric.text
        }
    }

    /// `avg(X at end by day)` is that of the sums of X.
    private var summedBalance: Substring? {
        guard case .aggregate(let aggregate) = self, case .active = aggregate.rows, aggregate.text.hasPrefix("sum(")
        else { return nil }
        return aggregate.text.dropFirst(4).dropLast()
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
        case .negated(let metric), .named(_, let metric), .shifted(_, let metric), .inWholeSteps(_, let metric):
            metric.type
        case .overParts(let function, _, let metric):
            switch (function, metric.type) {
            case ("avg", _), ("stddev", _): .float
            case ("median", .number(let scale)): .number(scale: scale + 1)
            default: metric.type
            }
        }
    }

    private static func common(_ left: CellType, _ right: CellType) -> CellType {
        guard let first = left.scale, let second = right.scale else { return left.isNumber ? .float : left }
        return .number(scale: max(first, second))
    }

    /// Every aggregate in it.
    var aggregates: [Aggregate] {
        if case .aggregate(let aggregate) = self { [aggregate] } else { parts.flatMap(\.aggregates) }
    }

    /// What it is directly made of.
    var parts: [Metric] {
        switch self {
        case .aggregate, .literal: []
        case .arithmetic(_, let left, let right), .coalesce(let left, let right): [left, right]
        case .conditional(let left, _, let right, let then, let otherwise):
            [left, right, then] + (otherwise.map { [$0] } ?? [])
        case .negated(let metric), .named(_, let metric), .shifted(_, let metric), .overParts(_, _, let metric),
            .inWholeSteps(_, let metric):
            [metric]
        }
    }

    /// Whether a part of it passes a test.
    func contains(_ test: (Metric) -> Bool) -> Bool { test(self) || parts.contains { $0.contains(test) } }

    // MARK: SQL

    /// What a metric is computed from, each over the stretch of time that a path leads to.
    enum Part {
        case aggregate(Aggregate)
        /// A statistic over the parts of the stretch.
        case overParts(String, SubPeriods, Metric)
        /// Whether there is such a stretch.
        case exists
        /// Whether it is whole steps of a grain.
        case isWhole(String)
    }

    /// - Parameters:
    ///   - path: where the time of the line leads to.
    ///   - column: the column that holds a part's value.
    func sql(_ path: TimePath, _ column: (Part, TimePath) -> String) -> String {
        switch self {
        case .aggregate(let aggregate): column(.aggregate(aggregate), path)
        case .literal(_, let units, _): "(\(units))"
        case .arithmetic(let sign, let left, let right):
            Self.arithmetic(sign, (left.sql(path, column), left.type), (right.sql(path, column), right.type))
        case .coalesce(let metric, let other):
            "coalesce(\(metric.sql(as: type, path, column)), \(other.sql(as: type, path, column)))"
        case .conditional(let left, let sign, let right, let then, let otherwise):
            "(CASE WHEN "
                + Self.comparison(sign, (left.sql(path, column), left.type), (right.sql(path, column), right.type))
                + " THEN \(then.sql(as: type, path, column))"
                + (otherwise.map { " ELSE \($0.sql(as: type, path, column))" } ?? "") + " END)"
        case .negated(let metric): "(-\(metric.sql(path, column)))"
        case .named(_, let metric): metric.sql(path, column)
        case .shifted(let shift, let metric):
            "(CASE WHEN \(column(.exists, path + [.shift(shift)])) THEN "
                + metric.sql(path + [.shift(shift)], column) + " END)"
        case .overParts(let function, let parts, let metric): column(.overParts(function, parts, metric), path)
        case .inWholeSteps(let grain, let metric):
            "(CASE WHEN \(column(.isWhole(grain), path)) THEN \(metric.sql(path, column)) END)"
        }
    }

    func sql(as wanted: CellType, _ path: TimePath, _ column: (Part, TimePath) -> String) -> String {
        Self.converted(sql(path, column), type, to: wanted)
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
