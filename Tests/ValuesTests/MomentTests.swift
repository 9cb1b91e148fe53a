import Testing
import Values

struct MomentTests {
    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00"), (1_781_515_800_000_000, "2026-06-15 09:30:00"),
            (-1, "1969-12-31 23:59:59.999999"),
            (-86_400_000_000, "1969-12-31 00:00:00"), (1_500_000, "1970-01-01 00:00:01.5"),
            (86_399_000_000, "1970-01-01 23:59:59"),
            (120, "1970-01-01 00:00:00.00012"),
        ] as [(Int64, String)])
    func text(microseconds: Int64, text: String) { #expect(Moment(microseconds: microseconds).text == text) }

    @Test func parts() throws {
        let before = Moment(microseconds: -1)
        #expect(before.day.text == "1969-12-31")
        #expect(before.ofDay == 86_399_999_999)
        let day = try #require(Day(text: "2026-06-15"))
        #expect(Moment(day).microseconds == 1_781_481_600_000_000)
        #expect(Moment(day).ofDay == 0)
        #expect(before < Moment(day))
    }

    @Test func extremesDoNotTrap() {
        #expect(Moment(microseconds: .max).day == .last)
        #expect(Moment(microseconds: .min).day == .first)
        #expect(Moment(microseconds: .min).text.hasPrefix("0001-01-01"))
    }
}
