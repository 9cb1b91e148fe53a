/// The text with everything that a terminal would obey or hide written as a symbol: no cell, title or file name can
/// move the cursor, change colours or reorder its neighbours.
///
/// ASCII controls become control pictures (ESC is `␛`); C1 controls, line separators, bidirectional marks and zero-width
/// characters become `⟨U+202E⟩`. Joiners and selectors inside an emoji stay, because there they are part of the picture.
package func visible(_ text: String) -> String {
    if plainWidth(text) != nil { return text }
    var result = ""
    for character in text {
        let scalars = character.unicodeScalars
        if let scalar = scalars.first, scalars.count == 1 {
            appendVisible(scalar, behind: nil, to: &result)
            continue
        }
        if isEmojiSequence(character) {
            result.append(character)
            continue
        }
        var previous: Unicode.Scalar?
        for scalar in scalars {
            appendVisible(scalar, behind: previous, to: &result)
            previous = scalar
        }
    }
    return result
}

private func appendVisible(_ scalar: Unicode.Scalar, behind previous: Unicode.Scalar?, to result: inout String) {
    let isShown =
        plainWidth(scalar) != nil || !isHidden(scalar)
        || scalar.properties.isVariationSelector && previous.map(isBase) == true
    if isShown { result.unicodeScalars.append(scalar) } else { result += symbol(for: scalar) }
}

/// One code point as something that can be seen.
package func visible(_ scalar: Unicode.Scalar) -> String {
    isHidden(scalar) ? symbol(for: scalar) : String(Character(scalar))
}

/// Whether the character reorders the text around it.
package func isBidirectionalControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
}

/// Whether a terminal would obey the character, or show nothing for it.
package func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0xA0 { return scalar.value < 0x20 || scalar.value > 0x7E }
    if scalar.value == 0xFFFD { return false }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isDefaultIgnorableCodePoint || (0xFFF9...0xFFFB).contains(scalar.value)
    }
}

/// Whether a variation selector can choose a form of the character.
private func isBase(_ scalar: Unicode.Scalar) -> Bool {
    !isHidden(scalar) && scalar.properties.generalCategory != .spaceSeparator
}

/// Whether the character is a picture made of several: a flag, a keycap, a skin tone, a family joined by U+200D.
private func isEmojiSequence(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard scalars.count > 1, let first = scalars.first, first.properties.isEmoji, scalars.last?.value != 0x200D else {
        return false
    }
    let isTagFlag = first.value == 0x1F3F4
    return scalars.dropFirst().allSatisfy { scalar in
        switch scalar.value {
        case 0x200D, 0xFE0F, 0x20E3: true
        case 0xE0020...0xE007F: isTagFlag
        default: scalar.properties.isEmoji
        }
    }
}

private func symbol(for scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x00...0x1F: return Unicode.Scalar(0x2400 + scalar.value).map { String(Character($0)) } ?? ""
    case 0x7F: return "␡"
    default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "⟩"
    }
}
