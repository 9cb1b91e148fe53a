import Foundation
import Testing

/// The shell as a user meets it, in a real terminal (tmux). Left out with a message where tmux or Python is missing.
@Suite(.serialized)
struct PtyTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let workspace = root.appendingPathComponent("Examples/crm").path
    private static let isPossible = ["tmux", "python3"].allSatisfy { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    @Test(.enabled(if: isPossible, "tmux and python3 are needed"))
    func `a session from the first TAB to the history of a second shell`() throws {
        try run("session_pty.py", [], [Self.workspace])
    }

    @Test(.enabled(if: isPossible, "tmux and python3 are needed"))
    func `edit, save, changed files and the init file`() throws {
        try run("memory_pty.py", [], [])
    }

    @Test(.enabled(if: isPossible, "tmux and python3 are needed"))
    func `a shell that is killed loses no entry of the history`() throws {
        try run("history_pty.py", [], [])
    }

    @Test(.enabled(if: isPossible, "python3 is needed"))
    func `signals, closed terminals and full outputs`() throws {
        try run("signals_pty.py", [], [])
    }

    @Test(.enabled(if: isPossible, "tmux and python3 are needed"))
    func `completion with evidence, and corrections by TAB`() throws {
        try run("completion_pty.py", [], [Self.workspace])
    }

    @Test(.enabled(if: isPossible, "tmux and python3 are needed"))
    func `the line editor's scenarios`() throws {
        try run(
            "editor_pty.py", ["--statement", "describe month", "--unfinished", "show bookings by"], [Self.workspace])
    }

    /// Debian's packages are those of the system's Python, which need not be the first in the path.
    private static let python = "/usr/bin/python3"
    private static let hasEmulator =
        FileManager.default.isExecutableFile(atPath: python) && status(of: python, ["-c", "import pyte"]) == 0

    @Test(.enabled(if: hasEmulator, "python3-pyte is needed"))
    func `what the editor paints besides the text`() throws {
        try run("overlay_pty.py", [], [], with: "EditorProbe")
    }

    @Test(.enabled(if: hasEmulator, "python3-pyte is needed"))
    func `the prompt looks as recorded while typing`() throws {
        try run("screens_pty.py", [], [Self.root.appendingPathComponent("Examples/acme").path])
    }

    /// $QUAESTOR_KEY_SEQUENCES is how many sequences are typed.
    @Test(.enabled(if: hasEmulator, "python3-pyte is needed"))
    func `the screen after random keys is that of a model`() throws {
        let count = ProcessInfo.processInfo.environment["QUAESTOR_KEY_SEQUENCES"] ?? "300"
        try run("random_keys_pty.py", [], [count], with: "EditorProbe")
    }

    @Test(.enabled(if: hasEmulator, "python3-pyte is needed"))
    func `previews, progress and watch`() throws {
        try run("preview_pty.py", [], [])
    }

    /// $QUAESTOR_INTERRUPTS is how many instants are tried.
    /// 500 instants of a release build are `interrupt_pty.py --instants 500 --rows 1000000 .build/bin/quaestor`.
    @Test(.enabled(if: isPossible, "python3 is needed"))
    func `Ctrl-C at any instant`() throws {
        let instants = ProcessInfo.processInfo.environment["QUAESTOR_INTERRUPTS"] ?? "24"
        // A debug build is some twenty times slower than what is to answer within 200 ms, and other tests run beside it.
        try run("interrupt_pty.py", ["--instants", instants, "--limit", "10"], [])
    }

    private static func status(of program: String, _ arguments: [String]) -> Int32? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(.enabled(if: isPossible, "tmux and python3 are needed"))
    func `long answers in a pager, the last one in the clipboard`() throws {
        try run("output_pty.py", [], [Self.workspace])
    }

    /// Runs a script with the program that was built beside these tests.
    private func run(_ script: String, _ options: [String], _ arguments: [String], with name: String = "quaestor")
        throws
    {
        let here = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let programs = [here, Self.root.appendingPathComponent(".build/debug")].map {
            $0.appendingPathComponent(name).path
        }
        let program = try #require(programs.first { FileManager.default.isExecutableFile(atPath: $0) })
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Pty")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.hasEmulator ? Self.python : "/usr/bin/env")
        process.arguments =
            (Self.hasEmulator ? [] : ["python3"]) + [scripts.appendingPathComponent(script).path] + options + [program]
            + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }
}
