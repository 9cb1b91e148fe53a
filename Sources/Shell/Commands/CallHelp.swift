import Language
import Model

/// A call of the language as `help` and `describe` tell it, and as completion offers it.
struct CallHelp {
    var name: String
    var signature: String
    var summary: String
    /// For completion: `function`, `aggregate`, `movement`, `time`.
    var kind: String
    /// The topic of `help` that tells more.
    var topic: String?

    var lines: [String] {
        [signature, "  " + summary] + (topic.map { ["  `help \($0)` tells more"] } ?? [])
    }

    /// With names of the loaded data, as `ExampleWords` fills them in.
    var examples: [String] {
        switch kind {
        case "aggregate":
            switch AggregateFunction(rawValue: name) {
            case .count: ["show count({dataset}) by {dimension}"]
            case .percentile: ["show percentile({dataset}.{amount}, 90%) by {dimension}"]
            default: ["show \(name)({dataset}.{amount}) by {dimension}"]
            }
        case "movement": ["show \(name)({interval}.{balance} per {entity}) by month for {interval_year}"]
        case "time":
            name == TimeFunction.rolling.rawValue
                ? ["show {metric}, rolling({metric}, 3 months) by month for {year}"]
                : ["show {metric}, \(name)({metric}) by month for {year}"]
        default:
            switch name {
            case "conversion": ["show conversion({process} from {first} to {second} within 30 days)"]
            case "target", "attainment": ["show {metric}, \(name)({metric}) for {quarter}"]
            case "coalesce": ["show coalesce({ratio}, 0) as ratio by {dimension}"]
            case "round", "abs": ["show \(name)({metric}) as rounded by {dimension}"]
            case "upper", "lower", "length": ["show {metric} by \(name)({dimension})"]
            default: []
            }
        }
    }

    /// All calls, by what they are, in the order of `help functions`.
    static let groups: [(title: String, calls: [CallHelp])] = [
        (
            "Functions",
            Functions.all.map {
                CallHelp(name: $0.name, signature: $0.signature, summary: $0.summary, kind: "function")
            }
        ),
        (
            "Aggregates",
            AggregateFunction.allCases.map {
                CallHelp(name: $0.rawValue, signature: $0.signature, summary: $0.summary, kind: "aggregate")
            }
        ),
        (
            "Movements",
            Movement.allCases.map {
                CallHelp(
                    name: $0.rawValue, signature: $0.signature, summary: $0.summary, kind: "movement",
                    topic: "movements")
            }
        ),
        (
            "Time",
            TimeFunction.allCases.map {
                CallHelp(
                    name: $0.rawValue, signature: $0.signature, summary: $0.summary, kind: "time", topic: "time")
            }
        ),
        (
            "Others",
            CallForm.allCases.map {
                CallHelp(
                    name: $0.rawValue, signature: $0.signature, summary: $0.summary, kind: "function",
                    topic: $0.topic)
            }
        ),
    ]

    static let all = groups.flatMap(\.calls)

    static func named(_ name: String) -> CallHelp? { all.first { $0.name == name } }
}

extension CallForm {
    /// The topic of `help` that tells more.
    fileprivate var topic: String {
        switch self {
        case .conversion: "conversion"
        case .convert: "money"
        case .target, .attainment: "target"
        }
    }
}
