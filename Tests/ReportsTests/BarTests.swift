import Engine
import Testing
import Values

@testable import Reports

struct BarTests {
    private func bars(_ numbers: [Int], width: Int) -> [String] {
        let cells = numbers.map { Value.number(ExactDecimal($0)) }
        guard let scale = BarScale(cells) else { return [] }
        return cells.map { scale.bar($0, width: width) }
    }

    /// Eighths: 8 of 8, 4 of 8, 1 of 8; what is more than nothing is never nothing.
    @Test func positive() {
        #expect(bars([8, 4, 1, 0], width: 1) == ["█", "▌", "▏", ""])
        #expect(bars([1000, 1], width: 4) == ["████", "▏"])
        #expect(bars([10, 5, 7], width: 10) == ["██████████", "█████", "███████"])
    }

    /// Zero is where the longest bar to the left begins; the same amount is as long on both sides.
    @Test func negative() {
        #expect(bars([6, -3, -2], width: 9) == ["   ██████", "███", " ██"])
        #expect(bars([-4, -1], width: 4) == ["████", "   █"])
        #expect(bars([-8, -1], width: 4) == ["████", "   ▐"])
    }

    @Test func extremes() {
        #expect(BarScale([.float(.nan), .missing, .text("x"), .float(0)]) == nil)
        let scale = BarScale([.float(.greatestFiniteMagnitude), .float(-.greatestFiniteMagnitude), .float(.infinity)])
        #expect(scale?.bar(.float(.greatestFiniteMagnitude), width: 4) == "  ██")
        #expect(scale?.bar(.float(-.greatestFiniteMagnitude), width: 4) == "██")
        #expect(scale?.bar(.float(.infinity), width: 4) == "")
        #expect(scale?.bar(.float(1), width: 0) == "")
    }

    /// Bars take what room is left, at least six columns and at most twenty-four; without a dimension there are none.
    @Test(
        arguments: [
            (49, "West      $3,568,647  ██████      1,438   63.94 %"), (nil, nil),
        ] as [(Int?, String?)])
    func room(width: Int?, line: String?) {
        let text = TableRenderer().text(Samples.byRegion, options: RenderOptions(width: width, bars: true))
        if let line { #expect(text.split(separator: "\n").contains { $0 == line }, "\(text)") }
        #expect(text.contains("█"))
        let narrow = TableRenderer().text(Samples.byRegion, options: RenderOptions(width: 48, bars: true))
        #expect(!narrow.contains("█"))
        #expect(!TableRenderer().text(Samples.single, options: RenderOptions(bars: true)).contains("█"))
        #expect(!TableRenderer().text(Samples.byRegion, options: RenderOptions()).contains("█"))
    }
}
