import Foundation
import Testing

@testable import Reports

/// Drawings kept as files beside this one: `QUAESTOR_RECORD=1 swift test` writes them anew, to be read as a diff.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static let records = ProcessInfo.processInfo.environment["QUAESTOR_RECORD"] == "1"

    static func check(_ drawn: String, _ file: String) throws {
        let url = folder.appending(path: file)
        if records {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(drawn.utf8).write(to: url)
        }
        let kept = try Data(contentsOf: url)
        #expect(drawn == String(decoding: kept, as: UTF8.self), "differs from Golden/\(file)")
    }
}

struct GoldenTests {
    private func check(_ drawn: String, _ file: String) throws { try Golden.check(drawn, file) }

    @Test(arguments: [40, 60, 80, 120])
    func tables(width: Int) throws {
        for (name, answer) in Samples.all {
            let drawn = TableRenderer().text(answer, options: RenderOptions(width: width, bars: true))
            try check(drawn, "\(name).\(width).txt")
        }
    }

    @Test func coloured() throws {
        let options = RenderOptions(width: 120, color: true, bars: true)
        for (name, answer) in Samples.all where ["by-region", "comparison"].contains(name) {
            let drawn = TableRenderer().text(answer, options: options)
            try check(drawn.replacing("\u{1B}", with: "ESC"), "\(name).color.txt")
        }
    }

    @Test func exact() throws {
        let options = RenderOptions(width: 60, exact: true)
        for (name, answer) in Samples.all where ["comparison", "hostile-rows"].contains(name) {
            try check(TableRenderer().text(answer, options: options), "\(name).exact.txt")
        }
    }

    @Test func otherFormats() throws {
        for format in renderers where format.isText && format.name != "table" && format.name != "html" {
            for (name, answer) in Samples.all {
                try check(format.text(answer), "\(name).\(format.fileExtensions.first ?? format.name)")
            }
        }
    }
}
