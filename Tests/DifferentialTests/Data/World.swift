import SQLiteSupport

/// A folder of generated tables, what they mean, and the same in SQLite.
struct World {
    /// A column or dimension that rows can be split, filtered and computed by.
    struct Column {
        /// The names that reach it, from any place of a question.
        var names: [String]
        /// As the table of joined rows calls it.
        var sql: String
        var type: CellType
        var isOwn: Bool
        /// Different values that occur.
        var values: [SQLValue]
    }

    /// The rows that aggregates of one dataset run over, with all that they join.
    struct Scope {
        var dataset: String
        /// The table of joined rows in SQLite.
        var rows: String { dataset + "_rows" }
        var columns: [Column]
        /// The column of days that periods select by.
        var time: String?
        /// Other columns of days that aggregates may name with `on`.
        var otherTimes: [String]
        var active: (from: String, to: String)?
    }

    /// One name for several datasets.
    struct Dimension {
        var name: String
        var type: CellType
        /// For each dataset that reaches it the expression over its joined rows.
        var sources: [String: String]
    }

    /// A file of what a metric should reach.
    struct Goals {
        /// The metric, which the generator of questions defines.
        var metric: String
        var dataset: String
        var dimensions: [String]
        var grain: String
        /// The statement that defines them.
        var definition: String
    }

    /// What a column of days has.
    struct Days {
        /// First and last position in `dates`; nil where there is none.
        var range: ClosedRange<Int>?
        var hasBlanks: Bool
    }

    let seed: UInt64
    let today: String
    let dates: Dates
    let database: Database
    let tables: [Table]
    let scopes: [Scope]
    let dimensions: [Dimension]
    private let days: [String: Days]
    /// First and last day of most of the data, as positions in `dates`.
    let dataDays: ClosedRange<Int>
    /// Names and texts of the files.
    let files: [(name: String, text: String)]
    /// The workspace, but for its metrics.
    let definitions: String

    /// The files with the rows of their tables in another order.
    var shuffledFiles: [(name: String, text: String)] {
        var draw = Draw(seed: seed ^ 0x0DD)
        return files.map { file in
            guard let table = tables.first(where: { $0.name + ".csv" == file.name }) else { return file }
            let order = draw.shuffled(Array(0..<table.rowCount))
            return (file.name, table.inOrder(order).csv(&draw))
        }
    }
}

extension World {
    init(seed: UInt64) throws {
        var draw = Draw(seed: seed)
        let database = try Database()
        let dates = try Dates(
            database, fiscalYearStart: draw.chance(0.4) ? 1 : draw.number(2...12),
            weekStart: draw.chance(0.5) ? 1 : draw.number(2...7))
        let first = dates.index("2022-06-01") + draw.number(0...400)
        let last = first + draw.pick([6, 40, 120, 400, 800])
        var generator = TableGenerator(draw: draw, days: Array(dates.days[first...last]))
        let tables = Self.tables(&generator)
        draw = generator.draw
        for table in tables { try table.load(into: database) }
        try database.run(Self.joinedRows)
        let goalTables = Self.goalTables(&draw, dates, first...last)
        for table in goalTables { try table.load(into: database) }
        for goal in Self.goals { try database.run(Self.rows(of: goal)) }
        self.seed = seed
        self.today = dates.days[draw.number(first...(last + 20))]
        self.dates = dates
        self.database = database
        self.tables = tables
        dataDays = first...last
        files = (tables + goalTables).map { ($0.name + ".csv", $0.csv(&draw)) }
        scopes = try Self.scopes(database)
        days = try Self.days(scopes, database, dates)
        dimensions = Self.conformed
        definitions =
            "calendar { fiscal year starts \(Self.months[dates.fiscalYearStart - 1]); week starts "
            + "\(Self.weekdays[dates.weekStart - 1]) }\nset today \(today)\n" + Self.datasets
    }

    func days(of column: String, in dataset: String) -> Days {
        days["\(dataset).\(column)"] ?? Days(range: nil, hasBlanks: false)
    }

    /// The columns of a dataset's joined rows.
    func columns(of dataset: String) -> [String] {
        scopes.first { $0.dataset == dataset }?.columns.map(\.sql) ?? ["start", "segment", "goal"]
    }

    private static func days(
        _ scopes: [Scope], _ database: Database, _ dates: Dates
    ) throws -> [String: Days] {
        var columns = goals.map { ($0.dataset, "start") }
        for scope in scopes {
            let active = scope.active.map { [$0.from, $0.to] } ?? []
            columns += Set(scope.otherTimes + active + (scope.time.map { [$0] } ?? [])).map { (scope.dataset, $0) }
        }
        var result: [String: Days] = [:]
        for (dataset, column) in columns {
            let row = try database.rows(
                "SELECT min(\(column)), max(\(column)), count(*) - count(\(column)) FROM \(dataset)_rows")[0]
            var days = Days(range: nil, hasBlanks: row[2].integer != 0)
            if let first = row[0].text, let last = row[1].text { days.range = dates.index(first)...dates.index(last) }
            result["\(dataset).\(column)"] = days
        }
        return result
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    // MARK: Tables

    private static func tables(_ make: inout TableGenerator) -> [Table] {
        let names = make.accountNames()
        let accounts = make.draw.pick([0, 1, 3, 8, 18])
        let countries = make.draw.pick([0, 1, 3, 5])
        let reps = make.draw.pick([0, 1, 4])
        let deals = make.draw.pick([0, 1, 2, 15, 60, 60, 120, 120])
        let spend = make.draw.pick([0, 1, 10, 50, 90])
        let subs = make.draw.pick([0, 1, 10, 50, 90])
        // Some names are no account, so that their rows find no partner.
        let known = Array(names.prefix(accounts + 2))
        let people = ["Ann", "Bo", "Cé", "Dee", "Eve"]
        func column(_ name: String, _ type: CellType, _ cells: [SQLValue]) -> Table.Column {
            Table.Column(name: name, type: type, cells: cells)
        }
        func numbered(_ count: Int) -> Table.Column {
            column("id", .number(scale: 0), (0..<count).map { .integer(Int64($0 + 1)) })
        }
        let opened = make.days(deals)
        let started = make.days(subs, blank: 0.04)
        return [
            Table(
                name: "countries",
                columns: [
                    column("country", .text, make.keys(TableGenerator.countries, countries)),
                    column("continent", .text, make.texts(TableGenerator.continents, countries)),
                ]),
            Table(
                name: "accounts",
                columns: [
                    column("account", .text, make.keys(names, accounts)),
                    column("sector", .text, make.texts(TableGenerator.sectors, accounts)),
                    column("country", .text, make.texts(TableGenerator.countries, accounts)),
                    column("size", .number(scale: 0), make.numbers(1...200, accounts, scale: 0)),
                    column("rating", .number(scale: 2), make.numbers(-100...500, accounts, scale: 2)),
                    column("founded", .day, make.days(accounts)),
                    column("partner", .boolean, make.booleans(accounts)),
                ]),
            Table(
                name: "reps",
                columns: [
                    column("rep", .text, make.keys(people, reps)),
                    column("team", .text, make.texts(TableGenerator.teams, reps)),
                ]),
            Table(
                name: "deals",
                columns: [
                    numbered(deals),
                    column("account", .text, make.texts(known, deals, blank: 0.08)),
                    column("rep", .text, make.texts(people, deals)),
                    column("stage", .text, make.texts(TableGenerator.stages, deals)),
                    column("amount", .number(scale: 3), make.numbers(-40_000...900_000, deals, scale: 3)),
                    column("units", .number(scale: 0), make.numbers(-1...6, deals, scale: 0)),
                    column("opened", .day, opened),
                    column("closed", .day, make.days(after: opened, within: 60, blank: 0.1)),
                    column("vip", .boolean, make.booleans(deals)),
                    column("note", .text, make.texts(TableGenerator.notes, deals, blank: 0.3)),
                ]),
            Table(
                name: "spend",
                columns: [
                    numbered(spend),
                    column("channel", .text, make.texts(TableGenerator.channels, spend)),
                    column("segment", .text, make.texts(TableGenerator.sectors, spend)),
                    column("day", .day, make.days(spend)),
                    column("cost", .number(scale: 2), make.numbers(0...99_999, spend, scale: 2)),
                    column("clicks", .number(scale: 0), make.numbers(0...5, spend, scale: 0)),
                    column("paid", .boolean, make.booleans(spend)),
                ]),
            Table(
                name: "subs",
                columns: [
                    numbered(subs),
                    column("account", .text, make.texts(known, subs, blank: 0.05)),
                    column("plan", .text, make.texts(TableGenerator.plans, subs)),
                    column("mrr", .number(scale: 2), make.numbers(-500...50_000, subs, scale: 2)),
                    column("seats", .number(scale: 0), make.numbers(0...9, subs, scale: 0)),
                    column("start_date", .day, started),
                    column("end_date", .day, make.days(after: started, within: 90, blank: 0.35)),
                ]),
        ]
    }

    // MARK: What they mean, in both languages

    private static let datasets = """
        dataset countries from "countries.csv" { key country }
        dataset accounts from "accounts.csv" { key account; join countries on country }
        dataset reps from "reps.csv" { key rep }
        dataset deals from "deals.csv" {
          key id; time closed
          join accounts on account
          join reps on rep
          derive days_open = days(opened, closed)
          derive volume = units * amount
          derive tier = if accounts.size > 50 then "large" else "small"
        }
        dataset spend from "spend.csv" { key id; time day; derive click_cost = coalesce(cost, 0) - clicks * 1.25 }
        dataset subs from "subs.csv" {
          key id; time start_date; active from start_date to end_date; join accounts on account
        }
        dimension segment = accounts.sector, spend.segment
        dimension client = deals.account, subs.account, accounts.account
        dimension land = accounts.country
        dimension part_of_world = countries.continent
        dimension flag = deals.vip, spend.paid, accounts.partner
        dimension amount_of_things = deals.units, spend.clicks, subs.seats
        dimension kind = if deals.amount > 100 then "dear" else "cheap", spend.channel, lower(subs.plan)

        """

    private static let accountColumns =
        "a.account AS accounts_account, a.sector AS accounts_sector, a.country AS accounts_country,"
        + " a.size AS accounts_size, a.rating AS accounts_rating, a.founded AS accounts_founded,"
        + " a.partner AS accounts_partner, c.country AS countries_country, c.continent AS countries_continent"

    private static let joinedRows = """
        CREATE TABLE accounts_rows AS
          SELECT a.*, c.country AS countries_country, c.continent AS countries_continent
          FROM accounts a LEFT JOIN countries c ON c.country = a.country;
        CREATE TABLE deals_rows AS
          SELECT d.*, \(accountColumns), r.rep AS reps_rep, r.team AS reps_team,
            CAST(julianday(d.closed) - julianday(d.opened) AS INTEGER) AS days_open, d.units * d.amount AS volume,
            CASE WHEN a.size > 50 THEN 'large' ELSE 'small' END AS tier
          FROM deals d LEFT JOIN accounts a ON a.account = d.account LEFT JOIN countries c ON c.country = a.country
            LEFT JOIN reps r ON r.rep = d.rep;
        CREATE TABLE spend_rows AS
          SELECT s.*, ifnull(s.cost, 0) - s.clicks * 125 AS click_cost FROM spend s;
        CREATE TABLE subs_rows AS
          SELECT s.*, \(accountColumns)
          FROM subs s LEFT JOIN accounts a ON a.account = s.account LEFT JOIN countries c ON c.country = a.country;
        """

    private static let conformed: [Dimension] = [
        Dimension(
            name: "segment", type: .text,
            sources: [
                "deals": "accounts_sector", "subs": "accounts_sector", "accounts": "sector", "spend": "segment",
            ]),
        Dimension(
            name: "client", type: .text, sources: ["deals": "account", "subs": "account", "accounts": "account"]),
        Dimension(
            name: "land", type: .text,
            sources: ["deals": "accounts_country", "subs": "accounts_country", "accounts": "country"]),
        Dimension(
            name: "part_of_world", type: .text,
            sources: [
                "deals": "countries_continent", "subs": "countries_continent", "accounts": "countries_continent",
            ]),
        Dimension(
            name: "flag", type: .boolean,
            sources: ["deals": "vip", "spend": "paid", "subs": "accounts_partner", "accounts": "partner"]),
        Dimension(
            name: "amount_of_things", type: .number(scale: 0),
            sources: ["deals": "units", "spend": "clicks", "subs": "seats"]),
        Dimension(
            name: "kind", type: .text,
            sources: [
                "deals": "CASE WHEN amount > 100000 THEN 'dear' ELSE 'cheap' END", "spend": "channel",
                "subs": "lower(plan)",
            ]),
    ]

    private static func scopes(_ database: Database) throws -> [Scope] {
        let account: [(String, String, CellType)] = [
            ("account", "accounts_account", .text), ("sector", "accounts_sector", .text),
            ("country", "accounts_country", .text), ("size", "accounts_size", .number(scale: 0)),
            ("rating", "accounts_rating", .number(scale: 2)), ("founded", "accounts_founded", .day),
            ("partner", "accounts_partner", .boolean),
        ]
        // Names that only one dataset has need no qualification, inside aggregates too.
        let shared: Set<String> = ["id", "account", "rep", "country", "segment"]
        func scope(
            _ dataset: String, own: [(String, CellType)], joined: [(String, [(String, String, CellType)])],
            time: String?, otherTimes: [String] = [], active: (String, String)? = nil
        ) throws -> Scope {
            var columns = own.map { name, type in
                Column(
                    names: ["\(dataset).\(name)"] + (shared.contains(name) ? [] : [name]), sql: name, type: type,
                    isOwn: true, values: [])
            }
            for (other, list) in joined {
                for (name, sql, type) in list {
                    columns.append(
                        Column(
                            names: ["\(other).\(name)"] + (shared.contains(name) ? [] : [name]), sql: sql, type: type,
                            isOwn: false, values: []))
                }
            }
            for index in columns.indices {
                columns[index].values = try database.rows(
                    "SELECT DISTINCT \(columns[index].sql) AS x FROM \(dataset)_rows WHERE x IS NOT NULL ORDER BY x"
                ).map { $0[0] }
            }
            return Scope(
                dataset: dataset, columns: columns, time: time, otherTimes: otherTimes,
                active: active.map { ($0.0, $0.1) })
        }
        let country: [(String, String, CellType)] = [("continent", "countries_continent", .text)]
        return [
            try scope(
                "deals",
                own: [
                    ("id", .number(scale: 0)), ("account", .text), ("rep", .text), ("stage", .text),
                    ("amount", .number(scale: 3)), ("units", .number(scale: 0)), ("opened", .day), ("closed", .day),
                    ("vip", .boolean), ("note", .text), ("days_open", .number(scale: 0)),
                    ("volume", .number(scale: 3)), ("tier", .text),
                ],
                joined: [("accounts", account), ("countries", country), ("reps", [("team", "reps_team", .text)])],
                time: "closed", otherTimes: ["opened"]),
            try scope(
                "spend",
                own: [
                    ("id", .number(scale: 0)), ("channel", .text), ("segment", .text), ("day", .day),
                    ("cost", .number(scale: 2)), ("clicks", .number(scale: 0)), ("paid", .boolean),
                    ("click_cost", .number(scale: 2)),
                ], joined: [], time: "day"),
            try scope(
                "subs",
                own: [
                    ("id", .number(scale: 0)), ("account", .text), ("plan", .text), ("mrr", .number(scale: 2)),
                    ("seats", .number(scale: 0)), ("start_date", .day), ("end_date", .day),
                ],
                joined: [("accounts", account), ("countries", country)], time: "start_date", otherTimes: ["end_date"],
                active: ("start_date", "end_date")),
            try scope(
                "accounts",
                own: [
                    ("account", .text), ("sector", .text), ("country", .text), ("size", .number(scale: 0)),
                    ("rating", .number(scale: 2)), ("founded", .day), ("partner", .boolean),
                ], joined: [("countries", country)], time: nil),
        ]
    }

    // MARK: Targets

    static let goals = [
        goals("won", 0, "month", by: ["segment"]), goals("spent", 1, "quarter", by: []),
        goals("price", 2, "fiscal_quarter", by: []), goals("base", 3, "month", by: []),
    ]

    private static func goals(_ metric: String, _ number: Int, _ grain: String, by dimensions: [String]) -> Goals {
        let by = dimensions.isEmpty ? "" : " by " + dimensions.joined(separator: ", ")
        return Goals(
            metric: metric, dataset: "goals\(number)", dimensions: dimensions, grain: grain,
            definition: "target \(metric)\(by) from \"goals\(number).csv\" { time step; value goal }\n")
    }

    /// Steps by their labels, some of them missing, some set twice.
    private static func goalTables(_ draw: inout Draw, _ dates: Dates, _ days: ClosedRange<Int>) -> [Table] {
        goals.map { goals in
            var steps: [SQLValue] = []
            var day = days.lowerBound
            while day <= days.upperBound {
                let count = goals.dimensions.isEmpty ? draw.pick([0, 1, 1, 1, 2]) : draw.number(0...4)
                steps += Array(repeating: .text(dates.label(goals.grain, day)), count: count)
                day = dates.step(goals.grain, day).upperBound + 1
            }
            // A file without a step does not say how long its steps are.
            if steps.isEmpty { steps = [.text(dates.label(goals.grain, days.lowerBound))] }
            let same = draw.chance(0.5)
            var columns = [Table.Column(name: "step", type: .text, cells: steps)]
            if !goals.dimensions.isEmpty {
                let segments = TableGenerator.sectors.map { SQLValue.text($0) } + [.null]
                columns.append(
                    Table.Column(name: "segment", type: .text, cells: steps.map { _ in draw.pick(segments) }))
            }
            columns.append(
                Table.Column(
                    name: "goal", type: .number(scale: 0),
                    cells: steps.map { _ in
                        draw.chance(0.1) ? .null : .integer(same ? 700 : Int64(draw.number(-20...900)))
                    }))
            return Table(name: goals.dataset, columns: columns)
        }
    }

    private static func rows(of goals: Goals) -> String {
        "CREATE TABLE \(goals.dataset)_rows AS SELECT g.*\(goals.dimensions.isEmpty ? ", NULL AS segment" : ""),"
            + " c.start FROM \(goals.dataset) g JOIN (SELECT \(goals.grain) AS step, min(day) AS start FROM calendar"
            + " GROUP BY \(goals.grain)) c ON c.step = g.step"
    }
}
