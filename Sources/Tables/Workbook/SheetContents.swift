import Values

/// Whether a sheet has a table: looks no further than it must.
final class SheetContents: XMLListener {
    enum Kind: Int, Comparable {
        case nothing
        /// Never two cells beside each other.
        case lines
        case table

        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    private(set) var kind = Kind.nothing
    private var cells = 0
    private var isFilled = false

    var isFinished: Bool { kind == .table }

    static func kind(of sheet: Workbook.Sheet, in archive: ZipArchive) throws(Diagnostic) -> Kind {
        let contents = SheetContents()
        try readXML(archive, sheet.entry, contents)
        return contents.kind
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "row": cells = 0
        case "c": isFilled = false
        case "v", "is": isFilled = true
        default: break
        }
    }

    func end(_ name: XMLName) {
        guard "c" ~= name, isFilled else { return }
        cells += 1
        kind = max(kind, cells > 1 ? .table : .lines)
    }
}

/// The sheets of a workbook that are read when none is named, and what is told of the others.
package struct SheetSelection: Sendable {
    package var names: [String]
    package var told: [String]
}

/// The sheets of a file with tables on them; nil where the file is no workbook.
///
/// Those that are hidden are left out. Where no sheet has a table, those with a single column are taken.
package func sheetSelection(path: String, displayName: String) throws(Diagnostic) -> SheetSelection? {
    guard beginsAsArchive(path) else { return nil }
    let workbook = try Workbook(try readBytes(path: path, displayName: displayName).buffer, name: displayName)
    return try SheetSelection(workbook)
}

/// The names of all sheets of a workbook, hidden ones too, in the order of their tabs; none where it cannot be opened.
package func sheetNames(path: String) -> [String] {
    guard beginsAsArchive(path), let file = try? readBytes(path: path, displayName: path),
        let workbook = try? Workbook(file.buffer, name: path)
    else { return [] }
    return workbook.sheets.map(\.name)
}

extension SheetSelection {
    init(_ workbook: Workbook) throws(Diagnostic) {
        var found: [(name: String, kind: SheetContents.Kind)] = []
        var told: [String] = []
        for sheet in workbook.sheets {
            let kind = try SheetContents.kind(of: sheet, in: workbook.archive)
            if kind == .nothing { continue }
            if sheet.isHidden {
                told.append(
                    "\(workbook.archive.name): the hidden sheet `\(sheet.name)` is left out; `sheet \"\(sheet.name)\"` reads it"
                )
            } else {
                found.append((sheet.name, kind))
            }
        }
        let tables = found.filter { $0.kind == .table }
        names = (tables.isEmpty ? found : tables).map(\.name)
        if !tables.isEmpty {
            told += found.filter { $0.kind == .lines }.map {
                "\(workbook.archive.name): the sheet `\($0.name)` has no table and is left out; `sheet \"\($0.name)\"` reads it"
            }
        }
        self.told = told
    }
}
