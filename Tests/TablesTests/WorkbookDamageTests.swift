import Testing
import Values

@testable import Tables

/// Workbooks that are damaged or meant to do harm end in an error or in the right answer.
@Suite struct WorkbookDamageTests {
    private let rows = [["a", "b"], ["1", "x"], ["2", "y"], ["3", "z"]]

    private func good(deflates: Bool = true) -> ZipMaker {
        workbook([("S", rows.map(textRow).joined())], deflates: deflates)
    }

    private func failure(_ zip: ZipMaker) -> String { failure(zip.bytes) }

    private func failure(_ bytes: [UInt8]) -> String {
        do {
            _ = try table(bytes: bytes, name: "t.xlsx").rows
            return ""
        } catch let error as Diagnostic {
            return ([error.message] + error.reason).joined(separator: " | ")
        } catch {
            return "\(error)"
        }
    }

    @Test func everyByteFlipped() throws {
        for deflates in [false, true] {
            let bytes = good(deflates: deflates).bytes
            let folder = try TemporaryFolder()
            for place in stride(from: 0, to: bytes.count, by: deflates ? 1 : 7) {
                var damaged = bytes
                damaged[place] ^= 0x41
                let path = try folder.write("t.xlsx", damaged)
                guard let table = try? readTable(path: path, displayName: "t.xlsx", options: ReadOptions()) else {
                    continue
                }
                #expect(table.rows == [["1", "x"], ["2", "y"], ["3", "z"]], "byte \(place)")
            }
        }
    }

    @Test func everyCut() throws {
        let bytes = good().bytes
        let folder = try TemporaryFolder()
        for end in stride(from: 4, to: bytes.count, by: 3) {
            let path = try folder.write("t.xlsx", Array(bytes[..<end]))
            #expect(throws: Diagnostic.self) {
                try readTable(path: path, displayName: "t.xlsx", options: ReadOptions())
            }
        }
    }

    @Test func sizesAndChecksums() {
        var zip = good()
        zip.files[3].checksum = 1
        #expect(failure(zip) == "`t.xlsx` is damaged | the checksum of the part `xl/worksheets/s0.xml` is wrong")
        zip = good()
        zip.files[3].claimedSize = 10
        #expect(failure(zip) == "`t.xlsx` is damaged | the part `xl/worksheets/s0.xml` has more bytes, not 10 as noted")
        zip = good()
        zip.files[3].claimedSize = 3 << 30
        #expect(failure(zip).contains("the largest part that is read has 2 GiB"))
        zip = good()
        zip.files[3].method = 9
        #expect(failure(zip).contains("the compression method 9; 0 and 8 are known"))
        zip = good()
        zip.files[3].flags = 1
        #expect(failure(zip) == "`t.xlsx` is protected by a password")
    }

    /// 68 MB of spaces packed to 68 kB.
    @Test func bomb() {
        var zip = good()
        let blanks = [UInt8](repeating: 0x20, count: 65 << 20)
        zip.files[3].content = Array("<worksheet><sheetData>".utf8) + blanks + Array("</sheetData></worksheet>".utf8)
        #expect(failure(zip).contains("that unpack to more than 500 times as many are no data"))
    }

    @Test func wideRecordsCommentsAndNames() throws {
        var zip = good()
        zip.isWide = true
        zip.comment = Array("PK\u{5}\u{6} is no end".utf8)
        #expect(try table(bytes: zip.bytes, name: "t.xlsx").rows.count == 3)
        zip = good()
        zip.files.append(ZipMaker.File(name: "../../etc/passwd", content: [1, 2, 3]))
        zip.files.append(ZipMaker.File(name: "xl/worksheets/s0.xml", content: [1, 2, 3]))
        #expect(try table(bytes: zip.bytes, name: "t.xlsx").rows.count == 3)
        zip = good()
        zip.files[3].name = "xl\\worksheets\\S0.xml"
        #expect(try table(bytes: zip.bytes, name: "t.xlsx").rows.count == 3)
    }

    @Test func documentTypesAreRefused() {
        var zip = good()
        zip.files[3].content = Array(
            """
            <!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c>\
            <c><v>1</v></c></row></sheetData></worksheet>
            """.utf8)
        #expect(
            failure(zip)
                == "`t.xlsx` is damaged | the part `xl/worksheets/s0.xml` has a document type, which workbooks never have"
        )
        zip.files[3].content = Array("<worksheet><sheetData><row>".utf8)
        #expect(failure(zip).contains("the part `xl/worksheets/s0.xml` is no XML: line 1: no element found"))
    }

    @Test func oddReferences() throws {
        func rows(_ data: String) throws -> Table {
            try table(bytes: workbook([("S", textRow(["a", "b"]) + data)]).bytes, name: "t.xlsx")
        }
        #expect(failure(workbook([("S", "<row r=\"2000000\"><c><v>1</v></c></row>")])).contains("at most 1048576 rows"))
        #expect(failure(workbook([("S", "<row><c r=\"XFE1\"><v>1</v></c></row>")])).contains("at most 16384 cells"))
        #expect(failure(workbook([("S", "<row><c r=\"ZZZZZZZZ1\"><v>1</v></c></row>")])).contains("16384"))
        let back = try rows("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>")
        #expect(back.rows == [["", "1"]])
        #expect(back.problemCount == 2)
        let odd = try rows("<row r=\"x\"><c s=\"99999999999\"><v>1</v></c><c t=\"b\"><v>7</v></c></row>")
        #expect(odd.rows == [["1", "false"]])
        // A cell far away does not fill memory with blanks.
        let far = (0..<3000).map {
            "<row r=\"\($0 + 2)\"><c><v>\($0)</v></c><c r=\"\($0 == 9 ? "XFD" : "B")\($0 + 2)\"><v>1</v></c></row>"
        }
        #expect(try rows(far.joined()).rowCount == 3000)
    }

    @Test func foreignArchives() {
        var zip = ZipMaker()
        zip.files = [ZipMaker.File(name: "word/document.xml", content: [])]
        #expect(failure(zip) == "`t.xlsx` is a ZIP file, but no workbook (XLSX)")
        zip.files = [
            ZipMaker.File(name: "mimetype", content: Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
        ]
        #expect(failure(zip) == "`t.xlsx` is an OpenDocument spreadsheet")
        zip.files = [ZipMaker.File(name: "xl/workbook.bin", content: [])]
        #expect(failure(zip) == "`t.xlsx` is a binary workbook (XLSB)")
    }
}
