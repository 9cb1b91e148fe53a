import Foundation
import Testing

/// Faults of the system while something is saved, injected by strace; left out with a message where that may not trace.
struct FaultTests {
    private static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "command -v python3 && strace -o /dev/null true"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// $QUAESTOR_FAULTS is how many of all points are tried; `Scripts/faults` tries all.
    @Test(.enabled(if: isPossible, "strace has to be there and may have to trace"))
    func `the old file or the new one is there after any fault`() throws {
        let count = ProcessInfo.processInfo.environment["QUAESTOR_FAULTS"] ?? "24"
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Pty/faults.py").path
        let run = try ProgramRun()
        let told = try run.run([script, count], shell: "exec python3 \"$1\" --sample \"$2\" \"$0\"")
        #expect(told.code == 0, "\(told.text)")
    }
}
