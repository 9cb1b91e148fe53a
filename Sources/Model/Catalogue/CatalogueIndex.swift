/// Where each metric of the catalogue stands in its files, found without reading any of them.
///
/// A definition begins with `metric` and its name at the start of a line, and goes on to the next that does; its own other
/// lines are indented or close it.
struct CatalogueIndex: Sendable {
    /// In the order of the files.
    private(set) var names: [String] = []
    private let texts: [[UInt8]]
    private var places: [String: (text: Int, bytes: Range<Int>)] = [:]

    init(_ texts: [[UInt8]]) {
        self.texts = texts
        for (number, text) in texts.enumerated() {
            let starts = Self.starts(in: text)
            for (start, end) in zip(starts, starts.dropFirst() + [text.count]) {
                let name = text[(start + Self.word.count)...].prefix { $0 != UInt8(ascii: " ") }
                let key = String(decoding: name, as: UTF8.self)
                guard places[key] == nil else { continue }
                names.append(key)
                places[key] = (number, start..<end)
            }
        }
    }

    /// The text of a definition.
    func text(_ name: String) -> String? {
        places[name].map { String(decoding: texts[$0.text][$0.bytes], as: UTF8.self) }
    }

    private static let word = Array("metric ".utf8)

    private static func starts(in text: [UInt8]) -> [Int] {
        var starts: [Int] = []
        var line = text.startIndex
        while line < text.endIndex {
            if text[line...].starts(with: word) { starts.append(line) }
            line = text[line...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.endIndex
        }
        return starts
    }
}
