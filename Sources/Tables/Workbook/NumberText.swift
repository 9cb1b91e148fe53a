/// Writing a number of a workbook as plain decimal digits.
///
/// Workbooks keep numbers as floats, and spreadsheets count on 15 of their digits: 0.1 + 0.2 is stored as
/// `0.30000000000000004` and shown as 0.3. So a fraction of more than 15 significant digits is rounded to 15; a whole
/// number is taken digit by digit. Nothing goes by way of a float here.
struct NumberText {
    /// How many fractions were rounded.
    private(set) var rounded = 0

    private static let digits = 15

    /// Appends the number; false, and nothing appended, when `text` is none.
    mutating func append(_ text: [UInt8], to target: inout [UInt8]) -> Bool {
        if Self.isPlain(text) {
            target += text
            return true
        }
        var position = 0
        var isNegative = false
        if let sign = text.first, sign == 0x2D || sign == 0x2B {
            isNegative = sign == 0x2D
            position = 1
        }
        var mantissa: [UInt8] = []
        // Digits of the mantissa before the point.
        var whole: Int?
        while position < text.count {
            let byte = text[position]
            if isDigit(byte) {
                mantissa.append(byte)
            } else if byte == 0x2E && whole == nil {
                whole = mantissa.count
            } else {
                break
            }
            position += 1
        }
        guard !mantissa.isEmpty else { return false }
        var point = whole ?? mantissa.count
        let hasExponent = position < text.count
        if hasExponent {
            guard let exponent = Self.exponent(text, at: position) else { return false }
            point += exponent
        }
        let leadingZeros = mantissa.prefix { $0 == 0x30 }.count
        mantissa.removeFirst(leadingZeros)
        point -= leadingZeros
        if mantissa.isEmpty {
            target.append(0x30)
            return true
        }
        if mantissa.count > Self.digits && (hasExponent || point < mantissa.count) { round(&mantissa, &point) }
        while mantissa.count > max(1, point), mantissa.last == 0x30 { mantissa.removeLast() }
        if isNegative { target.append(0x2D) }
        Self.write(mantissa, point: point, to: &target)
        return true
    }

    /// Whether a number is written as it would be here, as most are: few digits, no zeros but needed ones, no exponent.
    private static func isPlain(_ text: [UInt8]) -> Bool {
        var position = text.first == 0x2D ? 1 : 0
        let start = position
        while position < text.count && isDigit(text[position]) { position += 1 }
        let whole = position - start
        guard (1...digits).contains(whole), whole == 1 || text[start] != 0x30 else { return false }
        if position == text.count { return text[start] != 0x30 || start == 0 }
        guard text[position] == 0x2E else { return false }
        position += 1
        let fraction = text.count - position
        guard fraction > 0, whole + fraction <= digits, fraction != 3 || whole > 3 else { return false }
        while position < text.count && isDigit(text[position]) { position += 1 }
        return position == text.count && text.last != 0x30
    }

    /// `E-05`, `e+20`; of more than four digits it is none that a float has.
    private static func exponent(_ text: [UInt8], at start: Int) -> Int? {
        guard text[start] | 0x20 == 0x65 else { return nil }
        var position = start + 1
        var isNegative = false
        if position < text.count, text[position] == 0x2D || text[position] == 0x2B {
            isNegative = text[position] == 0x2D
            position += 1
        }
        guard position < text.count, text.count - position <= 4 else { return nil }
        var value = 0
        for byte in text[position...] {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return isNegative ? -value : value
    }

    /// Rounds the digits to 15, half away from zero.
    private mutating func round(_ mantissa: inout [UInt8], _ point: inout Int) {
        rounded += 1
        let isUp = mantissa[Self.digits] >= 0x35
        mantissa.removeSubrange(Self.digits...)
        guard isUp else { return }
        var place = Self.digits - 1
        while place >= 0 && mantissa[place] == 0x39 {
            mantissa[place] = 0x30
            place -= 1
        }
        if place >= 0 {
            mantissa[place] += 1
        } else {
            mantissa = [0x31]
            point += 1
        }
    }

    /// Digits with the point behind the first `point` of them (before them, with zeros between, where it is negative).
    private static func write(_ mantissa: [UInt8], point: Int, to target: inout [UInt8]) {
        if point > 40 || point < -40 {
            target.append(mantissa[0])
            if mantissa.count > 1 {
                target.append(0x2E)
                target += mantissa[1...]
            }
            target.append(0x45)
            target += Array(String(point - 1).utf8)
            return
        }
        if point >= mantissa.count {
            target += mantissa
            target += repeatElement(0x30, count: point - mantissa.count)
            return
        }
        if point > 0 {
            target += mantissa[..<point]
            target.append(0x2E)
            target += mantissa[point...]
            // `1.234` may be a thousand and more where other columns have decimal commas; `1.2340` is not.
            if mantissa.count - point == 3 && point <= 3 { target.append(0x30) }
        } else {
            target += [0x30, 0x2E]
            target += repeatElement(0x30, count: -point)
            target += mantissa
        }
    }
}
