import Foundation
import Testing

/// Runs the program in the package's folder.
func runProgram(
    _ arguments: [String], environment: [String: String] = [:]
) throws -> (output: String, errors: String, code: Int32) {
    let process = Process()
    let program: URL = try #require(Places.program, "the program is not built")
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = Places.root
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    // Files rather than pipes: neither side can be left waiting for the other.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quaestor-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["output", "errors"].map(folder.appendingPathComponent)
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    return (texts[0], texts[1], process.terminationStatus)
}
