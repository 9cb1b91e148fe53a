/// Letters of any script, combining marks and `_`.
func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
        return (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z") || scalar == "_"
    }
    return scalar.properties.isAlphabetic
}

/// What may follow in a name: also digits of any script and combining marks.
func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    if isNameStart(scalar) { return true }
    if scalar.isASCII { return scalar >= "0" && scalar <= "9" }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: return true
    default: return scalar.properties.numericType != nil
    }
}

/// Whether pasted text may carry the character without anyone seeing it: zero-width spaces, direction marks, soft
/// hyphens, controls.
///
/// The joiners that scripts and emoji need are not counted.
func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value == 0x200C || scalar.value == 0x200D { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default: return false
    }
}

/// A character as something that can be seen: `␛` for an escape, `⟨U+202E⟩` for a direction mark.
func visible(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) { return String(Character(picture)) }
    if scalar.value == 0x7F { return "\u{2421}" }
    if isInvisible(scalar) { return "\u{27E8}" + codePoint(scalar) + "\u{27E9}" }
    return String(Character(scalar))
}

/// `text` on one line with nothing in it that a terminal would obey.
func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars { result += visible(scalar) }
    return result
}

/// `U+200B`.
func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}

/// Whether `text` can stand as a bare word: no backquotes needed, and no other reading as a literal or reserved word.
func isPlainName(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, isNameStart(first), scalars.allSatisfy(isNamePart) else { return false }
    let folded = text.lowercased()
    if let keyword = Keyword.byWord[folded], keyword.isReserved { return false }
    return !isFiscalYear(folded)
}

/// `fy2026`: always the literal, never a name.
func isFiscalYear(_ folded: String) -> Bool {
    let bytes = Array(folded.utf8)
    return bytes.count == 6 && folded.hasPrefix("fy") && bytes.dropFirst(2).allSatisfy { $0 >= 48 && $0 <= 57 }
}

/// Whether bare `text` reads back as itself, where names are folded.
func isPlainFoldedName(_ text: String) -> Bool { isPlainName(text) && text == text.lowercased() }
