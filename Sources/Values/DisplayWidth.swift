/// The columns that a text takes on a terminal: East Asian wide characters and emoji two, combining marks none.
///
/// The text is measured as it stands; pass it through `visible` first where it comes from outside.
package func displayWidth(_ text: String) -> Int {
    plainWidth(text) ?? text.reduce(0) { $0 + displayWidth($1) }
}

/// The columns of a text of common letters, ideographs and signs only, each of which stands alone and has nothing to
/// hide; nil where a character needs to be looked up.
func plainWidth(_ text: String) -> Int? {
    // Most texts are of letters, digits and signs that one byte each says all of.
    let isOfBytes = text.utf8.withContiguousStorageIfAvailable { bytes in
        bytes.allSatisfy { $0 &- 0x20 <= 0x7E - 0x20 }
    }
    if isOfBytes == true { return text.utf8.count }
    var width = 0
    for scalar in text.unicodeScalars {
        guard let columns = plainWidth(scalar) else { return nil }
        width += columns
    }
    return width
}

/// The columns of a character that can be seen, stands alone and is no picture; nil for others.
package func plainWidth(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    // Latin, Greek and Cyrillic letters, punctuation, currency signs, and the mark for bytes that are no text.
    case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF, 0x370...0x377, 0x384...0x482, 0x48A...0x52F, 0x2010...0x2027,
        0x2030...0x205E, 0x20A0...0x20C0, 0xFFFD:
        1
    // CJK punctuation, kana, ideographs, Hangul.
    case 0x3000...0x3029, 0x3041...0x3096, 0x30A1...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: 2
    default: nil
    }
}

/// The columns of one character as a reader sees it.
package func displayWidth(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    if let first = scalars.first, scalars.count > 1, first.properties.isEmoji {
        let isPicture = first.properties.isEmojiPresentation || scalars.contains { $0.value == 0xFE0F }
        if isPicture { return 2 }
    }
    return scalars.reduce(0) { $0 + displayWidth($1) }
}

/// The columns of one code point by itself.
package func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
    // The vowels and finals of old Hangul join the initial before them.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    if properties.isDefaultIgnorableCodePoint { return 0 }
    // Each half of a flag is one column wide, so that the pair is two.
    if (0x1F1E6...0x1F1FF).contains(value) { return 1 }
    return properties.isEmojiPresentation || isWide(value) ? 2 : 1
}

private func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
        let middle = (low + high) / 2
        let range = wideRanges[middle]
        if range.contains(value) { return true }
        if value < range.lowerBound { high = middle } else { low = middle + 1 }
    }
    return false
}

/// The characters of East Asian Width W or F (Unicode 16, EastAsianWidth.txt) that are not emoji, in order.
///
/// Unassigned gaps inside a block count as wide.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3040...0x3247,
    0x3250...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376,
    0x1F200...0x1F265, 0x20000...0x3FFFD,
]
