import Glibc
import Language
import Reports
import Values

/// A program that shows what is taller than the screen, a page at a time.
struct Pager {
    /// What a user wants: `set pager on|off|"cmd"`.
    enum Choice: Hashable, Sendable {
        case automatic, off
        case command(String)

        /// As `set` takes it.
        var text: String {
            switch self {
            case .automatic: "on"
            case .off: "off"
            case .command(let command): printed(Expression(.text(command), span: .none))
            }
        }
    }

    /// For the shell: `less -FRSX`.
    let command: String

    /// The program that was chosen, else `$QUAESTOR_PAGER`, `$PAGER` or `less`; nil where none is wanted or there is none.
    init?(_ choice: Choice) {
        switch choice {
        case .off: return nil
        case .command(let command): self.command = command
        case .automatic:
            let variables: [String] = ["QUAESTOR_PAGER", "PAGER"]
            let named = variables.compactMap { name in getenv(name).map { String(cString: $0) } }.first
            if let named {
                // Set to nothing, it says that no pager is wanted.
                guard named.contains(where: { $0 != " " }) else { return nil }
                command = named
            } else if Self.isInstalled("less") {
                command = "less -FRSX"
            } else {
                return nil
            }
        }
    }

    /// Starts the program: what is written to the stream is its input. Nil where no process can be started.
    func start() -> UnsafeMutablePointer<FILE>? {
        // A plain `less` would show colours as escape sequences and break long lines. The shell has to outlive Ctrl-C,
        // which is the pager's, or two programs would read the keyboard.
        popen("trap : INT; LESS=\"${LESS-FRSX}\" LV=\"${LV--c}\"; export LESS LV; " + command, "we")
    }

    private static func isInstalled(_ program: String) -> Bool {
        guard let path = getenv("PATH") else { return false }
        return String(cString: path).split(separator: ":").contains { access($0 + "/" + program, X_OK) == 0 }
    }
}

/// Output that is held back until it is taller than the screen; then a pager shows it.
struct PagedOutput {
    private let pager: Pager
    /// The lines that the screen has room for.
    private let room: Int
    private var held: [UInt8] = []
    private var lineCount = 0
    private var stream: UnsafeMutablePointer<FILE>?

    /// - Parameter rows: those of the screen; the last is left to the prompt.
    init(_ pager: Pager, rows: Int) {
        self.pager = pager
        room = max(1, rows - 1)
    }

    /// Takes the next piece; throws when the user has left the pager.
    mutating func write(_ bytes: [UInt8]) throws(RenderingStopped) {
        if stream == nil {
            held += bytes
            for byte in bytes where byte == UInt8(ascii: "\n") { lineCount += 1 }
            guard lineCount > room else { return }
            stream = pager.start()
            guard stream != nil else { throw RenderingStopped() }
            InterruptFlag.isLeftToOther(true)
            defer { held = [] }
            return try pass(held)
        }
        try pass(bytes)
    }

    private func pass(_ bytes: [UInt8]) throws(RenderingStopped) {
        guard let stream, bytes.withUnsafeBytes({ writeAll($0, to: fileno(stream)) }) else { throw RenderingStopped() }
    }

    /// Writes what fits the screen, or waits until the user has read enough; false when there is no such pager, so that
    /// nothing was shown.
    mutating func end() -> Bool {
        guard let stream else {
            // Taller than the screen: the pager did not start.
            if lineCount > room { return false }
            return held.withUnsafeBytes { writeAll($0, to: STDOUT_FILENO) }
        }
        let status = pclose(stream)
        InterruptFlag.isLeftToOther(false)
        // The shell's exit codes for what it cannot run: 126 and 127.
        return status & 0x7F != 0 || (status >> 8 & 0xFF != 126 && status >> 8 & 0xFF != 127)
    }
}
