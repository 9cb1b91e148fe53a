/// What should be told about a definition that was carried out.
package struct DefinitionNote: Hashable, Sendable, ExpressibleByStringInterpolation {
    package var text: String
    /// Whether something is wrong with the data that it reads.
    package var isWarning: Bool

    init(_ text: String, isWarning: Bool = false) {
        self.text = text
        self.isWarning = isWarning
    }

    package init(stringLiteral text: String) { self.init(text) }
}
