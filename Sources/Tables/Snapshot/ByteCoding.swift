/// The content of a snapshot does not hold what its place and its kind ask for.
struct Damaged: Error {}

/// Puts numbers and texts one behind the other, for `ByteDecoder` to take apart.
struct ByteEncoder {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ number: Int) { put(UInt64(bitPattern: Int64(number))) }

    mutating func put(_ flag: Bool) { put(flag ? 1 : 0) }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ content: [UInt8]) {
        put(content.count)
        bytes += content
    }

    mutating func put<Element>(_ list: [Element], _ each: (inout ByteEncoder, Element) -> Void) {
        put(list.count)
        for element in list { each(&self, element) }
    }

    mutating func put<Wrapped>(_ value: Wrapped?, _ each: (inout ByteEncoder, Wrapped) -> Void) {
        put(value != nil)
        if let value { each(&self, value) }
    }
}

/// Takes apart what `ByteEncoder` put together; nothing in it is believed.
///
/// No count asks for more memory than there are bytes.
struct ByteDecoder {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var left: Int { bytes.count - position }

    var isAtEnd: Bool { left == 0 }

    mutating func word() throws(Damaged) -> UInt64 {
        guard left >= 8 else { throw Damaged() }
        var result: UInt64 = 0
        for place in 0..<8 { result |= UInt64(bytes[position + place]) << UInt64(8 * place) }
        position += 8
        return result
    }

    mutating func number(in range: ClosedRange<Int>) throws(Damaged) -> Int {
        let number = Int(Int64(bitPattern: try word()))
        guard range.contains(number) else { throw Damaged() }
        return number
    }

    /// A count, an offset or a line: no more than any file can have.
    mutating func count() throws(Damaged) -> Int { try number(in: 0...1 << 48) }

    mutating func flag() throws(Damaged) -> Bool { try number(in: 0...1) == 1 }

    mutating func content() throws(Damaged) -> [UInt8] {
        let count = try count()
        guard count <= left else { throw Damaged() }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func text() throws(Damaged) -> String {
        guard let text = String(validating: try content(), as: UTF8.self) else { throw Damaged() }
        return text
    }

    mutating func list<Element>(
        _ each: (inout ByteDecoder) throws(Damaged) -> Element
    ) throws(Damaged) -> [Element] {
        let count = try count()
        // Every element has at least one word.
        guard count <= left / 8 else { throw Damaged() }
        var result: [Element] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try each(&self)) }
        return result
    }

    mutating func optional<Wrapped>(
        _ each: (inout ByteDecoder) throws(Damaged) -> Wrapped
    ) throws(Damaged) -> Wrapped? {
        try flag() ? try each(&self) : nil
    }
}
