/// Words that people write for "no value" in a column of numbers or dates.
///
/// In a column of text they stay text.
private let missingWords: [[UInt8]] = [
    "nan", "n/a", "na", "null", "none", "-", "--", ".", "?", "undefined", "unknown", "(no value)", "#n/a",
].map { Array($0.utf8) }

/// Whether the cell is such a word, in any case.
///
/// `bytes` has `count` bytes without spaces around them.
func isMissingWord(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count > 10 { return false }
    for word in missingWords where word.count == count {
        var isEqual = true
        for (index, byte) in word.enumerated() {
            let other = bytes[index] &- 0x41 < 26 ? bytes[index] | 0x20 : bytes[index]
            if other != byte {
                isEqual = false
                break
            }
        }
        if isEqual { return true }
    }
    return false
}

/// `true` `yes` `t` `y` is 1, `false` `no` `f` `n` is 0, in any case; nil for anything else.
func scanBoolean(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt8? {
    @inline(__always)
    func reads(_ word: StaticString) -> Bool {
        for index in 0..<count where bytes[index] | 0x20 != word.utf8Start[index] { return false }
        return true
    }
    switch count {
    case 1:
        if reads("y") || reads("t") { return 1 }
        return reads("n") || reads("f") ? 0 : nil
    case 2: return reads("no") ? 0 : nil
    case 3: return reads("yes") ? 1 : nil
    case 4: return reads("true") ? 1 : nil
    case 5: return reads("false") ? 0 : nil
    default: return nil
    }
}
