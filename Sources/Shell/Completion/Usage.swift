/// How often each word was typed lately, to put what is likely before what is not.
struct Usage {
    /// So many of the last entries of the history count.
    private static let span = 300

    private var counts: [String: Int] = [:]

    init(_ texts: some BidirectionalCollection<String>) {
        for text in texts.suffix(Self.span) {
            let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            for word in Set(words.map { $0.lowercased() }) { counts[word, default: 0] += 1 }
        }
    }

    /// Those used most often first; others, and those used as often, as they stand.
    func sorted(_ names: [String]) -> [String] {
        names.enumerated().sorted { first, second in
            let a = counts[first.element.lowercased()] ?? 0
            let b = counts[second.element.lowercased()] ?? 0
            return a == b ? first.offset < second.offset : a > b
        }.map(\.element)
    }
}

extension Session {
    var usage: Usage { Usage(history.entries.map(\.text)) }
}
