/// The earlier states of the text.
///
/// Keys that come faster than the screen is painted count as one change.
struct UndoStack {
    /// The most states that are kept.
    static let limit = 500

    /// The most text that is kept, in bytes.
    static let sizeLimit = 4 << 20

    private var states: [Terminal.Content] = []
    private var size = 0

    /// Notes the present state; where only the cursor has moved, the newest one is corrected.
    mutating func record(_ content: Terminal.Content) {
        if states.last?.text == content.text { drop(at: states.count - 1) }
        states.append(content)
        size += content.text.utf8.count
        while states.count > 1, states.count > Self.limit || size > Self.sizeLimit { drop(at: 0) }
    }

    /// The state before the present one; nil when there is none.
    mutating func undo(from content: Terminal.Content) -> Terminal.Content? {
        while states.last?.text == content.text { drop(at: states.count - 1) }
        return states.last
    }

    private mutating func drop(at index: Int) { size -= states.remove(at: index).text.utf8.count }
}
