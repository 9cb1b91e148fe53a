import Foundation

/// What a question asks, before it is written in either language.
struct AskedQuestion: Sendable {
    struct Dimension: Sendable {
        enum Source: Sendable {
            /// For each dataset the SQL over its joined rows.
            case rows(text: String, sql: [String: String])
            case grain(String)
        }

        var source: Source
        var type: CellType
        var label: String?

        var grain: String? {
            if case .grain(let grain) = source { grain } else { nil }
        }

        var text: String {
            let own =
                switch source {
                case .rows(let text, _): text
                case .grain(let grain): grain.replacingOccurrences(of: "_", with: " ")
                }
            return label.map { "\(own) as \($0)" } ?? own
        }
    }

    /// What `having`, `sort` and `top … by` look at.
    enum Key: Sendable {
        case measure(Int)
        case compared(Int, Int)
        case change(Int, Int)
        case changeRatio(Int, Int)
        case metric(Metric)
        case dimension(Int)
    }

    indirect enum Condition: Sendable {
        case compare(Key, String, Metric)
        case isMissing(Key, Bool)
        case and(Condition, Condition)
        case or(Condition, Condition)
        case not(Condition)

        var keys: [Key] {
            switch self {
            case .compare(let key, _, _), .isMissing(let key, _): [key]
            case .and(let left, let right), .or(let left, let right): left.keys + right.keys
            case .not(let inner): inner.keys
            }
        }
    }

    struct SortKey: Sendable {
        var key: Key
        var ascending: Bool?
    }

    struct Cut: Sendable {
        var isTop: Bool
        var count: Int
        var by: Key?
        var withOthers: Bool
    }

    var measures: [Metric]
    var dimensions: [Dimension] = []
    var hasAcross = false
    var periods: [AskedPeriod] = []
    var comparisons: [AskedComparison] = []
    /// The condition, and for each dataset its SQL.
    var condition: (text: String, sql: [String: String])?
    var having: Condition?
    var sort: [SortKey] = []
    var cut: Cut?
    var limit: Int?
    var totals: Bool?

    var grains: [String] { dimensions.compactMap(\.grain) }

    var keys: [Key] {
        (having?.keys ?? []) + sort.map(\.key) + (cut?.by.map { [$0] } ?? [])
    }
}

// MARK: As Quaestor reads it

extension AskedQuestion {
    var text: String {
        var clauses: [String] = []
        let by = hasAcross ? dimensions.dropLast() : dimensions[...]
        if !by.isEmpty { clauses.append("by " + by.map(\.text).joined(separator: ", ")) }
        if hasAcross, let across = dimensions.last { clauses.append("across " + across.text) }
        if !periods.isEmpty { clauses.append("for " + periods.map(\.text).joined(separator: ", ")) }
        clauses += comparisons.map(\.text)
        if let condition { clauses.append("where \(condition.text)") }
        if let having { clauses.append("having \(text(having))") }
        if !sort.isEmpty {
            let keys = sort.map { key in
                text(key.key) + (key.ascending.map { $0 ? " asc" : " desc" } ?? "")
            }
            clauses.append("sort " + keys.joined(separator: ", "))
        }
        if let cut {
            clauses.append(
                "\(cut.isTop ? "top" : "bottom") \(cut.count)" + (cut.by.map { " by \(text($0))" } ?? "")
                    + (cut.withOthers ? " with others" : ""))
        }
        if let limit { clauses.append("limit \(limit)") }
        if let totals { clauses.append(totals ? "with totals" : "without totals") }
        let asked = measures.enumerated().map { "\($1.text) as m\($0)" }
        return (["show " + asked.joined(separator: ", ")] + clauses).joined(separator: " ")
    }

    func text(_ key: Key) -> String {
        let suffixes = comparisons.map { comparisons.count == 1 ? "" : "_" + $0.suffix }
        switch key {
        case .measure(let measure): return "m\(measure)"
        case .compared(let measure, let comparison): return "m\(measure)_\(comparisons[comparison].suffix)"
        case .change(let measure, let comparison):
            return measures.count == 1 && comparisons.count == 1
                ? "change" : "m\(measure)_change\(suffixes[comparison])"
        case .changeRatio(let measure, let comparison): return "m\(measure)_change_pct\(suffixes[comparison])"
        case .metric(let metric): return metric.text
        case .dimension(let dimension): return dimensions[dimension].label ?? ""
        }
    }

    private func text(_ condition: Condition) -> String {
        switch condition {
        case .compare(let key, let sign, let metric):
            var left = text(key)
            if case .metric(.conditional) = key { left = "(\(left))" }
            return "\(left) \(sign) \(metric.text)"
        case .isMissing(let key, let isMissing):
            var left = text(key)
            if case .metric(.conditional) = key { left = "(\(left))" }
            return "\(left) is \(isMissing ? "" : "not ")missing"
        case .and(let left, let right): return "(\(text(left))) and (\(text(right)))"
        case .or(let left, let right): return "\(text(left)) or (\(text(right)))"
        case .not(let inner): return "not (\(text(inner)))"
        }
    }

    // MARK: Columns of the answer

    func type(_ key: Key) -> CellType {
        switch key {
        case .measure(let measure), .compared(let measure, _), .change(let measure, _): measures[measure].type
        case .changeRatio: .float
        case .metric(let metric): metric.type
        case .dimension(let dimension): dimensions[dimension].type
        }
    }

    /// The columns behind the dimensions.
    var outputs: [Key] {
        measures.indices.flatMap { measure -> [Key] in
            [.measure(measure)]
                + comparisons.indices.flatMap { comparison -> [Key] in
                    if comparisons[comparison] == .target, !Targets.areSet(for: measures[measure]) { return [] }
                    return measures[measure].type.isNumber
                        ? [
                            .compared(measure, comparison), .change(measure, comparison),
                            .changeRatio(measure, comparison),
                        ] : [.compared(measure, comparison)]
                }
        }
    }
}
