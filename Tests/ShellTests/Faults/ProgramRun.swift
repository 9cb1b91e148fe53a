import Foundation
import Testing

/// The program in a folder of its own, as a user's shell starts it.
final class ProgramRun: Sendable {
    let folder: URL

    /// - Parameter files: their texts by their names.
    init(_ files: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("quaestor-" + UUID().uuidString)
            .resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func program() throws -> String {
        let here = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build/debug")
        let programs = [here, built].map { $0.appendingPathComponent("quaestor").path }
        return try #require(programs.first { FileManager.default.isExecutableFile(atPath: $0) })
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws {
        let place = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place)
    }

    func text(_ name: String) -> String? {
        (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

    /// What the program puts out, errors included, and how it ends; with the folder's own home and no snapshots.
    ///
    /// - Parameter shell: what `/bin/sh` does with the program `$0` and its arguments `$@`.
    func run(
        _ arguments: [String], shell: String = "exec \"$0\" \"$@\"", environment: [String: String] = [:]
    ) throws -> (text: String, code: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", shell, try Self.program()] + arguments
        process.currentDirectoryURL = folder
        let own = ["HOME": folder.path, "XDG_CACHE_HOME": path("cache"), "SWIFT_BACKTRACE": "enable=no"]
        process.environment = ProcessInfo.processInfo.environment.merging(own) { _, new in new }
            .merging(environment) { _, new in new }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (
            text, process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
        )
    }
}
