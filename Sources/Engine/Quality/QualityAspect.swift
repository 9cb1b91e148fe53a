/// What the quality of data is measured by.
///
/// Each aspect is the share of rows (of completeness: of cells) that are good, from 0 to 1. A score is the weighted mean
/// of those aspects that can be measured, times 100. The weights are the published ones of verum: accuracy 30,
/// completeness 25, freshness 20, duplication 15, consistency 10.
package enum QualityAspect: String, Hashable, Sendable, CaseIterable {
    /// Rows without an impossible value, a key without a partner, a value of another type or far from all others.
    case accuracy
    /// Required cells that have a value.
    case completeness
    /// Rows that are not stale, months that have rows, data that reach up to today.
    case freshness
    /// Rows that do not repeat another.
    case duplication
    /// Rows whose texts are spelled as elsewhere.
    case consistency

    package var weight: Double {
        switch self {
        case .accuracy: 30
        case .completeness: 25
        case .freshness: 20
        case .duplication: 15
        case .consistency: 10
        }
    }
}

/// How good something is, aspect by aspect: how much of it was looked at, and how much of that is good.
struct QualityScore {
    private var measures: [QualityAspect: (good: Double, all: Double)] = [:]

    mutating func add(_ aspect: QualityAspect, good: Double, of all: Double) {
        guard all > 0 else { return }
        let before = measures[aspect] ?? (0, 0)
        measures[aspect] = (before.good + max(0, good), before.all + all)
    }

    mutating func add(_ other: QualityScore) {
        for (aspect, measure) in other.measures { add(aspect, good: measure.good, of: measure.all) }
    }

    /// From 0 to 1; nil where nothing of it can be measured.
    func share(_ aspect: QualityAspect) -> Double? { measures[aspect].map { min(1, $0.good / $0.all) } }

    /// From 0 to 100; nil where no aspect can be measured.
    var total: Double? {
        var sum = 0.0
        var weights = 0.0
        for aspect in QualityAspect.allCases {
            guard let share = share(aspect) else { continue }
            sum += aspect.weight * share
            weights += aspect.weight
        }
        return weights > 0 ? sum / weights * 100 : nil
    }
}
