import Tables
import Values

/// A database that answers SQL, whatever it is reached by.
package protocol Database: Sendable {
    /// The connection's name in the language.
    var name: String { get }
    /// What its SQL looks like.
    var dialect: Dialect { get }
    /// Runs one query and waits for all of its rows.
    ///
    /// Fails with what the database said, or with `interrupted` when the thread's `Work` was stopped.
    func rows(of sql: String) throws(Diagnostic) -> ResultSet
}

/// What a query gave: columns of equal length, in the order of its select list.
package struct ResultSet: Sendable {
    package var names: [String]
    package var columns: [Column]

    package init(names: [String], columns: [Column]) {
        self.names = names
        self.columns = columns
    }

    package var rowCount: Int { columns.first?.count ?? 0 }
}
