import Engine
import Values

/// Answers of each shape that is drawn as a picture of its own.
enum ChartSamples {
    typealias Column = Answer.Column

    private static func numbers(_ texts: [String]) -> [Value] { texts.map { $0 == "-" ? .missing : Samples.exact($0) } }

    static func months(_ count: Int, from year: Int = 2025, partial: Int? = nil) -> Column {
        let cells = (0..<count).map { month(year, $0) }
        var column = Samples.column("month", "month", .dimension, numeric: false, cells)
        if let partial, cells.indices.contains(partial) { column.partial = [cells[partial]] }
        return column
    }

    static func month(_ year: Int, _ index: Int) -> Value {
        guard let first = Day(year: year, month: 1, day: 1) else { return .missing }
        let start = first.adding(months: index)
        return .period(
            Period(start: start, end: start.adding(months: 1), label: String(start.text.prefix(7)), grain: .month))
    }

    /// Wide letters, a bar below zero, one without a value and the line of all others.
    static let bars: Answer = {
        var answer = Answer(
            heading: "Net new MRR by account for 2025-Q1",
            provenance: "2025-01-01 to 2025-03-31 · 412 rows of subscriptions",
            columns: [
                Samples.dimension(
                    "account", "account", ["株式会社サンプル", "Ångström & Söhne", "Acme <Holdings>", "Zenith", nil, "others"]),
                Samples.column(
                    "net_new", "Net new MRR", .metric, .money("USD"),
                    numbers(["48200", "31750.50", "9000", "-12400", "-", "20480"]), total: Samples.exact("97030.5")),
            ], lineCount: 6, showsTotals: true, hasOthersLines: true)
        answer.notes = ["1 account has no name (missing)"]
        return answer
    }()

    /// Two measures of units that share no axis, each with the quarter before.
    static let compared = Answer(
        heading: "Bookings and win rate by region for 2017-Q3 vs 2017-Q2",
        provenance: "2017-07-01 to 2017-09-30 · vs 2017-04-01 to 2017-06-30 · 2,047 rows of deals",
        columns: [
            Samples.dimension("region", "region", ["Central", "West", "East"]),
            Samples.column(
                "bookings", "Bookings", .metric, .money("USD"), numbers(["1053202", "1009286", "919767"])),
            Samples.column(
                "bookings_vs_2017_q2", "vs 2017-Q2", .compared, .money("USD"),
                numbers(["957321", "1111967", "1016823"])),
            Samples.column(
                "bookings_change", "change", .change, .money("USD"), numbers(["95881", "-102681", "-97056"])),
            Samples.column("win_rate", "Win rate", .metric, .percent, numbers(["0.6137", "0.6027", "0.6274"])),
            Samples.column(
                "win_rate_vs_2017_q2", "vs 2017-Q2", .compared, .percent, numbers(["0.6220", "0.6093", "0.6199"])),
        ], lineCount: 3)

    /// Amounts that add up, across regions: parts of a bar, one of them below zero.
    static let stacked: Answer = {
        func part(_ region: String, _ cells: [String]) -> Column {
            var column = Samples.column(
                "bookings_" + region.lowercased(), "Bookings", .metric, .money("EUR"), group: region, numbers(cells))
            column.isAdditive = true
            column.groupValue = .text(region)
            return column
        }
        return Answer(
            heading: "Bookings by product across region", provenance: "all time · 4,238 rows of deals",
            columns: [
                Samples.dimension("product", "product", ["GTXPro", "GTX Plus Pro", "MG Advanced", "MG Special"]),
                part("West", ["1120822", "875579", "731526", "12931"]),
                part("Central", ["1104109", "931904", "828947", "21982"]),
                part("East", ["1285647", "822168", "-155914", "-"]),
            ], lineCount: 4)
    }()

    /// A rate by month and region, with a gap and a month that is not over.
    static let lines: Answer = {
        let regions = ["North", "South", "East"]
        let rates = [
            ["0.62", "0.58", "0.66", "-", "0.70", "0.71", "0.69", "0.74"],
            ["0.41", "0.44", "0.43", "0.47", "0.52", "0.50", "0.55", "0.31"],
            ["0.55", "0.54", "0.57", "0.59", "0.58", "0.61", "0.60", "0.64"],
        ]
        var months = Self.months(8, partial: 7)
        months.cells = AnswerCells(months.cells.flatMap { [$0, $0, $0] })
        return Answer(
            heading: "Win rate by month, region for 2025-01 to 2025-08",
            provenance: "2025-01-01 to 2025-08-31 · 3,120 rows of deals",
            columns: [
                months, Samples.dimension("region", "region", (0..<24).map { regions[$0 % 3] }),
                Samples.column(
                    "win_rate", "Win rate", .metric, .percent, numbers((0..<24).map { rates[$0 % 3][$0 / 3] })),
            ], lineCount: 24, notes: ["* not whole: not over, today is 2025-08-12"])
    }()

    /// One measure by month beside the year before.
    static let year = Answer(
        heading: "Bookings by month for 2025 vs last year",
        provenance: "2025-01-01 to 2025-12-31 · vs 2024-01-01 to 2024-12-31 · 6,711 rows of deals",
        columns: [
            months(12, partial: 11),
            Samples.column(
                "bookings", "Bookings", .metric, .money("EUR"),
                numbers(
                    [
                        "812000", "934500", "1204000", "870250", "990000", "1410000", "905000", "955000", "1320000",
                        "1010000", "1105000", "402000",
                    ])),
            Samples.column(
                "bookings_vs_last_year", "vs last year", .compared, .money("EUR"),
                numbers(
                    [
                        "700000", "815000", "1100000", "790000", "905000", "1290000", "880000", "870000", "1180000",
                        "940000", "1000000", "1250000",
                    ])),
        ], lineCount: 12)

    /// `why` of Examples/crm.
    static let why: Answer = {
        var answer = Answer(
            heading: "Why Bookings by region for 2017-Q3 vs 2017-Q2",
            provenance: "2017-07-01 to 2017-09-30 · vs 2017-04-01 to 2017-06-30 · 1,257 rows of deals",
            columns: [
                Samples.dimension("region", "region", ["West", "East", "Central"]),
                Samples.column(
                    "bookings", "Bookings", .metric, .money("USD"), numbers(["1009286", "919767", "1053202"]),
                    total: Samples.exact("2982255")),
                Samples.column(
                    "bookings_vs_2017_q2", "vs 2017-Q2", .compared, .money("USD"),
                    numbers(["1111967", "1016823", "957321"]), total: Samples.exact("3086111")),
                Samples.column(
                    "contribution", "contribution", .change, .money("USD"), numbers(["-102681", "-97056", "95881"]),
                    total: Samples.exact("-103856")),
            ], lineCount: 3, showsTotals: true)
        answer.kind = .drivers
        return answer
    }()

    static let cohort: Answer = {
        let sizes = ["120", "96", "143", "88"]
        let left = [
            ["120", "101", "94", "90"], ["96", "70", "61", "-"], ["143", "128", "-", "-"], ["88", "-", "-", "-"],
        ]
        var cohorts = months(4)
        cohorts.name = "cohort"
        cohorts.label = "cohort"
        var answer = Answer(
            heading: "Customers of cohorts by month", provenance: "2025-01-01 to 2025-04-30 · 447 rows of orders",
            columns: [cohorts, Samples.column("size", "size", .metric, .count, numbers(sizes))]
                + (0..<4).map { age in
                    Samples.column("month_\(age)", "month \(age)", .metric, .count, numbers(left.map { $0[age] }))
                }, lineCount: 4)
        answer.kind = .cohort
        return answer
    }()

    /// `funnel leads` of Examples/crm.
    static let funnel: Answer = {
        var answer = Answer(
            heading: "Funnel of leads", provenance: "2017-04-01 to 2017-12-31 · 140 leads · 344 rows of lead_stages",
            columns: [
                Samples.dimension("stage", "stage", ["MQL", "SAL", "SQL", "Won"]),
                Samples.column("entered", "entered", .metric, .count, numbers(["140", "105", "55", "16"])),
                Samples.column(
                    "conversion", "conversion", .metric, .percent, numbers(["-", "0.75", "0.5238", "0.2909"])),
                Samples.column(
                    "from_first", "from first", .metric, .percent, numbers(["1", "0.75", "0.3929", "0.1143"])),
            ], lineCount: 4, notes: ["96 are still open: so far they count as not gone on"])
        answer.kind = .funnel
        return answer
    }()

    /// `forecast bookings for next 3 months` of Examples/crm.
    static let forecast: Answer = {
        let actual = [
            "1134672", "721932", "1025713", "1338466", "696932", "1050059", "1235264", "731980", "938943", "1131573",
        ]
        let ahead = [String](repeating: "1000553", count: 3)
        var steps = months(13, from: 2017)
        steps.cells = AnswerCells((2..<15).map { month(2017, $0) })
        let isAhead = (0..<13).map { $0 >= 10 }
        var answer = Answer(
            heading: "Bookings, forecast for 2018-01 to 2018-03 from 2017-03 to 2017-12",
            provenance: "2017-03-01 to 2017-12-31 · 4,238 rows of deals",
            columns: [
                steps, Samples.column("bookings", "Bookings", .metric, .money("USD"), numbers(actual + ahead)),
                Samples.column(
                    "status", "", .compared, numeric: false, isAhead.map { .text($0 ? "forecast" : "actual") }),
                Samples.column(
                    "bookings_low", "80 % from", .compared, .money("USD"), numbers(isAhead.map { $0 ? "712607" : "-" })),
                Samples.column(
                    "bookings_high", "to", .compared, .money("USD"), numbers(isAhead.map { $0 ? "1288499" : "-" })),
            ], lineCount: 13)
        answer.kind = .forecast
        return answer
    }()

    static let scorecard: Answer = {
        let metrics: [Answer.LineMetric] = [
            .init(unit: .money("USD"), metric: "bookings", lowerIsBetter: false),
            .init(unit: .percent, metric: "win_rate", lowerIsBetter: false),
            .init(unit: .days, metric: "sales_cycle", lowerIsBetter: true),
        ]
        func column(
            _ name: String, _ role: Column.Role, _ cells: [String], _ unit: Unit = .number, byLine: Bool = true,
            group: String? = nil
        ) -> Column {
            var column = Samples.column(name, name, role, unit, group: group, numbers(cells))
            if byLine { column.lines = metrics }
            return column
        }
        var trend = Samples.column("trend", "6 quarters", .dimension, numeric: false, [.missing, .missing, .missing])
        trend.series = [
            numbers(["2.1", "2.4", "2.2", "2.9", "3.1", "3.0"]), numbers(["-", "-", "0.60", "0.62", "0.617", "0.614"]),
            numbers(["53", "52", "50", "51", "50", "48.8"]),
        ]
        var verdict = Samples.dimension("verdict_vs_previous", "verdict", ["worse", "worse", "better"])
        verdict.group = "vs 2017-Q2"
        var answer = Answer(
            heading: "Scorecard of sales for 2017-Q3", provenance: "2017-07-01 to 2017-09-30",
            columns: [
                Samples.dimension("metric", "metric", ["Bookings", "Win rate", "Sales cycle"]),
                Samples.dimension("timing", "indicator", ["lagging", "lagging", "leading"]),
                column("value", .metric, ["2982255", "0.6141", "48.8"]),
                column("target", .compared, ["3010000", "0.55", "-"]),
                column("attainment", .compared, ["0.9908", "1.1165", "-"], .percent, byLine: false),
                column("change_vs_previous", .change, ["-103856", "-0.0031", "-2.2"], group: "vs 2017-Q2"),
                column(
                    "change_pct_vs_previous", .changeRatio, ["-0.0337", "-0.005", "-0.0431"], .percent,
                    group: "vs 2017-Q2"),
                verdict, trend,
            ], lineCount: 3)
        answer.kind = .scorecard
        return answer
    }()

    static let all: [(name: String, answer: Answer)] = [
        ("bars", bars), ("compared", compared), ("stacked", stacked), ("lines", lines), ("year", year), ("why", why),
        ("cohort", cohort), ("funnel", funnel), ("forecast", forecast), ("scorecard", scorecard),
    ]
}
