import Values

/// A stretch of a script's comments between two statements, as Markdown.
package struct ScriptText: Hashable, Sendable {
    /// The lines without their `#` and the blank behind it; an empty line where the script has a gap.
    package var markdown: String
    /// Where its first comment begins.
    package var start: Int
}

/// What a script's author wrote for those who read its answers: the comments that stand on lines of their own between
/// statements. A comment inside a statement, behind one on its line, or begun with `#!` is for those who read the script.
package func scriptTexts(_ script: String, _ statements: [Statement]) -> [ScriptText] {
    let bytes = Array(script.utf8)
    var result: [ScriptText] = []
    var lastEnd = 0
    var next = statements[...]
    var isNew = true
    for comment in tokenized(script).comments where comment.startsLine {
        let start = comment.span.start
        while let statement = next.first, statement.span.end <= start {
            next.removeFirst()
            isNew = true
        }
        if let statement = next.first, statement.span.start < start { continue }
        let second = start + 1
        if bytes.indices.contains(second), bytes[second] == UInt8(ascii: "!") {
            lastEnd = comment.span.end
            continue
        }
        if isNew || result.isEmpty {
            result.append(ScriptText(markdown: comment.text, start: start))
        } else {
            let between = bytes[min(lastEnd, start)..<start].count { $0 == UInt8(ascii: "\n") }
            result[result.count - 1].markdown += (between > 1 ? "\n\n" : "\n") + comment.text
        }
        isNew = false
        lastEnd = comment.span.end
    }
    return result.filter { !$0.markdown.allSatisfy(\.isWhitespace) }
}
