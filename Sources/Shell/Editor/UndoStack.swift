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
    /// The states that undoing left behind, the newest last; a change of the text forgets them.
    private var undone: [Terminal.Content] = []

    /// Notes the present state; where only the cursor has moved, the newest one is corrected.
    mutating func record(_ content: Terminal.Content) {
        if states.last?.text == content.text { drop(at: states.count - 1) } else { undone = [] }
        push(content)
    }

    private mutating func push(_ content: Terminal.Content) {
        states.append(content)
        size += content.text.utf8.count
        while states.count > 1, states.count > Self.limit || size > Self.sizeLimit { drop(at: 0) }
    }

    /// The state before the present one; nil when there is none.
    mutating func undo(from content: Terminal.Content) -> Terminal.Content? {
        while states.last?.text == content.text { drop(at: states.count - 1) }
        if !states.isEmpty { undone.append(content) }
        return states.last
    }

    /// The state that undoing left; nil when there is none.
    mutating func redo() -> Terminal.Content? {
        guard let state = undone.popLast() else { return nil }
        push(state)
        return state
    }

    private mutating func drop(at index: Int) { size -= states.remove(at: index).text.utf8.count }
}
