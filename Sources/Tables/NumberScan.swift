/// What one cell says about numbers when it is looked at alone: its parts, and which decimal marks it allows.
struct NumberScan {
    /// Digits behind the decimal mark if it is the point; nil when the cell is no number then.
    ///
    /// A percent sign counts two more, a letter for thousands three less.
    var fractionIfPoint: Int?
    /// The same if it is the comma.
    var fractionIfComma: Int?
    var isNegative = false
    var isPercent = false
    /// `1.5E3`: a float.
    var hasExponent = false
    /// `12E5`: no point and no sign before the power, as few programs write numbers.
    var hasBareExponent = false
    /// `+5`
    var hasPlus = false
    /// `01234`, `007`: a code rather than a number.
    var hasLeadingZero = false
    /// Brackets, or a dash for zero as in `$ -`: written by a spreadsheet's accounting format.
    var isAccounting = false
    /// 0 or a `Currency` code.
    var currency: UInt8 = 0
    /// The power of ten that a letter behind an amount of money stands for: 3 in `$1.5K`, 6 for `M`, 9 for `B`.
    var tens = 0
    /// The digits with their separators, from and behind which place.
    var bodyStart = 0
    var bodyEnd = 0

    /// The cell reads as different numbers under the two marks: `1.234`, `1,234`.
    var isAmbiguous: Bool {
        guard let fractionIfPoint, let fractionIfComma else { return false }
        return fractionIfPoint != fractionIfComma
    }

    /// Only one mark makes a number of it.
    var provesPoint: Bool { fractionIfPoint != nil && fractionIfComma == nil }
    var provesComma: Bool { fractionIfComma != nil && fractionIfPoint == nil }

    /// Whether the cell that was scanned is nothing, under either mark.
    func isZero(_ bytes: UnsafePointer<UInt8>) -> Bool {
        (bodyStart..<max(bodyStart, bodyEnd)).allSatisfy { !isDigit(bytes[$0]) || bytes[$0] == 0x30 }
    }
}

/// Reads the cell as a number in any of the usual forms; nil when it is none.
///
/// `bytes` has `count` bytes without spaces around them.
func scanNumber(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> NumberScan? {
    var result = NumberScan()
    var start = 0
    var end = count
    var hasSign = false
    var isBracketed = false
    var currencies = 0
    // Before the digits: sign, bracket, currency and spaces in any order.
    while start < end {
        let byte = bytes[start]
        if isDigit(byte) || byte == 0x2E || byte == 0x2C { break }
        if byte == 0x2D || byte == 0x2B {
            if hasSign { return nil }
            hasSign = true
            result.isNegative = byte == 0x2D
            result.hasPlus = byte == 0x2B
            start += 1
        } else if byte == 0x28 {
            if isBracketed || bytes[end - 1] != 0x29 { return nil }
            isBracketed = true
            start += 1
            end -= 1
        } else if let space = spaceLength(bytes + start, end - start) {
            start += space
        } else if end - start >= 3 && isInvisible(bytes + start) {
            start += 3
        } else if end - start >= 3 && isMinusSign(bytes + start) {
            if hasSign { return nil }
            hasSign = true
            result.isNegative = true
            start += 3
        } else if currencies < 2, let sign = Currency.leading(bytes + start, end - start),
            let joined = Currency.joined(result.currency, sign.code)
        {
            result.currency = joined
            currencies += 1
            start += sign.length
        } else if byte == 0x25 && !result.isPercent {
            result.isPercent = true
            start += 1
        } else {
            return nil
        }
    }
    // Behind them: percent, currency, a minus sign, a dash for no cents and spaces.
    while end > start {
        let byte = bytes[end - 1]
        if isDigit(byte) || byte == 0x2E || byte == 0x2C { break }
        if isSpace(byte) {
            end -= 1
        } else if end - start >= 2 && byte == 0xA0 && bytes[end - 2] == 0xC2 {
            end -= 2
        } else if end - start >= 3 && byte == 0xAF && bytes[end - 2] == 0x80 && bytes[end - 3] == 0xE2 {
            end -= 3
        } else if end - start >= 3 && isInvisible(bytes + (end - 3)) {
            end -= 3
        } else if byte == 0x25 && !result.isPercent {
            result.isPercent = true
            end -= 1
        } else if let dash = dashForNoCents(bytes + start, end - start) {
            // The mark before it stays, to prove what it is.
            end -= dash
        } else if byte == 0x2D && !hasSign {
            hasSign = true
            result.isNegative = true
            end -= 1
        } else if result.currency != 0, result.tens == 0, !result.isPercent, end - start >= 2, isDigit(bytes[end - 2]),
            let tens = tensOfLetter(byte)
        {
            // Without a currency it may be a code, or a size.
            result.tens = tens
            end -= 1
        } else if currencies < 2, let sign = Currency.trailing(bytes + start, end - start),
            let joined = Currency.joined(result.currency, sign.code)
        {
            result.currency = joined
            currencies += 1
            end -= sign.length
        } else {
            return nil
        }
    }
    if isBracketed {
        if result.isNegative { return nil }
        result.isNegative = true
        result.isAccounting = true
    }
    result.bodyStart = start
    result.bodyEnd = end
    if start == end {
        // `$-`, `€ -`: zero, as a spreadsheet shows it.
        guard result.isNegative, !isBracketed, result.currency != 0, !result.isPercent else { return nil }
        result.isAccounting = true
        result.isNegative = false
        result.fractionIfPoint = 0
        result.fractionIfComma = 0
        return result
    }
    guard scanBody(bytes, &result) else { return nil }
    let more = result.isPercent ? 2 : -result.tens
    if more != 0 {
        result.fractionIfPoint = result.fractionIfPoint.map { $0 + more }
        result.fractionIfComma = result.fractionIfComma.map { $0 + more }
    }
    return result
}

/// 3 for `K`, 6 for `M`, 9 for `B`, in both cases; nil for another byte.
private func tensOfLetter(_ byte: UInt8) -> Int? {
    switch byte | 0x20 {
    case UInt8(ascii: "k"): 3
    case UInt8(ascii: "m"): 6
    case UInt8(ascii: "b"): 9
    default: nil
    }
}

/// The length of the dashes at the end behind a decimal mark and digits, that stand for no cents: `5,-`, `12.–`, `3,--`;
/// nil where there are none.
private func dashForNoCents(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var length = 0
    if bytes[count - 1] == 0x2D {
        length = count > 1 && bytes[count - 2] == 0x2D ? 2 : 1
    } else if count > 3, bytes[count - 3] == 0xE2, bytes[count - 2] == 0x80,
        bytes[count - 1] == 0x93 || bytes[count - 1] == 0x94
    {
        length = 3
    }
    guard length > 0, count > length + 1, isDigit(bytes[count - length - 2]) else { return nil }
    let mark = bytes[count - length - 1]
    return mark == 0x2C || mark == 0x2E ? length : nil
}

/// The minus sign, or the dash that word processors make of a hyphen.
@inline(__always)
private func isMinusSign(_ bytes: UnsafePointer<UInt8>) -> Bool {
    bytes[0] == 0xE2 && (bytes[1] == 0x88 && bytes[2] == 0x92 || bytes[1] == 0x80 && bytes[2] == 0x93)
}

/// A mark without width: for the direction of writing, or where a line may break, as spreadsheets and web pages leave it
/// around numbers.
@inline(__always)
private func isInvisible(_ bytes: UnsafePointer<UInt8>) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0xE2, 0x80): (0x8B...0x8F).contains(bytes[2]) || (0xAA...0xAE).contains(bytes[2])
    case (0xE2, 0x81): bytes[2] == 0xA0 || (0xA6...0xA9).contains(bytes[2])
    case (0xEF, 0xBB): bytes[2] == 0xBF
    default: false
    }
}

/// The length of the space at the beginning: ASCII, no-break, narrow no-break, thin; nil when there is none.
@inline(__always)
func spaceLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    if count < 1 { return nil }
    if isSpace(bytes[0]) { return 1 }
    if count >= 2 && bytes[0] == 0xC2 && bytes[1] == 0xA0 { return 2 }
    if count >= 3 && bytes[0] == 0xE2 && bytes[1] == 0x80 && (bytes[2] == 0xAF || bytes[2] == 0x89) { return 3 }
    return nil
}
