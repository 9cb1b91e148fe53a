import Engine
import Testing
import Values

@testable import Reports

struct CardTests {
    private func text(_ answer: Answer, width: Int? = nil, color: Bool = false) -> String {
        CardRenderer().text(answer, options: RenderOptions(width: width, color: color))
    }

    @Test func digits() {
        #expect(BlockDigits.lines("10", size: .small) == ["▄█  █▀█", " █  █ █", "▀▀▀ ▀▀▀"])
        #expect(
            BlockDigits.lines("1.", size: .large) == [
                "  ██      ", "████      ", "  ██      ", "  ██      ", "██████  ██",
            ])
        #expect(BlockDigits.lines("1x", size: .small) == nil)
        #expect(BlockDigits.parts("−12.5 SEK") == ("−12.5", "SEK"))
        #expect(BlockDigits.parts("48.0 d") == ("48.0", "d"))
    }
}
