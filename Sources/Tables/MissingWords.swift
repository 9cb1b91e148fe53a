/// Words that people write for "no value" in a column of numbers or dates.
///
/// In a column of text they stay text.
private let missingWords: [[UInt8]] =
    ([
        "nan", "n/a", "na", "n.a.", "n.a", "n. a.", "null", "none", "nil", "-", "--", "---", "–", "—", ".", "?",
        "undefined",
        "unknown", "tbd", "tbc", "(no value)", "(blank)", "(empty)", "(none)", "(null)", "[null]", "<null>",
        "(not set)",
        "not set", "not available", "not applicable", "no data", "#n/a", "\\n",
        // As other languages shorten it.
        "n/d", "n.d.", "s/d", "k.a.", "k. a.", "n.v.", "#nv", "#n/v", "#n/d",
    ] + cellErrors).map { Array($0.utf8) }

/// The errors that spreadsheets compute, `#N/A` left aside.
private let cellErrors = [
    "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#error!", "#wert!", "#bezug!",
    "#zahl!", "#valeur!", "#nombre!", "#nom?",
]

/// Of the words for "no value" those that are an answer too, beside yes and no.
private let answers: Set<String> = ["unknown", "none", "undefined", "tbd", "tbc", "?"]

/// Whether a word for "no value" is one beside yes and no too.
func isMissingFlag(_ word: String) -> Bool { !answers.contains(word.lowercased()) }

/// Whether a word for "no value" is an error that a spreadsheet has computed, `#N/A` left aside, which is one on purpose.
func isCellError(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    count > 1 && bytes[0] == 0x23 && (bytes[count - 1] == 0x21 || bytes[count - 1] == 0x3F)
}

/// Whether the cell is the day that databases write for none, with or without a time: `0000-00-00`, `00/00/0000`.
///
/// `bytes` has `count` bytes without spaces around them.
func isZeroDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count >= 10, count <= 26, bytes[0] == 0x30, bytes[1] == 0x30 else { return false }
    let marks = bytes[4] == bytes[7] && isDayMark(bytes[4]) ? (4, 7) : (2, 5)
    guard isDayMark(bytes[marks.0]), bytes[marks.0] == bytes[marks.1] else { return false }
    return (0..<count).allSatisfy { place in
        if place < 10 { return place == marks.0 || place == marks.1 || bytes[place] == 0x30 }
        return [0x30, 0x3A, 0x2E, 0x20, 0x54, 0x5A].contains(bytes[place])
    }
}

/// What stands between day, month and year: `-`, `/`, `.`.
private func isDayMark(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x2F || byte == 0x2E }

/// Whether the cell is such a word, in any case.
///
/// `bytes` has `count` bytes without spaces around them.
func isMissingWord(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count > 14 { return false }
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

/// Whether a text without spaces around is such a word.
func isMissingWord(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
        bytes.baseAddress.map { isMissingWord($0, bytes.count) } ?? false
    }
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
