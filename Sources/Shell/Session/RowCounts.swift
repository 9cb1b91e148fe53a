import Engine
import Tables
import Values

/// `8,800 rows`; of tables that were not read yet about how many.
func rowCountText(_ tables: some Collection<Table>) -> String {
    let count = tables.reduce(0) { $0 + $1.likelyRowCount }
    guard tables.contains(where: { $0.unreadSize != nil }) else { return "\(grouped(count)) rows" }
    var step = 1
    while step <= count / 100 { step *= 10 }
    return "about \(grouped((count + step / 2) / step * step)) rows"
}
