import Glibc
import Language
import Values

/// The statements that were typed, in this session and in earlier ones.
///
/// Each one is in the file before it runs. Several programs may use the file at once; each sees what the others had
/// written when it first looked.
package final class History {
    package struct Entry: Hashable, Sendable {
        package var text: String
        /// When it was typed: `2026-11-23T10:00:00Z`; empty where the file does not tell.
        package var time: String
        /// The folder of the workspace in which it was typed; empty where the file does not tell.
        package var folder: String

        package init(text: String, time: String, folder: String = "") {
            self.text = text
            self.time = time
            self.folder = folder
        }
    }

    /// The most entries that are kept.
    package static let limit = 10_000

    /// The folder of the workspace, which is kept with what is typed.
    package var folder = ""

    private let file: HistoryFile?
    private var loaded: [Entry]?
    /// The entries' texts in lower case as C strings, as far as they were searched already.
    private var folded: [ContiguousArray<CChar>] = []
    /// What was typed before the file was read.
    private var typed: [Entry] = []
    private var pendingWarning: Diagnostic?
    private var hasWarned = false

    /// A history in the file at `path`, whose folder is made when it is first needed; without a path, in memory only.
    package init(path: String?) { file = path.map { HistoryFile(path: $0) } }

    /// The entries, oldest first, consecutive duplicates folded.
    ///
    /// The file is read at the first use.
    package var entries: [Entry] {
        if let loaded { return loaded }
        // What was typed meanwhile is in the file, unless it could not be written.
        let entries = Self.fold((file?.load() ?? []) + (hasWarned || file == nil ? typed : []))
        loaded = entries
        return entries
    }

    /// Adds a statement and writes it to the file.
    ///
    /// Blank text, text that begins with a blank, and a repetition of the newest entry are left out, and secrets in it.
    package func append(_ text: String) {
        guard let first = text.first, !first.isWhitespace else { return }
        let entry = Entry(text: Secrets.hidden(Self.trimmed(text)), time: Self.now(), folder: folder)
        if (loaded ?? typed).last?.text == entry.text { return }
        if let file, !hasWarned {
            do throws(Diagnostic) { try file.append(entry) } catch {
                hasWarned = true
                pendingWarning = error
            }
        }
        if loaded == nil { typed.append(entry) } else { loaded?.append(entry) }
    }

    /// The entries that contain a text, letters' case aside, newest first and each once.
    ///
    /// All of them for no text.
    package func search(_ text: String) -> [Entry] {
        let entries = entries
        for entry in entries.dropFirst(folded.count) { folded.append(entry.text.lowercased().utf8CString) }
        let wanted = text.lowercased().utf8CString
        var seen: Set<String> = []
        return entries.indices.reversed().compactMap { index in
            guard Self.contains(folded[index], wanted) else { return nil }
            return seen.insert(entries[index].text).inserted ? entries[index] : nil
        }
    }

    /// The entry that `!23`, by its number from 1, `!!` or `!-2`, counted from the newest, stands for.
    func entry(referredTo text: String) -> Entry? {
        let text = Self.trimmed(text)
        guard text.first == "!", text.utf8.count < 10 else { return nil }
        let entries = entries
        if text == "!!" { return entries.last }
        guard let number = Int(text.dropFirst()) else { return nil }
        let index = number < 0 ? entries.count + number : number - 1
        return entries.indices.contains(index) ? entries[index] : nil
    }

    /// The entries with their numbers from 1, oldest first: the newest `count`, or those that contain a text.
    func numbered(newest count: Int? = nil, containing text: String? = nil) -> [(number: Int, entry: Entry)] {
        let wanted = text?.lowercased()
        let numbered = entries.enumerated().map { (number: $0.offset + 1, entry: $0.element) }
            .filter { entry in wanted.map { entry.entry.text.lowercased().contains($0) } ?? true }
        return count.map { Array(numbered.suffix($0)) } ?? numbered
    }

    private static func contains(_ text: ContiguousArray<CChar>, _ wanted: ContiguousArray<CChar>) -> Bool {
        text.withUnsafeBufferPointer { text in
            wanted.withUnsafeBufferPointer { wanted in
                guard let text = text.baseAddress, let wanted = wanted.baseAddress else { return false }
                return strstr(text, wanted) != nil
            }
        }
    }

    /// Why the history cannot be kept, told once.
    package func takeWarning() -> Diagnostic? {
        defer { pendingWarning = nil }
        return pendingWarning
    }

    static func fold(_ entries: [Entry]) -> [Entry] {
        var folded: [Entry] = []
        folded.reserveCapacity(entries.count)
        for entry in entries where entry.text != folded.last?.text { folded.append(entry) }
        return Array(folded.suffix(limit))
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(parts.tm_year + 1900)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday))"
            + "T\(digits(parts.tm_hour)):\(digits(parts.tm_min)):\(digits(parts.tm_sec))Z"
    }
}
