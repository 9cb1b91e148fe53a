/// `median`, `percentile`, `stddev` and `stddev_population`, by window functions.
enum Distributions {
    static let all: [(Int, AggregateKind)] = [(2, median), (2, percentile), (2, deviation)]

    /// Values in order, each with its place from 0 and how many there are.
    private static func placed(_ number: String, _ source: String, _ keys: String) -> String {
        "(SELECT *, \(number) AS its_value, row_number() OVER (PARTITION BY \(keys) ORDER BY \(number)) - 1 AS its_place,"
            + " count(*) OVER (PARTITION BY \(keys)) AS of_size FROM \(source) WHERE \(number) IS NOT NULL)"
    }

    /// The middle value, or the mean of the two in the middle, which has one digit more.
    static func median(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        let number = scope.argument.number(&draw)
        guard let scale = number.type.scale else { return nil }
        return scope.aggregate(&draw, "median", number, type: .number(scale: scale + 1)) { source, keys, _ in
            "SELECT \(keys), sum(its_value) * 10 / count(*) AS x FROM \(placed(number.sql, source, keys))"
                + " WHERE its_place IN ((of_size - 1) / 2, of_size / 2) GROUP BY \(keys)"
        }
    }

    /// Between the two values around the place that the share comes to.
    static func percentile(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        let number = scope.argument.number(&draw)
        guard let scale = number.type.scale else { return nil }
        let percent = draw.pick([0, 5, 10, 25, 33, 50, 75, 90, 99, 100])
        let share = draw.chance(0.7) ? "\(percent)%" : digits(Int64(percent), scale: 2)
        return scope.aggregate(&draw, "percentile", number, behind: ", \(share)", type: .float) { source, keys, _ in
            // In hundredths of a place, so that it is exact.
            "SELECT \(keys), (min(its_value) + (max(its_value) - min(its_value)) * (min(hundredths) % 100) / 100.0) / \(power(scale)).0 AS x"
                + " FROM (SELECT *, (of_size - 1) * \(percent) AS hundredths FROM \(placed(number.sql, source, keys)))"
                + " WHERE its_place = hundredths / 100 OR its_place = (hundredths + 99) / 100 GROUP BY \(keys)"
        }
    }

    /// The mean first, then the distances from it.
    static func deviation(_ draw: inout Draw, _ scope: AggregateScope) -> Aggregate? {
        let number = scope.argument.number(&draw)
        let isSample = draw.chance(0.6)
        return scope.aggregate(
            &draw, isSample ? "stddev" : "stddev_population", number, type: .float
        ) { source, keys, _ in
            // Counted from one of the values, so that equal ones have no deviation.
            let value = "(\(number.real) - min(\(number.real)) OVER (PARTITION BY \(keys)))"
            let rows = isSample ? "count(*) - 1" : "count(*)"
            return "SELECT \(keys), CASE WHEN \(rows) > 0 THEN"
                + " square_root(sum((its_value - of_mean) * (its_value - of_mean)) / (\(rows))) END AS x"
                + " FROM (SELECT *, avg(its_value) OVER (PARTITION BY \(keys)) AS of_mean FROM"
                + " (SELECT *, \(value) AS its_value FROM \(source) WHERE \(number.sql) IS NOT NULL)) GROUP BY \(keys)"
        }
    }
}
