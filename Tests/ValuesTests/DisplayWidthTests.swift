import Testing

@testable import Values

/// Widths by UAX #11 (East Asian Width) and UTS #51 (emoji), counted by hand.
struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("plain ASCII", 11), ("Ångström", 8), ("A\u{30A}", 1), ("e\u{301}\u{323}", 1), ("日本", 4), ("ｱｲｳ", 3),
        ("ＡＢ", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("Ελλάς", 5), ("שלום", 4), ("स्ते", 2), ("—…−€", 4),
        ("①", 1), ("。", 2), ("\u{3000}", 2), ("𠮷", 2), ("─│", 2),
    ])
    func text(text: String, width: Int) { #expect(displayWidth(text) == width) }

    @Test(arguments: [
        ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇫🇷", 2), ("🇫🇷🇩🇪", 4), ("🏳️‍🌈", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("1️⃣", 2), ("☁", 1), ("☁️", 2), ("©", 1),
        ("⌚", 2), ("✂", 1), ("🅰", 1), ("🀄", 2),
    ])
    func emoji(text: String, width: Int) { #expect(displayWidth(text) == width) }

    @Test(arguments: [
        ("a\u{200B}b", 2), ("\u{FEFF}x", 1), ("a\u{AD}b", 2), ("\u{202E}x", 1), ("\u{1B}[0m", 3), ("\u{2060}", 0),
    ])
    func unseen(text: String, width: Int) { #expect(displayWidth(text) == width) }
}
