import Engine
import Values

/// The picture of `cohort`: a triangle of cells, cohorts down and ages across.
struct CohortChart {
    private let answer: Answer
    private let exact: Bool

    /// Cohorts and ages that a picture shows.
    private static let most = 60

    init(_ answer: Answer, exact: Bool) {
        self.answer = answer
        self.exact = exact
    }

    func parts() throws(Diagnostic) -> ChartParts {
        let dimensions = answer.columns.filter { $0.role == .dimension }
        let metrics = answer.columns.filter { $0.role == .metric }
        let ages = Array(metrics.dropFirst())
        guard let size = metrics.first, ages.contains(where: \.holdsNumbers) else {
            throw .noChart("no cohort has a value", "ask for another period")
        }
        let names = dimensions.map { ($0, ColumnFormat($0, missing: answer.missingText($0))) }
        let shown = 0..<min(answer.lineCount, Self.most)
        let columns = Array(ages.prefix(Self.most))
        func label(_ line: Int) -> String {
            names.map { chartLabel($0.1.text($0.0.cell(line))) }.joined(separator: " · ")
        }
        let numbers = ChartNumbers(columns, exact: exact)
        let sizes = ChartNumbers([size], exact: exact)
        // Counts and amounts are shaded by what is left of each cohort's beginning, or large cohorts would outshine all.
        let starts = shown.map { columns[0].number($0) }
        let isRelative = numbers.unit != .percent && starts.allSatisfy { ($0 ?? 1) > 0 }
        func measured(_ line: Int, _ column: Answer.Column) -> Double? {
            guard let number = column.number(line) else { return nil }
            guard isRelative else { return number }
            return starts[line].map { number / $0 }.flatMap { $0.isFinite ? $0 : nil }
        }
        let all = shown.flatMap { line in columns.compactMap { measured(line, $0) } }
        let high = all.max() ?? 0
        // Small differences are not made to look large: the shades go down a fifth at least.
        let low = min(all.min() ?? 0, high > 0 ? high * 0.8 : high)
        let scale = ChartNumbers(
            [
                Answer.Column(
                    name: "", label: "", role: .metric, unit: isRelative ? .percent : numbers.unit, isNumeric: true,
                    cells: [.float(low), .float(high)])
            ], exact: exact)
        let cells = shown.map { line in
            columns.map { column in
                measured(line, column).map { number in
                    HeatMap.Cell(
                        text: numbers.text(column.cell(line)),
                        shade: high > low ? min(1, max(0, (number / 2 - low / 2) / (high / 2 - low / 2))) : 0.5)
                }
            }
        }
        let map = HeatMap(
            rowTitle: dimensions.map { chartLabel($0.label) }.joined(separator: " · "),
            columnTitle: chartLabel(columns[0].label.split(separator: " ").first.map(String.init) ?? ""),
            rows: shown.map(label), sizes: shown.map { sizes.text(size.cell($0)) },
            columns: columns.map { chartLabel($0.label.split(separator: " ").last.map(String.init) ?? $0.label) },
            cells: cells, scale: (scale.text(.float(low)), scale.text(.float(high))),
            shadeTitle: isRelative ? "share of \(chartLabel(columns[0].label))" : "value")
        var notes: [String] = []
        if answer.lineCount > shown.count {
            let hidden = (shown.upperBound..<min(answer.lineCount, shown.upperBound + 6)).map(label)
            notes.append(
                "\(grouped(answer.lineCount - shown.count)) more cohorts hidden, from \(hidden[0]) (`for` a shorter period)"
            )
        }
        if ages.count > columns.count { notes.append("\(grouped(ages.count - columns.count)) more ages hidden") }
        return ChartParts(panels: [ChartPanel(title: "", numbers: numbers, content: .heat(map))], notes: notes)
    }
}
