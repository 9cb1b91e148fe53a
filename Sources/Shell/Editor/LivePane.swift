/// What fills the rows below the text while it is typed, such as the answer to come.
///
/// The editor calls all of it on its own thread, and never waits: rows that need work are made elsewhere, and `wakeUp`
/// tells when they are there. While a menu is open there is no room, and the pane is not shown.
package protocol LivePane: AnyObject {
    /// A descriptor that becomes readable when there are new rows, or when more is known of what may be completed; -1 is
    /// none.
    ///
    /// The editor looks at it only as it waits for a key.
    var wakeUp: Int32 { get }

    /// The text, or the room for it, is another one than at the last call.
    ///
    /// At most `rows` rows of `columns` columns can be shown.
    func textChanged(_ text: String, columns: Int, rows: Int)

    /// The rows for a text, fitted and coloured; nil as long as there are none.
    ///
    /// Also called when `wakeUp` was readable, which it must not be afterwards.
    func rows(for text: String) -> [String]?

    /// A key has come, and commands of the editor are about to use the session.
    func keyPressed()

    /// The text was run or given up.
    func textLeft()
}

extension LivePane {
    package func keyPressed() {}
    package func textLeft() {}
}
