import Testing

@testable import Shell

@Suite struct HistoryLineTests {
    func text(_ line: String) -> String? { HistoryLine.decode(Array(line.utf8)[...])?.text }

    // The escapes of RFC 8259, section 7.
    @Test(arguments: [
        (#"{"q":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#"{"q":"\u0041\u00e9\u6771"}"#, "Aé東"),
        (#"{"q":"\uD834\uDD1E"}"#, "𝄞"),
        (#"{"q":"𝄞 é"}"#, "𝄞 é"),
        (#" { "t" : "x" , "q" : "y" } "#, "y"),
        (#"{"q":"y","session":12,"ok":true,"note":"n","none":null}"#, "y"),
        (#"{"q":""}"#, ""),
    ])
    func validLinesAreRead(line: String, text expected: String) { #expect(text(line) == expected) }

    @Test(arguments: [
        "", "{", "{}", "{\"q\":\"a", "{\"q\":\"a\"", "{\"t\":\"a\"}", "{\"q\":null}", "{\"q\":\"a\"}}", "\"q\"",
        #"{"q":"\uD834"}"#, #"{"q":"\uDD1E"}"#, #"{"q":"\uD834\u0041"}"#, #"{"q":"\u00g0"}"#, #"{"q":"\u12"#,
        #"{"q":"\x"}"#, "{\"q\":\"a\tb\"}", #"{"q":"a",}"#, #"{"q":"a","more":{}}"#,
    ])
    func otherLinesAreNot(line: String) { #expect(text(line) == nil) }

    @Test func bytesThatAreNotUTF8AreNotRead() {
        #expect(HistoryLine.decode([0x7b, 0x22, 0x71, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]) == nil)
    }

    @Test func controlCharactersAreEscaped() {
        #expect(HistoryLine.quote("a\"b\\c\n\r\t\u{1b}\u{0}é𝄞") == #""a\"b\\c\n\r\t\u001b\u0000é𝄞""#)
    }

    @Test func whatIsWrittenIsReadBack() {
        let entry = History.Entry(text: "show \"x\"\n\tby é 東 👍🏽 \u{7}\u{7f}\u{2028}", time: "2026-11-23T10:00:00Z")
        #expect(HistoryLine.decode(Array(HistoryLine.encode(entry).utf8)[...]) == entry)
    }
}
