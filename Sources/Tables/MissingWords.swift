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

private let yesWords: [[UInt8]] = ["true", "yes", "t", "y"].map { Array($0.utf8) }
private let noWords: [[UInt8]] = ["false", "no", "f", "n"].map { Array($0.utf8) }

/// `true` `yes` `t` `y` is 1, `false` `no` `f` `n` is 0, in any case; nil for anything else.
func scanBoolean(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt8? {
    func isOne(of words: [[UInt8]]) -> Bool {
        words.contains { word in
            word.count == count && word.indices.allSatisfy { bytes[$0] | 0x20 == word[$0] }
        }
    }
    if count == 0 || count > 5 { return nil }
    if isOne(of: yesWords) { return 1 }
    return isOne(of: noWords) ? 0 : nil
}
