import Foundation
import Testing
import Values

/// A question over other stretches of time than its lines, with what a count over the days themselves gives.
struct TimeCase: CustomTestStringConvertible, Sendable {
    var question: String
    var lines: [String]
    var today = "2026-06-15"
    var calendar = ""

    var testDescription: String { question }
}

/// Shifted and rolling time. The expected lines were computed from the days' rows by another program.
struct TimeShiftTests {
    /// A row a day from 2019 to January 2027, and one every third day of another dataset.
    static let files: [String: String] = {
        let regions = ["East", "West", "North"]
        var sales = "day,region,customer,units,value\n"
        var visits = "day,region,visits\n"
        for number in 17_897...20_849 {
            let day = Day(number).text
            let units = number * 37 % 11 + 1
            let whole = units * (number * 13 % 29 + 1)
            sales += "\(day),\(regions[number * 7 % 5 % 3]),C\(number * number % 17),\(units),"
            sales += "\(whole).\(["00", "25", "50", "75"][number % 4])\n"
            if (number - 17_897) % 3 == 0 { visits += "\(day),\(regions[number % 3]),\(number % 10 + 5)\n" }
        }
        return ["sales.csv": sales, "visits.csv": visits]
    }()

    static let definitions = """
        dataset sales from "sales.csv" { time day }
        dataset visits from "visits.csv" { time day }
        dimension region = sales.region, visits.region
        metric units = sum(sales.units)
        metric value = sum(sales.value)
        metric price = value / units
        metric buyers = count(distinct sales.customer)
        metric rate = units / sum(visits.visits)

        """

    private func check(_ expected: TimeCase) throws {
        let asked = try Asked(Self.files, Self.definitions + expected.calendar, today: expected.today)
        let found = try asked.lines(expected.question)
        let agree =
            found.count == expected.lines.count
            && zip(found, expected.lines).allSatisfy { found, wanted in
                let cells = zip(found.components(separatedBy: " | "), wanted.components(separatedBy: " | "))
                return found.components(separatedBy: " | ").count == wanted.components(separatedBy: " | ").count
                    && cells.allSatisfy { found, wanted in
                        if found == wanted { return true }
                        guard let first = Double(found), let second = Double(wanted) else { return false }
                        return abs(first - second) <= 1e-9 * max(1, abs(second))
                    }
            }
        #expect(
            agree,
            "\(expected.question)\nfound\n\(found.joined(separator: "\n"))\nwanted\n\(expected.lines.joined(separator: "\n"))"
        )
    }

    /// The quarter before began on the evening of 30 September 2023 with subscription 4 alone, which had ended when the
    /// week before the first line began.
    @Test func theTotalOfBalancesBeforeCountsGroupsWithoutLines() throws {
        let asked = try Asked(
            [
                "subs.csv": """
                id,amount,from_day,to_day
                1,10,2023-11-21,2024-02-02
                3,30,2023-10-03,
                4,40,2023-09-26,2023-12-20

                """
            ], #"dataset subs from "subs.csv" { key id; active from from_day to to_day }"#)
        let lines = try asked.lines("show previous(sum(subs.amount at start)) by week, id for 2024-Q1 with totals")
        #expect(lines.last == "Total | 40")
    }

    @Test(arguments: sumsRatiosAndDistinctCountsCases)
    func sumsRatiosAndDistinctCounts(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: weeksCases)
    func weeks(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: leapDaysCases)
    func leapDays(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: fiscalYearsCases)
    func fiscalYears(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: halvesCases)
    func halves(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: periodsToDateCases)
    func periodsToDate(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: severalPeriodsCases)
    func severalPeriods(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: nestedAndComparedCases)
    func nestedAndCompared(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: totalsOthersAndAcrossCases)
    func totalsOthersAndAcross(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: subPeriodsCases)
    func subPeriods(_ expected: TimeCase) throws { try check(expected) }

    @Test(arguments: havingSortAndTopCases)
    func havingSortAndTop(_ expected: TimeCase) throws { try check(expected) }
}
