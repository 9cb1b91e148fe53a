import Values

/// A file that is no delimited text, told from its first bytes.
struct ForeignFormat {
    var description: String
    var remedy: String
}

/// What a file is when it is not text in rows; nil when it may be.
///
/// `bytes` has `count` readable bytes.
func foreignFormat(_ bytes: UnsafePointer<UInt8>, count: Int) -> ForeignFormat? {
    func begins(_ magic: [UInt8], at offset: Int = 0) -> Bool {
        guard count >= offset + magic.count else { return false }
        return magic.indices.allSatisfy { bytes[offset + $0] == magic[$0] }
    }
    func begins(_ magic: String) -> Bool { begins(Array(magic.utf8)) }
    switch count > 0 ? bytes[0] : 0 {
    case 0x1F, 0x25, 0x28, 0x37, 0x41, 0x42, 0x4F, 0x50, 0x53, 0xD0, 0xFD: break
    // Nothing that is known begins so.
    default: return markupFormat(bytes, count: count)
    }
    if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0x50, 0x4B, 0x05, 0x06]) {
        let head = String(decoding: UnsafeBufferPointer(start: bytes, count: min(count, 8192)), as: UTF8.self)
        if head.contains("opendocument.spreadsheet") {
            return ForeignFormat(
                description: "an OpenDocument spreadsheet", remedy: "save it as .xlsx, or the sheet as CSV")
        }
        return ForeignFormat(
            description: "a ZIP file, but no workbook (XLSX)",
            remedy: "if it is an archive, unpack it first")
    }
    if begins([0xD0, 0xCF, 0x11, 0xE0]) {
        return ForeignFormat(
            description: "an Excel workbook that is old (XLS) or has a password",
            remedy: "save it as .xlsx without a password, or the sheet as CSV")
    }
    if begins([0x1F, 0x8B]) {
        return ForeignFormat(description: "compressed with gzip", remedy: "decompress it first (`gunzip`)")
    }
    if begins([0x28, 0xB5, 0x2F, 0xFD]) {
        return ForeignFormat(description: "compressed with zstd", remedy: "decompress it first (`unzstd`)")
    }
    if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
        return ForeignFormat(description: "compressed with xz", remedy: "decompress it first (`unxz`)")
    }
    if begins("BZh") && begins([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4) {
        return ForeignFormat(description: "compressed with bzip2", remedy: "decompress it first (`bunzip2`)")
    }
    if begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
        return ForeignFormat(description: "a 7-Zip archive, not CSV", remedy: "unpack it first")
    }
    if begins("PAR1") { return ForeignFormat(description: "a Parquet file, not CSV", remedy: "export it as CSV") }
    if begins("ARROW1") { return ForeignFormat(description: "an Arrow file, not CSV", remedy: "export it as CSV") }
    if begins([0x4F, 0x62, 0x6A, 0x01]) {
        return ForeignFormat(description: "an Avro file, not CSV", remedy: "export it as CSV")
    }
    if begins("SQLite format 3") {
        return ForeignFormat(description: "an SQLite database, not CSV", remedy: "export the table as CSV")
    }
    if begins("%PDF-") {
        return ForeignFormat(description: "a PDF document, not CSV", remedy: "export the data as CSV")
    }
    return markupFormat(bytes, count: count)
}

/// The beginning of a text, without spaces and a byte order mark before it.
private func beginning(_ bytes: UnsafePointer<UInt8>, count: Int) -> Substring {
    String(decoding: UnsafeBufferPointer(start: bytes, count: min(count, 256)), as: UTF8.self)
        .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
}

/// Whether a text may begin with one of these: a look at the first byte behind spaces of one byte each.
private func mayBegin(_ bytes: UnsafePointer<UInt8>, count: Int, with marks: [UInt8]) -> Bool {
    var place = 0
    while place < min(count, 256), bytes[place] == 0x20 || (0x09...0x0D).contains(bytes[place]) { place += 1 }
    return place < min(count, 256) && (bytes[place] > 0x7F || marks.contains(bytes[place]))
}

/// Whether a text begins as JSON objects or arrays of them do.
func beginsAsJSON(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    guard mayBegin(bytes, count: count, with: [0x7B, 0x5B]) else { return false }
    let head = beginning(bytes, count: count)
    let next = head.dropFirst().first { !$0.isWhitespace }
    return (head.first == "{" && (next == "\"" || next == "}"))
        || (head.first == "[" && (next == "{" || next == "[" || next == "]"))
}

/// XML and HTML by how their text begins.
private func markupFormat(_ bytes: UnsafePointer<UInt8>, count: Int) -> ForeignFormat? {
    guard mayBegin(bytes, count: count, with: [0x3C]) else { return nil }
    let head = beginning(bytes, count: count)
    let lowered = head.lowercased()
    let pages = ["<!doctype html", "<html", "<head", "<body", "<meta", "<style", "<table", "<div"]
    if pages.contains(where: lowered.hasPrefix) {
        return ForeignFormat(
            description: "an HTML page, not CSV", remedy: "open it in a spreadsheet and save it as CSV")
    }
    if lowered.hasPrefix("<?xml") {
        return ForeignFormat(description: "XML, not CSV", remedy: "open it in a spreadsheet and save it as CSV")
    }
    return nil
}

/// The diagnostic `file-format` for a file of another kind.
func formatFailure(_ name: String, _ format: ForeignFormat) -> Diagnostic {
    Diagnostic("file-format", "`\(name)` is \(format.description)", remedies: [format.remedy])
}
