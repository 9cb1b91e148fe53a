import Testing

@testable import Reports

/// Cutting, padding and wrapping by columns of the screen, counted by hand.
struct TextLayoutTests {
    @Test(arguments: [
        ("Enterprise", 10, "Enterprise"), ("Enterprise", 5, "Ente…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
        ("日本語", 1, "…"), ("abc", 0, ""), ("👩‍👩‍👧👩‍👩‍👧x", 4, "👩‍👩‍👧…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func cut(text: String, width: Int, result: String) { #expect(shortened(text, to: width) == result) }

    @Test func padding() {
        #expect(aligned("日本", 6, right: false) == "日本  ")
        #expect(aligned("7", 3, right: true) == "  7")
        #expect(aligned("long", 2, right: true) == "long")
    }

    @Test func wrapping() {
        #expect(wrapped("one two three", to: 7) == ["one two", "three"])
        #expect(wrapped("one two three", to: nil) == ["one two three"])
        #expect(wrapped("unbreakable x", to: 4) == ["unbreakable", "x"])
        #expect(wrapped("", to: 4) == [""])
    }
}
