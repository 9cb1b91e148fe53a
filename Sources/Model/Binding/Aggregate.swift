import Language
import Values

/// How many values become one.
package enum AggregateFunction: String, Hashable, Sendable, CaseIterable {
    case sum, avg, min, max, median, stddev
    case standardDeviationOfAll = "stddev_population"
    case count, first, last, percentile

    package var signature: String {
        switch self {
        case .count: "count(dataset), count(x), count(distinct x)"
        case .percentile: "percentile(x, 90%)"
        default: "\(rawValue)(x)"
        }
    }

    package var summary: String {
        switch self {
        case .sum: "The sum; 0 over no rows."
        case .avg: "The arithmetic mean of the values that there are."
        case .min: "The smallest value."
        case .max: "The largest value."
        case .median: "The middle value, or the mean of the two middle ones."
        case .stddev: "The sample standard deviation (n − 1); no value for fewer than two values."
        case .standardDeviationOfAll: "The population standard deviation (n)."
        case .count: "Rows of a dataset, rows that have a value, or different values; 0 over no rows."
        case .first: "The value of the earliest row by the time axis."
        case .last: "The value of the latest row by the time axis."
        case .percentile: "The value below which this share lies, interpolated between neighbours."
        }
    }
}

/// One aggregate over one dataset's rows: what a metric is made of.
package struct Aggregate: Hashable, Sendable {
    package var function: AggregateFunction
    package var dataset: String
    /// What is aggregated; nil for `count(dataset)`.
    package var argument: RowExpression?
    package var isDistinct = false
    /// 0 ... 1 for `percentile`.
    package var fraction: Double?
    package var condition: RowExpression?
    /// The column that periods select by; nil when the dataset has no time axis.
    package var time: RowExpression?
    /// Where the column that periods select by holds whole periods: their length, of which only whole ones count.
    package var wholeSteps: Grain?
    /// For balances: rows active at the period's start or end, by the dataset's `active from … to …`.
    package var instant: Call.Instant?
    /// The interval of a balance.
    package var activeFrom: RowExpression?
    package var activeTo: RowExpression?
    /// The currency of each row's amount; nil where the argument is no money or all of it is in one currency.
    package var currency: RowExpression?
    /// For movements between a period's opening and closing balance: whose balance moves, and which way.
    package var movement: Movement?
    package var entity: RowExpression?
    /// Of rows that stand for several: for how many. Where the argument is summed already, how many values of it there
    /// are; nil where every row stands for itself.
    package var weight: RowExpression?
    /// Whether each cell of the argument is the sum over all the rows that its row stands for.
    package var isSummed = false

    /// Whether it looks at the rows active at some day rather than at those whose day lies in a period.
    package var isBalance: Bool { instant != nil || movement != nil }
}

/// An expression over aggregates: what a measure is.
package indirect enum MetricExpression: Hashable, Sendable {
    case constant(Value)
    /// Position in the question's list of aggregates.
    case aggregate(Int)
    case negate(MetricExpression)
    case not(MetricExpression)
    case arithmetic(ArithmeticOperator, MetricExpression, MetricExpression)
    case compare(ComparisonOperator, MetricExpression, MetricExpression)
    case and(MetricExpression, MetricExpression)
    case or(MetricExpression, MetricExpression)
    case isMissing(MetricExpression)
    case conditional(MetricExpression, then: MetricExpression, otherwise: MetricExpression)
    case function(Function.ID, [MetricExpression])
    /// The expression over another stretch of time.
    case shifted(TimeShift, MetricExpression)
    /// The expression where the stretch is whole steps of a grain, else no value.
    case inWholeSteps(Grain, MetricExpression)
    /// A statistic of the expression's values over sub-periods.
    case overSteps(AggregateFunction, Steps, MetricExpression)
    /// A column of the answer, in `having` and `sort`.
    case output(Output)

    package enum Output: Hashable, Sendable {
        case dimension(Int)
        case measure(Int)
        case compared(measure: Int, comparison: Int)
        case change(measure: Int, comparison: Int)
        case changeRatio(measure: Int, comparison: Int)
    }

    /// The expressions directly inside this one.
    package var operands: [MetricExpression] {
        switch self {
        case .constant, .aggregate, .output: []
        case .negate(let operand), .not(let operand), .isMissing(let operand), .shifted(_, let operand),
            .overSteps(_, _, let operand), .inWholeSteps(_, let operand):
            [operand]
        case .arithmetic(_, let left, let right), .compare(_, let left, let right), .and(let left, let right),
            .or(let left, let right):
            [left, right]
        case .conditional(let test, let then, let otherwise): [test, then, otherwise]
        case .function(_, let arguments): arguments
        }
    }

    /// Whether it is itself over other stretches of time than the line's.
    package var looksElsewhere: Bool {
        switch self {
        case .shifted, .overSteps: true
        default: false
        }
    }

    /// Whether a part of the expression, itself included, passes a test.
    package func contains(_ test: (MetricExpression) -> Bool) -> Bool {
        test(self) || operands.contains { $0.contains(test) }
    }
}
