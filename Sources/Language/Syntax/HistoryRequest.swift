/// What `history` lists.
package enum HistoryRequest: Hashable, Sendable {
    /// `history 20`; without a number as many as the shell thinks right.
    case newest(Int?)
    /// `history TEXT`.
    case containing(String)
}
