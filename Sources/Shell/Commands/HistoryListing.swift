import Language

extension Session {
    /// The most entries that `history` alone lists.
    private static let listedEntries = 50

    /// `history`, `history 20`, `history TEXT`: numbered, with the time and, as a comment, the workspace if another.
    func historyLines(_ request: HistoryRequest) -> [String] {
        let entries =
            switch request {
            case .newest(let count): history.numbered(newest: count ?? Self.listedEntries)
            case .containing(let text): history.numbered(containing: text)
            }
        let here = absoluteFolder
        let digits = entries.last.map { String($0.number).count } ?? 0
        let blankTime = String(repeating: " ", count: 16)
        return entries.map { number, entry in
            let padding = String(repeating: " ", count: digits - String(number).count)
            let head = padding + String(number) + "  " + (EntryTime(entry.time)?.local ?? blankTime) + "  "
            let margin = String(repeating: " ", count: head.count)
            let text = entry.text.split(separator: "\n", omittingEmptySubsequences: false).joined(
                separator: "\n" + margin)
            let isElsewhere = !entry.folder.isEmpty && entry.folder != here
            return head + text + (isElsewhere ? "  # in \(entry.folder)" : "")
        }
    }
}
