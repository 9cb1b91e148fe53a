import Language

@testable import Shell

/// The file of the history: any bytes are entries that can be written and read again.
enum HistoryTarget: FuzzTarget {
    private static let file = ScratchFile("history")

    static func problem(_ bytes: [UInt8]) -> String? {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let entry = HistoryLine.decode(line) else { continue }
            guard HistoryLine.decode(Array(HistoryLine.encode(entry).utf8)[...]) == entry else {
                return "not read back: \(HistoryLine.encode(entry))"
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let entry = History.Entry(text: text, time: "", folder: text)
        guard HistoryLine.decode(Array(HistoryLine.encode(entry).utf8)[...]) == entry else {
            return "not read back: \(text.debugDescription)"
        }
        _ = Secrets.hidden(text)
        // The file itself costs calls of the system, so only some inputs are tried on it.
        return bytes.first.map { $0 % 8 == 0 } ?? true ? fileProblem(bytes) : nil
    }

    private static func fileProblem(_ bytes: [UInt8]) -> String? {
        file.fill(bytes)
        let history = History(path: file.path)
        let before = history.entries
        history.append("show arr")
        let after = History(path: file.path).entries
        let expected = before.last?.text == "show arr" ? before.map(\.text) : before.map(\.text) + ["show arr"]
        guard after.map(\.text) == expected.suffix(History.limit) else { return "an entry is lost beside \(bytes)" }
        _ = history.search(String(decoding: bytes.suffix(3), as: UTF8.self))
        _ = history.entry(referredTo: "!" + String(decoding: bytes.prefix(8), as: UTF8.self))
        return nil
    }
}
