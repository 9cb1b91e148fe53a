import Engine
import Values

/// The picture of `scorecard`: a line a metric with its bar towards the target, its change and its trend.
struct ScorecardChart {
    private let answer: Answer
    private let exact: Bool

    /// Lines that a picture shows.
    private static let most = 60

    init(_ answer: Answer, exact: Bool) {
        self.answer = answer
        self.exact = exact
    }

    func parts() throws(Diagnostic) -> ChartParts {
        guard let value = answer.columns.first(where: { $0.role == .metric }) else {
            throw .noChart("no metric has a value", "ask for another period")
        }
        // The names of metrics and groups; words about them, such as leading or lagging, are left to the table.
        let names = answer.columns.filter { column in
            column.role == .dimension && column.series == nil && column.group == nil
                && !["department", "timing"].contains(column.name)
        }.map { ($0, ColumnFormat($0, missing: answer.missingText($0))) }
        func named(_ name: String) -> Answer.Column? { answer.columns.first { $0.name == name } }
        let (target, attainment) = (named("target"), named("attainment"))
        let trend = answer.columns.first { $0.series != nil }
        let formats = Dictionary(
            answer.columns.map { ($0.name, ColumnFormat($0, missing: "—", compact: !exact, exact: exact)) },
            uniquingKeysWith: { first, _ in first })
        func text(_ column: Answer.Column?, _ line: Int) -> String {
            guard let column, let format = formats[column.name], !column.cell(line).isMissing else { return "" }
            return format.text(column, line: line)
        }
        let lines = (0..<min(answer.lineCount, Self.most)).map { line in
            var result = BulletLine(
                label: names.map { chartLabel($0.1.text($0.0.cell(line))) }.joined(separator: " · "),
                value: value.cell(line).isMissing ? "—" : text(value, line))
            result.target = text(target, line)
            result.attainment = attainment?.number(line)
            result.attainmentText = text(attainment, line)
            if let place = answer.columns.firstIndex(where: { column in
                column.role == .change && !column.cell(line).isMissing
            }) {
                let ratio = answer.columns[(place + 1)...].first { $0.role == .changeRatio }
                let isRate = value.lines.flatMap { $0.indices.contains(line) ? $0[line].unit : nil } == .percent
                let shown = isRate ? answer.columns[place] : ratio ?? answer.columns[place]
                let change = text(shown, line).isEmpty ? text(answer.columns[place], line) : text(shown, line)
                result.change = change + (answer.columns[place].group.map { " " + chartLabel($0) } ?? "")
                let verdict = answer.columns[(place + 1)...].first { $0.name.hasPrefix("verdict") }
                switch verdict?.cell(line).plainText {
                case "better": result.verdict = .better
                case "worse": result.verdict = .worse
                case "same": result.verdict = .same
                default: break
                }
            }
            if let series = trend?.series, series.indices.contains(line) {
                result.trend = series[line].map(\.drawable)
            }
            return result
        }
        let hidden = answer.lineCount - lines.count
        return ChartParts(
            panels: [ChartPanel(title: "", numbers: ChartNumbers([value], exact: exact), content: .bullets(lines))],
            notes: hidden > 0 ? ["\(grouped(hidden)) more lines hidden (`last as table` has them)"] : [])
    }
}
