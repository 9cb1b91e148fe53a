import Glibc
import Values

/// Statements that come from a pipe or a file instead of a terminal.
///
/// Bytes that are not UTF-8 become U+FFFD.
package struct StandardInput {
    private static let blockSize = 64 << 10

    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var position = 0
    private var hasEnded = false

    package init(descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

    /// The next line without its line break (`\n` or `\r\n`); nil at the end.
    package mutating func nextLine() throws(Diagnostic) -> String? {
        var searched = position
        while true {
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { position = end + 1 }
                return line(upTo: end)
            }
            if hasEnded { break }
            bytes.removeFirst(position)
            position = 0
            searched = bytes.count
            try readBlock()
        }
        guard position < bytes.count else { return nil }
        defer { position = bytes.count }
        return line(upTo: bytes.count)
    }

    /// All that is left.
    package mutating func readAll() throws(Diagnostic) -> String {
        while !hasEnded { try readBlock() }
        defer { position = bytes.count }
        return String(decoding: bytes[position...], as: UTF8.self)
    }

    private func line(upTo end: Int) -> String {
        var line = bytes[position..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func readBlock() throws(Diagnostic) {
        var failure: Int32 = 0
        let block = [UInt8](unsafeUninitializedCapacity: Self.blockSize) { buffer, count in
            var result = read(descriptor, buffer.baseAddress, buffer.count)
            while result < 0, errno == EINTR { result = read(descriptor, buffer.baseAddress, buffer.count) }
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        if failure != 0 {
            hasEnded = true
            throw Diagnostic(
                "unreadable-input", "standard input cannot be read", reason: [String(cString: strerror(failure))])
        }
        if block.isEmpty { hasEnded = true }
        bytes.append(contentsOf: block)
    }
}
