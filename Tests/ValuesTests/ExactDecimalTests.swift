import Testing
import Values

struct ExactDecimalTests {
    private func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text: text), "\(text)") }

    @Test(arguments: [
        "0", "7", "-7", "1234.50", "-0.05", "0.000000000000000001", "99999999999999999999999999999999999999",
        "-170141183460469231731687303715884105728", "0.123456789012345678901234567890123456", "1000000", "0.00",
    ])
    func textRoundTrip(text: String) throws { #expect(try decimal(text).text == text) }

    @Test(arguments: [
        ("+5", "5"), ("007", "7"), ("-0", "0"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5E2", "150"),
        ("12e-2", "0.12"),
        ("1.25e+1", "12.5"), ("-2.50e1", "-25.0"), ("0e0", "0"),
    ])
    func otherSpellings(text: String, result: String) throws { #expect(try decimal(text).text == result) }

    @Test(arguments: [
        "", "-", ".", "+.", "e5", "1e", "1e+", "1 ", " 1", "1,000", "0x10", "1.2.3", "--1", "1_000", "١٢", "1e1.5",
        "NaN", "inf",
        // More than 128 bits, and more digits behind the point than can be kept.
        "170141183460469231731687303715884105728", "1e39", "1e-37", "0.1234567890123456789012345678901234567",
        // Exponents beyond any number of digits.
        "1e100", "1e-100", "1e99999999999999999999", "1e-9223372036854775808", "1e9223372036854775807",
    ])
    func notADecimal(text: String) { #expect(ExactDecimal(text: text) == nil) }

    @Test(arguments: [
        ("0.1", "0.2", "0.3"), ("1.50", "2", "3.50"), ("-5", "5", "0"), ("99.99", "0.01", "100.00"),
        ("123456789012345678.01", "-0.02", "123456789012345677.99"),
    ])
    func sums(first: String, second: String, sum: String) throws {
        let (first, second, sum) = try (decimal(first), decimal(second), decimal(sum))
        #expect(first.adding(second)?.text == sum.text)
        #expect(second.adding(first) == sum)
        #expect(sum.subtracting(second) == first)
    }

    @Test(arguments: [
        ("1.5", "1.5", "2.25"), ("-3", "0.10", "-0.3"), ("1e18", "1e18", "1000000000000000000000000000000000000"),
        ("0", "5.55", "0"),
        // 37 digits behind the point, the last of them a zero.
        ("0.000000000000000005", "-0.0000000000000000004", "-0.000000000000000000000000000000000002"),
    ])
    func products(first: String, second: String, product: String) throws {
        #expect(try decimal(first).multiplied(by: decimal(second))?.normalized.text == product)
    }

    @Test func quotients() throws {
        #expect(try decimal("1").divided(by: decimal("3")) == 1.0 / 3.0)
        #expect(try decimal("7.50").divided(by: decimal("2.5")) == 3)
        #expect(try decimal("1629").divided(by: decimal("2604")) == 0.6255760368663594)
        #expect(try decimal("1").divided(by: decimal("0.00")) == nil)
        let large = try decimal("170141183460469231731687303715884105727")
        #expect(try large.divided(by: decimal("0.000000000000000000000000000000000001")) == 1.7014118346046923e74)
    }

    @Test func overflowHasNoValue() throws {
        let largest = try decimal("170141183460469231731687303715884105727")
        let smallest = ExactDecimal(Int128.min)
        #expect(try largest.adding(decimal("1")) == nil)
        #expect(try smallest.subtracting(decimal("1")) == nil)
        #expect(try largest.multiplied(by: decimal("10")) == nil)
        #expect(smallest.negated == nil)
        #expect(largest.negated?.text == "-170141183460469231731687303715884105727")
        // Aligning 10^30 with 36 digits behind the point would take 66 digits.
        #expect(try decimal("1e30").adding(decimal("1e-36")) == nil)
        #expect(try decimal("1e-20").multiplied(by: decimal("1e-20")) == nil)
        #expect(largest.rescaled(to: 1) == nil)
        #expect(ExactDecimal(1).rescaled(to: 37) == nil)
        #expect(smallest.text == "-170141183460469231731687303715884105728")
    }

    @Test(arguments: [
        ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.344", 2, "2.34"), ("0.5", 0, "1"), ("-0.5", 0, "-1"),
        ("0.49", 0, "0"),
        ("9.99", 1, "10.0"), ("1.5", 3, "1.5"), ("7", 0, "7"), ("1.5", -3, "0"), ("0.05", 1, "0.1"),
        ("1250", -2, "1300"), ("-1250", -2, "-1300"), ("1249.99", -2, "1200"), ("500", -3, "1000"), ("7", -400, "0"),
    ])
    func rounding(text: String, digits: Int, result: String) throws {
        #expect(try decimal(text).rounded(to: digits).text == result)
    }

    @Test(arguments: [("2.9", 2), ("-2.1", -3), ("-2", -2), ("0.5", 0), ("-0.5", -1)])
    func floors(text: String, result: Int) throws { #expect(try decimal(text).floor == Int128(result)) }

    @Test func wholeNumbers() throws {
        #expect(try decimal("12.00").wholeNumber == 12)
        #expect(try decimal("12.50").wholeNumber == nil)
        #expect(try decimal("9223372036854775808").wholeNumber == nil)
        #expect(try decimal("-9223372036854775808").wholeNumber == Int.min)
    }

    @Test func equalWhateverTheScale() throws {
        #expect(try decimal("1.5") == decimal("1.500"))
        #expect(try decimal("0") == decimal("0.000"))
        #expect(try decimal("1.5") != decimal("1.51"))
        #expect(Set(try [decimal("2"), decimal("2.0"), decimal("2.00")]).count == 1)
    }

    @Test(arguments: [
        ("1.5", "1.51"), ("-2", "-1.99"), ("-0.01", "0"), ("9.99", "10"), ("-1e30", "1e-36"), ("1e-36", "1e30"),
        ("-1e30", "-1e-36"),
        // The nearest pair that cannot be brought to one scale: they differ in the 36th digit.
        ("170.141183460469231731687303715884105727", "170.14118346046923173168730371588410573"),
        ("-170.14118346046923173168730371588410573", "-170.141183460469231731687303715884105727"),
    ])
    func order(less: String, more: String) throws {
        let (less, more) = try (decimal(less), decimal(more))
        #expect(less < more)
        #expect(!(more < less))
        #expect(less != more)
    }

    /// Against the language's own reading of the same digits, which is correctly rounded.
    @Test(arguments: [
        ("0.1", 0.1), ("1234.5", 1234.5), ("-0.30", -0.3), ("9007199254740993", 9_007_199_254_740_992),
        ("0.12345678901234567890123456789", 0.12345678901234567890123456789), ("1e38", 1e38),
        ("123456789012345678901234567890.123", 123456789012345678901234567890.123),
        ("0.000000000000000000000000000000000001", 1e-36), ("72057594037927945.5", 72057594037927945.5),
    ])
    func nearestFloat(text: String, float: Double) throws { #expect(try decimal(text).double == float) }

    @Test func powers() {
        #expect(ExactDecimal.power(0) == 1)
        #expect(ExactDecimal.power(18) == 1_000_000_000_000_000_000)
        #expect(String(ExactDecimal.power(38)) == "1" + String(repeating: "0", count: 38))
    }
}
