import Foundation
import Testing
import Values

@testable import Shell

struct ClipboardTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func rfc(text: String, encoded: String) { #expect(base64(Array(text.utf8)) == encoded) }

    @Test func sequence() throws {
        #expect(try Clipboard.sequence(Array("foobar".utf8), through: nil) == "\u{1B}]52;c;Zm9vYmFy\u{7}")
    }

    /// tmux takes what stands between `ESC P tmux;` and `ESC \`, where every other ESC is doubled.
    @Test func tmux() throws {
        let bytes = (0...255).map { UInt8($0) }
        let text = try Clipboard.sequence(bytes, through: .tmux)
        let start = "\u{1B}Ptmux;"
        #expect(text.hasPrefix(start))
        let end = try #require(text.range(of: "\u{1B}\\"))
        let inner = text[text.index(text.startIndex, offsetBy: start.count)..<end.lowerBound]
            .replacingOccurrences(of: "\u{1B}\u{1B}", with: "\u{1B}")
        #expect(try decoded(inner) == Data(bytes))
        #expect(try decoded(String(text[end.upperBound...])) == Data(bytes))
    }

    /// screen takes strings of at most 256 bytes and hands them on one behind the other.
    @Test func screen() throws {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let parts = try Clipboard.sequence(bytes, through: .screen).components(separatedBy: "\u{1B}\\")
        #expect(parts.last == "")
        #expect(parts.dropLast().allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count <= 256 })
        #expect(try decoded(parts.dropLast().map { $0.dropFirst(2) }.joined()) == Data(bytes))
    }

    private func decoded(_ sequence: String) throws -> Data? {
        #expect(sequence.hasPrefix("\u{1B}]52;c;"))
        #expect(sequence.hasSuffix("\u{7}"))
        return Data(base64Encoded: String(sequence.dropFirst(7).dropLast()))
    }

    @Test func limit() throws {
        let most = [UInt8](repeating: 97, count: 74_994)
        // 100,000 bytes with what stands around the text, less than a byte group.
        #expect(try Clipboard.sequence(most, through: nil).utf8.count == 8 + 99_992)
        #expect(throws: Diagnostic.self) { try Clipboard.sequence(most + [97], through: nil) }
    }
}
