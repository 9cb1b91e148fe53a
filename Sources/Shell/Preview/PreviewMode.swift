/// Whether the first lines of an answer are shown while its question is typed.
package enum PreviewMode: String, CaseIterable, Hashable, Sendable {
    case on, off
    /// Where it comes at once and no file has to be read for it.
    case auto
}
