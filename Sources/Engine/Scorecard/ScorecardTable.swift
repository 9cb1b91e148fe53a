import Language
import Model
import Values

/// The lines of a scorecard, column by column.
struct ScorecardTable {
    private let groupCount: Int
    private let hasDepartments: Bool
    private let period: ScorecardPeriod

    private(set) var lineCount = 0
    private(set) var notes: [String] = []
    private(set) var groupLabels: [String]
    private var groupNames: [String]
    private var metrics: [Answer.LineMetric] = []
    private var titles: [Value] = []
    private var names: [Value] = []
    private var departments: [Value] = []
    private var groups: [[Value]]
    private var timings: [Value] = []
    private var values: [Value] = []
    private var targets: [Value] = []
    private var attainments: [Value] = []
    private var changes: [[Value]] = [[], []]
    private var ratios: [[Value]] = [[], []]
    private var verdicts: [[Value]] = [[], []]
    private var series: [[Value]] = []

    init(groupCount: Int, hasDepartments: Bool, period: ScorecardPeriod) {
        self.groupCount = groupCount
        self.hasDepartments = hasDepartments
        self.period = period
        groups = Array(repeating: [], count: groupCount)
        groupLabels = Array(repeating: "", count: groupCount)
        groupNames = groupLabels
    }

    /// Adds the lines of a metric.
    /// - Parameter answer: the metric `vs previous`, `vs last year` where the period can be moved, and `vs target`.
    /// - Parameter isBefore: which of the compared periods lie before the data, where zeros would say nothing.
    mutating func add(
        _ entry: Scorecard.Entry, _ answer: Answer, withTarget: Bool, isBefore: [Bool], _ trend: Answer?
    ) {
        guard let place = answer.columns.firstIndex(where: { $0.role == .metric }) else { return }
        let metric = answer.columns[place]
        let dimensions = answer.columns[..<place].filter { $0.role == .dimension }
        for (index, column) in dimensions.prefix(groupCount).enumerated() {
            groupLabels[index] = column.label
            groupNames[index] = column.name
        }
        let compared = answer.columns[(place + 1)...].filter { $0.role == .compared }
        let change = answer.columns[(place + 1)...].filter { $0.role == .change }
        let ratio = answer.columns[(place + 1)...].filter { $0.role == .changeRatio }
        let moved = period.compared.count
        let target = withTarget && compared.count > moved ? compared[moved] : nil
        let lines = ScorecardSeries(trend, period.trend, groupCount)
        let lowerIsBetter = entry.attributes.direction == .lower
        for line in 0..<answer.lineCount {
            func cell(_ column: Answer.Column?) -> Value {
                guard let column, column.cells.indices.contains(line) else { return .missing }
                return column.cells[line]
            }
            let keys = dimensions.prefix(groupCount).map { cell($0) }
            metrics.append(
                Answer.LineMetric(unit: metric.unit, metric: entry.metric.name, lowerIsBetter: lowerIsBetter))
            titles.append(.text(entry.metric.title ?? entry.metric.name))
            names.append(.text(entry.metric.name))
            departments.append(entry.attributes.departments.first.map { .text($0.rawValue) } ?? .text(""))
            for index in 0..<groupCount { groups[index].append(keys.indices.contains(index) ? keys[index] : .missing) }
            timings.append(.text(entry.attributes.timing?.rawValue ?? ""))
            values.append(cell(metric))
            targets.append(Self.plain(cell(target)))
            attainments.append((try? ArithmeticOperator.divide.apply(cell(metric), cell(target))) ?? .missing)
            for index in 0..<2 {
                let isThere = index < moved && !isBefore[index]
                changes[index].append(isThere && change.indices.contains(index) ? cell(change[index]) : .missing)
                ratios[index].append(isThere && ratio.indices.contains(index) ? cell(ratio[index]) : .missing)
                verdicts[index].append(
                    .text(Self.verdict(changes[index].last ?? .missing, entry.attributes.direction)))
            }
            series.append(lines.values(Array(keys)))
            lineCount += 1
        }
        for note in answer.notes where !isOfLines(note) && !notes.contains(note) { notes.append(note) }
    }

    /// Whether a note tells of a single answer what a scorecard tells otherwise.
    private func isOfLines(_ note: String) -> Bool {
        (["movements of the total", "the total covers", "no row of "]
            + period.compared.map { "\($0.label) lies before" })
            .contains { note.hasPrefix($0) }
    }

    /// Without zeros behind the point, which the other rows of a sheet may ask for.
    private static func plain(_ value: Value) -> Value {
        if case .number(let exact) = value { .number(exact.normalized) } else { value }
    }

    private static func verdict(_ change: Value, _ direction: MetricDefinition.Direction?) -> String {
        guard let direction, let change = change.double else { return "" }
        if change == 0 { return "same" }
        return (change > 0) == (direction == .higher) ? "better" : "worse"
    }

    // MARK: Columns

    func columns() -> [Answer.Column] {
        var result = [text("metric", "metric", titles, data: names)]
        if hasDepartments { result.append(text("department", "department", departments)) }
        for index in 0..<groupCount {
            let isNumeric = groups[index].contains { $0.double != nil }
            result.append(
                Answer.Column(
                    name: groupNames[index], label: groupLabels[index], role: .dimension, unit: .number,
                    isNumeric: isNumeric, cells: groups[index]))
        }
        result.append(text("timing", "indicator", timings))
        result.append(number("value", period.resolved.period.label, .metric, values))
        if targets.contains(where: { !$0.isMissing }) {
            result.append(number("target", "target", .compared, targets))
            result.append(
                Answer.Column(
                    name: "attainment", label: "attainment", role: .compared, unit: .percent, isNumeric: true,
                    cells: attainments))
        }
        for (index, suffix) in ["previous", "last_year"].enumerated() where index < period.compared.count {
            var group = [number("change_vs_" + suffix, "change", .change, changes[index])]
            group.append(
                Answer.Column(
                    name: "change_pct_vs_" + suffix, label: "change %", role: .changeRatio, unit: .percent,
                    isNumeric: true, cells: ratios[index]))
            group[1].lines = metrics
            group.append(text("verdict_vs_" + suffix, "verdict", verdicts[index]))
            for position in group.indices { group[position].group = "vs " + period.compared[index].label }
            result += group
        }
        if let trend = period.trend {
            var column = text("trend", trend.label, [])
            column.cells = AnswerCells(repeatElement(.missing, count: lineCount))
            column.series = series
            result.append(column)
        }
        return result
    }

    /// Texts that group nothing: no value is nothing.
    private func text(_ name: String, _ label: String, _ cells: [Value], data: [Value]? = nil) -> Answer.Column {
        var column = Answer.Column(
            name: name, label: label, role: .dimension, unit: .number, isNumeric: false, cells: cells)
        // A cell without text holds nothing.
        column.dataCells = (data ?? cells).map { $0 == .text("") ? .missing : $0 }
        return column
    }

    private func number(_ name: String, _ label: String, _ role: Answer.Column.Role, _ cells: [Value]) -> Answer.Column
    {
        var column = Answer.Column(
            name: name, label: label, role: role, unit: .number, isNumeric: true, cells: cells)
        column.lines = metrics
        return column
    }
}

/// The trend of a metric, by the values of the dimensions.
struct ScorecardSeries {
    private var byGroup: [[Value]: [Value]] = [:]
    private let count: Int

    init(_ answer: Answer?, _ trend: TrendSteps?, _ groupCount: Int) {
        count = trend?.starts.count ?? 0
        guard let answer, let trend, let metric = answer.columns.first(where: { $0.role == .metric }),
            let time = answer.columns.firstIndex(where: {
                $0.cells.contains { if case .period = $0 { true } else { false } }
            })
        else { return }
        let dimensions = answer.columns.indices.filter { $0 != time && answer.columns[$0].role == .dimension }
        let places = Dictionary(trend.starts.enumerated().map { ($1, $0) }) { first, _ in first }
        for line in 0..<answer.lineCount {
            guard case .period(let period) = answer.columns[time].cells[line], let place = places[period.start] else {
                continue
            }
            // A step before the data begin has no value rather than a zero.
            let isBefore =
                answer.columns[time].partial.contains(answer.columns[time].cells[line])
                && place + 1 < trend.starts.count
            let key = dimensions.prefix(groupCount).map { answer.columns[$0].cells[line] }
            byGroup[key, default: Array(repeating: .missing, count: count)][place] =
                isBefore ? .missing : metric.cells[line]
        }
    }

    func values(_ group: [Value]) -> [Value] { byGroup[group] ?? Array(repeating: .missing, count: count) }
}
