import Model
import Values

/// What stands behind an answer, and what should be told beside it.
extension AnswerBuilder {
    /// "2017-01-01 to 2017-12-31 · 6,711 rows of deals".
    func provenance() -> String {
        var parts: [String] = []
        let isOpen = question.periods.contains { $0.period.isOpen }
        if isOpen {
            if let days = evaluation.coveredDays {
                parts.append(Period(start: days.lowerBound, end: days.upperBound.adding(days: 1)).daysLabel)
            }
        } else {
            parts.append(question.periods.map(\.period.daysLabel).joined(separator: ", "))
        }
        for comparison in question.comparisons where !comparison.isTarget && Set(comparison.periods).count == 1 {
            parts.append("vs " + comparison.periods[0].period.daysLabel)
        }
        // Rows of data before those of targets.
        let counts = evaluation.rowCounts.filter { evaluation.workspace.datasets[$0.key]?.isTarget != true }
        for (dataset, rows) in counts {
            var part = "\(grouped(rows)) row\(rows == 1 ? "" : "s") of \(dataset)"
            let undated = evaluation.undatedCounts[dataset] ?? 0
            if isOpen && undated > 0 { part += " (\(grouped(undated)) without a day)" }
            parts.append(part)
        }
        for target in evaluation.workspace.targets.values {
            guard let rows = evaluation.rowCounts[target.dataset] else { continue }
            parts.append("\(grouped(rows)) target\(rows == 1 ? "" : "s") of \(target.metric)")
        }
        if let rows = evaluation.rowCounts[Workspace.sharedTargets] {
            parts.append("\(grouped(rows)) target\(rows == 1 ? "" : "s")")
        }
        return parts.joined(separator: " · ")
    }

    /// What was asked, and how far the period is not whole: "Bookings for 2017 (data end on 2017-12-27)".
    var heading: String {
        let partial = question.periods.compactMap { resolved -> String? in
            let reasons = partiality.reasons(resolved.period)
            guard !reasons.isEmpty else { return nil }
            return (question.periods.count > 1 ? resolved.period.label + " " : "") + reasons.joined(separator: ", ")
        }
        return question.heading + (partial.isEmpty ? "" : " (" + partial.joined(separator: "; ") + ")")
    }

    var partiality: Partiality { Partiality(today: question.today, coverages: evaluation.coverages) }

    /// Whether a step of the answer is marked as not whole.
    ///
    /// A step that the asked period cuts is judged by the part that was asked for.
    func isPartial(_ period: Period) -> Bool {
        let cut = question.periods.first { $0.period.start < period.end && period.start < $0.period.end }
        let start = max(period.start, cut?.period.start ?? period.start)
        let end = min(period.end, cut?.period.end ?? period.end)
        return partiality.isPartial(Period(start: start, end: end))
    }

    /// What the marks of table cells mean.
    private func marks(_ answer: Answer) -> [String] {
        var marked: [Period] = []
        for case .period(let period) in answer.columns.flatMap(\.partial) { marked.append(period) }
        if question.hasAcross, question.dimensions.last?.isTime == true {
            for cell in evaluation.time.cells {
                if case .period(let period)? = cell.steps.last, isPartial(period) { marked.append(period) }
            }
        }
        guard !marked.isEmpty else { return [] }
        var reasons: [String] = []
        if marked.contains(where: partiality.isNotOver) { reasons.append("not over, today is \(question.today.text)") }
        for coverage in evaluation.coverages {
            if marked.contains(where: { coverage.endsWithin($0) && !partiality.isNotOver($0) }) {
                reasons.append("the data of \(coverage.dataset) end on \(coverage.days.upperBound.text)")
            }
            if marked.contains(where: coverage.beginsWithin) {
                reasons.append("the data of \(coverage.dataset) begin on \(coverage.days.lowerBound.text)")
            }
        }
        return reasons.isEmpty ? [] : ["* not whole: " + reasons.joined(separator: "; ")]
    }

    func notes(shown: Int, of all: Int, _ answer: Answer) -> [String] {
        var notes = evaluation.time.notes + evaluation.notes + marks(answer)
        if question.totals == true && question.periods.count > 1 {
            notes.append("several periods may overlap, so they have no total")
        }
        for resolved in question.periods
        where resolved.period.start <= question.today && partiality.isNotOver(resolved.period) {
            notes.append(
                "\(resolved.period.label) is not over: it ends on \(resolved.period.lastDay.text), today is"
                    + " \(question.today.text)")
            if question.comparisons.contains(where: { !$0.isTarget && $0.alignments.first != .byPosition }) {
                notes.append("it is compared with a whole period: `to date` compares the same number of days")
            }
        }
        if question.aggregates.contains(where: \.isBalance) {
            for resolved in question.periods where resolved.period.start > question.today {
                notes.append("\(resolved.period.label) lies ahead: the balance is what is known today")
            }
        }
        for note in evaluation.notesOfConversions() where !notes.contains(note) { notes.append(note) }
        let hasSteps = question.dimensions.contains { $0.grain != nil }
        let moves = question.measures.contains { measure in
            measure.kind != .number(.percent)
                && measure.expression.aggregates.contains { position in
                    question.aggregates[position].movement.map { $0 != .opening && $0 != .closing } ?? false
                }
        }
        if answer.showsTotals && hasSteps && moves {
            notes.append("movements of the total are those from its opening to its closing, not the sum of the lines")
        }
        let isNarrowed = !question.conditions.isEmpty || question.periods.contains { !$0.period.isAllTime }
        if isNarrowed && evaluation.rowCounts.values.allSatisfy({ $0 == 0 }) {
            for dataset in question.datasets {
                guard let days = evaluation.dataRange(of: dataset) else {
                    notes.append("no row of \(dataset) fits")
                    continue
                }
                notes.append(
                    "no row of \(dataset) fits; its days run from \(days.lowerBound.text) to \(days.upperBound.text)")
            }
        }
        if answer.showsTotals && shown < all && !answer.hasOthersLines {
            notes.append("the total covers all \(grouped(all)) lines, not only the \(grouped(shown)) shown")
        }
        return notes
    }
}

/// Digits with a comma every three: `1,480`.
package func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var position = digits.count - 3
    while position > 0 {
        digits.insert(",", at: position)
        position -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
}
