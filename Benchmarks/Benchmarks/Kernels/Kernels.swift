import Benchmark
import Workbench

/// 29 MB, enough for all cores to have work, in tens of milliseconds.
private let deals: DealsFile = {
    do { return try DealsFile(rowCount: 200_000) } catch { fatalError("the file of deals: \(error)") }
}()

/// A million lines, 88 MB as CSV.
private let answer = LongAnswer(lineCount: 1_000_000)

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .peakMemoryResident], timeUnits: .microseconds, warmupIterations: 2,
        scalingFactor: .one, maxDuration: .seconds(2), maxIterations: 200)

    Benchmark("read: split into rows") { benchmark in
        for _ in benchmark.scaledIterations { try blackHole(deals.split()) }
    }

    // One column each, of a file that was opened before.
    for (kind, column) in [
        ("exact numbers", "amount"), ("days", "created_date"), ("days and blanks", "close_date"),
        ("few texts", "segment"), ("many texts", "account"), ("texts, all different", "id"),
        ("texts in quotes", "deal_name"),
    ] {
        Benchmark("read: \(kind)") { benchmark in
            for _ in benchmark.scaledIterations {
                let opened = try deals.open()
                benchmark.startMeasurement()
                blackHole(opened.parse(column))
                benchmark.stopMeasurement()
            }
        }
    }

    Benchmark("read: every column") { benchmark in
        for _ in benchmark.scaledIterations { try blackHole(deals.open().parseAll()) }
    }

    // The columns are loaded by the first of the warm-up.
    for (kernel, question) in [
        ("filter", "show count(deals where amount > 50k and region = EMEA)"),
        ("group sum, few groups", "show won by segment, team for 2025"),
        ("group sum, many groups", "show won by account top 10"),
        ("group sum, by month", "show won by month, segment"),
        ("average and count", "show avg(deals.amount), count(deals) by region, stage"),
        ("median", "show median(deals.amount) by team"),
        ("distinct", "show accounts by team"),
        ("compared with last year", "show won by segment for 2025-Q2 vs last year"),
        ("as of 12 month ends", "show active_accounts by month for 2025"),
        ("as of 365 days", "show active_accounts by day for 2025"),
        ("cohorts", "cohort winning_accounts by month"),
        ("rows", "rows deals where amount > 100k sort by amount desc"),
    ] {
        Benchmark("answer: \(kernel)") { benchmark, questions in
            for _ in benchmark.scaledIterations { try blackHole(questions.answer(question)) }
        } setup: {
            try Questions(about: deals)
        }
    }

    for format in ["csv", "tsv", "json", "table"] {
        Benchmark("draw: a million lines as \(format)") { benchmark in
            for _ in benchmark.scaledIterations { blackHole(answer.draw(format)) }
        }
    }

    // What a pager waits for.
    Benchmark("draw: the first page of a table") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(answer.draw("table", most: 1)) }
    }
}
