import Foundation

/// Common table expressions, each behind those that it reads, as DuckDB wants them; otherwise in their order.
///
/// - Parameter tables: each as `name AS (…)`, or several of them with `,` and a line end between.
func inReadingOrder(_ tables: [String]) -> [String] {
    let names = tables.map { table in
        table.split(separator: "\n").compactMap { line in
            line.range(of: #"^\w+(?=(\([^()]*\))? AS )"#, options: .regularExpression).map { String(line[$0]) }
        }
    }
    let words = tables.map { Set($0.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)) }
    var result: [String] = []
    var done = Set<Int>()
    func add(_ index: Int) {
        guard done.insert(index).inserted else { return }
        for other in tables.indices where other != index && names[other].contains(where: words[index].contains) {
            add(other)
        }
        result.append(tables[index])
    }
    tables.indices.forEach(add)
    return result
}
