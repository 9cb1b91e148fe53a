import Engine
import Foundation
import Testing
import Values

@testable import Reports

/// The Big List of Naughty Strings through every format.
///
/// The list lies in `robustness/blns` of the folder of test data:
/// `QUAESTOR_DATA`, or `../shared/data` beside the repository.
struct HostileTextTests {
    private static let list: URL = {
        let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
        let named = ProcessInfo.processInfo.environment["QUAESTOR_DATA"].map { URL(fileURLWithPath: $0) }
        return (named ?? root.appending(path: "../shared/data").standardized).appending(
            path: "robustness/blns/blns.json")
    }()

    private static let isPresent = FileManager.default.fileExists(atPath: list.path)

    private func answer() throws -> Answer {
        let texts = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: Self.list)) as? [String])
        #expect(texts.count > 400)
        return Answer(
            heading: texts.joined(separator: " "), provenance: texts.joined(),
            columns: [
                Samples.dimension("text", texts.joined(separator: "|"), texts),
                Samples.column(
                    "number", "Number", .metric, .number, (0..<texts.count).map { .number(ExactDecimal($0)) }),
            ], lineCount: texts.count, notes: texts)
    }

    private func texts(_ answer: Answer) -> [[UInt8]] { answer.columns[0].cells.map { Array($0.plainText.utf8) } }

    @Test(
        .enabled(if: isPresent, "the list of naughty strings is not there: set QUAESTOR_DATA"),
        arguments: [nil, 40, 200])
    func terminal(width: Int?) throws {
        let answer = try answer()
        for format in renderers where ["table", "markdown", "json", "ndjson"].contains(format.name) {
            let text = format.text(answer, options: RenderOptions(width: width))
            let raw = text.unicodeScalars.first {
                ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || isBidirectionalControl($0)
            }
            #expect(raw == nil, "\(format.name)")
        }
        // Every line of the table ends with the column of numbers, so no cell broke a line or was measured too short.
        let table = TableRenderer().text(answer, options: RenderOptions(width: width)).split(separator: "\n")
        #expect(table.contains { $0.hasSuffix(" \(answer.lineCount - 1)") })
    }

    @Test(.enabled(if: isPresent, "the list of naughty strings is not there: set QUAESTOR_DATA"))
    func roundTrip() throws {
        let answer = try answer()
        for format in [DelimitedRenderer.csv, .tsv] {
            let text = format.text(answer, options: RenderOptions(exact: true))
            let records = try DelimitedReader.records(text, delimiter: format.delimiter)
            #expect(records.dropFirst().map { Array(($0.first?.text ?? "?").utf8) } == texts(answer))
        }
        let json = Data(JSONRenderer.array.text(answer).utf8)
        let objects = try #require(JSONSerialization.jsonObject(with: json) as? [[String: Any]])
        #expect(objects.map { Array(($0["text"] as? String ?? "?").utf8) } == texts(answer))
    }

    @Test(.enabled(if: isPresent, "the list of naughty strings is not there: set QUAESTOR_DATA"))
    func markdownHasNoOpenMarks() throws {
        let answer = try answer()
        let lines = MarkdownRenderer().text(answer).split(separator: "\n").filter { $0.utf8.starts(with: "| ".utf8) }
        #expect(lines.count == answer.lineCount + 2)
        for line in lines {
            let bars = line.replacing("\\\\", with: "").replacing("\\|", with: "").filter { $0 == "|" }.count
            #expect(bars == 3)
            #expect(!line.replacing("<br>", with: "").contains("<"))
        }
    }
}
