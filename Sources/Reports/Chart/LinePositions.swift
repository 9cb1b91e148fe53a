import Values

extension LineChart {
    /// Steps of equal length side by side where none is left out, else by their days.
    static func positions(_ keys: [ChartGrid.Key]) -> [Position] {
        func end(_ value: Value?) -> Day? {
            if case .period(let period)? = value { return period.end }
            return value?.start.map { $0.adding(days: 1) }
        }
        let followsGap = keys.indices.map { index in
            index > 0 && end(keys[index - 1].value) != keys[index].value?.start
        }
        let isWhole = !followsGap.contains(true)
        let first = keys.first?.value?.start
        let length = first.flatMap { first in keys.last?.value?.start.map { Double(first.days(to: $0)) } } ?? 0
        // Single days, such as those of orders, are no steps: a line leads from each to the next.
        let areSteps = keys.contains { if case .period? = $0.value { true } else { false } }
        return keys.enumerated().map { index, key in
            var place = Double(index) / Double(max(1, keys.count - 1))
            if !isWhole, length > 0, let first, let start = key.value?.start {
                place = Double(first.days(to: start)) / length
            }
            return Position(
                label: key.label, place: min(1, max(0, place)), isPartial: key.isPartial,
                followsGap: areSteps && followsGap[index])
        }
    }
}
