/// How the rows and fields of one file are told apart.
struct Dialect: Hashable, Sendable {
    /// A file of one column has none: `noDelimiter`, a byte that valid UTF-8 never holds.
    var delimiter: UInt8
    /// `noQuote` when fields are never quoted.
    var quote: UInt8
    /// LF (also for CR LF), or CR; the sheets of workbooks have a mark of their own.
    var newline: UInt8

    static let noDelimiter: UInt8 = 0xFF
    static let noQuote: UInt8 = 0xFE

    /// Spaces around a field belong to it in files with tabs; elsewhere they are only layout.
    var keepsSpaces: Bool { delimiter == 0x09 }

    /// For `describe`.
    var delimiterName: String? {
        delimiter == Self.noDelimiter || delimiter == SheetText.dialect.delimiter
            ? nil : Self.name(ofDelimiter: delimiter)
    }

    static func name(ofDelimiter delimiter: UInt8) -> String {
        switch delimiter {
        case 0x09: "tab"
        case 0x20: "space"
        case 0x21..<0x7F: "`\(Character(Unicode.Scalar(delimiter)))`"
        default: "byte " + hexadecimal(delimiter)
        }
    }
}

/// Where a field's content is, and whether it stood in quotes.
///
/// Positions count from the base given to `cellSpan`.
struct CellSpan {
    var start: Int
    var end: Int
    var isQuoted: Bool

    var isEmpty: Bool { start >= end }
}

/// The content of the field at `start ..< end`: spaces and quotes around it left out; nothing where it is of signs that
/// nobody sees.
@inline(__always)
func cellSpan(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, quote: UInt8, delimiter: UInt8) -> CellSpan {
    var start = start
    var end = end
    // Before a field that was moved into its column stands the delimiter of the one that was left out.
    if start < end && bytes[start] == delimiter { start &+= 1 }
    while start < end && isSpace(bytes[start]) && bytes[start] != delimiter { start &+= 1 }
    while end > start && isSpace(bytes[end &- 1]) { end &-= 1 }
    if end &- start >= 2 && bytes[start] == quote && bytes[end &- 1] == quote {
        let isBlank =
            bytes[start &+ 1] > 127 || isSpace(bytes[start &+ 1])
            ? areUnseen(bytes + (start &+ 1), end &- start &- 2) : false
        return CellSpan(start: start &+ 1, end: isBlank ? start &+ 1 : end &- 1, isQuoted: true)
    }
    if start < end && bytes[start] > 127 && isUnseen(bytes + start, end &- start) { end = start }
    return CellSpan(start: start, end: end, isQuoted: false)
}

/// The content of a field as text, for titles and messages: doubled quotes made one.
/// - Parameter most: bytes that are looked at; what is only looked at to tell its kind need not be copied whole.
func cellText(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ dialect: Dialect, most: Int = .max
) -> String {
    var span = cellSpan(bytes, start, end, quote: dialect.quote, delimiter: dialect.delimiter)
    guard !span.isEmpty else { return "" }
    if span.end - span.start > most { span.end = span.start + most }
    guard span.isQuoted else {
        return String(
            decoding: UnsafeBufferPointer(start: bytes + span.start, count: span.end - span.start), as: UTF8.self)
    }
    var content: [UInt8] = []
    content.reserveCapacity(span.end - span.start)
    var position = span.start
    while position < span.end {
        content.append(bytes[position])
        let isDoubled =
            bytes[position] == dialect.quote && position + 1 < span.end && bytes[position + 1] == dialect.quote
        position += isDoubled ? 2 : 1
    }
    return String(decoding: content, as: UTF8.self)
}

/// A text shortened for a message.
func quoted(_ text: String) -> String {
    // Counting all characters of a long text takes long.
    "`" + (text.prefix(41).count > 40 ? text.prefix(39) + "…" : text) + "`"
}
