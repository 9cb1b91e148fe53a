import Values

/// A period as written; `Model` resolves it against the calendar, today and the data.
package struct PeriodExpression: Sendable {
    package indirect enum Kind: Hashable, Sendable {
        case day(Day)
        case year(Int)
        case half(year: Int, Int)
        case quarter(year: Int, Int)
        case month(year: Int, Int)
        /// ISO week: `2026-W07`.
        case week(year: Int, Int)
        case fiscalYear(Int)
        case fiscalHalf(year: Int, Int)
        case fiscalQuarter(year: Int, Int)
        case today
        case yesterday
        /// `last quarter` is -1, `this quarter` 0, `next quarter` 1.
        case step(Grain, offset: Int)
        /// `last 6 months`: the whole steps before this one; `next 3 months`: those after it.
        case steps(Grain, count: Int, isNext: Bool)
        /// `quarter to date`.
        case toDate(Grain)
        case allTime
        /// `2026-01 to 2026-06`, both included.
        case range(PeriodExpression, PeriodExpression)
        case since(PeriodExpression)
        case until(PeriodExpression)
        /// `$quarter`, without the `$`.
        case parameter(String)
    }

    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

extension PeriodExpression: Hashable {
    package static func == (left: PeriodExpression, right: PeriodExpression) -> Bool { left.kind == right.kind }
    package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}
