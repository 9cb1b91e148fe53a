import Values

/// What an Excel workbook (`.xlsx`, `.xlsm`: ECMA-376, transitional or strict) says of its sheets.
struct Workbook: Sendable {
    struct Sheet: Sendable {
        var name: String
        var isHidden: Bool
        var entry: ZipArchive.Entry
    }

    let archive: ZipArchive
    /// In the order of their tabs; charts and dialogs left out.
    let sheets: [Sheet]
    /// Whether days count from 1904 and not from 1900.
    let countsFrom1904: Bool
    private let sharedStrings: ZipArchive.Entry?
    private let styles: ZipArchive.Entry?

    /// Fails with `file-format` for a ZIP file that is no workbook, or a damaged one.
    init(_ buffer: ByteBuffer, name: String) throws(Diagnostic) {
        archive = try ZipArchive(buffer, name: name)
        let root = try Relations(archive, of: "")
        let path = root.target(kind: "officeDocument") ?? "xl/workbook.xml"
        guard let entry = archive.entry(path) else { throw Self.foreign(archive, buffer, name: name) }
        if path.lowercased().hasSuffix(".bin") { throw Self.binary(name) }
        let outline = WorkbookOutline()
        try readXML(archive, entry, outline)
        guard outline.isWorkbook else { throw Self.foreign(archive, buffer, name: name) }
        let relations = try Relations(archive, of: path)
        countsFrom1904 = outline.countsFrom1904
        sharedStrings = relations.target(kind: "sharedStrings").flatMap(archive.entry)
        styles = relations.target(kind: "styles").flatMap(archive.entry)
        var sheets: [Sheet] = []
        for sheet in outline.sheets {
            guard let relation = relations.byID[sheet.relation] else {
                throw damagedWorkbook(name, "nothing says where the sheet `\(sheet.name)` is")
            }
            guard relation.kind == "worksheet" else { continue }
            guard let entry = archive.entry(relation.target) else {
                throw damagedWorkbook(name, "the sheet `\(sheet.name)` is missing: there is no `\(relation.target)`")
            }
            sheets.append(Sheet(name: sheet.name, isHidden: sheet.isHidden, entry: entry))
        }
        self.sheets = sheets
    }

    /// The texts that cells refer to by number.
    func readSharedStrings() throws(Diagnostic) -> SharedStrings {
        let strings = SharedStrings(name: archive.name)
        if let sharedStrings { try readXML(archive, sharedStrings, strings) }
        return strings
    }

    /// For each style of cells what its numbers mean.
    func readStyles() throws(Diagnostic) -> [CellFormat] {
        let reader = StyleReader()
        if let styles { try readXML(archive, styles, reader) }
        return reader.formats
    }

    private static func foreign(_ archive: ZipArchive, _ buffer: ByteBuffer, name: String) -> Diagnostic {
        if archive.entry("xl/workbook.bin") != nil { return binary(name) }
        let format = foreignFormat(buffer.start, count: buffer.count)
        return formatFailure(
            name,
            format ?? ForeignFormat(description: "a ZIP file, but no workbook", remedy: "unpack it first"))
    }

    private static func binary(_ name: String) -> Diagnostic {
        Diagnostic(
            "file-format", "`\(name)` is a binary workbook (XLSB)", remedies: ["save it as .xlsx, or the sheet as CSV"])
    }
}

/// Whether a file begins as ZIP files do.
func isArchive(_ buffer: ByteBuffer) -> Bool {
    isArchive(UnsafeBufferPointer(start: buffer.start, count: min(buffer.count, 4)).map(\.self))
}

/// The same of a file that was not read yet.
func beginsAsArchive(_ path: String) -> Bool { isArchive(firstBytes(path, 4)) }

private func isArchive(_ head: [UInt8]) -> Bool {
    head == [0x50, 0x4B, 0x03, 0x04] || head == [0x50, 0x4B, 0x05, 0x06]
}

/// `workbook.xml`: the sheets and the day that dates count from.
private final class WorkbookOutline: XMLListener {
    var isWorkbook = false
    var countsFrom1904 = false
    var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    private var depth = 0

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        depth += 1
        switch name {
        case "workbook": if depth == 1 { isWorkbook = true }
        case "workbookPr":
            if let flag = attributes["date1904"] { countsFrom1904 = flag == "1" || flag == "true" }
        case "sheet":
            let state = attributes["state"] ?? "visible"
            sheets.append(
                (unescapedText(attributes["name"] ?? ""), attributes["id"] ?? "", state != "visible"))
        default: break
        }
    }

    func end(_ name: XMLName) { depth -= 1 }
}

/// Which parts belong to a part: its `_rels` file.
private struct Relations {
    /// `worksheet`, and the path of the part in the archive.
    typealias Relation = (kind: String, target: String)

    private(set) var byID: [String: Relation] = [:]

    /// - Parameter part: a path in the archive; empty for the archive itself. A part without relations has none.
    init(_ archive: ZipArchive, of part: String) throws(Diagnostic) {
        let (folder, file) = splitPath(part.hasPrefix("/") ? String(part.dropFirst()) : part)
        guard let entry = archive.entry(joinPath(joinPath(folder, "_rels"), file + ".rels")) else { return }
        let list = RelationList()
        try readXML(archive, entry, list)
        for (id, type, target) in list.relations {
            let kind = type.split(separator: "/").last.map(String.init) ?? ""
            byID[id] = (kind, Self.resolved(target, from: folder))
        }
    }

    func target(kind: String) -> String? { byID.values.first { $0.kind == kind }?.target }

    /// `/xl/a.xml` is from the root, `a.xml` and `../a.xml` from the folder of the part.
    private static func resolved(_ target: String, from folder: String) -> String {
        if target.hasPrefix("/") { return target }
        var parts = folder.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") {
            if step == ".." {
                if !parts.isEmpty { parts.removeLast() }
            } else if step != "." {
                parts.append(String(step))
            }
        }
        return parts.joined(separator: "/")
    }
}

private final class RelationList: XMLListener {
    var relations: [(id: String, type: String, target: String)] = []

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        guard "Relationship" ~= name, attributes["TargetMode"] != "External" else { return }
        relations.append((attributes["Id"] ?? "", attributes["Type"] ?? "", attributes["Target"] ?? ""))
    }
}
