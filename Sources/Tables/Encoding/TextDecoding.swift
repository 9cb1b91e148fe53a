import Values

/// The text of a file as valid UTF-8, whatever it was encoded in.
///
/// Line ends are as they were.
struct DecodedText: Sendable {
    var buffer: ByteBuffer
    /// Where the text begins behind a byte order mark.
    var start: Int
    /// For `describe`: "UTF-8 with byte order mark".
    var encodingName: String
    var log: ProblemLog
}

/// Finds the encoding of a file, or takes the one given, and brings the text to UTF-8.
///
/// Fails with `file-format` for what is no text, `file-encoding` for what the system cannot convert, and `file-memory`.
func decodeText(
    _ file: FileBytes, encoding: ReadOptions.Encoding?, name: String
) throws(Diagnostic) -> DecodedText {
    let bytes = file.buffer.start
    let count = file.buffer.count
    if let foreign = foreignFormat(bytes, count: count) { throw formatFailure(name, foreign) }
    if count >= 4,
        (bytes[0], bytes[1], bytes[2], bytes[3]) == (0xFF, 0xFE, 0, 0)
            || (bytes[0], bytes[1], bytes[2], bytes[3]) == (0, 0, 0xFE, 0xFF)
    {
        throw formatFailure(name, ForeignFormat(description: "text in UTF-32", remedy: "save it as UTF-8"))
    }
    switch encoding {
    case .utf16, .utf16le, .utf16be, nil:
        if let wide = wideEncoding(bytes, count: count, hasZero: file.hasZero, given: encoding) {
            return try decodeWide(file.buffer, bigEndian: wide.bigEndian, mark: wide.mark, name: name)
        }
    case .utf8: break
    case let encoding?:
        guard file.hasHigh else { return narrow(file, start: 0, encoding.label) }
        return try convert(file.buffer, from: encoding, name: name)
    }
    if file.hasZero && looksBinary(bytes, count: count) {
        throw formatFailure(
            name, ForeignFormat(description: "binary data, not text", remedy: "export the data as CSV"))
    }
    let hasMark = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    let start = hasMark ? 3 : 0
    let label = hasMark ? "UTF-8 with byte order mark" : "UTF-8"
    var result: DecodedText
    let faults = file.hasHigh ? Utf8Faults(bytes, from: start, to: count) : Utf8Faults()
    try Work.check()
    if faults.count == 0 {
        result = narrow(file, start: start, label)
    } else if encoding == nil && !hasMark && faults.count > faults.wellFormed {
        // More wrong than right: the few that look right are chance.
        result = try convert(file.buffer, from: .likely(bytes, to: count), name: name)
    } else {
        guard let repaired = repairUtf8(file.buffer, from: start) else { throw outOfMemory(name, count) }
        try Work.check()
        result = repaired
        result.start = start
        result.encodingName = label
    }
    if file.hasZero { logZeros(&result) }
    return result
}

/// A text in an encoding that has a byte for each character of ASCII.
private func convert(
    _ source: ByteBuffer, from encoding: ReadOptions.Encoding, name: String
) throws(Diagnostic) -> DecodedText {
    var log = ProblemLog()
    let buffer: ByteBuffer?
    if let charset = encoding.charset {
        guard let converter = TextConverter(from: charset) else {
            throw Diagnostic(
                "file-encoding", "`\(name)` is text in \(encoding.label), for which this system has no converter",
                remedies: ["save it as UTF-8, or install the converters of the C library (`gconv`)"])
        }
        buffer = converter.converted(source, label: encoding.label, log: &log)
    } else {
        buffer = decodeSingleBytes(source, table: encoding == .latin1 ? [] : windows1252Characters)
    }
    guard let buffer else {
        try Work.check()
        throw outOfMemory(name, source.count)
    }
    return DecodedText(buffer: buffer, start: 0, encodingName: encoding.label, log: log)
}

private func narrow(_ file: FileBytes, start: Int, _ label: String) -> DecodedText {
    DecodedText(buffer: file.buffer, start: start, encodingName: label, log: ProblemLog())
}

func outOfMemory(_ name: String, _ bytes: Int) -> Diagnostic {
    Diagnostic(
        "file-memory", "`\(name)` does not fit into memory", reason: ["it must be converted to UTF-8: \(bytes) bytes"],
        remedies: ["save it as UTF-8, or split it"])
}

private func logZeros(_ text: inout DecodedText) {
    let bytes = text.buffer.start
    var position = firstByte(0, bytes, 0, text.buffer.count)
    while position < text.buffer.count {
        text.log.add(at: position, "NUL byte; kept in data, shown escaped")
        // One report a line is enough.
        let lineEnd = firstByte(0x0A, bytes, position, text.buffer.count)
        position = firstByte(0, bytes, lineEnd, text.buffer.count)
    }
}

/// Whether control bytes make up more of the beginning than stray ones in text do.
private func looksBinary(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    let seen = min(count, 1 << 16)
    var odd = 0
    for position in 0..<seen where bytes[position] < 9 || (bytes[position] > 13 && bytes[position] < 27) { odd += 1 }
    return odd > max(8, seen / 50)
}
