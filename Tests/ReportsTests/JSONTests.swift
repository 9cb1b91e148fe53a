import Engine
import Foundation
import Testing
import Values

@testable import Reports

/// Checked by Foundation's parser, which shares nothing with the renderer.
struct JSONTests {
    private func objects(_ text: String) throws -> [[String: Read]] {
        try JSONDecoder().decode([[String: Read]].self, from: Data(text.utf8))
    }

    @Test func literal() {
        let answer = Answer(
            heading: "h",
            columns: [
                Samples.dimension("segment", "Segment", ["S\"M\\B", nil]),
                Samples.column(
                    "arr", "ARR", .metric, .money("USD"), [Samples.exact("-1234567890123456789.50"), .missing]),
                Samples.column("rate", "Rate", .metric, .percent, [.float(1e-7), .float(.nan)]),
            ], lineCount: 2)
        let first = #"{"segment":"S\"M\\B","arr":-1234567890123456789.50,"rate":0.0000001}"#
        let second = #"{"segment":null,"arr":null,"rate":null}"#
        #expect(JSONRenderer.array.text(answer) == "[\n\(first),\n\(second)\n]\n")
        #expect(JSONRenderer.lines.text(answer) == "\(first)\n\(second)\n")
    }

    @Test func empty() {
        #expect(JSONRenderer.array.text(Samples.empty) == "[]\n")
        #expect(JSONRenderer.lines.text(Samples.empty) == "")
    }

    @Test(arguments: [
        ("\u{1B}[0m", #""\u001b[0m""#), ("\u{0}\u{1F}", #""\u0000\u001f""#), ("a\n\r\t", #""a\n\r\t""#),
        ("\u{7F}\u{9B}", #""\u007f\u009b""#), ("\u{2028}\u{202E}\u{FEFF}", #""\u2028\u202e\ufeff""#),
        ("日本/é", "\"日本/é\""),
        ("", "\"\""), ("\r\n", #""\r\n""#),
    ])
    func escapes(text: String, json: String) throws {
        #expect(jsonText(text) == json)
        let read = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? String
        #expect(read.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func everySampleReadsBack() throws {
        for (name, answer) in Samples.all {
            let array = try objects(JSONRenderer.array.text(answer))
            let lines = try JSONRenderer.lines.text(answer).split(separator: "\n").flatMap { try objects("[\($0)]") }
            #expect(array.count == answer.lineCount + (answer.carriesTotals ? 1 : 0), "\(name)")
            #expect(lines.count == array.count)
            for (line, object) in array.enumerated() where line < answer.lineCount {
                #expect(Set(object.keys) == Set(answer.columns.map(\.name)))
                for column in answer.columns { check(object[column.name], column.cells[line]) }
            }
        }
    }

    private func check(_ read: Read?, _ value: Value) {
        switch value {
        case .missing: #expect(read == .null)
        case .number, .float: #expect(read == value.double.map(Read.number))
        case .boolean(let flag): #expect(read == .boolean(flag))
        default: #expect(read == .text(Array(value.plainText.utf8)))
        }
    }

    /// A JSON value as Foundation reads it; text as bytes, because `==` on text ignores how accents are composed.
    private enum Read: Equatable, Decodable {
        case null
        case boolean(Bool)
        case number(Double)
        case text([UInt8])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .boolean(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(Array(try container.decode(String.self).utf8))
            }
        }
    }

    @Test func totalsOnlyWhenAsked() throws {
        #expect(try objects(JSONRenderer.array.text(Samples.byRegion)).count == 4)
        let pivot = try objects(JSONRenderer.array.text(Samples.pivot))
        #expect(pivot.last?["product"] == .text(Array("Total".utf8)))
        #expect(pivot.last?["bookings_east"] == .number(3_090_594))
        #expect(try objects(JSONRenderer.array.text(Samples.single)).count == 1)
    }
}
