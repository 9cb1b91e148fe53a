/// The earlier states of the text. Keys that come faster than the screen is painted count as one change.
struct UndoStack {
    /// The most states that are kept.
    static let limit = 500

    private var states: [Terminal.Content] = []

    /// Notes the present state; where only the cursor has moved, the newest one is corrected.
    mutating func record(_ content: Terminal.Content) {
        if states.last?.text == content.text { states.removeLast() }
        states.append(content)
        if states.count > Self.limit { states.removeFirst(states.count - Self.limit) }
    }

    /// The state before the present one; nil when there is none.
    mutating func undo(from content: Terminal.Content) -> Terminal.Content? {
        while states.last?.text == content.text { states.removeLast() }
        return states.last
    }
}
