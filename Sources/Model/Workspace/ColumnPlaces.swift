import Synchronization

/// Where the columns of a dataset stand, by name: of many columns a dictionary, made when it is first asked, so that
/// looking up a hundred thousand names does not take the square of that.
final class ColumnPlaces: Sendable {
    /// Up to so many columns are quicker looked through.
    private static let few = 24

    private let known = Mutex<[String: Int]?>(nil)

    /// The place of the first column of a name; `columns` are the same in all calls.
    func index(of name: String, in columns: [Dataset.Column]) -> Int? {
        if columns.count <= Self.few { return columns.firstIndex { $0.name == name } }
        return known.withLock { known in
            if let known { return known[name] }
            var places: [String: Int] = [:]
            places.reserveCapacity(columns.count)
            for (place, column) in columns.enumerated() where places[column.name] == nil { places[column.name] = place }
            known = places
            return places[name]
        }
    }
}
