import Engine
import Foundation
import Testing
import Values

@testable import Reports

/// Naughty strings as cells, titles, headings and notes, through every format: those of `NaughtyStrings`, and the Big
/// List of Naughty Strings where it is.
///
/// The big list lies in `robustness/blns` of the folder of test data: `QUAESTOR_DATA`, or `../shared/data` beside the
/// repository.
struct HostileTextTests {
    private static let bigList: URL = {
        let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
        let named = ProcessInfo.processInfo.environment["QUAESTOR_DATA"].map { URL(fileURLWithPath: $0) }
        return (named ?? root.appending(path: "../shared/data").standardized).appending(
            path: "robustness/blns/blns.json")
    }()

    enum List: String, CaseIterable {
        case own, big

        /// Nil where the list is not there.
        var texts: [String]? {
            if self == .own { return naughtyStrings }
            guard let data = try? Data(contentsOf: HostileTextTests.bigList) else { return nil }
            return (try? JSONSerialization.jsonObject(with: data)) as? [String]
        }
    }

    /// Every text in a cell, in the heading, in the days behind, in a label and in the notes.
    private func answer(_ list: List) throws -> Answer {
        guard let texts = list.texts else {
            try Test.cancel("the list of naughty strings is not there: set QUAESTOR_DATA")
        }
        #expect(texts.count > (list == .own ? 40 : 400))
        return Answer(
            heading: texts.joined(separator: " "), provenance: texts.joined(),
            columns: [
                Samples.dimension("text", texts.joined(separator: "|"), texts),
                Samples.column(
                    "number", "Number", .metric, .number, (0..<texts.count).map { .number(ExactDecimal($0)) }),
            ], lineCount: texts.count, notes: texts)
    }

    private func texts(_ answer: Answer) -> [[UInt8]] { answer.columns[0].cells.map { Array($0.plainText.utf8) } }

    /// What a terminal would obey: a control other than a line break, or a mark that reorders.
    private func raw(_ text: String) -> Unicode.Scalar? {
        text.unicodeScalars.first {
            ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || isBidirectionalControl($0)
        }
    }

    @Test(arguments: List.allCases, [nil, 40, 200])
    func terminal(list: List, width: Int?) throws {
        let answer = try answer(list)
        // The data formats have cells as they are.
        for format in renderers where format.isText && !["csv", "tsv"].contains(format.name) {
            let text = format.text(answer, options: RenderOptions(width: width, bars: true))
            #expect(raw(text) == nil, "\(format.name)")
        }
        // Every line of the table ends with the column of numbers, so no cell broke a line or was measured too short.
        let table = TableRenderer().text(answer, options: RenderOptions(width: width)).split(separator: "\n")
        #expect(table.contains { $0.hasSuffix(" \(answer.lineCount - 1)") })
    }

    @Test(arguments: List.allCases)
    func roundTrip(list: List) throws {
        let answer = try answer(list)
        for format in [DelimitedRenderer.csv, .tsv] {
            let text = format.text(answer, options: RenderOptions(exact: true))
            let records = try DelimitedReader.records(text, delimiter: format.delimiter)
            #expect(records.dropFirst().map { Array(($0.first?.text ?? "?").utf8) } == texts(answer))
        }
        let json = Data(JSONRenderer.array.text(answer).utf8)
        let objects = try #require(JSONSerialization.jsonObject(with: json) as? [[String: Any]])
        #expect(objects.map { Array(($0["text"] as? String ?? "?").utf8) } == texts(answer))
    }

    @Test(arguments: List.allCases)
    func markdownHasNoOpenMarks(list: List) throws {
        let answer = try answer(list)
        let lines = MarkdownRenderer().text(answer).split(separator: "\n").filter { $0.utf8.starts(with: "| ".utf8) }
        #expect(lines.count == answer.lineCount + 2)
        for line in lines {
            let bars = line.replacing("\\\\", with: "").replacing("\\|", with: "").filter { $0 == "|" }.count
            #expect(bars == 3)
            #expect(!line.replacing("<br>", with: "").contains("<"))
        }
    }

    /// Parsers of another language read every format: CSV, JSON and workbooks cell by cell, pages and pictures as wholes
    /// that run nothing and fetch nothing.
    @Test(.enabled(if: hasPython, "python3 is needed"), arguments: List.allCases)
    func otherParsers(list: List) throws {
        let answer = try answer(list)
        let folder = FileManager.default.temporaryDirectory.appending(path: "quaestor-formats-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let expected = try JSONSerialization.data(withJSONObject: answer.columns[0].cells.map(\.plainText))
        try expected.write(to: folder.appending(path: "expected.json"))
        for format in renderers {
            let ending = format.fileExtensions.first ?? "txt"
            let bytes = format.bytes(answer, options: RenderOptions(exact: true))
            try Data(bytes).write(to: folder.appending(path: "\(format.name).\(ending)"))
        }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Parsers/formats.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }

    private static let hasPython = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/python3")
    }
}
