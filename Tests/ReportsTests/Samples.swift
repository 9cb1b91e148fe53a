import Engine
import Values

/// Answers of the shapes that questions come to, written by hand.
enum Samples {
    static func exact(_ text: String) -> Value { ExactDecimal(text: text).map(Value.number) ?? .missing }

    static func texts(_ texts: [String?]) -> [Value] { texts.map { $0.map(Value.text) ?? .missing } }

    static func column(
        _ name: String, _ label: String, _ role: Answer.Column.Role = .metric, _ unit: Unit = .number,
        group: String? = nil, numeric: Bool = true, _ cells: [Value], total: Value? = nil
    ) -> Answer.Column {
        Answer.Column(
            name: name, label: label, group: group, role: role, unit: unit, isNumeric: numeric, cells: cells,
            total: total)
    }

    static func dimension(_ name: String, _ label: String, _ values: [String?]) -> Answer.Column {
        column(name, label, .dimension, numeric: false, texts(values))
    }

    /// Metrics of three units by one dimension, with a totals line and a missing dimension.
    static let byRegion = Answer(
        heading: "Bookings, deals won and win rate by region for 2017",
        provenance: "2017-01-01 to 2017-12-31 · 6,711 rows of deals",
        columns: [
            dimension("region", "Region", ["West", "Central", "East", nil]),
            column(
                "bookings", "Bookings", .metric, .money("USD"),
                [exact("3568647"), exact("3346293"), exact("3090594"), exact("0")], total: exact("10005534")),
            column(
                "deals_won", "Deals won", .metric, .count, [exact("1438"), exact("1629"), exact("1171"), exact("0")],
                total: exact("4238")),
            column(
                "win_rate", "Win rate", .metric, .percent,
                [.float(0.6393952867941307), .float(0.6255760368663594), .float(0.6302475780409042), .missing],
                total: .float(0.6315005215318134)),
        ],
        lineCount: 4, showsTotals: true, notes: ["1,480 deals have no product partner (missing)"])

    /// Two periods compared: change columns with signs, points for percent, nothing to compare with in one line.
    static let comparison = Answer(
        heading: "Bookings and win rate by quarter for 2017-Q2 to 2017-Q4 vs previous",
        provenance: "2017-04-01 to 2017-12-31 against the quarter before each · 6,180 rows of deals",
        columns: [
            column(
                "quarter", "Quarter", .dimension, numeric: false,
                [period(2017, 4, "2017-Q2"), period(2017, 7, "2017-Q3"), period(2017, 10, "2017-Q4")]),
            column(
                "bookings", "Bookings", .metric, .money("EUR"),
                [exact("3086111.50"), exact("2982255.00"), exact("-2802496.25")]),
            column(
                "bookings_vs_previous", "vs previous", .compared, .money("EUR"),
                [exact("1134672"), exact("3086111.5"), exact("2982255")]),
            column(
                "bookings_change", "change", .change, .money("EUR"),
                [exact("1951439.50"), exact("-103856.50"), exact("-5784751.25")]),
            column(
                "bookings_change_pct", "change %", .changeRatio, .percent,
                [.float(1.7198269632105137), .float(-0.03365287742196093), .float(-1.9397238834372)]),
            column(
                "win_rate", "Win rate", .metric, .percent, [.float(0.6166), .float(0.6105), .missing]),
            column(
                "win_rate_vs_previous", "vs previous", .compared, .percent,
                [.float(0.8208), .float(0.6166), .float(0.6105)]),
            column("win_rate_change", "change", .change, .percent, [.float(-0.2042), .float(0.0125), .missing]),
            column("win_rate_change_pct", "change %", .changeRatio, .percent, [.float(-0.24878), .float(0), .missing]),
        ],
        lineCount: 3)

    /// A dimension spread over columns, two metrics in each, and the line of all others.
    static let pivot = Answer(
        heading: "Bookings and deals won by product across region, top 2 with others",
        provenance: "all time · 4,238 rows of deals",
        columns: [
            dimension("product", "Product", ["GTX Plus Pro", "MG Advanced", "others (5)"]),
            column(
                "bookings_central", "Bookings", .metric, .money("SEK"), group: "Central",
                [exact("979000"), exact("837221"), exact("1530072")], total: exact("3346293")),
            column(
                "deals_won_central", "Won", .metric, .count, group: "Central",
                [exact("176"), exact("247"), exact("1206")], total: exact("1629")),
            column(
                "bookings_east", "Bookings", .metric, .money("SEK"), group: "East and the islands of the north",
                [exact("752999"), .missing, exact("1602595")], total: exact("3090594")),
            column(
                "deals_won_east", "Won", .metric, .count, group: "East and the islands of the north",
                [exact("136"), exact("0"), exact("830")], total: exact("1171")),
        ],
        lineCount: 3, showsTotals: true, totalsAsked: true, hasOthersLines: true)

    /// Names of many widths and of hostile making, as `rows` shows them.
    static let hostileRows = Answer(
        heading: "Rows of accounts",
        columns: [
            column(
                "year", "Year", .dimension, .number,
                [exact("2017"), exact("1996"), .missing, exact("2001"), exact("1988"), exact("2010")]),
            dimension(
                "account", "Account",
                [
                    "株式会社サンプル", "Ångström & Söhne", "\u{1B}[31mred\u{7}", "x\u{202E}gpj.exe", "👩‍👩‍👧 family | 🇫🇷",
                    "=1+1, \"two\"\nlines",
                ]),
            column(
                "value", "Value", .dimension, .money("USD"),
                [exact("12.5"), exact("1054.00"), .missing, exact("1000000.125"), exact("0"), exact("-3")]),
            column(
                "closed", "Closed", .dimension, numeric: false,
                [day("2017-03-01"), .missing, day("2016-02-29"), .missing, .missing, day("0099-12-31")]),
            column(
                "active", "Active", .dimension, numeric: false,
                [.boolean(true), .boolean(false), .missing, .missing, .missing, .boolean(true)]),
        ],
        lineCount: 6, notes: ["a note with \u{9B}31m inside"])

    /// One line and no dimension: the line is the total itself.
    static let single = Answer(
        heading: "Sales cycle and orders per customer",
        provenance: "all time · 8,800 rows of deals",
        columns: [
            column("sales_cycle", "Sales cycle", .metric, .days, [.float(47.98537954)]),
            column("per_customer", "Orders per customer", .metric, .number, [.float(2.8333333333333335)]),
        ],
        lineCount: 1, showsTotals: true, totalsAsked: true)

    static let empty = Answer(
        heading: "Bookings by region for 2031", provenance: "2031-01-01 to 2031-12-31 · 0 rows of deals",
        columns: [
            dimension("region", "Region", []), column("bookings", "Bookings", .metric, .money("USD"), []),
        ],
        lineCount: 0)

    /// A year of months that go across, with a total, and a line that has no value in two of them.
    static let months: Answer = {
        let regions = [
            [312, 298, 341, 377, 402, 398, 421, 467, 455, 489, 512, 538],
            [120, 131, nil, nil, 87, 76, 92, 103, 88, 71, 66, 59],
        ]
        let labels = (1...12).map { "2026-" + padded($0, 2) }
        let columns = (0..<12).map { month in
            let cells = regions.map { $0[month].map { exact("\($0)000") } ?? .missing }
            var result = column(
                "mrr_" + labels[month].replacing("-", with: "_"), "MRR", .metric, .money("USD"), group: labels[month],
                cells, total: exact("\(regions.compactMap { $0[month] }.reduce(0, +))000"))
            if let start = Day(year: 2026, month: month + 1, day: 1) {
                result.groupValue = .period(
                    Period(start: start, end: start.adding(months: 1), label: labels[month], grain: .month))
            }
            return result
        }
        return Answer(
            heading: "MRR by region across month for 2026", provenance: "2026-01-01 to 2026-12-31",
            columns: [dimension("region", "Region", ["North America", "EMEA"])] + columns, lineCount: 2,
            showsTotals: true)
    }()

    /// Amounts on both sides of zero, of which less is better, against the year before.
    static let losses: Answer = {
        var change = column(
            "loss_change", "change", .change, .money("EUR"), [exact("40"), exact("-12.5"), exact("0"), .missing])
        change.lowerIsBetter = true
        return Answer(
            heading: "Loss by 部門 for 2026 vs last year", provenance: "2026 · 4,211 rows of ledger",
            columns: [
                dimension("unit", "部門", ["営業 🇯🇵", "Forschung & Entwicklung", "e\u{301}quipe 👩‍👩‍👧", "Support"]),
                column("loss", "Loss", .metric, .money("EUR"), [exact("90"), exact("-37.5"), exact("4"), .missing]),
                column(
                    "loss_vs_last_year", "vs last year", .compared, .money("EUR"),
                    [exact("50"), exact("-25"), exact("4"), exact("7")]),
                change,
            ], lineCount: 4)
    }()

    static let all: [(name: String, answer: Answer)] = [
        ("by-region", byRegion), ("comparison", comparison), ("pivot", pivot), ("hostile-rows", hostileRows),
        ("single", single), ("empty", empty), ("months", months), ("losses", losses),
    ]

    static func day(_ text: String) -> Value { Day(text: text).map(Value.day) ?? .missing }

    private static func period(_ year: Int, _ month: Int, _ label: String) -> Value {
        guard let start = Day(year: year, month: month, day: 1) else { return .missing }
        return .period(Period(start: start, end: start.adding(months: 3), label: label, grain: .quarter))
    }
}
