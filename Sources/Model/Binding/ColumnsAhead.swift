import Language
import Values

extension Workspace {
    /// Parses the columns that a question names, several at the same time, before binding asks for them one by one.
    ///
    /// A name that means something else than the column found for it costs time, never a wrong answer.
    ///
    /// Fails with `interrupted`, and when a file cannot be read any more.
    package func parseColumnsAhead(
        of question: Question, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        var expressions = question.measures.map(\.expression)
        for grouping in question.groupings + (question.across.map { [$0] } ?? []) {
            if case .expression(let expression) = grouping.kind { expressions.append(expression) }
        }
        expressions += [question.condition, question.having].compactMap { $0 }
        var words: Set<String> = []
        var waiting = expressions.flatMap(namesIn)
        while let name = waiting.popLast() {
            guard let word = name.parts.last?.text, words.insert(word).inserted else { continue }
            if let metric = metrics[word] ?? metricAhead(word) { waiting += namesIn(metric.expression) }
            if let dimension = dimensions[word] { waiting += dimension.sources.flatMap(namesIn) }
            for part in name.parts.dropLast() { words.insert(part.text) }
        }
        for dataset in datasets.values
        where !dataset.table.source.livesElsewhere && (datasets.count == 1 || isNamed(dataset, words)) {
            let positions = dataset.columns.compactMap { column -> Int? in
                guard words.contains(column.name) || dataset.time == column.name,
                    case .file(let position) = column.origin
                else { return nil }
                return position
            }
            try dataset.table.prepare(positions, isInterrupted: isInterrupted)
        }
    }

    /// A metric of the catalogue, which is only read for words that mean nothing else.
    private func metricAhead(_ word: String) -> Metric? {
        let isKnown =
            dimensions[word] != nil || datasets[word] != nil
            || datasets.values.contains { $0.columnIndex(word) != nil }
        return isKnown ? nil : metric(word)
    }

    /// Parses columns that a question turned out to use and that were only guessed at when it was bound; whether there
    /// were any, so that it has to be bound again.
    package func parseGuessed(
        _ columns: [ColumnReference], isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) -> Bool {
        var waiting: [String: Set<Int>] = [:]
        func wait(for position: Int, of dataset: String) {
            guard let table = datasets[dataset]?.table, !table.outline(position).isCertain else { return }
            waiting[dataset, default: []].insert(position)
        }
        for reference in columns {
            wait(for: reference.position, of: reference.path.end)
            // The keys of the joins on the way, too.
            var left = reference.path.start
            for join in reference.path.joins {
                if let key = datasets[left]?.filePosition(join.column) { wait(for: key, of: left) }
                if let key = datasets[join.dataset]?.filePosition(join.otherColumn) { wait(for: key, of: join.dataset) }
                left = join.dataset
            }
        }
        for (name, positions) in waiting {
            try datasets[name]?.table.prepare(positions, isInterrupted: isInterrupted)
        }
        return !waiting.isEmpty
    }

    /// Throws when the files behind a question could not be read to its end.
    package func refuseUnread(_ datasets: some Sequence<String>) throws(Diagnostic) {
        for name in datasets { if let failure = self.datasets[name]?.table.failure { throw failure } }
    }

    private func isNamed(_ dataset: Dataset, _ words: Set<String>) -> Bool {
        words.contains(dataset.name) || dataset.columns.contains { words.contains($0.name) }
    }
}
