import Engine
import Language
import Model
import Tables
import Values

/// Periods that the data has rows in, the newest first, and those that are told from today.
extension CompletionProvider {
    /// Of many years the last ones are enough to choose from.
    private static let mostMonths = 240

    func periods(_ place: CompletionPlace) -> [Choice] {
        let relative = [
            "this quarter", "last quarter", "this year", "last year", "this month", "last month", "quarter to date",
            "year to date", "last 12 months", "all time",
        ].map { Choice($0, kind: "period", detail: daysText($0)) }
        let months = months(place).suffix(Self.mostMonths)
        let grains: [Grain] = workspace.calendar.fiscalYearStart == 1 ? [] : [.fiscalYear, .fiscalQuarter]
        return ([.year, .quarter, .month] + grains).flatMap { steps($0, months) } + relative
    }

    /// What a relative period comes to today.
    private func daysText(_ text: String) -> String {
        guard let period = try? parsePeriod(text), let resolved = try? PeriodResolver(workspace).resolve(period) else {
            return ""
        }
        return resolved.period.isOpen ? "" : resolved.period.daysLabel
    }

    /// Months put together to longer steps, the newest first.
    private func steps(_ grain: Grain, _ months: ArraySlice<CompletionMemory.FoundMonth>) -> [Choice] {
        var steps: [(period: Period, rows: Int?)] = []
        for month in months {
            let period = workspace.calendar.period(grain, containing: month.start)
            if steps.last?.period == period, let last = steps.last {
                steps[steps.count - 1].rows = last.rows.flatMap { rows in month.rows.map { rows + $0 } }
            } else {
                steps.append((period, month.rows))
            }
        }
        return steps.reversed().map { step in
            Choice(
                step.period.label, kind: "period", detail: step.period.daysLabel,
                evidence: step.rows.map { "\(grouped($0)) row\($0 == 1 ? "" : "s")" } ?? "")
        }
    }

    /// The months in which the question's dataset has rows; without a question, the largest that has days.
    private func months(_ place: CompletionPlace) -> [CompletionMemory.FoundMonth] {
        let timed = workspace.namedDatasets.filter { $0.time != nil }
        let asked = place.question?.datasets(workspace) ?? []
        guard
            let dataset = timed.first(where: { asked.contains($0.name) })
                ?? timed.max(by: { $0.table.likelyRowCount < $1.table.likelyRowCount })
        else { return [] }
        let search = MonthSearch(workspace: workspace, dataset: dataset)
        return session.completion.found(.months(dataset: dataset.name), within: Self.patience) {
            search.run($0, $1)
        }?.months ?? []
    }
}

/// Counts the rows of a dataset by month.
struct MonthSearch: Sendable {
    let workspace: Workspace
    let dataset: Dataset

    func run(_ isInterrupted: @escaping @Sendable () -> Bool, _ publish: (CompletionMemory.Found) -> Void) {
        guard let time = dataset.time, !dataset.isLargeElsewhere else { return }
        // First and last day are known sooner than what lies between.
        if let index = dataset.columnIndex(time), case .file(let position) = dataset.columns[index].origin,
            (try? dataset.table.prepare([position], isInterrupted: isInterrupted)) != nil,
            let days = dataset.table.daySpread(position)?.range
        {
            let covered = Period(
                start: Day(Int(days.lowerBound)), end: Day(Int(days.upperBound)).adding(days: 1))
            let steps = workspace.calendar.steps(.month, covering: covered, limit: 10_000) ?? []
            publish(.init(months: steps.map { .init(start: $0.start, rows: nil) }, isFinal: false))
        }
        let question = Question(
            measures: [Measure(.rowCount(of: dataset.name))], groupings: [Grouping(.grain(.month, span: .none))])
        guard let answer = try? Evaluator(workspace, isInterrupted: isInterrupted).answer(question),
            answer.columns.count == 2
        else { return }
        let months = zip(answer.columns[0].cells, answer.columns[1].cells).compactMap {
            step, rows -> CompletionMemory.FoundMonth? in
            guard case .period(let period) = step, let count = rows.double.flatMap({ Int(exactly: $0) }), count > 0
            else { return nil }
            return .init(start: period.start, rows: count)
        }
        publish(.init(months: months))
    }
}
