/// What became of each entity's balance between the opening and the closing of a period: `churned(x per entity)`.
///
/// An entity's fate is that of all its rows; the amounts are those of the rows in a group that the question counts.
enum Movements {
    static let all: [(Int, AggregateKind)] = [(1, movement)]

    /// For each movement what it takes of an entity in a group. `before` and `after` are its balances there,
    /// `whole_before` and `whole_after` those of all its rows, `was_there` whether it had anything before.
    private static let movements: [(name: String, fate: String, amount: String)] = [
        ("opening", "1", "before"),
        ("closing", "1", "after"),
        ("new", "\(comes) AND NOT was_there", "after - before"),
        ("reactivated", "\(comes) AND was_there", "after - before"),
        ("churned", goes, "before - after"),
        ("moved_in", "\(stays) AND before = 0", "after"),
        ("moved_out", "\(stays) AND before <> 0 AND after = 0", "before"),
        ("expansion", "\(stays) AND before <> 0 AND after <> 0 AND after > before", "after - before"),
        ("contraction", "\(stays) AND before <> 0 AND after <> 0 AND after < before", "before - after"),
    ]

    private static let comes = "whole_before = 0 AND whole_after <> 0"
    private static let goes = "whole_before <> 0 AND whole_after = 0"
    private static let stays = "(whole_before = 0) = (whole_after = 0)"

    static func movement(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        guard let active = scope.scope.active else { return nil }
        let amount = scope.argument.number(&draw, depth: 1)
        guard amount.type.scale != nil else { return nil }
        let owner = draw.pick([
            RowExpression("subs.account", "account", .text),
            RowExpression("subs.account", "account", .text),
            RowExpression("plan", "plan", .text),
            RowExpression("accounts.sector", "accounts_sector", .text),
        ])
        let (name, fate, taken) = draw.pick(movements)
        let isCount = draw.chance(0.35)
        let value = isCount ? "(\(fate)) AND (\(taken)) <> 0" : "CASE WHEN \(fate) THEN \(taken) ELSE 0 END"
        @Sendable func sum(_ day: String, _ rows: String) -> String {
            "sum(CASE WHEN \(active.from) <= \(day) AND (\(active.to) IS NULL OR \(active.to) > \(day))\(rows)"
                + " THEN \(amount.sql) ELSE 0 END)"
        }
        let entity = owner.sql
        var aggregate = scope.aggregate(
            &draw, name, amount, type: isCount ? .number(scale: 0) : amount.type, overNothing: "0",
            movesPer: owner.text
        ) { source, keys, times in
            let rows = "(SELECT * FROM \(source) WHERE \(amount.sql) <> 0)"
            let same = (times.split(separator: ", ").map(String.init) + ["entity"]).map { "g.\($0) IS w.\($0)" }
            return """
                SELECT \(keys), sum(\(value)) AS x FROM (
                  SELECT g.*, w.whole_before, w.whole_after, w.was_there FROM (
                    SELECT \(keys), \(entity) AS entity, \(sum("opening", " AND is_counted")) AS before,
                      \(sum("closing", " AND is_counted")) AS after FROM \(rows) GROUP BY \(keys), \(entity)) g
                  JOIN (
                    SELECT \(times), \(entity) AS entity, \(sum("opening", "")) AS whole_before,
                      \(sum("closing", "")) AS whole_after,
                      coalesce(min(CASE WHEN \(active.to) IS NULL OR \(active.to) > \(active.from) THEN \(active.from) END)
                        <= max(opening), 0) AS was_there FROM \(rows) GROUP BY \(times), \(entity)) w
                  ON \(same.joined(separator: " AND ")))
                GROUP BY \(keys)
                """
        }
        if isCount { aggregate.text = "count(\(aggregate.text))" }
        return aggregate
    }
}
