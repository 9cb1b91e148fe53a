import Engine
import Language
import Model
import Values

extension Session {
    /// `describe 2026-Q2`: its days, what it is on the calendar, and what the data has of it.
    func describe(_ expression: PeriodExpression) throws(Diagnostic) -> [String] {
        let period = try PeriodResolver(workspace).resolve(expression).period
        guard !period.isOpen else { return ["\(printed(expression)): \(period.daysLabel)"] + coverage(of: expression) }
        let days = period.dayCount
        var lines = ["\(period.label): \(period.daysLabel), \(grouped(days)) day\(days == 1 ? "" : "s")"]
        if let grain = period.grain { lines.append("  a \(grain.rawValue)") }
        if workspace.calendar.fiscalYearStart != 1, days > 0 {
            let first = workspace.calendar.period(.fiscalQuarter, containing: period.start).label
            let last = workspace.calendar.period(.fiscalQuarter, containing: period.lastDay).label
            let month = Calendar.monthNames[workspace.calendar.fiscalYearStart - 1]
            lines.append(
                "  fiscal: \(first == last ? first : "\(first) to \(last)"); the fiscal year starts in \(month)")
        }
        if period.start > workspace.today {
            lines.append("  not begun: today is \(workspace.today.text)")
        } else if period.lastDay > workspace.today {
            lines.append("  not over: today is \(workspace.today.text)")
        }
        return lines + coverage(of: expression)
    }

    /// Rows of each dataset with days, and on which days it has rows at all.
    private func coverage(of period: PeriodExpression) -> [String] {
        workspace.namedDatasets.compactMap { dataset in
            guard let time = dataset.time, let index = dataset.columnIndex(time),
                case .file(let position) = dataset.columns[index].origin,
                let range = dataset.table.daySpread(position)?.range
            else { return nil }
            let days = "\(Day(Int(range.lowerBound)).text) to \(Day(Int(range.upperBound)).text)"
            let question = Question(measures: [Measure(.rowCount(of: dataset.name))], periods: [period])
            // A period before the data is refused: it has no rows.
            let answer = try? evaluator.answer(question)
            let count = answer?.columns.first?.cells.first?.double.flatMap { Int(exactly: $0) } ?? 0
            return "  \(dataset.name): \(grouped(count)) of \(grouped(dataset.table.rowCount)) rows by \(time),"
                + " whose days run from \(days)"
        }
    }
}
