/// Goes over JSON text (RFC 8259) value by value, without building anything; every value that is passed is checked.
///
/// Text of any depth up to `mostLevels` takes the same stack: what is nested is counted, not called.
struct JSONScanner {
    /// What is wrong, and at which byte.
    struct Failure: Error {
        var offset: Int
        var reason: String
    }

    /// How deeply arrays and objects may be nested.
    static let mostLevels = 1000

    let bytes: UnsafePointer<UInt8>
    let start: Int
    var end: Int
    var position: Int

    /// `bytes` is readable up to `end` and `ByteBuffer.padding` bytes further.
    init(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int) {
        self.bytes = bytes
        self.start = start
        self.end = end
        position = start
    }

    /// The byte at the place in hand; 0, which no JSON begins with, at the end.
    @inline(__always)
    var byte: UInt8 { position < end ? bytes[position] : 0 }

    var isAtEnd: Bool { position >= end }

    @inline(__always)
    mutating func skipSpace() {
        while position < end, bytes[position] <= 0x20, isJSONSpace(bytes[position]) { position += 1 }
    }

    /// Passes one value, spaces before it left out.
    mutating func skipValue() throws(Failure) {
        skipSpace()
        guard byte == 0x7B || byte == 0x5B else { return try skipScalar() }
        var open = [byte]
        position += 1
        // Whether a value or a key may come next, or the end of what is open.
        var isFirst = true
        while let kind = open.last {
            guard try next(in: kind, &isFirst) else {
                open.removeLast()
                continue
            }
            if kind == 0x7B { try skipKey() }
            if byte == 0x7B || byte == 0x5B {
                guard open.count < Self.mostLevels else { throw tooDeep() }
                open.append(byte)
                position += 1
                isFirst = true
            } else {
                try skipScalar()
            }
        }
    }

    /// Goes to the next key of the object or element of the array that is open, over the comma before it.
    ///
    /// Behind the end of what is open it is false.
    /// - Parameters:
    ///   - opening: the byte that opened it, `{` or `[`.
    ///   - isFirst: whether nothing of it was passed yet, which the call makes false.
    mutating func next(in opening: UInt8, _ isFirst: inout Bool) throws(Failure) -> Bool {
        let isObject = opening == 0x7B
        skipSpace()
        if byte == (isObject ? 0x7D : 0x5D) {
            position += 1
            isFirst = false
            return false
        }
        if !isFirst {
            guard byte == 0x2C else { throw expected(isObject ? "a comma or `}`" : "a comma or `]`") }
            position += 1
            skipSpace()
        }
        isFirst = false
        return true
    }

    /// Passes `"key":` and the spaces around it; what is left is the value.
    ///
    /// The result is where the key stands, without its quotes.
    @discardableResult
    mutating func skipKey() throws(Failure) -> Range<Int> {
        skipSpace()
        guard byte == 0x22 else { throw expected("a key in double quotes") }
        let key = try skipString()
        skipSpace()
        guard byte == 0x3A else { throw expected("a colon behind the key") }
        position += 1
        skipSpace()
        return key
    }

    /// Passes a string, a number or a word; the place in hand is its first byte.
    mutating func skipScalar() throws(Failure) {
        switch byte {
        case 0x22: try skipString()
        case 0x2D, 0x30...0x39: try skipNumber()
        case 0x74: try skipWord("true")
        case 0x66: try skipWord("false")
        case 0x6E: try skipWord("null")
        default: throw expected("a value")
        }
    }

    /// Passes a string; the result is where its content stands.
    @discardableResult
    mutating func skipString() throws(Failure) -> Range<Int> {
        let open = position
        position += 1
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == 0x22 {
                position += 1
                return start..<position - 1
            }
            if byte < 0x20 { throw Failure(offset: position, reason: "a control character in a string is not escaped") }
            position += 1
            if byte == backslash { try skipEscape() }
        }
        throw Failure(offset: open, reason: "the string is never closed")
    }

    private mutating func skipEscape() throws(Failure) {
        switch byte {
        case 0x22, backslash, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: position += 1
        case 0x75:
            position += 1
            for _ in 0..<4 {
                guard hexDigit(byte) != nil else {
                    throw Failure(offset: position, reason: "`\\u` wants four hexadecimal digits")
                }
                position += 1
            }
        default: throw Failure(offset: position - 1, reason: "there is no such escape")
        }
    }

    private mutating func skipNumber() throws(Failure) {
        if byte == 0x2D { position += 1 }
        if byte == 0x30 {
            position += 1
            if isDigit(byte) { throw Failure(offset: position - 1, reason: "a number may not begin with a zero") }
        } else {
            try skipDigits()
        }
        if byte == 0x2E {
            position += 1
            try skipDigits()
        }
        if byte | 0x20 == 0x65 {
            position += 1
            if byte == 0x2B || byte == 0x2D { position += 1 }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(Failure) {
        guard isDigit(byte) else { throw expected("a digit") }
        while isDigit(byte) { position += 1 }
    }

    private mutating func skipWord(_ word: StaticString) throws(Failure) {
        for index in 0..<word.utf8CodeUnitCount {
            guard byte == word.utf8Start[index] else { throw expected("a value") }
            position += 1
        }
    }

    /// What should stand at the place in hand.
    func expected(_ what: String) -> Failure {
        if isAtEnd { return Failure(offset: end, reason: "the text ends where \(what) should be") }
        var next = position + 1
        while next < end && bytes[next] & 0xC0 == 0x80 { next += 1 }
        let found = String(
            decoding: UnsafeBufferPointer(start: bytes + position, count: next - position), as: UTF8.self)
        return Failure(offset: position, reason: "\(what) should be where \(quoted(found)) is")
    }

    private func tooDeep() -> Failure {
        Failure(offset: position, reason: "arrays and objects are nested more than \(Self.mostLevels) deep")
    }
}

@inline(__always)
func isJSONSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x41 + 10
    case 0x61...0x66: UInt32(byte) - 0x61 + 10
    default: nil
    }
}

/// Appends the content of a JSON string, that was checked, with its escapes replaced; half a pair becomes U+FFFD.
func appendJSONText(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, to target: inout [UInt8]) {
    var position = range.lowerBound
    func unit(_ place: Int) -> UInt32? {
        guard place + 6 <= range.upperBound, bytes[place] == backslash, bytes[place + 1] == 0x75 else { return nil }
        return (2..<6).reduce(0) { $0 << 4 | (hexDigit(bytes[place + $1]) ?? 0) }
    }
    while position < range.upperBound {
        let next = firstByte(backslash, bytes, position, range.upperBound)
        target += UnsafeBufferPointer(start: bytes + position, count: next - position)
        guard next + 1 < range.upperBound else { return }
        position = next + 2
        switch bytes[next + 1] {
        case 0x62: target.append(0x08)
        case 0x66: target.append(0x0C)
        case 0x6E: target.append(0x0A)
        case 0x72: target.append(0x0D)
        case 0x74: target.append(0x09)
        case 0x75:
            var scalar = unit(next) ?? 0xFFFD
            position = next + 6
            if scalar & 0xFC00 == 0xD800, let low = unit(position), low & 0xFC00 == 0xDC00 {
                scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
                position += 6
            } else if scalar & 0xF800 == 0xD800 {
                scalar = 0xFFFD
            }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { memory in
                guard let start = memory.baseAddress else { return }
                target += memory[..<writeScalar(scalar, start)]
            }
        default: target.append(bytes[next + 1])
        }
    }
}

/// Appends JSON that was checked without the spaces between its parts.
func appendCompactJSON(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, to target: inout [UInt8]) {
    var isInside = false
    var position = range.lowerBound
    while position < range.upperBound {
        let byte = bytes[position]
        position += 1
        if isInside || !isJSONSpace(byte) { target.append(byte) }
        if byte == 0x22 { isInside.toggle() }
        if isInside && byte == backslash && position < range.upperBound {
            target.append(bytes[position])
            position += 1
        }
    }
}
