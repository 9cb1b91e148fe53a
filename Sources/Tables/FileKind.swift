import Values

/// A file that is no delimited text, told from its first bytes.
struct ForeignFormat {
    var description: String
    var remedy: String
}

/// What the files within a ZIP file, and its end, begin with.
private let zip: [UInt8?] = [0x50, 0x4B]

/// Formats by what their files begin with, nil for any byte.
private let formats: [(mark: [UInt8?], format: ForeignFormat)] = {
    func format(_ mark: [UInt8?], _ description: String, _ remedy: String) -> ([UInt8?], ForeignFormat) {
        (mark, ForeignFormat(description: description, remedy: remedy))
    }
    func format(_ mark: String, _ description: String, _ remedy: String) -> ([UInt8?], ForeignFormat) {
        format(Array(mark.utf8), description, remedy)
    }
    return [
        format(
            [0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook that is old (XLS) or has a password",
            "save it as .xlsx without a password, or the sheet as CSV"),
        format([0x1F, 0x8B], "compressed with gzip", "decompress it first (`gunzip`)"),
        format([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "decompress it first (`unzstd`)"),
        format([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed with xz", "decompress it first (`unxz`)"),
        format(
            Array("BZh".utf8) + [nil] + Array("1AY&SY".utf8), "compressed with bzip2",
            "decompress it first (`bunzip2`)"),
        format([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive, not CSV", "unpack it first"),
        format("PAR1", "a Parquet file, not CSV", "export it as CSV"),
        format("ARROW1", "an Arrow file, not CSV", "export it as CSV"),
        format([0x4F, 0x62, 0x6A, 0x01], "an Avro file, not CSV", "export it as CSV"),
        format("SQLite format 3", "an SQLite database, not CSV", "export the table as CSV"),
        format("%PDF-", "a PDF document, not CSV", "export the data as CSV"),
        format(zip + [0x03, 0x04], "a ZIP file, but no workbook (XLSX)", "if it is an archive, unpack it first"),
        format(zip + [0x05, 0x06], "a ZIP file, but no workbook (XLSX)", "if it is an archive, unpack it first"),
    ]
}()

/// What a file is when it is not text in rows; nil when it may be.
///
/// `bytes` has `count` readable bytes.
func foreignFormat(_ bytes: UnsafePointer<UInt8>, count: Int) -> ForeignFormat? {
    let found = formats.first { mark, _ in
        mark.count <= count && mark.indices.allSatisfy { mark[$0] == nil || mark[$0] == bytes[$0] }
    }
    guard let found else { return markupFormat(bytes, count: count) }
    guard found.mark.starts(with: zip) else { return found.format }
    let head = String(decoding: UnsafeBufferPointer(start: bytes, count: min(count, 8192)), as: UTF8.self)
    guard head.contains("opendocument.spreadsheet") else { return found.format }
    return ForeignFormat(description: "an OpenDocument spreadsheet", remedy: "save it as .xlsx, or the sheet as CSV")
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
