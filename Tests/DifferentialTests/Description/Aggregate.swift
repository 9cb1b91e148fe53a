/// One aggregate over the rows of a dataset, as Quaestor reads it and as SQL.
struct Aggregate: Sendable {
    /// Which of its dataset's rows an aggregate sees in a period.
    enum Rows: Hashable, Sendable {
        /// Those whose day lies in it; nil for a dataset without days.
        case dated(by: String?)
        /// Those that are active at its start or end.
        case active(from: String, to: String, atStart: Bool)
        /// All, for the movements between those active before its first day and those active on its last.
        case moving(from: String, to: String)

        var isBalance: Bool {
            if case .dated = self { false } else { true }
        }
    }

    var text: String
    var dataset: String
    var rows: Rows
    /// SQL over the joined rows; nil when all count.
    var condition: String?
    var type: CellType
    /// What it gives over no rows, in SQL.
    var overNothing: String
    /// A statement that gives `keys` and `x`, one row for each combination of the keys that has rows in `source`.
    ///
    /// For movements `source` has all rows of the dataset with `opening` and `closing`, the days of the two balances, and
    /// `is_counted`, whether the row passes what the question asks; `times` are those of the keys that tell times apart.
    var select: @Sendable (_ source: String, _ keys: String, _ times: String) -> String

    var isMovement: Bool {
        if case .moving = rows { true } else { false }
    }

    /// An aggregate that SQL has as a function of its own.
    static func grouped(_ expression: String) -> @Sendable (String, String, String) -> String {
        { source, keys, _ in "SELECT \(keys), \(expression) AS x FROM \(source) GROUP BY \(keys)" }
    }
}

/// Draws aggregates of one kind.
typealias AggregateKind = @Sendable (inout Draw, AggregateScope) -> Aggregate?

/// What aggregates of one dataset are made of.
struct AggregateScope {
    let scope: World.Scope
    let dates: Dates

    var argument: RowGenerator { RowGenerator(scope: scope, dates: dates, ownOnly: true) }

    /// Puts an aggregate together: `function(argument modifiers)`, with a condition and another column of days at times.
    ///
    /// - Parameters:
    ///   - select: gets the SQL of the argument.
    ///   - instant: `start` or `end` for a balance.
    ///   - entity: whose balance moves.
    func aggregate(
        _ draw: inout Draw, _ function: String, _ argument: RowExpression, behind: String = "", type: CellType,
        overNothing: String = "NULL", instant: String? = nil, movesPer entity: String? = nil,
        select: @Sendable @escaping (String, String, String) -> String
    ) -> Aggregate {
        var modifiers: [String] = []
        var condition: String?
        if draw.chance(0.35) {
            let test = RowGenerator(scope: scope, dates: dates).condition(&draw)
            condition = test.sql
            modifiers.append("where \(test.text)")
        }
        var rows = Aggregate.Rows.dated(by: scope.time)
        if let instant, let active = scope.active {
            rows = .active(from: active.from, to: active.to, atStart: instant == "start")
            modifiers.append("at \(instant)")
        } else if let entity, let active = scope.active {
            rows = .moving(from: active.from, to: active.to)
            modifiers.append("per \(entity)")
        } else if let other = scope.otherTimes.first, draw.chance(0.12) {
            rows = .dated(by: other)
            modifiers.append("on \(other)")
        }
        // Modifiers stand in any order.
        if modifiers.count == 2, draw.chance(0.5) { modifiers.swapAt(0, 1) }
        let inside = ([argument.text + behind] + modifiers).joined(separator: " ")
        return Aggregate(
            text: "\(function)(\(inside))", dataset: scope.dataset, rows: rows, condition: condition,
            type: type, overNothing: overNothing, select: select)
    }
}
