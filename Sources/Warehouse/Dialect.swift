/// How the SQL of an engine differs from the common core of all.
package struct Dialect: Hashable, Sendable {
    /// As `describe` names it: `PostgreSQL`.
    package var name: String

    package init(name: String) {
        self.name = name
    }
}
