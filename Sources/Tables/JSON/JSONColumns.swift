/// The columns that the keys of JSON objects make, in the order in which they first appear: `owner.name` is the key
/// `name` of the object at the key `owner`.
final class JSONColumns {
    /// The keys of the objects at one place.
    final class Keys {
        fileprivate struct Entry {
            var key: [UInt8]
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

    /// The place of a key, given by its bytes as they stand in the text.
    func place(of key: UnsafeBufferPointer<UInt8>, in keys: Keys) -> Int {
        let guess = keys.likely < keys.entries.count ? keys.likely : 0
        if keys.entries.indices.contains(guess), keys.entries[guess].key.elementsEqual(key) {
            keys.likely = guess + 1
            return guess
        }
        let bytes = Array(key)
        if let known = keys.places[bytes] {
            keys.likely = known + 1
            return known
        }
        keys.entries.append(Keys.Entry(key: bytes))
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
        let key = keys.entries[place].key
        var text: [UInt8] = []
        key.withUnsafeBufferPointer { raw in
            // A key of no bytes has no memory.
            if let base = raw.baseAddress { appendJSONKey(base, raw.count, to: &text) }
        }
        return keys.prefix + String(decoding: text, as: UTF8.self)
    }
}

/// The key's text; its bytes are not followed by others that may be read.
private func appendJSONKey(_ bytes: UnsafePointer<UInt8>, _ count: Int, to target: inout [UInt8]) {
    let padded =
        Array(UnsafeBufferPointer(start: bytes, count: count)) + [UInt8](repeating: 0, count: ByteBuffer.padding)
    padded.withUnsafeBufferPointer { memory in
        if let base = memory.baseAddress { appendJSONText(base, 0..<count, to: &target) }
    }
}
