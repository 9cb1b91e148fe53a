import Testing
import Values

@testable import Warehouse

struct DialectTests {
    @Test(arguments: [
        (Dialect.postgresql, #""a ""b""""#), (.sqlite, #""a ""b""""#), (.duckdb, #""a ""b""""#), (.spark, #"`a "b"`"#),
    ])
    func namesAreQuoted(_ dialect: Dialect, _ expected: String) {
        #expect(dialect.quoted(#"a "b""#) == expected)
    }

    @Test func backticksInNamesAreDoubledOnSpark() { #expect(Dialect.spark.quoted("a`b") == "`a``b`") }

    @Test(arguments: [
        (Dialect.postgresql, #"'it''s \ 100%'"#), (.sqlite, #"'it''s \ 100%'"#), (.duckdb, #"'it''s \ 100%'"#),
        (.generic, #"'it''s \ 100%'"#), (.spark, #"'it\'s \\ 100%'"#),
    ])
    func textsAreEscaped(_ dialect: Dialect, _ expected: String) {
        #expect(dialect.text(#"it's \ 100%"#) == expected)
    }

    @Test func aTextNeverEndsEarly() {
        #expect(Dialect.postgresql.text("'; DROP TABLE deals; --") == "'''; DROP TABLE deals; --'")
        #expect(Dialect.spark.text(#"\'; DROP TABLE deals; --"#) == #"'\\\'; DROP TABLE deals; --'"#)
    }

    @Test func daysAreDatesOrTexts() throws {
        let day = try #require(Day(year: 2026, month: 3, day: 31))
        #expect(Dialect.postgresql.literal(day).text == "DATE '2026-03-31'")
        #expect(Dialect.sqlite.literal(day).text == "'2026-03-31'")
    }
}
