import Tables

/// Finds texts by their letters among very many, byte by byte; letters' case is passed over where they are ASCII.
struct DictionarySearch {
    private let wanted: [UInt8]

    init(_ typed: String) { wanted = typed.utf8.map(Self.lowered) }

    /// Texts that begin with what was typed; if none does, those that hold it, then those that hold its letters in order.
    func matches(_ dictionary: TextDictionary, most: Int, _ isInterrupted: () -> Bool) -> [String] {
        var beginning: [Int] = []
        var holding: [Int] = []
        var scattered: [Int] = []
        guard let first = wanted.first else { return [] }
        for index in 0..<dictionary.count {
            if index & 0xFFF == 0, isInterrupted() { break }
            dictionary.withBytes(index) { bytes in
                if bytes.count < wanted.count { return }
                if begins(bytes, at: 0) {
                    beginning.append(index)
                } else if beginning.isEmpty, holding.count < most {
                    var start = 1
                    while start + wanted.count <= bytes.count {
                        if Self.lowered(bytes[start]) == first, begins(bytes, at: start) {
                            holding.append(index)
                            return
                        }
                        start += 1
                    }
                    if scattered.count < most, holdsInOrder(bytes) { scattered.append(index) }
                }
            }
            if beginning.count >= most { break }
        }
        let best = !beginning.isEmpty ? beginning : !holding.isEmpty ? holding : scattered
        return best.prefix(most).compactMap { dictionary.text(Int32($0 + 1)) }
    }

    private func begins(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for place in wanted.indices where Self.lowered(bytes[start + place]) != wanted[place] { return false }
        return true
    }

    private func holdsInOrder(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        for byte in bytes where place < wanted.count && Self.lowered(byte) == wanted[place] { place += 1 }
        return place == wanted.count
    }

    @inline(__always)
    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }
}
