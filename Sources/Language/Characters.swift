import Values

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
func isInvisible(_ scalar: Unicode.Scalar) -> Bool { isHidden(scalar) }

/// Whether `text` can stand as a bare word: no backquotes needed, and no other reading as a literal or reserved word.
func isPlainName(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, isNameStart(first), scalars.allSatisfy(isNamePart) else { return false }
    let folded = text.lowercased()
    if let keyword = Keyword.named(folded), keyword.isReserved { return false }
    return !isFiscalYear(folded)
}

/// `fy2026`: always the literal, never a name.
func isFiscalYear(_ folded: String) -> Bool {
    folded.utf8.count == 6 && folded.hasPrefix("fy") && folded.utf8.dropFirst(2).allSatisfy { $0 >= 48 && $0 <= 57 }
}

/// Whether bare `text` reads back as itself, where names are folded.
func isPlainFoldedName(_ text: String) -> Bool { isPlainName(text) && text == text.lowercased() }
