/// What is known of a text while it is typed: how its parts look, and one remark.
package struct Advice: Hashable, Sendable {
    /// A stretch of the text in UTF-8 bytes.
    package struct Part: Hashable, Sendable {
        package var range: Range<Int>
        package var role: TextRole

        package init(_ range: Range<Int>, _ role: TextRole) {
            self.range = range
            self.role = role
        }
    }

    /// In the order of the text, none over another.
    package var parts: [Part] = []
    /// What is wrong, underlined.
    package var wrong: [Range<Int>] = []
    /// The bracket that belongs to the one at the cursor.
    package var partner: Range<Int>?
    /// A remark on what stands at the cursor, or on what is wrong.
    package var hint = ""
    package var hintIsComplaint = false

    package init() {}
}
