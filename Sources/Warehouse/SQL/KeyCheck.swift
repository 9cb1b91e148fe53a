import Values

/// A statement that gives a row when a key that rows are joined by repeats: such a join would multiply rows.
struct KeyCheck {
    var sql: SQL
    var refusal: Diagnostic
}

extension RowSQL {
    /// The table with all that is joined to it, behind FROM.
    var from: SQL {
        var from: SQL = "\(SQL(ofRelation: table.relation)) AS t0"
        for joined in joined {
            from = "\(from)\n    LEFT JOIN \(joined.relation) AS \(joined.alias) ON \(joined.condition)"
        }
        return from
    }

    func keyChecks(of dataset: String) -> [KeyCheck] { joined.map { check($0, dataset) } }

    private func check(_ joined: Joined, _ dataset: String) -> KeyCheck {
        let join = joined.joins[joined.joins.count - 1]
        let left = joined.joins.count > 1 ? joined.joins[joined.joins.count - 2].dataset : dataset
        return KeyCheck(
            sql: """
                SELECT \(joined.key) AS k FROM \(joined.relation) AS t0 WHERE \(joined.key) IS NOT NULL
                GROUP BY \(joined.key) HAVING COUNT(*) > 1 LIMIT 1
                """,
            refusal: Diagnostic(
                "join-not-unique",
                "`\(join.dataset).\(join.otherColumn)` is not unique, so `\(left)` cannot join it",
                reason: ["the join would count rows of `\(left)` twice"],
                remedies: ["join on a column that is unique in `\(join.dataset)`, or remove the repeated rows"]))
    }
}
