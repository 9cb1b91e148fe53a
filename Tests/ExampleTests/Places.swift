import Foundation

/// Where the examples, the program and the shared data sets are.
enum Places {
    /// The package's folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let examples = root.appendingPathComponent("Examples")

    /// The program, built beside the bundle of the tests.
    static var program: URL? {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let candidates = [tests, root.appendingPathComponent(".build/debug")].map {
            $0.appendingPathComponent("quaestor")
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// The public data sets that are too many to keep in the project: `$QUAESTOR_SHARED/data`, or `../shared/data`.
    static let shared: URL? = {
        let named = ProcessInfo.processInfo.environment["QUAESTOR_SHARED"].map { URL(fileURLWithPath: $0) }
        let folder = (named ?? root.deletingLastPathComponent().appendingPathComponent("shared"))
            .appendingPathComponent("data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let sharedIsMissing = "the shared data sets are not there: set QUAESTOR_SHARED to their folder"

    /// Every file below the examples with this ending, in order.
    static func exampleFiles(_ ending: String) -> [URL] {
        let found = FileManager.default.enumerator(at: examples, includingPropertiesForKeys: nil)
        return (found?.allObjects as? [URL] ?? [])
            .filter { $0.pathExtension == ending }
            .sorted { $0.path < $1.path }
    }

    /// A path as it stands below the package's folder.
    static func relative(_ file: URL) -> String {
        String(file.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1))
    }
}
