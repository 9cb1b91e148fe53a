import Glibc
import Synchronization
import Values

/// Brings text of an encoding in which each character of ASCII is a byte to UTF-8, by `iconv` of the C library.
struct TextConverter: ~Copyable {
    private let charset: String
    private let descriptor: iconv_t

    /// Those that are not in use, as addresses: each is opened with a library of its own, which takes long.
    private static let idle = Mutex<[String: [Int]]>([:])

    /// Nil where the C library does not know the encoding.
    init?(from charset: String) {
        let known = Self.idle.withLock { $0[charset]?.popLast() }
        guard let opened = known.flatMap(iconv_t.init(bitPattern:)) ?? iconv_open("UTF-8", charset),
            Int(bitPattern: opened) != -1
        else { return nil }
        self.charset = charset
        descriptor = opened
    }

    deinit {
        let address = Int(bitPattern: descriptor)
        Self.idle.withLock { [charset] in $0[charset, default: []].append(address) }
    }

    /// Bytes between two looks at whether the work was stopped.
    private static let patience = 1 << 20

    /// The text as UTF-8; a byte that is no character is read as that of Latin-1, and told. Nil when there is no memory, or
    /// the work is stopped.
    func converted(_ source: ByteBuffer, label: String, log: inout ProblemLog) -> ByteBuffer? {
        guard let capacity = convertedSize(source) else { return nil }
        var found = ProblemLog()
        var isWhole = false
        let buffer = ByteBuffer(capacity: capacity) { memory in
            var out = 0
            isWhole = convert(source.start, source.count, to: memory, capacity, &out) { byte, place in
                found.add(
                    at: place, "byte \(hexadecimal(byte)) is not \(label); read as U+00\(hexadecimal(byte))")
            }
            return out
        }
        log.append(found)
        return isWhole ? buffer : nil
    }

    /// The characters of some bytes, and how many of the bytes are none.
    func characters(_ bytes: UnsafePointer<UInt8>, count: Int) -> (text: String, faults: Int) {
        var faults = 0
        let text = String(unsafeUninitializedCapacity: 3 * count) { target in
            var out = 0
            guard let start = target.baseAddress else { return 0 }
            _ = convert(bytes, count, to: start, target.count, &out) { _, _ in faults += 1 }
            return out
        }
        return (text, faults)
    }

    /// Adds the text behind `out` bytes of `target`; false where that has no room for it, or the work is stopped.
    private func convert(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>, _ capacity: Int,
        _ out: inout Int, fault: (_ byte: UInt8, _ place: Int) -> Void
    ) -> Bool {
        // It is read only, though the interface does not say so.
        var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: bytes)
            .assumingMemoryBound(to: CChar.self)
        var rest = count
        var output: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(target + out)
            .assumingMemoryBound(to: CChar.self)
        var room = capacity - out
        defer { out = capacity - room }
        iconv(descriptor, nil, nil, nil, nil)
        while rest > 0 {
            if Work.isStopped { return false }
            let stretch = min(rest, Self.patience)
            var left = stretch
            let result = iconv(descriptor, &input, &left, &output, &room)
            let reason = errno
            let isLast = stretch == rest
            rest -= stretch - left
            // A stretch may end within a character.
            if result != -1 || (reason == EINVAL && !isLast) { continue }
            // No such character, or the text ends within one.
            guard reason == EILSEQ || reason == EINVAL, rest > 0, let at = input, let to = output, room > 1 else {
                return false
            }
            let byte = UInt8(bitPattern: at.pointee)
            fault(byte, capacity - room)
            let length = writeScalar(
                UInt32(byte), UnsafeMutableRawPointer(to).assumingMemoryBound(to: UInt8.self))
            input = at + 1
            rest -= 1
            output = to + length
            room -= length
        }
        // Some encodings hold back a character until they see whether a mark follows.
        return iconv(descriptor, nil, nil, &output, &room) != -1
    }
}
