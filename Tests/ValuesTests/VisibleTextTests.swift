import Testing

@testable import Values

struct VisibleTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"), ("a\tb\nc\rd", "a␉b␊c␍d"), ("\r\n", "␍␊"),
        ("\u{0}", "␀"), ("\u{7F}", "␡"), ("\u{9B}31m", "⟨U+009B⟩31m"), ("\u{85}", "⟨U+0085⟩"),
        ("\u{1B}]0;title\u{7}", "␛]0;title␇"),
    ])
    func controls(text: String, shown: String) { #expect(visible(text) == shown) }

    @Test(arguments: [
        ("x\u{202E}gpj.exe", "x⟨U+202E⟩gpj.exe"), ("\u{2066}a\u{2069}", "⟨U+2066⟩a⟨U+2069⟩"),
        ("a\u{200B}b", "a⟨U+200B⟩b"), ("\u{FEFF}id", "⟨U+FEFF⟩id"), ("\u{200F}", "⟨U+200F⟩"),
        ("a\u{200D}b", "a⟨U+200D⟩b"),
        ("\u{2028}", "⟨U+2028⟩"), ("co\u{AD}op", "co⟨U+00AD⟩op"), ("a\u{E0041}", "a⟨U+E0041⟩"),
        ("\u{3164}", "⟨U+3164⟩"),
        ("1\u{200D}", "1⟨U+200D⟩"), ("\u{FFF9}", "⟨U+FFF9⟩"),
    ])
    func hidden(text: String, shown: String) { #expect(visible(text) == shown) }

    @Test(arguments: [
        "Ångström", "A\u{30A}", "日本語", "👩‍👩‍👧", "🇫🇷", "👍🏽", "🏳️‍🌈", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "☁️", "葛󠄀", "שלום", "العربية", "नमस्ते",
        "no\u{A0}break",
    ])
    func untouched(text: String) { #expect(visible(text).unicodeScalars.elementsEqual(text.unicodeScalars)) }
}
