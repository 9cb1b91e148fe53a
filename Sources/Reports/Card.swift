import Engine
import Values

/// One number to be seen from the end of the table: what it is, how large, what became of it.
struct Card {
    var title: String
    /// As a table writes it: `$4.21M`.
    var number: String
    /// "▲ +12.3 % vs 2025-Q1, up from $3.75M", one each period that it is compared with.
    var changes: [Change] = []
    /// The numbers of earlier periods, the last of which is the large one.
    var series: [Value] = []
    /// Below the line of them: "2025-01 to 2025-12".
    var seriesTitle = ""

    struct Change {
        var text: String
        /// Nil where nothing changed, or nobody knows.
        var isGood: Bool?
    }

    /// The cards of an answer, at most `most`, and how many there would be.
    ///
    /// A series over time is one card a metric, of its last period. Of lines by anything else it is their total, or one
    /// card a line where there is none.
    static func all(_ answer: Answer, exact: Bool, most: Int = 12) -> (cards: [Card], count: Int) {
        let answer = answer.withStepsAsLines ?? answer
        let metrics = answer.columns.indices.filter { answer.columns[$0].role == .metric }
        let dimensions = answer.columns.filter { $0.role == .dimension && $0.series == nil }
        guard !metrics.isEmpty, answer.lineCount > 0 else { return ([], 0) }
        let isSeries = dimensions.count == 1 && dimensions[0].isTime && answer.lineCount > 1
        let hasLines = metrics.contains { answer.columns[$0].lines != nil }
        if isSeries || dimensions.isEmpty || hasTotals(answer, metrics) && !hasLines {
            let line = isSeries ? answer.lineCount - 1 : dimensions.isEmpty ? 0 : nil
            let cards = metrics.prefix(most).map {
                CardBuilder(answer, $0, exact: exact).card(line, isSeries: isSeries)
            }
            return (Array(cards), metrics.count)
        }
        var cards: [Card] = []
        for line in 0..<answer.lineCount where cards.count < most {
            for metric in metrics where cards.count < most {
                var card = CardBuilder(answer, metric, exact: exact).card(line, isSeries: false)
                let names = dimensions.map { ColumnFormat($0, missing: answer.missingText($0)).text($0, line: line) }
                let title = names.filter { !$0.isEmpty }.joined(separator: " · ")
                card.title = hasLines ? title : title + " · " + card.title
                cards.append(card)
            }
        }
        return (cards, answer.lineCount * metrics.count)
    }

    private static func hasTotals(_ answer: Answer, _ metrics: [Int]) -> Bool {
        metrics.allSatisfy { answer.columns[$0].total.map { !$0.isMissing } ?? false }
    }
}

extension Answer {
    /// One metric whose columns are steps of time, with a line a step instead: of its totals, or of its only line.
    fileprivate var withStepsAsLines: Answer? {
        let steps = columns.filter { $0.role == .metric }
        let labels = Set(steps.map(\.label))
        guard steps.count > 1, labels.count == 1, columns.allSatisfy({ $0.role == .metric || $0.role == .dimension })
        else { return nil }
        var times: [Value] = []
        for step in steps {
            guard let time = step.groupValue, case .period = time else { return nil }
            times.append(time)
        }
        let values = lineCount == 1 ? steps.map { $0.cell(0) } : steps.compactMap(\.total)
        guard values.count == steps.count else { return nil }
        var metric = steps[0]
        metric.group = nil
        metric.cells = AnswerCells(values)
        metric.total = nil
        let time = Column(
            name: "time", label: "", role: .dimension, unit: .number, isNumeric: false, cells: times)
        return Answer(
            heading: heading, provenance: provenance, columns: [time, metric], lineCount: times.count, notes: notes)
    }
}

extension Answer.Column {
    /// Whether its cells are steps of time.
    fileprivate var isTime: Bool {
        !cells.isEmpty
            && cells.allSatisfy { cell in
                switch cell {
                case .period, .day: true
                default: false
                }
            }
    }
}

/// Makes the cards of one metric of an answer.
private struct CardBuilder {
    private let answer: Answer
    private let column: Answer.Column
    /// The columns behind it that compare it.
    private let companions: ArraySlice<Answer.Column>
    private let exact: Bool

    init(_ answer: Answer, _ index: Int, exact: Bool) {
        self.answer = answer
        self.exact = exact
        column = answer.columns[index]
        let next = answer.columns[(index + 1)...].firstIndex { $0.role == .metric } ?? answer.columns.count
        companions = answer.columns[(index + 1)..<next]
    }

    /// The card of a line, or of the total; of a series its last line.
    func card(_ line: Int?, isSeries: Bool) -> Card {
        let title = [column.group, column.label].compactMap(\.self).joined(separator: " · ")
        var card = Card(title: visible(title), number: text(column, line))
        card.changes = compared(line)
        if isSeries, let line {
            let times = answer.columns.first { $0.role == .dimension }
            let steps = (0...line).map { step in
                times.map { ColumnFormat($0, missing: answer.missingText($0)).text($0, line: step) } ?? ""
            }
            card.title += " · " + (steps.last ?? "")
            card.series = (0...line).map { column.cell($0) }
            card.seriesTitle = [steps.first, steps.last].compactMap(\.self).joined(separator: " to ")
            if card.changes.isEmpty, line > 0 {
                card.changes = [change(from: column.cell(line - 1), to: column.cell(line), "vs " + steps[line - 1])]
            }
        } else if let line, let trend = companions.first(where: { $0.series != nil }) {
            card.series = trend.series.flatMap { $0.indices.contains(line) ? $0[line] : nil } ?? []
            card.seriesTitle = visible(trend.label)
        }
        return card
    }

    private func compared(_ line: Int?) -> [Card.Change] {
        companions.filter { $0.role == .compared }.map { other in
            change(from: value(other, line), to: value(column, line), visible(other.label), line)
        }
    }

    private func value(_ column: Answer.Column, _ line: Int?) -> Value {
        line.map { column.cell($0) } ?? column.total ?? .missing
    }

    /// What became of `old`: `▲ +12.3 % vs 2025-12, up from $3.75M`.
    private func change(from old: Value, to new: Value, _ name: String, _ line: Int? = nil) -> Card.Change {
        guard let before = old.double, let after = new.double else {
            return Card.Change(text: "nothing to compare with " + name)
        }
        if before == after { return Card.Change(text: "unchanged " + name) }
        let isUp = after > before
        return Card.Change(
            text: (isUp ? "▲ " : "▼ ") + amount(old, new) + " " + name + (isUp ? ", up from " : ", down from ")
                + short(old),
            isGood: isUp != column.lowerIsBetter(line: line))
    }

    /// The change as a share of what was, or in points where it is a share itself.
    private func amount(_ old: Value, _ new: Value) -> String {
        func written(_ value: Value, _ role: Answer.Column.Role, _ unit: Unit) -> String {
            let cells = Answer.Column(name: "", label: "", role: role, unit: unit, isNumeric: true, cells: [value])
            return ColumnFormat(cells, missing: "", compact: !exact, exact: exact).text(value)
        }
        let difference = (try? ArithmeticOperator.subtract.apply(new, old)) ?? .missing
        if column.unit == .percent { return written(difference, .change, .percent) }
        guard let before = old.double, before > 0, let ratio = try? ArithmeticOperator.divide.apply(difference, old)
        else {
            return written(difference, .change, column.unit)
        }
        return written(ratio, .changeRatio, .percent)
    }

    private var format: ColumnFormat {
        ColumnFormat(column, missing: answer.missingText(column), compact: !exact, exact: exact)
    }

    private func text(_ column: Answer.Column, _ line: Int?) -> String {
        guard let line else { return short(column.total ?? .missing) }
        return column.lines == nil ? short(column.cell(line)) : format.text(column, line: line)
    }

    /// In full where that is short, else as `4.21M`.
    private func short(_ value: Value) -> String {
        let full = ColumnFormat(column, missing: answer.missingText(column), exact: exact).text(value)
        return full.count <= 7 ? full : format.text(value)
    }
}
