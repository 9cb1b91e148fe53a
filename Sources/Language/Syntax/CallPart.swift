extension Call {
    /// What a call can hold besides its arguments, in the spelling that it begins with.
    package enum Part: String, Hashable, Sendable, CaseIterable {
        case distinct
        case condition = "where"
        case timeColumn = "on"
        case instant = "at"
        case entity = "per"
        case steps = "by"
        case route = "from"
        case target = "to"
        /// `3 months`, which no word begins.
        case duration = "a length of time"

        /// As messages name it: `` `where` ``.
        package var text: String { self == .duration ? rawValue : "`\(rawValue)`" }
    }

    /// Those that this call holds: which of them a function takes, its binder says, and every other is refused.
    package var parts: Set<Part> {
        Set(
            Part.allCases.filter { part in
                switch part {
                case .distinct: isDistinct
                case .condition: condition != nil
                case .timeColumn: timeColumn != nil
                case .instant: instant != nil
                case .entity: entity != nil
                case .steps: steps != nil
                case .route: route != nil
                case .target: target != nil
                case .duration: duration != nil
                }
            })
    }
}
