import Engine
import Values

/// An Excel workbook (ECMA-376): a sheet for each answer, named by its heading, and behind them a sheet `About` that has
/// the headings in full, what the answers cover, their notes, and what else a document tells. The same answers give the
/// same bytes, so the time when it was made is left out.
struct WorkbookRenderer: DocumentRenderer {
    let name = "xlsx"
    let fileExtensions = ["xlsx"]
    let isText = false
    let gathering = Gathering.always

    /// Nothing where a sheet cannot hold the answer: whoever has to tell calls `document`.
    func render(
        _ answer: Answer, options: RenderOptions, into write: ([UInt8]) throws(RenderingStopped) -> Void
    ) throws(RenderingStopped) {
        if let content = try? file([.answer(Report.Section(answer: answer, question: ""))], [], []) {
            try write(content)
        }
    }

    func document(_ report: Report, options: RenderOptions) throws(Diagnostic) -> [UInt8] {
        guard report.origin.script != nil else { return try file(report.blocks, [], []) }
        var head = [AboutLine(report.title, isHeading: true)]
        head += report.origin.parameters.map { AboutLine("\($0.description ?? $0.name): \($0.value)") }
        return try file(report.blocks, head + [.blank], closing(report))
    }

    private func file(
        _ blocks: [Report.Block], _ head: [AboutLine], _ closing: [AboutLine]
    ) throws(Diagnostic) -> [UInt8] {
        var styles = CellStyles()
        var names = SheetNames()
        let about = names.name("About")
        var sheets: [(name: String, xml: [UInt8])] = []
        var lines = head
        for block in blocks {
            switch block {
            case .answer(let section):
                let writer = try SheetWriter(section.answer, styles: &styles)
                let name = names.name(section.answer.heading)
                sheets.append((name, writer.bytes))
                lines += aboutLines(section, sheet: name, longNumbers: writer.longNumbers)
            case .text(let text):
                lines += text.split(separator: "\n").map { AboutLine(String($0)) } + [.blank]
            case .lines(let text, let statement):
                lines += [AboutLine(statement, isHeading: true)] + text.map { AboutLine($0) } + [.blank]
            case .failure(let text, let statement):
                lines.append(AboutLine("Not answered: " + statement, isHeading: true))
                lines += text.map { AboutLine($0) } + [.blank]
            }
        }
        sheets.append((about, aboutSheet(lines + closing, &styles)))
        var zip = ZipWriter()
        try zip.add("[Content_Types].xml", contentTypes(sheets.count))
        try zip.add("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")]))
        try zip.add("xl/workbook.xml", workbook(sheets.map(\.name)))
        var parts = sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
        parts.append(("styles", "styles.xml"))
        try zip.add("xl/_rels/workbook.xml.rels", relations(parts))
        try zip.add("xl/styles.xml", styles.xml)
        for (index, sheet) in sheets.enumerated() { try zip.add("xl/worksheets/sheet\(index + 1).xml", sheet.xml) }
        return zip.finished()
    }

    // MARK: About

    /// A line of the sheet `About`, which has one column.
    private struct AboutLine {
        var text: String
        var isHeading: Bool

        init(_ text: String, isHeading: Bool = false) {
            self.text = text
            self.isHeading = isHeading
        }

        static let blank = AboutLine("")
    }

    private func aboutLines(_ section: Report.Section, sheet: String, longNumbers: Int) -> [AboutLine] {
        let answer = section.answer
        var lines = [AboutLine(answer.heading.isEmpty ? sheet : answer.heading, isHeading: true)]
        if sheet != answer.heading { lines.append(AboutLine("Sheet: " + sheet)) }
        if !section.question.isEmpty { lines.append(AboutLine("Question: " + section.question)) }
        lines.append(AboutLine(answer.provenance))
        lines += answer.notes.map { AboutLine($0) }
        if longNumbers > 0 {
            lines.append(
                AboutLine(
                    "\(longNumbers) number\(longNumbers == 1 ? "" : "s") of more than 15 digits written as text:"
                        + " a spreadsheet would round them"))
        }
        return lines + [.blank]
    }

    /// What the metrics mean, where the rows came from, and what made it.
    private func closing(_ report: Report) -> [AboutLine] {
        var lines: [AboutLine] = []
        if !report.definitions.isEmpty { lines.append(AboutLine("Definitions", isHeading: true)) }
        for definition in report.definitions {
            let told = [definition.description, definition.unit, definition.direction, definition.source]
            let text = "\(definition.title): \(definition.name) = \(definition.expression)"
            lines.append(AboutLine(([text] + told.compactMap(\.self)).joined(separator: " · ")))
        }
        if !report.sources.isEmpty { lines += [.blank, AboutLine("Data", isHeading: true)] }
        for source in report.sources {
            let told = [source.filesText, source.rowsText, source.daysText].compactMap(\.self)
            lines.append(AboutLine(source.dataset + ": " + told.joined(separator: ", ")))
        }
        let origin = report.origin
        let script = origin.script.map { " from " + $0 } ?? ""
        return lines + [
            .blank, AboutLine("Made by Quaestor \(origin.version)\(script); today was \(origin.today.text)"),
        ]
    }

    private func aboutSheet(_ lines: [AboutLine], _ styles: inout CellStyles) -> [UInt8] {
        let heading = styles.number("", .header)
        var bytes = Array(xmlHead.utf8)
        bytes += Array("<worksheet xmlns=\"\(sheetNamespace)\"><cols><col min=\"1\" max=\"1\" width=\"100\"".utf8)
        bytes += Array(" customWidth=\"1\"/></cols><sheetData>".utf8)
        for (index, line) in lines.enumerated() where !line.text.isEmpty {
            let style = line.isHeading ? " s=\"\(heading)\"" : ""
            bytes += Array("<row r=\"\(index + 1)\"><c r=\"A\(index + 1)\"\(style) t=\"inlineStr\"><is>".utf8)
            putTextElement(cut(line.text, to: SheetWriter.mostText), into: &bytes)
            bytes += Array("</is></c></row>".utf8)
        }
        return bytes + Array("</sheetData></worksheet>".utf8)
    }

    // MARK: The parts around the sheets

    private func contentTypes(_ sheets: Int) -> [UInt8] {
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
        var text = xmlHead + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        text += "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        func part(_ path: String, _ type: String) {
            text += "<Override PartName=\"/xl/\(path).xml\" ContentType=\"\(kind)\(type)+xml\"/>"
        }
        part("workbook", "sheet.main")
        part("styles", "styles")
        for number in 1...max(1, sheets) { part("worksheets/sheet\(number)", "worksheet") }
        return Array((text + "</Types>").utf8)
    }

    private func relations(_ list: [(String, String)]) -> [UInt8] {
        var text = xmlHead + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        for (index, relation) in list.enumerated() {
            text += "<Relationship Id=\"rId\(index + 1)\" Type=\"\(relationNamespace)/\(relation.0)\""
            text += " Target=\"\(relation.1)\"/>"
        }
        return Array((text + "</Relationships>").utf8)
    }

    private func workbook(_ names: [String]) -> [UInt8] {
        var bytes = Array(xmlHead.utf8)
        bytes += Array("<workbook xmlns=\"\(sheetNamespace)\" xmlns:r=\"\(relationNamespace)\"><sheets>".utf8)
        for (index, name) in names.enumerated() {
            bytes += Array("<sheet name=\"".utf8)
            bytes.appendXML(name)
            bytes += Array("\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>".utf8)
        }
        return bytes + Array("</sheets></workbook>".utf8)
    }

    private var relationNamespace: String { "http://schemas.openxmlformats.org/officeDocument/2006/relationships" }
}
