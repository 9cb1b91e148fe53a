import Engine
import Foundation
import Testing
import Values

@testable import Reports

/// The Big List of Naughty Strings as names of bars, forty at a time, through every form of picture.
///
/// The list lies in `robustness/blns` of the folder of test data: `QUAESTOR_DATA`, or `../shared/data` beside the
/// repository.
struct HostilePictureTests {
    private static let list: URL = {
        let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
        let named = ProcessInfo.processInfo.environment["QUAESTOR_DATA"].map { URL(fileURLWithPath: $0) }
        return (named ?? root.appending(path: "../shared/data").standardized).appending(
            path: "robustness/blns/blns.json")
    }()

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: list.path),
            "the list of naughty strings is not there: set QUAESTOR_DATA"))
    func pictures() throws {
        let all = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: Self.list)) as? [String])
        #expect(all.count > 400)
        for start in stride(from: 0, to: all.count, by: 40) {
            let names = Array(all[start..<min(all.count, start + 40)])
            let answer = Answer(
                heading: names.joined(separator: " "), provenance: names[0],
                columns: [
                    Samples.dimension("text", names[0], names),
                    Samples.column(
                        "n", names[0], .metric, .money(names[0]), (0..<names.count).map { .number(ExactDecimal($0)) }),
                ], lineCount: names.count, notes: names)
            let picture = SVGRenderer().text(answer)
            #expect(SVGReader.read(picture) != nil)
            #expect(!picture.contains("<script") && !picture.contains("<img"))
            let specification = Data(VegaRenderer().text(answer).utf8)
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: specification) }
            for line in ChartRenderer().text(answer, options: RenderOptions(width: 70)).split(separator: "\n") {
                #expect(displayWidth(String(line)) <= 70, "\(line)")
            }
        }
    }
}
