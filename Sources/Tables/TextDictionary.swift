import Glibc
import Synchronization
import Values

/// Different texts as bytes: UTF-8 in NFC, no two equal.
package protocol TextStore: AnyObject, Sendable {
    var count: Int { get }
    /// Calls `body` with text number `index`, from 0; the bytes are valid during the call.
    func give(_ index: Int, to body: (UnsafeBufferPointer<UInt8>) -> Void)
    /// The number of a text, where that takes no search; `unknown` where it does.
    func place(of text: UnsafeBufferPointer<UInt8>) -> TextPlace
    /// Reads what is still to be read, and checks it.
    func settle()
}

/// What a store knows of a text at once.
package enum TextPlace {
    case at(Int)
    case none
    case unknown
}

extension TextStore {
    package func place(of text: UnsafeBufferPointer<UInt8>) -> TextPlace { .unknown }

    package func settle() {}

    func text(_ index: Int) -> String {
        var text = ""
        give(index) { text = String(decoding: $0, as: UTF8.self) }
        return text
    }
}

/// The distinct texts of a column.
///
/// Code 0 is "missing"; text number i (from 0) has code i + 1.
package struct TextDictionary: Sendable {
    private let storage: Storage

    /// `texts` are in NFC, no two equal.
    package init(texts: [String]) { storage = Storage(.strings(texts), slots: nil) }

    /// `slots` as `Storage.slots` describes them, filled by `hashBytes` of the texts.
    init(texts: [String], slots: [UInt64]) {
        precondition(slots.count > texts.count && slots.count & (slots.count - 1) == 0)
        storage = Storage(.strings(texts), slots: slots)
    }

    package init(_ store: any TextStore) { storage = Storage(.store(store), slots: nil) }

    /// All texts, by code; of a store they are made when this is first asked for: mind large ones.
    package var texts: [String] { storage.texts }

    package var count: Int { storage.count }

    /// Number of codes including 0 for missing.
    package var codeCount: Int { count + 1 }

    /// Nil for code 0.
    package func text(_ code: Int32) -> String? {
        let index = Int(code) - 1
        return index >= 0 && index < count ? storage.text(index) : nil
    }

    /// Nil when no cell has this text.
    ///
    /// Texts are equal when their bytes are, after NFC.
    package func code(of text: String) -> Int32? {
        var wanted = text.composed
        return wanted.withUTF8 { bytes in
            storage.index(of: bytes).map { Int32(truncatingIfNeeded: $0 + 1) }
        }
    }

    /// The bytes of text number `index` (from 0, below `count`), in NFC.
    package func withBytes<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        storage.withBytes(index, body)
    }

    /// Reads all texts that are still to be read.
    func settle() { storage.settle() }

    @inline(__always)
    static func slot(_ hash: UInt64, code: Int) -> UInt64 {
        (hash & ~0xFFFF_FFFF) | UInt64(UInt32(truncatingIfNeeded: code))
    }

    static func slotCount(for texts: Int) -> Int {
        var count = 16
        while count < texts * 2 + 2 { count *= 2 }
        return count
    }
}

private final class Storage: Sendable {
    enum Origin: Sendable {
        case strings([String])
        case store(any TextStore)
    }

    let count: Int
    private let origin: Origin
    private let made = Mutex<[String]?>(nil)
    /// Open addressing with linear probing over the bytes of the texts; a power of two, at least twice as many as there
    /// are texts.
    ///
    /// A slot has the code in its low half (0 is free) and the high half of the text's hash above it. Made when looked
    /// up for the first time; of many texts only when it pays.
    private let slots: Mutex<[UInt64]?>
    private let searches = Atomic(0)

    init(_ origin: Origin, slots: [UInt64]?) {
        self.origin = origin
        count =
            switch origin {
            case .strings(let texts): texts.count
            case .store(let store): store.count
            }
        self.slots = Mutex(slots)
    }

    var texts: [String] {
        switch origin {
        case .strings(let texts): return texts
        case .store(let store):
            return made.withLock { known in
                if let known { return known }
                let texts = (0..<store.count).map(store.text)
                known = texts
                return texts
            }
        }
    }

    func settle() { if case .store(let store) = origin { store.settle() } }

    func text(_ index: Int) -> String {
        switch origin {
        case .strings(let texts): texts[index]
        case .store(let store): store.text(index)
        }
    }

    func withBytes<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch origin {
        case .strings(let texts):
            var text = texts[index]
            return text.withUTF8(body)
        case .store(let store):
            var result: Result?
            store.give(index) { result = body($0) }
            // A store calls `body` once.
            return result ?? body(UnsafeBufferPointer(start: nil, count: 0))
        }
    }

    func index(of wanted: UnsafeBufferPointer<UInt8>) -> Int? {
        if case .store(let store) = origin {
            switch store.place(of: wanted) {
            case .at(let index): return index
            case .none: return nil
            case .unknown: break
            }
        }
        // A look through many texts is quicker than making slots for them, unless it is done often.
        if case .store = origin, count > 4096, searches.wrappingAdd(1, ordering: .relaxed).newValue < 3,
            slots.withLock({ $0 == nil })
        {
            return (0..<count).first { index in withBytes(index) { equal($0, wanted) } }
        }
        let slots = self.slots.withLock { known in
            if let known { return known }
            let made = makeSlots()
            known = made
            return made
        }
        let hash = hash(wanted)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place] != 0 {
            if slots[place] >> 32 == hash >> 32 {
                let index = Int(UInt32(truncatingIfNeeded: slots[place])) - 1
                if index < count, withBytes(index, { equal($0, wanted) }) { return index }
            }
            place = (place + 1) & mask
        }
        return nil
    }

    private func makeSlots() -> [UInt64] {
        var slots = [UInt64](repeating: 0, count: TextDictionary.slotCount(for: count))
        let mask = slots.count - 1
        for index in 0..<count {
            let hash = withBytes(index, hash)
            var place = Int(truncatingIfNeeded: hash) & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = TextDictionary.slot(hash, code: index + 1)
        }
        return slots
    }

    private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        bytes.baseAddress.map { hashBytes($0, bytes.count) } ?? 0
    }

    private func equal(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
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

extension TextDictionary {
    /// A dictionary of so many codes whose texts nobody asks for, for columns of numbers that stand for something else.
    package init(placeholders count: Int) { self.init(PlaceholderStore(count: count)) }
}

private final class PlaceholderStore: TextStore {
    let count: Int

    init(count: Int) { self.count = count }

    func give(_ index: Int, to body: (UnsafeBufferPointer<UInt8>) -> Void) {
        body(UnsafeBufferPointer(start: nil, count: 0))
    }
}
