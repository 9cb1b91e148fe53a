import Synchronization

/// Where the columns of a dataset stand, by name: of many columns a dictionary, made when it is first asked, so that
/// looking up a hundred thousand names does not take the square of that.
///
/// Copies of a dataset that get other columns share it: a place is believed where the column there has the name.
final class ColumnPlaces: Sendable {
    /// Up to so many columns are quicker looked through.
    private static let few = 24

    private let known = Mutex<[String: Int]?>(nil)

    /// The place of the first column of a name.
    func index(of name: String, in columns: [Dataset.Column]) -> Int? {
        if columns.count <= Self.few { return columns.firstIndex { $0.name == name } }
        let place = known.withLock { known -> Int? in
            if known == nil {
                var places: [String: Int] = [:]
                places.reserveCapacity(columns.count)
                for (place, column) in columns.enumerated() where places[column.name] == nil {
                    places[column.name] = place
                }
                known = places
            }
            return known?[name]
        }
        guard let place else { return nil }
        if columns.indices.contains(place), columns[place].name == name { return place }
        return columns.firstIndex { $0.name == name }
    }

    /// Notes a column that was put behind the others; false where the dictionary is not made yet, which must then not be
    /// shared: a copy without the column may be the one that makes it.
    func note(_ name: String, at place: Int) -> Bool {
        known.withLock { known in
            if known != nil, known?[name] == nil { known?[name] = place }
            return known != nil
        }
    }
}
