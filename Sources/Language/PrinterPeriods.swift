import Values

/// The period as the language writes it.
package func printed(_ period: PeriodExpression) -> String {
    switch period.kind {
    case .day(let day): day.text
    case .year(let year): padded(year, 4)
    case .half(let year, let half): padded(year, 4) + "-H\(half)"
    case .quarter(let year, let quarter): padded(year, 4) + "-Q\(quarter)"
    case .month(let year, let month): padded(year, 4) + "-" + padded(month, 2)
    case .week(let year, let week): padded(year, 4) + "-W" + padded(week, 2)
    case .fiscalYear(let year): "FY" + padded(year, 4)
    case .fiscalHalf(let year, let half): "FY" + padded(year, 4) + "-H\(half)"
    case .fiscalQuarter(let year, let quarter): "FY" + padded(year, 4) + "-Q\(quarter)"
    case .today: "today"
    case .yesterday: "yesterday"
    case .step(let grain, let offset): (offset < 0 ? "last " : offset > 0 ? "next " : "this ") + grain.rawValue
    case .steps(let grain, let count, let isNext):
        (isNext ? "next " : "last ") + "\(count) " + (count == 1 ? grain.rawValue : plural(grain))
    case .toDate(let grain): grain.rawValue + " to date"
    case .allTime: "all time"
    case .range(let first, let last): printed(first) + " to " + printed(last)
    case .since(let first): "since " + printed(first)
    case .until(let last): "until " + printed(last)
    case .parameter(let name): "$" + name
    }
}

func plural(_ grain: Grain) -> String {
    switch grain {
    case .half: "halves"
    case .fiscalHalf: "fiscal halves"
    default: grain.rawValue + "s"
    }
}
