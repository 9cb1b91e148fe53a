/// A property of the program that has to hold for any bytes: the fuzzer looks for bytes for which it does not, and
/// `CorpusTests` tries those again that were found.
///
/// A target is one file, which `Scripts/fuzz` compiles with the modules that it imports and nothing else.
protocol FuzzTarget: Sendable {
    /// What is wrong when the program is given these bytes; nil when nothing is.
    static func problem(_ bytes: [UInt8]) -> String?
}

/// Takes an input apart, from its beginning; behind its end there are zeros.
struct InputReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// A number in so many bytes, the lowest first.
    mutating func number(_ bytes: Int) -> UInt64 {
        (0..<bytes).reduce(0) { $0 | UInt64(byte()) << UInt64(8 * $1) }
    }

    mutating func bytes() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }

    mutating func text() -> String { String(decoding: bytes(), as: UTF8.self) }

    /// What stands before the next 0, which is passed over; all where there is none.
    mutating func part() -> [UInt8] {
        let end = rest.firstIndex(of: 0) ?? rest.endIndex
        defer { rest = rest[end...].dropFirst() }
        return Array(rest[..<end])
    }
}
