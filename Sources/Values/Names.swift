/// The machine name of a title: lower case, letters and digits of any script kept, everything else an underscore.
///
/// `Close Date` is `close_date`, `Amount ($)` is `amount`. Empty when nothing is left.
package func machineName(_ title: some StringProtocol) -> String {
    var result = ""
    var pendingGap = false
    for scalar in title.lowercased().unicodeScalars {
        if isOfName(scalar) {
            if pendingGap && !result.isEmpty { result.append("_") }
            pendingGap = false
            result.unicodeScalars.append(scalar)
        } else {
            pendingGap = true
        }
    }
    return result
}

/// Letters and digits of any script, and the marks on them.
private func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
    case 0..<0x80: return false
    default: break
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark: return true
    default: return properties.isAlphabetic || properties.numericType != nil
    }
}

/// Edits (insert, delete, replace, swap of neighbours) from one word to another, at most `limit`; nil beyond.
package func editDistance(_ first: String, _ second: String, limit: Int = 3) -> Int? {
    distance(Array(first.lowercased().unicodeScalars), Array(second.lowercased().unicodeScalars), limit: limit)
}

private func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int? {
    if abs(a.count - b.count) > limit || a.count > 200 || b.count > 200 { return nil }
    var older: [Int] = []
    var previous = Array(0...b.count)
    var current = previous
    for i in 0..<a.count {
        current[0] = i + 1
        var least = i + 1
        for j in 0..<b.count {
            var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j], older.indices.contains(j - 1) {
                best = min(best, older[j - 1] + 1)
            }
            current[j + 1] = best
            least = min(least, best)
        }
        // A swap goes back two rows, and costs one: behind two rows beyond the limit nothing comes back below it.
        if least > limit, (previous.min() ?? 0) > limit { return nil }
        (older, previous, current) = (previous, current, older.isEmpty ? current : older)
    }
    guard let distance = previous.last, distance <= limit else { return nil }
    return distance
}

/// The candidates nearest to a mistyped word, best first, at most three.
///
/// Errors are made, and thrown away, for every way of reading a text that does not fit, so most candidates are told apart
/// by their lengths alone.
package func nearest(_ word: String, among candidates: some Sequence<String>) -> [String] {
    // Nobody mistypes a word of two hundred letters, and counting those of ten million takes long.
    guard word.utf8.count <= 1000 else { return [] }
    let limit = max(1, min(3, word.count / 3))
    let folded = word.lowercased()
    let scalars = Array(folded.unicodeScalars)
    var scored: [(score: Int, name: String)] = []
    var seen: Set<String> = []
    for name in candidates {
        let length = name.utf8.count
        let isAlike = abs(length - scalars.count) <= limit || !name.utf8.allSatisfy { $0 < 0x80 }
        guard isAlike || length > scalars.count else { continue }
        let candidate = name.lowercased()
        var score: Int?
        if isAlike, let edits = distance(scalars, Array(candidate.unicodeScalars), limit: limit) {
            score = edits * 2
        } else if scalars.count >= 3
            && (candidate.hasPrefix(folded) || candidate.hasSuffix("_" + folded)
                || candidate.containsBytes(of: "." + folded))
        {
            score = 5
        }
        if let score, seen.insert(name).inserted { scored.append((score, name)) }
    }
    return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(3).map(\.name)
}
