import Engine
import Testing
import Values

@testable import Reports

/// How numbers are written for people, worked out by hand.
struct ColumnFormatTests {
    private func texts(
        _ cells: [Value], _ unit: Unit, _ role: Answer.Column.Role = .metric, total: Value? = nil,
        compact: Bool = false, exact: Bool = false
    ) -> [String] {
        let column = Samples.column("m", "M", role, unit, cells, total: total)
        let format = ColumnFormat(column, missing: "—", compact: compact, exact: exact)
        return cells.map(format.text)
    }

    private func exact(_ text: String) -> Value { Samples.exact(text) }

    @Test func money() {
        #expect(texts([exact("4210000"), exact("-999")], .money("USD")) == ["$4,210,000", "−$999"])
        #expect(texts([exact("4210000.5"), exact("12")], .money("EUR")) == ["€4,210,000.50", "€12.00"])
        #expect(texts([exact("4210000.00")], .money("SEK")) == ["4,210,000 SEK"])
        #expect(texts([exact("0.005")], .money(nil)) == ["0.01"])
        #expect(texts([exact("12")], .money("GBP"), total: exact("0.1")) == ["£12.00"])
        #expect(texts([.float(2360.9094195)], .money("USD")) == ["$2,360.91"])
        #expect(texts([exact("1.125")], .money("USD"), exact: true) == ["$1.125"])
    }

    @Test func percent() {
        #expect(
            texts([.float(0.6255760368663594), exact("0.2"), exact("1")], .percent) == [
                "62.56 %", "20.00 %", "100.00 %",
            ])
        #expect(texts([.float(-0.00001), .missing], .percent) == ["0.00 %", "—"])
        #expect(
            texts([.float(0.0125), .float(-0.2042), exact("0")], .percent, .change) == [
                "+1.25 pp", "−20.42 pp", "0.00 pp",
            ])
    }

    @Test func changes() {
        #expect(texts([exact("1234"), exact("-12"), exact("0")], .count, .change) == ["+1,234", "−12", "0"])
        #expect(texts([exact("5.5")], .money("USD"), .change) == ["+$5.50"])
        #expect(texts([.float(-0.123), .float(1.7198)], .percent, .changeRatio) == ["−12.3 %", "+172.0 %"])
        #expect(texts([.float(0.5)], .money("USD"), .changeRatio) == ["+50.0 %"])
    }

    @Test func plainNumbers() {
        #expect(texts([exact("1234567")], .count) == ["1,234,567"])
        #expect(texts([.float(2.8333333333333335)], .number) == ["2.833"])
        #expect(texts([.float(0.12345678), .float(0.5)], .number) == ["0.1235", "0.5000"])
        #expect(texts([.float(0.000123456)], .number) == ["0.0001235"])
        #expect(texts([.float(1234.5678)], .number) == ["1,234.57"])
        #expect(texts([exact("1.50"), exact("2.00")], .number) == ["1.5", "2.0"])
        #expect(texts([.float(1e21)], .number) == ["1,000,000,000,000,000,000,000"])
        #expect(texts([.float(.nan), .float(.infinity), exact("1")], .number) == ["—", "—", "1"])
        #expect(texts([], .number) == [])
    }

    @Test func days() {
        #expect(texts([.float(47.98537954), exact("3")], .days) == ["48.0 d", "3.0 d"])
        #expect(texts([exact("90")], .days) == ["90 d"])
    }

    @Test func dimensionsAreNotRounded() {
        #expect(texts([exact("2017")], .number, .dimension) == ["2017"])
        #expect(texts([exact("12.125"), exact("3")], .number, .dimension) == ["12.125", "3.000"])
        #expect(texts([.float(0.30000000000000004), exact("1")], .number, .dimension) == ["0.30000000000000004", "1"])
        #expect(texts([exact("1054.125")], .money("USD"), .dimension) == ["$1,054.125"])
    }

    @Test func shortenedNumbers() {
        let cells = ["4213456", "999950", "9999", "10000", "53249", "-1500000000", "1234567890123456", "0", "12.5"].map(
            exact)
        #expect(
            texts(cells, .money("USD"), compact: true) == [
                "$4.21M", "$1.00M", "$9,999", "$10.0k", "$53.2k", "−$1.50B", "$1,230T", "$0.00", "$12.5",
            ])
        #expect(texts([exact("53249")], .count, .change, compact: true) == ["+53.2k"])
        #expect(texts([.float(0.5)], .percent, compact: true) == ["50.00 %"])
    }

    /// Half away from zero on the decimal digits, in floats as in exact decimals.
    @Test(arguments: [
        ("1.005", 2, "1.01"), ("2.675", 2, "2.68"), ("0.004", 2, "0.00"), ("0.005", 2, "0.01"),
        ("999.995", 2, "1000.00"),
        ("9.5", 0, "10"), ("0.5", 0, "1"), ("0.49", 0, "0"), ("12345", -2, "12300"), ("950", -2, "1000"),
        ("40", -2, "0"),
        ("50", -2, "100"), ("0.0006", 3, "0.001"),
    ])
    func rounding(text: String, places: Int, result: String) throws {
        let fromExact = try #require(DisplayDecimal(Samples.exact(text)))
        #expect(fromExact.rounded(to: places).text(decimals: places, thousands: false) == result)
        let fromFloat = try #require(Double(text).flatMap { DisplayDecimal(.float($0)) })
        #expect(fromFloat.rounded(to: places).text(decimals: places, thousands: false) == result)
    }
}
