import Values

/// A text with the words in place that its errors propose; nil where they propose none.
func corrected(_ text: String, _ errors: [Diagnostic]) -> String? {
    let bytes = Array(text.utf8)
    var result = bytes
    var last = bytes.count
    // From the end, so that places before keep their meaning; of errors at one place the first counts.
    let fromTheEnd = errors.enumerated().sorted {
        ($1.element.span?.start ?? 0, $0.offset) < ($0.element.span?.start ?? 0, $1.offset)
    }
    for error in fromTheEnd.map(\.element) {
        guard let word = error.replacement, let span = error.span, span.start >= 0, span.start < span.end,
            span.end <= last
        else { continue }
        result.replaceSubrange(span.start..<span.end, with: Array(word.utf8))
        last = span.start
    }
    return result == bytes ? nil : String(decoding: result, as: UTF8.self)
}
