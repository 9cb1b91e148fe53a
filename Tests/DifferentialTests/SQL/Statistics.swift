/// Statistics of the values of a metric.
enum Statistics {
    /// - Parameters:
    ///   - values: a table that has `keys` and a value as `y`.
    ///   - type: of the value.
    static func select(_ function: String, of values: String, _ type: CellType, _ keys: String) -> String {
        let units = power(type.scale ?? 0)
        switch function {
        case "avg":
            return "SELECT \(keys), sum(y) * 1.0 / (count(y) * \(units)) AS x FROM \(values) GROUP BY \(keys)"
        case "median":
            let middle = type.scale == nil ? "avg(y)" : "sum(y) * 10 / count(*)"
            return "SELECT \(keys), \(middle) AS x FROM (SELECT *,"
                + " row_number() OVER (PARTITION BY \(keys) ORDER BY y) - 1 AS its_place,"
                + " count(*) OVER (PARTITION BY \(keys)) AS of_size FROM \(values) WHERE y IS NOT NULL)"
                + " WHERE its_place IN ((of_size - 1) / 2, of_size / 2) GROUP BY \(keys)"
        case "stddev":
            return "SELECT \(keys), CASE WHEN count(y) > 1 THEN"
                + " square_root(sum((y - of_mean) * (y - of_mean)) / (count(y) - 1)) END AS x"
                + " FROM (SELECT *, avg(y) OVER (PARTITION BY \(keys)) AS of_mean"
                + " FROM (SELECT \(keys),"
                + " (y - min(y) OVER (PARTITION BY \(keys))) / \(units).0 AS y FROM \(values) WHERE y IS NOT NULL)) GROUP BY \(keys)"
        default: return "SELECT \(keys), \(function)(y) AS x FROM \(values) GROUP BY \(keys)"
        }
    }
}
