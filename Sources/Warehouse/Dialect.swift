/// How the SQL of an engine differs from the common core of all.
package struct Dialect: Hashable, Sendable {
    /// As `describe` names it: `PostgreSQL`.
    package var name: String

    package init(name: String) {
        self.name = name
    }

    package static let postgresql = Dialect(name: "PostgreSQL")
    package static let spark = Dialect(name: "Spark")
    package static let sqlite = Dialect(name: "SQLite")
    package static let duckdb = Dialect(name: "DuckDB")
    package static let generic = Dialect(name: "SQL")

    /// A name as it is written in SQL.
    package func quoted(_ name: String) -> String {
        let quote = self == .spark ? "`" : "\""
        return quote
            + name.split(separator: Character(quote), omittingEmptySubsequences: false).joined(separator: quote + quote)
            + quote
    }

    /// A text as it is written in SQL.
    package func text(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: self == .spark ? "\\'" : "''") + "'"
    }
}
