/// The text of a heading of the first level that a Markdown text begins with, and what follows it; nil where it begins with
/// something else. What its marks mean is left out, since a title is plain text.
package func markdownTitle(_ text: String) -> (title: String, rest: String)? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    guard let first = lines.first, first.hasPrefix("# ") else { return nil }
    var title = first.dropFirst(2).trimmingBlanks()
    while title.last == "#" { title = title.dropLast() }
    title = title.trimmingBlanks()
    guard !title.isEmpty else { return nil }
    return (plainText(markdownInlines(String(title))), lines.dropFirst().joined(separator: "\n"))
}

extension Substring {
    func trimmingBlanks() -> Substring {
        var result = drop { $0 == " " || $0 == "\t" }
        while let last = result.last, last == " " || last == "\t" { result.removeLast() }
        return result
    }
}
