import Language
import Values

/// Another stretch of time than the one that a line stands for.
package enum TimeShift: Hashable, Sendable {
    /// The stretch of the same length just before.
    case previous
    /// The same stretch a year before.
    case yearAgo
    /// From the beginning of the step that holds the stretch's last day.
    case toDate(Grain)
    /// So long, up to the stretch's last day.
    case rolling(Duration)
    /// From the beginning of the asked period.
    case running
    /// From the beginning of all time up to the stretch's last day.
    case toDateEver

    /// `rolling(…, 3 months)`, with what it is applied to.
    package func text(_ inner: String) -> String {
        switch self {
        case .previous: "previous(\(inner))"
        case .yearAgo: "year_ago(\(inner))"
        case .toDate(.month): "mtd(\(inner))"
        case .toDate(.quarter): "qtd(\(inner))"
        case .toDate: "ytd(\(inner))"
        case .rolling(let duration): "rolling(\(inner), \(printed(duration)))"
        case .running: "running(\(inner))"
        case .toDateEver: "to_date(\(inner))"
        }
    }
}

/// The functions that ask a metric over another stretch of time.
package enum TimeFunction: String, Hashable, Sendable, CaseIterable {
    case previous
    case yearAgo = "year_ago"
    case ytd, qtd, mtd, rolling, running
    case toDate = "to_date"

    package var signature: String { self == .rolling ? "rolling(metric, 3 months)" : "\(rawValue)(metric)" }

    package var summary: String {
        switch self {
        case .previous: "The metric in the period of the same length just before."
        case .yearAgo: "The metric in the same period a year before."
        case .ytd: "The metric from the beginning of the year; of the fiscal year on lines by fiscal steps."
        case .qtd: "The metric from the beginning of the quarter."
        case .mtd: "The metric from the beginning of the month."
        case .rolling: "The metric over so long a time up to the end of the period."
        case .running: "The metric from the beginning of the asked period up to the end of the line's."
        case .toDate: "The metric from the beginning of the data up to the end of the period."
        }
    }

    /// - Parameter duration: for `rolling` only.
    func shift(_ duration: Duration?) -> TimeShift? {
        switch self {
        case .previous: .previous
        case .yearAgo: .yearAgo
        case .ytd: .toDate(.year)
        case .qtd: .toDate(.quarter)
        case .mtd: .toDate(.month)
        case .rolling: duration.map(TimeShift.rolling)
        case .running: .running
        case .toDate: .toDateEver
        }
    }
}
