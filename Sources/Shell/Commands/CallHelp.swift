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
