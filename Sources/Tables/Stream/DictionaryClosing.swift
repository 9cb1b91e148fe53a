import Glibc
import Synchronization
import Values

// The end of a dictionary's making: normal forms, and codes without gaps.
extension SharedDictionary {
    /// Ends the look-ups: texts are brought to NFC and numbered 1 ... count without gaps.
    ///
    /// `left` is what the threads did not use of their reserves; `isUsed` tells, where it is given, which codes any row
    /// has. Nil when there is no memory.
    func close(left: [Reserve], isUsed: [Bool]?) -> Renumbering? {
        if !highBytes.load(ordering: .relaxed) && isUsed == nil {
            let free = left.flatMap { Array($0.next..<$0.end) }.sorted()
            return fill(free)
        }
        var reserve = left.first ?? Reserve()
        var composed: [UInt32: UInt32] = [:]
        let limit = handedOut.load(ordering: .acquiring)
        for code in stride(from: UInt32(1), through: limit, by: 1) where isNeeded(code, isUsed) {
            let text = bytes(Int(code) - 1)
            guard let start = text.baseAddress, firstHigh(start, text.count) else { continue }
            let written = String(decoding: text, as: UTF8.self)
            var normal = written.composed
            if normal.utf8.elementsEqual(written.utf8) { continue }
            guard enter(rows: 1) else { return nil }
            normal += String(repeating: "\0", count: 8)
            let other = normal.withUTF8 { padded in
                padded.baseAddress.map { self.code(Self.hash($0, padded.count - 8), $0, padded.count - 8, &reserve) }
                    ?? 0
            }
            leave(rows: 1)
            if other == 0 { return nil }
            composed[code] = other
        }
        return compact(composed, isUsed)
    }

    /// Notes that a text may hold bytes above 127, which have a normal form.
    func noteHighBytes() { highBytes.store(true, ordering: .relaxed) }

    private func firstHigh(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        for place in 0..<count where start[place] > 127 { return true }
        return false
    }

    /// Whether any row has a code; `isUsed` ends behind the last one that is.
    private func isNeeded(_ code: UInt32, _ isUsed: [Bool]?) -> Bool {
        isUsed.map { Int(code) < $0.count && $0[Int(code)] } ?? true
    }

    /// Moves the last texts to codes that were never given out.
    private func fill(_ free: [UInt32]) -> Renumbering {
        let limit = handedOut.load(ordering: .acquiring)
        let live = limit - UInt32(free.count)
        count = Int(live)
        let isFree = Set(free)
        var moved: [UInt32: UInt32] = [:]
        var last = limit
        for code in free where code <= live {
            while isFree.contains(last) { last -= 1 }
            memcpy(entry(code), entry(last), Self.entrySize)
            moved[last] = code
            last -= 1
        }
        return moved.isEmpty ? .none : .moved(above: live, moved)
    }

    /// Closes all gaps: unused codes, those never given out, and those of texts that are another in NFC.
    private func compact(_ composed: [UInt32: UInt32], _ isUsed: [Bool]?) -> Renumbering {
        let limit = Int(handedOut.load(ordering: .acquiring))
        var codes = [UInt32](repeating: 0, count: limit + 1)
        let wanted = Set(composed.values)
        var next: UInt32 = 0
        for index in 0..<limit {
            let code = UInt32(index + 1)
            let text = UnsafeRawPointer(entry(code))
            guard text.load(as: UInt8.self) != Self.unused, wanted.contains(code) || isNeeded(code, isUsed),
                composed[code] == nil
            else { continue }
            next += 1
            codes[index + 1] = next
            if next != code { memcpy(entry(next), text, Self.entrySize) }
        }
        for (code, normal) in composed { codes[Int(code)] = codes[Int(normal)] }
        count = Int(next)
        return .all(codes)
    }

    /// What became of the codes when gaps were closed.
    enum Renumbering {
        case none
        /// Those above a code, one by one.
        case moved(above: UInt32, [UInt32: UInt32])
        /// The new code of each old one, from 0.
        case all([UInt32])
    }
}
