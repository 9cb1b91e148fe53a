import CZlib
import Values

@testable import Tables

/// Makes ZIP files for tests, stored or deflated.
struct ZipMaker {
    struct File {
        var name: String
        var content: [UInt8]
        var deflates = false
        /// What the directory says instead of the truth.
        var claimedSize: Int?
        var checksum: UInt32?
        var method: Int?
        var flags = 0
    }

    var files: [File] = []
    var comment: [UInt8] = []
    /// Whether sizes and places are told by the records for more than 32 bits.
    var isWide = false

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let packed = file.deflates ? deflated(file.content) : file.content
            let method = file.method ?? (file.deflates ? 8 : 0)
            let checksum = file.checksum ?? crc32(0, file.content)
            let size = file.claimedSize ?? file.content.count
            let name = Array(file.name.utf8)
            let offset = bytes.count
            let head: [(Int, Int)] = [(20, 2), (file.flags, 2), (method, 2), (0, 4), (Int(checksum), 4)]
            put([(0x0403_4B50, 4)] + head + [(packed.count, 4), (size, 4), (name.count, 2), (0, 2)], &bytes)
            bytes += name
            bytes += packed
            var extra: [UInt8] = []
            if isWide { put([(1, 2), (24, 2), (size, 8), (packed.count, 8), (offset, 8)], &extra) }
            let most = 0xFFFF_FFFF
            put([(0x0201_4B50, 4), (45, 2)] + head, &directory)
            put(isWide ? [(most, 4), (most, 4)] : [(packed.count, 4), (size, 4)], &directory)
            put([(name.count, 2), (extra.count, 2), (0, 2), (0, 4), (0, 4), (isWide ? most : offset, 4)], &directory)
            directory += name
            directory += extra
        }
        let start = bytes.count
        bytes += directory
        if isWide {
            let record = bytes.count
            put([(0x0606_4B50, 4), (44, 8), (45, 2), (45, 2), (0, 8), (files.count, 8), (files.count, 8)], &bytes)
            put([(directory.count, 8), (start, 8), (0x0706_4B50, 4), (0, 4), (record, 8), (1, 4)], &bytes)
        }
        let count = isWide ? 0xFFFF : files.count
        put([(0x0605_4B50, 4), (0, 4), (count, 2), (count, 2)], &bytes)
        put([(isWide ? 0xFFFF_FFFF : directory.count, 4), (isWide ? 0xFFFF_FFFF : start, 4)], &bytes)
        put([(comment.count, 2)], &bytes)
        bytes += comment
        return bytes
    }

    /// Numbers in so many bytes, the lowest first.
    private func put(_ numbers: [(Int, Int)], _ target: inout [UInt8]) {
        for (value, size) in numbers {
            for place in 0..<size { target.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
        }
    }

    private func crc32(_ before: UInt32, _ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(uLong(before), $0.baseAddress, $0.count)) }
    }

    /// By zlib's own packer.
    private func deflated(_ bytes: [UInt8]) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return []
        }
        defer { deflateEnd(stream) }
        var source = bytes
        return source.withUnsafeMutableBufferPointer { source in
            let room = Int(deflateBound(stream, uLong(source.count)))
            return [UInt8](unsafeUninitializedCapacity: room) { target, count in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = uInt(source.count)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = uInt(room)
                _ = deflate(stream, Z_FINISH)
                count = room - Int(stream.pointee.avail_out)
            }
        }
    }
}

/// A workbook of one sheet, or several, from the XML of their rows.
func workbook(
    _ sheets: [(name: String, data: String)], strings: String = "", styles: String = "", settings: String = "",
    namespace: String = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", prefix: String = "",
    deflates: Bool = true
) -> ZipMaker {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    func part(_ name: String, _ content: String) -> ZipMaker.File {
        ZipMaker.File(name: name, content: Array(("<?xml version=\"1.0\"?>" + content).utf8), deflates: deflates)
    }
    let mark = prefix.isEmpty ? "xmlns" : "xmlns:" + prefix
    let p = prefix.isEmpty ? "" : prefix + ":"
    let list = sheets.indices.map { "<\(p)sheet name=\"\(sheets[$0].name)\" sheetId=\"\($0 + 1)\" r:id=\"r\($0)\"/>" }
    let relations = sheets.indices.map {
        "<Relationship Id=\"r\($0)\" Type=\"\(kind)worksheet\" Target=\"worksheets/s\($0).xml\"/>"
    }
    var zip = ZipMaker()
    zip.files = [
        part(
            "_rels/.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"\(kind)officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
        ),
        part(
            "xl/workbook.xml",
            "<\(p)workbook \(mark)=\"\(namespace)\" xmlns:r=\"\(kind)\">\(settings)<\(p)sheets>\(list.joined())</\(p)sheets></\(p)workbook>"
        ),
        part(
            "xl/_rels/workbook.xml.rels",
            "<Relationships>\(relations.joined())<Relationship Id=\"s\" Type=\"\(kind)sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"t\" Type=\"\(kind)styles\" Target=\"../xl/./styles.xml\"/></Relationships>"
        ),
    ]
    for (index, sheet) in sheets.enumerated() {
        zip.files.append(
            part(
                "xl/worksheets/s\(index).xml",
                "<\(p)worksheet \(mark)=\"\(namespace)\"><\(p)sheetData>\(sheet.data)</\(p)sheetData></\(p)worksheet>"))
    }
    if !strings.isEmpty { zip.files.append(part("xl/sharedStrings.xml", "<sst>\(strings)</sst>")) }
    if !styles.isEmpty { zip.files.append(part("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>")) }
    return zip
}

/// A row of cells of text, in the sheet itself.
func textRow(_ cells: [String]) -> String {
    "<row>" + cells.map { "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">\($0)</t></is></c>" }.joined() + "</row>"
}

/// A row of numbers in the styles given.
func numberRow(_ cells: [(value: String, style: Int)]) -> String {
    "<row>" + cells.map { "<c s=\"\($0.style)\"><v>\($0.value)</v></c>" }.joined() + "</row>"
}

/// Styles with the formats of these codes, numbered from 0.
func styles(_ codes: [String]) -> String {
    let formats = codes.enumerated().map { "<numFmt numFmtId=\"\(200 + $0)\" formatCode=\"\($1)\"/>" }
    let styles = codes.indices.map { "<xf numFmtId=\"\(200 + $0)\"/>" }
    return "<numFmts>\(formats.joined())</numFmts><cellXfs>\(styles.joined())</cellXfs>"
}
