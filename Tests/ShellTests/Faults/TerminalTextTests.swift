import Testing

@testable import Shell

struct TerminalTextTests {
    private func shown(_ text: String, pieces size: Int) -> String {
        var harmless = TerminalText()
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            result += harmless.harmless(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        return String(decoding: result + harmless.rest(), as: UTF8.self)
    }

    /// The same wherever the text is cut into pieces.
    @Test(arguments: 1...9)
    func controlsBecomeSymbolsAndLineEndsStay(size: Int) {
        #expect(shown("a,b\r\n1,\"x\ny\"\r\nü,\t€😀\r\n", pieces: size) == "a,b\r\n1,\"x\ny\"\r\nü,\t€😀\r\n")
        #expect(shown("\u{1b}[31m\u{7}\u{9b}1m\u{7f}", pieces: size) == "␛[31m␇⟨U+009B⟩1m␡")
        #expect(shown("a\rb\r\r\nc\r", pieces: size) == "a␍b␍\r\nc␍")
        #expect(shown("x\u{202e}y", pieces: size) == "x⟨U+202E⟩y")
        #expect(shown("", pieces: size).isEmpty)
    }
}
