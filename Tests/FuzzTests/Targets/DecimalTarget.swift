import Values

/// Decimals against digits calculated as on paper: texts and arithmetic.
enum DecimalTarget: FuzzTarget {
    static func problem(_ bytes: [UInt8]) -> String? {
        var input = InputReader(bytes)
        if input.byte() % 2 == 0 { return textProblem(input.text()) }
        guard let first = decimal(&input), let second = decimal(&input) else { return nil }
        return oneProblem(first, places: Int(input.byte() % 40)) ?? arithmeticProblem(first, second)
    }

    /// A decimal of some or all of 128 bits.
    private static func decimal(_ input: inout InputReader) -> ExactDecimal? {
        let form = input.byte()
        let scale = Int(form % 37)
        switch form / 37 {
        case 0, 1: return ExactDecimal(Int128(Int64(bitPattern: input.number(3)) - 1 << 22), scale: scale)
        case 2, 3: return ExactDecimal(Int128(Int64(bitPattern: input.number(8))), scale: scale)
        case 4:
            // Near a power of ten, where digits are carried.
            let power = ExactDecimal.power(Int(input.byte() % 39))
            let near = power - 3 + Int128(input.byte() % 7)
            return ExactDecimal(input.byte() % 2 == 0 ? near : -near, scale: scale)
        default:
            let low = input.number(8)
            return ExactDecimal(Int128(Int64(bitPattern: input.number(8))) << 64 | Int128(low), scale: scale)
        }
    }

    // MARK: Texts

    private static func textProblem(_ text: String) -> String? {
        let read = ExactDecimal(text: text)
        guard let (expected, fits) = PaperNumber.read(text) else {
            return read == nil ? nil : "\(text.debugDescription) is read and is no number"
        }
        guard let read else { return fits ? "\(text.debugDescription) is not read" : nil }
        guard PaperNumber(read) == expected else { return "\(text.debugDescription) is read as \(read.text)" }
        return oneProblem(read, places: text.utf8.count % 40)
    }

    // MARK: One number

    private static func oneProblem(_ number: ExactDecimal, places: Int) -> String? {
        let text = number.text
        guard let again = ExactDecimal(text: text), again == number, again.text == text, again.scale == number.scale
        else { return "\(text) is not read back" }
        guard again.hashValue == number.hashValue else { return "\(text) has another hash when it is read back" }
        let paper = PaperNumber(number)
        let normalized = number.normalized
        guard PaperNumber(normalized) == paper, normalized == number, normalized.hashValue == number.hashValue else {
            return "\(text) is not the same as \(normalized.text)"
        }
        let rounded = number.rounded(to: places)
        guard PaperNumber(rounded) == paper.rounded(to: min(places, number.scale)) else {
            return "\(text) rounded to \(places) is \(rounded.text)"
        }
        if let double = Double(text), number.double != double { return "\(text) as a float is \(number.double)" }
        if let negated = number.negated {
            guard PaperNumber(negated) == paper.negated else { return "-(\(text)) is \(negated.text)" }
        } else if number.mantissa != .min {
            return "-(\(text)) overflows"
        }
        let floor = PaperNumber(ExactDecimal(number.floor))
        guard floor <= paper, paper < floor + PaperNumber(ExactDecimal(1)) else {
            return "the whole number at or below \(text) is \(number.floor)"
        }
        if let whole = number.wholeNumber, PaperNumber(ExactDecimal(whole)) != paper {
            return "\(text) is not \(whole)"
        }
        return nil
    }

    // MARK: Two numbers

    private static func arithmeticProblem(_ first: ExactDecimal, _ second: ExactDecimal) -> String? {
        let (one, other) = (PaperNumber(first), PaperNumber(second))
        func told(_ operation: String, _ result: ExactDecimal?) -> String {
            "\(first.text) \(operation) \(second.text) is \(result?.text ?? "refused")"
        }
        let scale = max(first.scale, second.scale)
        // A sum is refused only where a number does not fit with all the digits behind the point.
        func isAllowed(_ result: ExactDecimal?, _ wanted: PaperNumber) -> Bool {
            if let result { return PaperNumber(result) == wanted }
            return ![one, other, wanted].allSatisfy { $0.fits(scale: scale) }
        }
        let sum = first.adding(second)
        guard isAllowed(sum, one + other) else { return told("+", sum) }
        let difference = first.subtracting(second)
        guard isAllowed(difference, one + other.negated) else { return told("-", difference) }
        let product = first.multiplied(by: second)
        let wanted = one * other
        // A product is refused where it does not fit before its last zeros go.
        let overflow = first.normalized.mantissa.multipliedReportingOverflow(by: second.normalized.mantissa).overflow
        guard product.map({ PaperNumber($0) == wanted }) ?? (overflow || !wanted.fits(scale: wanted.scale)) else {
            return told("*", product)
        }
        if let product, product != second.multiplied(by: first) { return told("*, turned round,", product) }
        guard (first < second) == (one < other), (first == second) == (one == other), (first > second) == (other < one)
        else { return "\(first.text) and \(second.text) are compared wrongly" }
        if first == second, first.hashValue != second.hashValue { return "\(first.text) has two hashes" }
        guard let quotient = first.divided(by: second) else { return second.isZero ? nil : told("/", nil) }
        let back = quotient * second.double
        guard second.isZero == false, abs(back - first.double) <= abs(first.double) * 1e-15 * 4 else {
            return "\(first.text) / \(second.text) is \(quotient)"
        }
        return nil
    }
}

/// A number as digits on paper, of any length: slow, and too simple to be wrong.
private struct PaperNumber {
    /// Decimal digits, the lowest first, without zeros at the high end; none for 0.
    private var digits: [UInt8]
    /// How many of them are behind the point; as few as there can be.
    private(set) var scale: Int
    private var isNegative: Bool

    private init(_ digits: [UInt8], scale: Int, isNegative: Bool) {
        var digits = digits
        while digits.last == 0 { digits.removeLast() }
        let zeros = min(digits.prefix { $0 == 0 }.count, scale)
        digits.removeFirst(zeros)
        self.digits = digits
        self.scale = digits.isEmpty ? 0 : scale - zeros
        self.isNegative = isNegative && !digits.isEmpty
    }

    init(_ number: ExactDecimal) {
        var rest = number.mantissa.magnitude
        var digits: [UInt8] = []
        while rest > 0 {
            digits.append(UInt8(rest % 10))
            rest /= 10
        }
        self.init(digits, scale: number.scale, isNegative: number.mantissa < 0)
    }

    /// Reads `[+-]digits[.digits][e[+-]digits]` with a digit somewhere and an exponent of at most 99; and tells whether all
    /// the digits that are written fit into 128 bits, 36 of them behind the point at most.
    static func read(_ text: String) -> (number: PaperNumber, fits: Bool)? {
        var bytes = Array(text.utf8)[...]
        let isNegative = takeSign(&bytes)
        let mantissa = bytes.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        var exponent = 0
        if mantissa.count < bytes.count {
            var rest = bytes.dropFirst(mantissa.count + 1)
            let sign = takeSign(&rest) ? -1 : 1
            guard !rest.isEmpty, rest.allSatisfy({ (48...57).contains($0) }) else { return nil }
            let significant = rest.drop { $0 == 48 }
            guard significant.count <= 2 else { return nil }
            exponent = sign * significant.reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        let parts = mantissa.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } }) else { return nil }
        var digits = Array(parts.joined().map { $0 - 48 }.reversed())
        guard !digits.isEmpty else { return nil }
        let scale = (parts.count == 2 ? parts[1].count : 0) - exponent
        digits.insert(contentsOf: repeatElement(0, count: max(0, -scale)), at: 0)
        let fits = PaperNumber(digits, scale: 0, isNegative: isNegative).fits(scale: 0) && (-38...36).contains(scale)
        return (PaperNumber(digits, scale: max(0, scale), isNegative: isNegative), fits)
    }

    private static func takeSign(_ bytes: inout ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, "+-".utf8.contains(first) else { return false }
        bytes = bytes.dropFirst()
        return first == UInt8(ascii: "-")
    }

    /// Whether the number fits into 128 bits with so many digits behind the point.
    func fits(scale wanted: Int) -> Bool {
        guard wanted >= scale, wanted <= 36 else { return false }
        var mantissa: Int128 = 0
        for digit in (Array(repeating: 0, count: wanted - scale) + digits).reversed() {
            let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.subtractingReportingOverflow(Int128(digit))
            if overflow || carried { return false }
            mantissa = sum
        }
        return isNegative || mantissa != .min
    }

    var negated: PaperNumber { PaperNumber(digits, scale: scale, isNegative: !isNegative) }

    /// Half away from zero.
    func rounded(to places: Int) -> PaperNumber {
        guard places < scale else { return self }
        let cut = scale - places
        let isUp = cut <= digits.count && digits[cut - 1] >= 5
        let kept = Self.sum(Array(digits.dropFirst(cut)), isUp ? [1] : [])
        return PaperNumber(kept, scale: places, isNegative: isNegative)
    }

    /// The digits with so many behind the point.
    private func aligned(_ places: Int) -> [UInt8] { Array(repeating: 0, count: places - scale) + digits }

    static func + (left: PaperNumber, right: PaperNumber) -> PaperNumber {
        let places = max(left.scale, right.scale)
        let (one, other) = (left.aligned(places), right.aligned(places))
        if left.isNegative == right.isNegative {
            return PaperNumber(sum(one, other), scale: places, isNegative: left.isNegative)
        }
        return isSmaller(one, other)
            ? PaperNumber(difference(other, one), scale: places, isNegative: right.isNegative)
            : PaperNumber(difference(one, other), scale: places, isNegative: left.isNegative)
    }

    static func * (left: PaperNumber, right: PaperNumber) -> PaperNumber {
        var product = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
        for (place, digit) in left.digits.enumerated() {
            for (other, factor) in right.digits.enumerated() {
                product[place + other] += UInt32(digit) * UInt32(factor)
            }
        }
        var carry: UInt32 = 0
        var digits: [UInt8] = []
        for column in product {
            carry += column
            digits.append(UInt8(carry % 10))
            carry /= 10
        }
        return PaperNumber(digits, scale: left.scale + right.scale, isNegative: left.isNegative != right.isNegative)
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var carry: UInt8 = 0
        for place in 0...max(left.count, right.count) {
            let column = carry + (place < left.count ? left[place] : 0) + (place < right.count ? right[place] : 0)
            result.append(column % 10)
            carry = column / 10
        }
        return result
    }

    /// `left` is not the smaller one.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var borrowed: UInt8 = 0
        for place in left.indices {
            let taken = borrowed + (place < right.count ? right[place] : 0)
            borrowed = left[place] < taken ? 1 : 0
            result.append(left[place] + borrowed * 10 - taken)
        }
        return result
    }

    private static func isSmaller(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        for place in (0..<max(left.count, right.count)).reversed() {
            let (one, other) = (place < left.count ? left[place] : 0, place < right.count ? right[place] : 0)
            if one != other { return one < other }
        }
        return false
    }
}

extension PaperNumber: Comparable {
    static func == (left: PaperNumber, right: PaperNumber) -> Bool {
        left.digits == right.digits && left.scale == right.scale && left.isNegative == right.isNegative
    }

    static func < (left: PaperNumber, right: PaperNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        let places = max(left.scale, right.scale)
        let (one, other) = (left.aligned(places), right.aligned(places))
        return left.isNegative ? isSmaller(other, one) : isSmaller(one, other)
    }
}
