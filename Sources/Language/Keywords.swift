/// The one table of words with a meaning of their own: lexer, parser, completion, highlighting and the grammar's test
/// all derive from it.
///
/// Only those with the role `.reserved` cannot be a bare name.
package enum Keyword: String, CaseIterable, Hashable, Sendable {
    // Statements
    case connect, disconnect, load, dataset, dimension, metric, target, calendar, `let`, param, set, use, source
    case show, rows, cohort, scorecard, why, forecast, drill, funnel, check, explain, watch, describe, list, help
    case last, back, diff, export, copy, save, run, edit, history, reload, quit, exit
    // Clauses of questions
    case by, across, `for`, vs, `where`, having, sort, top, bottom, limit, with, without, `as`, to
    case previous, asc, desc, totals, others
    // Expressions
    case and, or, not, `in`, like, between, `is`, `if`, then, `else`, `true`, `false`, missing
    case distinct, on, at, start, end
    case per, over, within, any, order
    // Datasets and calendars
    case from, key, time, value, active, join, rename, derive, stages, fiscal, starts
    case delimiter, decimal, encoding, dates, skip, header, quote, sheet
    case drop, fill, down, merge, adding, unpivot, after, section, times, footer
    // Connections
    case adbc, env
    // Sources
    case needs, also, unless, trim, gives
    // Metrics and departments
    case higher, lower, better, leading, lagging, department, synonyms, description
    case sales, marketing, finance, customer, success, support, partners
    // Lists
    case metrics, dimensions, datasets, sources, connections, scripts, settings, values, of, workspace
    // Scores
    case column
    // Periods
    case today, yesterday, this, next, since, until, all, date
    case day, week, month, quarter, half, year
    case days, weeks, months, quarters, halves, years
    case january, february, march, april, may, june, july, august, september, october, november, december
    case jan, feb, mar, apr, jun, jul, aug, sep, oct, nov, dec
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
    // Units
    case money, percent, count, number
    // Formats
    case table, csv, tsv, json, ndjson, markdown, html, chart, svg, vega, card, xlsx

    package struct Roles: OptionSet, Hashable, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Begins a statement.
        package static let verb = Roles(rawValue: 1)
        /// Cannot be a bare name anywhere; in backquotes it can.
        package static let reserved = Roles(rawValue: 2)
        /// Begins a clause of a question.
        package static let clause = Roles(rawValue: 4)
        /// Begins a clause between the braces of a dataset.
        package static let datasetClause = Roles(rawValue: 8)
        /// A constant: `true`, `missing`.
        package static let constant = Roles(rawValue: 16)
        /// Stands between or before operands: `and`, `in`, `if`.
        package static let `operator` = Roles(rawValue: 32)
        /// A format behind `as`.
        package static let format = Roles(rawValue: 64)
        /// An option of reading a file.
        package static let option = Roles(rawValue: 128)
        /// Goes on with a clause or call: `per`, `at end`, `with totals`.
        package static let modifier = Roles(rawValue: 256)
        /// Begins what is told of a metric between its braces.
        package static let metricClause = Roles(rawValue: 512)
        /// Begins a clause between the braces of a source.
        package static let sourceClause = Roles(rawValue: 1024)
    }

    package var roles: Roles {
        switch self {
        case .source: [.verb, .metricClause]
        case .connect, .disconnect, .load, .dataset, .dimension, .metric, .target, .calendar, .let, .param, .set, .use,
            .show, .rows, .cohort,
            .scorecard, .why, .forecast, .drill, .funnel, .check, .explain, .watch, .describe, .list, .help, .last,
            .back,
            .diff, .export, .copy,
            .save, .run, .edit,
            .history, .reload, .quit,
            .exit:
            .verb
        case .by, .across, .for, .vs, .where, .having, .sort, .top, .bottom, .limit, .with, .without, .as, .to:
            [.reserved, .clause]
        case .and, .or, .not, .in, .like, .between, .if, .then, .else: [.reserved, .operator]
        case .is, .distinct: .operator
        case .true, .false: [.reserved, .constant]
        case .missing: [.reserved, .constant, .option]
        case .leading, .lagging, .department, .synonyms, .description: .metricClause
        case .key, .time, .active, .join, .rename, .derive, .stages, .money, .drop, .fill, .merge, .unpivot:
            .datasetClause
        case .needs, .also, .unless, .trim, .gives: .sourceClause
        case .delimiter, .decimal, .encoding, .dates, .skip, .header, .quote, .section, .times, .footer: .option
        case .table, .csv, .tsv, .json, .ndjson, .markdown, .html, .chart, .svg, .vega, .card, .xlsx: .format
        case .adbc, .env, .on, .at, .start, .end, .per, .over, .within, .any, .order, .from, .previous, .asc, .desc,
            .totals,
            .others, .down, .adding, .after, .sheet:
            .modifier
        default: []
        }
    }

    package var isVerb: Bool { roles.contains(.verb) }
    package var isReserved: Bool { roles.contains(.reserved) }
    package var isFormat: Bool { roles.contains(.format) }

    /// The words that have all of `roles`, in the order of the table.
    package static func all(_ roles: Roles) -> [Keyword] { allCases.filter { $0.roles.contains(roles) } }

    /// The entry of a folded word.
    static func named(_ word: String) -> Keyword? {
        guard let first = word.utf8.first, first >= 97, first <= 122 else { return nil }
        return byInitial[Int(first) - 97].first { $0.word == word }?.keyword
    }

    /// The table by the first letters of the words, a to z.
    private static let byInitial: [[(word: String, keyword: Keyword)]] = {
        var table = [[(word: String, keyword: Keyword)]](repeating: [], count: 26)
        for keyword in allCases {
            let word = keyword.rawValue
            guard let initial = word.utf8.first, (97...122).contains(initial) else { continue }
            table[Int(initial) - 97].append((word, keyword))
        }
        return table
    }()

    static let options = all(.option)
    static let formats = all(.format)
    /// What the help lists as statements; `exit` is only a courtesy.
    static let verbs = all(.verb).filter { $0 != .exit }
    static let datasetClauses = all(.datasetClause)
    static let sourceClauses = all(.sourceClause)

    private static let monthWords: [[Keyword]] = [
        [.january, .jan], [.february, .feb], [.march, .mar], [.april, .apr], [.may], [.june, .jun], [.july, .jul],
        [.august, .aug], [.september, .sep], [.october, .oct], [.november, .nov], [.december, .dec],
    ]

    /// The number of a month, 1 to 12: `January` and `Jan` are 1.
    var monthNumber: Int? { Self.monthWords.firstIndex { $0.contains(self) }.map { $0 + 1 } }

    static let monthNames = monthWords.compactMap(\.first)
    static let weekdayNames: [Keyword] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]

    /// The number of a weekday: `Monday` is 1, `Sunday` 7.
    var weekdayNumber: Int? { Self.weekdayNames.firstIndex(of: self).map { $0 + 1 } }
}

/// Words that people bring from elsewhere, and the word of this language that says the same.
package let borrowedWords: [String: Keyword] = [
    "select": .show, "display": .show, "print": .show, "plot": .show, "query": .show,
    "group": .by, "per": .by, "grouped": .by, "split": .by,
    "order": .sort, "sorted": .sort, "orderby": .sort,
    "during": .for, "within": .for, "versus": .vs, "against": .vs, "compared": .vs, "compare": .vs,
    "filter": .where, "when": .where, "if": .where, "pivot": .across, "columns": .across, "format": .as,
    "into": .to, "ascending": .asc, "descending": .desc, "null": .missing, "none": .missing, "nil": .missing,
    "import": .load, "open": .load, "read": .load, "attach": .load, "include": .use,
    "define": .metric, "measure": .metric, "table": .dataset, "var": .let, "parameter": .param,
    "tables": .datasets, "desc": .describe, "write": .export, "bye": .quit, "close": .quit,
    "execute": .run, "refresh": .reload, "first": .top, "head": .limit, "take": .limit,
]
