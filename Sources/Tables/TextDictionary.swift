/// The distinct texts of a column.
///
/// Code 0 is "missing"; text number i (from 0) has code i + 1.
package struct TextDictionary: Sendable {
    /// In order of first appearance, NFC, no two equal.
    package let texts: [String]
    /// Open addressing with linear probing over the bytes of `texts`; a power of two, at least twice as many as there
    /// are texts.
    ///
    /// A slot has the code in its low half (0 is free) and the high half of the text's hash above it.
    private let slots: [UInt64]

    package init(texts: [String]) {
        var slots = [UInt64](repeating: 0, count: Self.slotCount(for: texts.count))
        let mask = slots.count - 1
        for (index, text) in texts.enumerated() {
            let hash = Self.hash(of: text)
            var place = Int(truncatingIfNeeded: hash) & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = Self.slot(hash, code: index + 1)
        }
        self.init(texts: texts, slots: slots)
    }

    /// `slots` as described above, filled by `hashBytes` of the texts.
    init(texts: [String], slots: [UInt64]) {
        precondition(slots.count > texts.count && slots.count & (slots.count - 1) == 0)
        self.texts = texts
        self.slots = slots
    }

    @inline(__always)
    static func slot(_ hash: UInt64, code: Int) -> UInt64 {
        (hash & ~0xFFFF_FFFF) | UInt64(UInt32(truncatingIfNeeded: code))
    }

    /// Number of codes including 0 for missing.
    package var codeCount: Int { texts.count + 1 }

    /// Nil when no cell has this text.
    ///
    /// Texts are equal when their bytes are, after NFC.
    package func code(of text: String) -> Int32? {
        let wanted = text.composed
        let hash = Self.hash(of: wanted)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place] != 0 {
            if slots[place] >> 32 == hash >> 32 {
                let code = Int32(truncatingIfNeeded: slots[place])
                if let candidate = self.text(code), candidate.utf8.elementsEqual(wanted.utf8) { return code }
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Nil for code 0.
    package func text(_ code: Int32) -> String? {
        let index = Int(code) - 1
        return texts.indices.contains(index) ? texts[index] : nil
    }

    static func slotCount(for texts: Int) -> Int {
        var count = 16
        while count < texts * 2 + 2 { count *= 2 }
        return count
    }

    private static func hash(of text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            return hashBytes(base, bytes.count)
        }
    }
}

/// A hash of `count` bytes at any alignment; 0 for none.
///
/// The top bits are as good as the low ones.
@inline(__always)
func hashBytes(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    if count == 0 { return 0 }
    let raw = UnsafeRawPointer(bytes)
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state = UInt64(truncatingIfNeeded: count) &* factor
    var position = 0
    while count - position >= 8 {
        let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        state = (state ^ word) &* factor
        state ^= state >> 29
        position += 8
    }
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while position < count {
        tail |= UInt64(bytes[position]) << shift
        shift += 8
        position += 1
    }
    state = (state ^ tail) &* 0xBF58_476D_1CE4_E5B9
    return state ^ (state >> 32)
}
