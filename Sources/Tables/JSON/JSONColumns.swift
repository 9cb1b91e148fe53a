/// The columns that the keys of JSON objects make, in the order in which they first appear: `owner.name` is the key
/// `name` of the object at the key `owner`.
final class JSONColumns {
    /// The keys of the objects at one place.
    final class Keys {
        fileprivate struct Entry {
            /// Its escapes replaced.
            var key: [UInt8]
            /// Whether it stands so in the text: a backslash there is an escape.
            var isPlain: Bool
            var column: Int?
            var nested: Keys?
        }
        fileprivate var entries: [Entry] = []
        fileprivate var places: [[UInt8]: Int] = [:]
        /// Objects mostly have their keys in the same order.
        fileprivate var likely = 0
        fileprivate let prefix: String

        fileprivate init(prefix: String) { self.prefix = prefix }
    }

    private(set) var titles: [String] = []
    /// Where the columns stand that the record in hand has made.
    private var made: [(keys: Keys, place: Int)] = []
    let top = Keys(prefix: "")

    init(titles: [String] = []) { self.titles = titles }

    /// The place of a key, given by its bytes as they stand in the text.
    func place(of key: UnsafeBufferPointer<UInt8>, in keys: Keys) -> Int {
        let guess = keys.likely < keys.entries.count ? keys.likely : 0
        if keys.entries.indices.contains(guess), keys.entries[guess].isPlain,
            keys.entries[guess].key.elementsEqual(key)
        {
            keys.likely = guess + 1
            return guess
        }
        var bytes = Array(key)
        if bytes.contains(backslash) { bytes = Self.text(ofKey: key) }
        if let known = keys.places[bytes] {
            keys.likely = known + 1
            return known
        }
        keys.entries.append(Keys.Entry(key: bytes, isPlain: !bytes.contains(backslash)))
        keys.places[bytes] = keys.entries.count - 1
        keys.likely = keys.entries.count
        return keys.entries.count - 1
    }

    /// The column of the values at a key.
    func column(_ place: Int, in keys: Keys) -> Int {
        if let column = keys.entries[place].column { return column }
        titles.append(title(place, in: keys))
        keys.entries[place].column = titles.count - 1
        made.append((keys, place))
        return titles.count - 1
    }

    /// Makes sure that there are so many columns, of rows without keys: those that no title is known of have none.
    func need(_ count: Int) {
        while titles.count < count { titles.append("") }
    }

    func beginRecord() { made.removeAll(keepingCapacity: true) }

    /// Takes back the columns that the record has made: it is damaged, and left out.
    func forgetRecord() {
        for (keys, place) in made { keys.entries[place].column = nil }
        titles.removeLast(made.count)
        made = []
    }

    /// The keys of the objects at a key.
    func nested(_ place: Int, in keys: Keys) -> Keys {
        if let nested = keys.entries[place].nested { return nested }
        let nested = Keys(prefix: title(place, in: keys) + ".")
        keys.entries[place].nested = nested
        return nested
    }

    private func title(_ place: Int, in keys: Keys) -> String {
        keys.prefix + String(decoding: keys.entries[place].key, as: UTF8.self)
    }

    /// The key's text; its bytes are not followed by others that may be read.
    private static func text(ofKey key: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let padded = Array(key) + [UInt8](repeating: 0, count: ByteBuffer.padding)
        var text: [UInt8] = []
        padded.withUnsafeBufferPointer { memory in
            if let base = memory.baseAddress { appendJSONText(base, 0..<key.count, to: &text) }
        }
        return text
    }
}
