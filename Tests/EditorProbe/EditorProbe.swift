import Dispatch
import Glibc
import Shell

/// The line editor with answers that a test can foresee: each text that is run is printed, and the pane repeats what is
/// being typed.
///
/// usage: EditorProbe PROMPT [HISTORY-ENTRY …]
///
/// $PROBE_PANE_DELAY is after how many milliseconds the pane has its rows (20); where $PROBE_HINT occurs in a text, a hint
/// tells its length.
@main
struct EditorProbe {
    static func main() throws {
        setlocale(LC_CTYPE, "C.UTF-8")
        let arguments = CommandLine.arguments.dropFirst()
        let history = History(path: nil)
        for entry in arguments.dropFirst() { history.append(entry) }
        let editor = try LineEditor(
            history: history, isComplete: { !$0.hasSuffix("\\") && !$0.hasSuffix("(") },
            complete: { text, cursor in completions(text, cursor) })
        if let wanted = getenv("PROBE_HINT").map({ String(cString: $0) }) {
            editor.advise = { text, _ in
                var advice = Advice()
                if text.contains(wanted) { advice.hint = "a hint of \(text.utf8.count) bytes" }
                for (offset, byte) in text.utf8.enumerated() where byte >= 0x30 && byte <= 0x39 {
                    advice.parts.append(Advice.Part(offset..<offset + 1, .literal))
                }
                return advice
            }
        }
        let pane = EchoPane(delay: getenv("PROBE_PANE_DELAY").flatMap { Int(String(cString: $0)) } ?? 20)
        editor.pane = pane
        while true {
            switch editor.read(prompt: arguments.first ?? "> ", continuation: "  ") {
            case .statement(let text): print("ran: \(text)")
            case .interrupted: print("interrupted")
            case .endOfInput: return
            }
            fflush(nil)
        }
    }

    /// After `z` there are three candidates, after `Z` two, which tell how often they were asked for; elsewhere none.
    @MainActor private static func completions(_ text: String, _ cursor: Int) -> LineEditor.Completions {
        switch text.utf8.prefix(cursor).last {
        case UInt8(ascii: "z"): return candidates(["zebra", "zoo", "Zürich"], cursor)
        case UInt8(ascii: "Z"):
            timesAsked += 1
            return candidates(["Zander", "Zobel"], cursor, detail: "asked \(timesAsked)")
        default: return .init(word: cursor..<cursor, candidates: [])
        }
    }

    @MainActor private static var timesAsked = 0

    private static func candidates(_ words: [String], _ cursor: Int, detail: String = "") -> LineEditor.Completions {
        .init(
            word: (cursor - 1)..<cursor,
            candidates: words.map { LineEditor.Candidate(text: $0, label: $0, kind: "word", detail: detail) })
    }
}

/// Shows a row for each word of a text that has an `=`, some time after it was typed.
private final class EchoPane: LivePane {
    private let reading: Int32
    private let writing: Int32
    private var isReady = false
    private var columns = 0
    private var limit = 0
    private let delay: Int
    /// Tells a late answer from that to the present text.
    private var generation: UInt8 = 0

    init(delay: Int) {
        self.delay = delay
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        (reading, writing) = (ends[0], ends[1])
    }

    var wakeUp: Int32 { reading }

    func textChanged(_ text: String, columns: Int, rows: Int) {
        isReady = false
        self.columns = columns
        limit = rows
        generation &+= 1
        guard delay > 0 else { return isReady = true }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) { [writing, generation] in
            var byte = generation
            _ = write(writing, &byte, 1)
        }
    }

    func rows(for text: String) -> [String]? {
        var byte: UInt8 = 0
        while read(reading, &byte, 1) == 1 { if byte == generation { isReady = true } }
        guard isReady, text.contains("=") else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.prefix(limit).map { "= \($0.prefix(columns / 2 - 2))" }
    }
}
