import Glibc
import Values

/// Gives each distinct text a code in the order of first appearance, by its bytes and without making a `String` of a cell.
struct CodeTable {
    private struct Entry {
        var start: UnsafePointer<UInt8>
        var count: Int
    }

    private var entries: [Entry] = []
    /// As `TextDictionary` has them.
    private var slots: [UInt64]
    /// Copies of the texts that do not stand in the file as they are.
    private var copies: [UnsafeMutablePointer<UInt8>] = []

    /// - Parameter most: texts that will be looked up, where there are few: a table takes no more memory than those need.
    init(most: Int = .max) {
        slots = [UInt64](repeating: 0, count: TextDictionary.slotCount(for: min(max(0, most), 256)))
    }

    /// The code of a text.
    ///
    /// `isLasting`: its bytes stay where they are as long as the table is used.
    @inline(__always)
    mutating func code(_ start: UnsafePointer<UInt8>, _ count: Int, isLasting: Bool) -> Int32 {
        let hash = hashBytes(start, count)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[place]
            if slot == 0 { break }
            if slot >> 32 == hash >> 32 {
                let entry = entries[Int(UInt32(truncatingIfNeeded: slot)) - 1]
                if entry.count == count && memcmp(entry.start, start, count) == 0 {
                    return Int32(truncatingIfNeeded: slot)
                }
            }
            place = (place + 1) & mask
        }
        return insert(start, count, hash, place, isLasting: isLasting)
    }

    @inline(never)
    private mutating func insert(
        _ start: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt64, _ place: Int, isLasting: Bool
    ) -> Int32 {
        var start = start
        if !isLasting {
            let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: count + ByteBuffer.padding)
            copy.update(from: start, count: count)
            copies.append(copy)
            start = UnsafePointer(copy)
        }
        entries.append(Entry(start: start, count: count))
        slots[place] = TextDictionary.slot(hash, code: entries.count)
        if entries.count * 2 + 2 > slots.count { grow() }
        return Int32(truncatingIfNeeded: entries.count)
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 4)
        let mask = larger.count - 1
        for (index, entry) in entries.enumerated() {
            let hash = hashBytes(entry.start, entry.count)
            var place = Int(truncatingIfNeeded: hash) & mask
            while larger[place] != 0 { place = (place + 1) & mask }
            larger[place] = TextDictionary.slot(hash, code: index + 1)
        }
        slots = larger
    }

    /// Ends the table without a dictionary.
    mutating func discard() {
        for copy in copies { copy.deallocate() }
        copies = []
    }

    /// The dictionary, and what to replace codes by where texts became equal in NFC (nil when none did).
    ///
    /// Ends the table: its copies are given back.
    mutating func finish() -> (dictionary: TextDictionary, replacements: [Int32]?) {
        defer { discard() }
        var texts: [String] = []
        texts.reserveCapacity(entries.count)
        var changed = false
        for entry in entries {
            let text = String(decoding: UnsafeBufferPointer(start: entry.start, count: entry.count), as: UTF8.self)
            if firstHighByte(entry.start, 0, entry.count) == entry.count {
                texts.append(text)
                continue
            }
            let normal = text.composed
            if !changed && !normal.utf8.elementsEqual(text.utf8) { changed = true }
            texts.append(normal)
        }
        if !changed { return (TextDictionary(texts: texts, slots: slots), nil) }
        var unique: [String] = []
        var codes: [[UInt8]: Int32] = [:]
        var replacements: [Int32] = [0]
        for text in texts {
            let bytes = Array(text.utf8)
            if let known = codes[bytes] {
                replacements.append(known)
            } else {
                unique.append(text)
                let code = Int32(truncatingIfNeeded: unique.count)
                codes[bytes] = code
                replacements.append(code)
            }
        }
        return (TextDictionary(texts: unique), replacements)
    }
}
