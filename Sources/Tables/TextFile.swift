import Values

/// The text of a file such as a script: UTF-8, a byte order mark left out.
///
/// Fails as `readBytes` does (an empty file is the empty text), and with `file-format` where a byte is not UTF-8,
/// naming the line.
package func readTextFile(path: String) throws(Diagnostic) -> String {
    let file: FileBytes
    do {
        file = try readBytes(path: path, displayName: path)
    } catch let problem {
        if problem.code == "file-empty" { return "" }
        throw problem
    }
    let buffer = file.buffer
    let bytes = buffer.start
    let hasMark = buffer.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    let start = hasMark ? 3 : 0
    if file.hasHigh, let offset = Utf8Faults(bytes, from: start, to: buffer.count).firstOffset {
        let line = buffer.occurrences(of: 0x0A, before: offset) + 1
        throw Diagnostic(
            "file-format", "`\(path)` is not UTF-8 text",
            reason: ["line \(line): byte \(hexadecimal(bytes[offset])) is not UTF-8"], remedies: ["save it as UTF-8"])
    }
    return buffer.text(start..<buffer.count)
}
