/// The runs of digits of a number and the separators between them, four bits a run (15 means more).
private struct DigitRuns {
    enum Separator: UInt64 { case point = 1, comma, space, apostrophe }

    private var runs: UInt64 = 0
    private var kinds: UInt64 = 0
    private(set) var separators = 0
    /// The digits of the run in hand.
    var run = 0

    /// False when there are too many.
    mutating func separate(_ kind: Separator) -> Bool {
        guard separators < 14 else { return false }
        runs |= UInt64(min(run, 15)) << UInt64(4 * separators)
        kinds |= kind.rawValue << UInt64(4 * separators)
        separators += 1
        run = 0
        return true
    }

    private func length(_ index: Int) -> Int {
        index == separators ? run : Int(runs >> UInt64(4 * index) & 15)
    }

    private func kind(_ index: Int) -> UInt64 { kinds >> UInt64(4 * index) & 15 }

    /// Digits behind the mark when `mark` is the decimal one; nil when the separators do not allow it.
    func fraction(_ mark: Separator, startsWithZero: Bool) -> Int? {
        var groups = separators
        var fraction = 0
        if separators > 0 && kind(separators - 1) == mark.rawValue {
            groups -= 1
            fraction = run
            if groups == 0 && length(0) == 0 && fraction == 0 { return nil }
        }
        if groups == 0 { return fraction }
        // Thousands: one kind of separator, three digits behind each; or two in the Indian manner before the last.
        if startsWithZero || !(1...3).contains(length(0)) || length(groups) != 3 { return nil }
        var isIndian = length(0) <= 2 && kind(0) == Separator.comma.rawValue
        var isThousands = true
        for index in 0..<groups {
            if kind(index) != kind(0) || kind(index) == mark.rawValue { return nil }
            if index > 0 {
                if length(index) != 3 { isThousands = false }
                if length(index) != 2 { isIndian = false }
            }
        }
        return isThousands || isIndian ? fraction : nil
    }
}

/// Reads the digits and separators of the body of a number; false when they make no number under either mark.
func scanBody(_ bytes: UnsafePointer<UInt8>, _ result: inout NumberScan) -> Bool {
    var runs = DigitRuns()
    var digits = 0
    var position = result.bodyStart
    let end = result.bodyEnd
    loop: while position < end {
        let byte = bytes[position]
        switch byte {
        case 0x30...0x39:
            runs.run += 1
            digits += 1
            position += 1
        case 0x2E, 0x2C:
            if !runs.separate(byte == 0x2E ? .point : .comma) { return false }
            position += 1
        case 0x27:
            if runs.run == 0 || !runs.separate(.apostrophe) { return false }
            position += 1
        case 0x45, 0x65:
            if digits == 0 || !isExponent(bytes, position + 1, end) { return false }
            result.hasExponent = true
            result.hasBareExponent = runs.separators == 0 && isDigit(bytes[position + 1])
            break loop
        default:
            if end - position >= 3 && byte == 0xE2 && bytes[position + 1] == 0x80 && bytes[position + 2] == 0x99 {
                if runs.run == 0 || !runs.separate(.apostrophe) { return false }
                position += 3
            } else if let space = spaceLength(bytes + position, end - position) {
                if runs.run == 0 || !runs.separate(.space) { return false }
                position += space
            } else {
                return false
            }
        }
    }
    if digits == 0 { return false }
    let first = bytes[result.bodyStart] == 0x30
    result.hasLeadingZero = first && end - result.bodyStart > 1 && isDigit(bytes[result.bodyStart + 1])
    result.fractionIfPoint = runs.fraction(.point, startsWithZero: first)
    result.fractionIfComma = runs.fraction(.comma, startsWithZero: first)
    return result.fractionIfPoint != nil || result.fractionIfComma != nil
}

/// `+12`, `-3`, `05` up to the end.
private func isExponent(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var position = start
    if position < end && (bytes[position] == 0x2B || bytes[position] == 0x2D) { position += 1 }
    if end - position < 1 || end - position > 3 { return false }
    while position < end {
        if !isDigit(bytes[position]) { return false }
        position += 1
    }
    return true
}
