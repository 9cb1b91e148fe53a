import Language

extension HelpTopic {
    /// The topic of each word of the language that has none of its own.
    static let ofWords: [String: String] = {
        var topics: [String: String] = [:]
        for (topic, words) in wordsByTopic { for word in words { topics[word.rawValue] = topic } }
        for format in Keyword.all(.format) { topics[format.rawValue] = topics[format.rawValue] ?? "formats" }
        for clause in Keyword.all(.datasetClause) { topics[clause.rawValue] = topics[clause.rawValue] ?? "dataset" }
        for clause in Keyword.all(.sourceClause) { topics[clause.rawValue] = topics[clause.rawValue] ?? "source" }
        for option in Keyword.all(.option) { topics[option.rawValue] = topics[option.rawValue] ?? "load" }
        return topics
    }()

    private static let wordsByTopic: [(String, [Keyword])] = [
        ("top", [.bottom, .others]), ("totals", [.with, .without]), ("sort", [.asc, .desc]), ("vs", [.previous]),
        ("quit", [.exit]),
        ("where", [.and, .or, .not, .in, .between, .is]), ("literals", [.true, .false]),
        ("functions", [.if, .then, .else, .distinct]), ("balances", [.at, .start, .end]),
        ("movements", [.per]), ("time", [.over, .on]), ("conversion", [.within, .any, .order]),
        ("dataset", [.from, .key, .adding, .down, .after, .section, .times, .value]), ("calendar", [.fiscal, .starts]),
        (
            "metric",
            [.higher, .lower, .better, .leading, .lagging, .department, .synonyms, .description, .percent, .number]
        ),
        ("scorecard", [.sales, .marketing, .finance, .customer, .success, .support, .partners]),
        ("list", [.metrics, .dimensions, .datasets, .sources, .scripts, .of]), ("save", [.workspace]),
        ("check", [.column]), ("connect", [.disconnect, .adbc, .env, .connections]), ("load", [.sheet]),
        ("set", [.settings]),
        (
            "periods",
            [
                .today, .yesterday, .this, .next, .since, .until, .all, .date, .day, .week, .month, .quarter, .half,
                .year,
                .days, .weeks, .months, .quarters, .halves, .years, .january, .february, .march, .april, .may, .june,
                .july, .august, .september, .october, .november, .december, .jan, .feb, .mar, .apr, .jun, .jul, .aug,
                .sep,
                .oct, .nov, .dec, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday,
            ]
        ),
    ]
}
