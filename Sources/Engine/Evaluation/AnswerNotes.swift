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

    /// Whether a step of the answer, or one of several asked periods, is marked as not whole.
    ///
    /// Of a step that the asked period cuts, only the part that was asked for has to be over and covered by data.
    func isPartial(_ period: Period, of dimension: BoundQuestion.Dimension) -> Bool {
        guard dimension.grain != nil else { return partiality.isPartial(period) }
        return beginsWithin(period) || endsWithin(period) || isPartial(period)
    }

    /// Whether what was asked for of a period is not over, or not covered by data.
    func isPartial(_ period: Period) -> Bool { partiality.isPartial(asked(of: period)) }

    /// The part of a step that lies in the asked period.
    private func asked(of step: Period) -> Period {
        let cut = question.periods.first { $0.period.start < step.end && step.start < $0.period.end }?.period
        return Period(start: max(step.start, cut?.start ?? step.start), end: min(step.end, cut?.end ?? step.end))
    }

    /// The asked period; nil where there are several, since each line then says of which one it is.
    private var onlyPeriod: Period? { question.periods.count == 1 ? question.periods[0].period : nil }

    /// Whether the asked period begins in the middle of a step, and a number looks at more of it than its last day.
    private func beginsWithin(_ step: Period) -> Bool {
        guard let asked = onlyPeriod, question.aggregates.contains(where: { !$0.isBalance }) else { return false }
        return step.start < asked.start && asked.start < step.end
    }

    /// Whether the asked period ends in the middle of a step.
    private func endsWithin(_ step: Period) -> Bool {
        guard let asked = onlyPeriod else { return false }
        return step.start < asked.end && asked.end < step.end
    }

    /// What the marks of table cells mean.
    private func marks(_ answer: Answer) -> [String] {
        var marked: [Period] = []
        var steps: [Period] = []
        for (column, dimension) in zip(answer.columns, question.dimensions) {
            for case .period(let period) in column.partial {
                let isStep = dimension.grain != nil
                marked.append(isStep ? asked(of: period) : period)
                if isStep { steps.append(period) }
            }
        }
        if question.hasAcross, let dimension = question.dimensions.last, dimension.isTime {
            for cell in evaluation.time.cells {
                guard case .period(let step)? = cell.steps.last, isPartial(step, of: dimension) else { continue }
                marked.append(asked(of: step))
                steps.append(step)
            }
        }
        guard !marked.isEmpty else { return [] }
        var reasons: [String] = []
        if let asked = onlyPeriod {
            if steps.contains(where: beginsWithin) { reasons.append("the question begins on \(asked.start.text)") }
            if steps.contains(where: endsWithin) { reasons.append("the question ends on \(asked.lastDay.text)") }
        }
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

    /// Which of the periods that are compared with the data do not cover: changes against them say little.
    private func notesOfComparedPeriods() -> [String] {
        var notes: [String] = []
        let before = Coverage.first(of: question.comparisons.flatMap(\.periods), before: evaluation.coverages)
        for comparison in question.comparisons where !comparison.isTarget {
            for resolved in comparison.periods where resolved.period != before?.period {
                let reasons = evaluation.coverages.filter {
                    !partiality.isNotOver(resolved.period)
                        && ($0.endsWithin(resolved.period) || $0.beginsWithin(resolved.period))
                }
                guard !reasons.isEmpty, !question.periods.contains(where: { $0.period == resolved.period }) else {
                    continue
                }
                let note =
                    "\(resolved.period.label), which is compared with, is not whole: "
                    + reasons.map(\.text).joined(separator: ", ")
                if !notes.contains(note) { notes.append(note) }
            }
        }
        return notes
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
        notes += notesOfComparedPeriods()
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
        let isNarrowed =
            !evaluation.whole.question.conditions.isEmpty || question.periods.contains { !$0.period.isAllTime }
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
