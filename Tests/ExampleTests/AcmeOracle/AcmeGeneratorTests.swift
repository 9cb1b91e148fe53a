import Foundation
import Testing

/// The files of Examples/acme are those that its script writes, byte by byte, on any machine with Python 3.9 or later.
@Suite("The generator of Examples/acme", .enabled(if: python != nil, "there is no python3"))
struct AcmeGeneratorTests {
    @Test func filesAreTheScripts() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("acme-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = try #require(python)
        process.arguments = [Places.examples.appendingPathComponent("acme/generate.py").path, folder.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let files = AcmeDatabase.exports
        #expect(files.count == 16)
        for file in files {
            let written = try Data(contentsOf: folder.appendingPathComponent(file.lastPathComponent))
            #expect(try written == Data(contentsOf: file), "\(file.lastPathComponent)")
        }
    }
}

private let python = ["/usr/bin/python3", "/usr/local/bin/python3"].map { URL(fileURLWithPath: $0) }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
