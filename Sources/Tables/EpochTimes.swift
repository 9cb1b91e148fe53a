import Values

/// What times are counted in that are numbers since the beginning of 1970, as programs hand them on.
enum EpochUnit: CaseIterable, Sendable {
    case seconds, milliseconds, microseconds

    /// Microseconds.
    var size: Int64 {
        switch self {
        case .seconds: 1_000_000
        case .milliseconds: 1000
        case .microseconds: 1
        }
    }

    /// The numbers of 2000 to 2099.
    var range: ClosedRange<Int64> {
        let perSecond = 1_000_000 / size
        return 946_684_800 * perSecond...4_102_444_799 * perSecond
    }

    var decision: String { "numbers of \(self) since 1970 read as times (UTC)" }

    /// The unit that makes times of 2000 to 2099 of a number; nil where none does.
    init?(of number: Int64) {
        guard let unit = Self.allCases.first(where: { $0.range.contains(number) }) else { return nil }
        self = unit
    }
}

extension ColumnDecision {
    /// The column as times, where its name says that it holds them and all cells are such numbers; nil otherwise.
    func epochColumn(_ sample: CellSample) -> Column? {
        guard sample.numbers > 0, sample.numbers + sample.missing == sample.filled, sample.scale == 0,
            options.dateOrder == nil, saysTime(name),
            let (values, scale, missing) = cells.plainNumbers(scale: 0, allowsWords: true), scale == 0,
            let first = values.first(where: { $0 != ColumnData.missingScaled }), let unit = EpochUnit(of: first),
            values.allSatisfy({ $0 == ColumnData.missingScaled || unit.range.contains($0) })
        else { return nil }
        let moments = values.map { $0 == ColumnData.missingScaled ? Int64.min : $0 * unit.size }
        return Column(
            type: .moment, data: .moments(moments), missingCount: missing, decisions: [unit.decision]
        ).tellingWords(of: self)
    }
}
