/// The machine name of a title: lower case, letters and digits of any script kept, everything else an underscore.
///
/// `Close Date` is `close_date`, `Amount ($)` is `amount`. Empty when nothing is left.
package func machineName(_ title: some StringProtocol) -> String {
    var result = ""
    var pendingGap = false
    for scalar in title.lowercased().unicodeScalars {
        let properties = scalar.properties
        let isMark: Bool =
            switch properties.generalCategory {
            case .nonspacingMark, .spacingMark: true
            default: false
            }
        if properties.isAlphabetic || properties.numericType != nil || isMark {
            if pendingGap && !result.isEmpty { result.append("_") }
            pendingGap = false
            result.unicodeScalars.append(scalar)
        } else {
            pendingGap = true
        }
    }
    return result
}

/// Edits (insert, delete, replace, swap of neighbours) from one word to another, at most `limit`; nil beyond.
package func editDistance(_ first: String, _ second: String, limit: Int = 3) -> Int? {
    let a = Array(first.lowercased().unicodeScalars)
    let b = Array(second.lowercased().unicodeScalars)
    if abs(a.count - b.count) > limit || a.count > 200 || b.count > 200 { return nil }
    var older: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var current = [i + 1]
        for j in 0..<b.count {
            var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j], older.indices.contains(j - 1) {
                best = min(best, older[j - 1] + 1)
            }
            current.append(best)
        }
        older = previous
        previous = current
    }
    guard let distance = previous.last, distance <= limit else { return nil }
    return distance
}

/// The candidates nearest to a mistyped word, best first, at most three.
package func nearest(_ word: String, among candidates: some Sequence<String>) -> [String] {
    let limit = max(1, min(3, word.count / 3))
    let folded = word.lowercased()
    var scored: [(score: Int, name: String)] = []
    for name in Set(candidates) {
        let candidate = name.lowercased()
        if let distance = editDistance(word, name, limit: limit) {
            scored.append((distance * 2, name))
        } else if folded.count >= 3
            && (candidate.hasPrefix(folded) || candidate.hasSuffix("_" + folded)
                || candidate.contains("." + folded))
        {
            scored.append((5, name))
        }
    }
    return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(3).map(\.name)
}
