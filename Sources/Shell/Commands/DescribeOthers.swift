import Engine
import Language
import Model
import Tables
import Values

/// What `describe` tells of things that are no data: settings, scripts, the calendar, words of the language.
extension Session {
    func describeOther(_ name: Name) -> [String]? {
        guard name.parts.count == 1 else { return nil }
        let text = name.text
        if text == "calendar" { return describeCalendar() }
        if let defined = workspace.targets[text] { return describe(defined) }
        if let setting = Settings.all.first(where: { $0.name == text }) {
            return [
                "set \(text) \(setting.current(self))", "  \(setting.meaning)",
                "  it takes " + (setting.values.isEmpty ? "a value of its own" : listed(setting.values)),
            ]
        }
        if scriptNames().contains(text) { return describeScript(text) }
        return helpPage(text)?.lines
    }

    private func describeCalendar() -> [String] {
        let calendar = workspace.calendar
        let month = Calendar.monthNames[(calendar.fiscalYearStart + 11) % 12]
        let weekday = Calendar.weekdayNames[(calendar.weekStart + 6) % 7]
        let fiscal = calendar.period(.fiscalYear, containing: workspace.today)
        return [
            "calendar { fiscal year starts \(month); week starts \(weekday) }",
            "  today is \(workspace.today.text)" + (workspace.todayIsFixed ? ", fixed by `set today`" : ""),
            "  in \(fiscal.label): \(fiscal.daysLabel)",
        ]
    }

    /// Where a script is, what it is told, and its statements.
    private func describeScript(_ name: String) -> [String] {
        let path = scriptFile(name)
        guard let text = try? readTextFile(path: path) else { return ["script \(name): \(path) cannot be read"] }
        let script = parseScript(text)
        var lines = ["script \(name): \(path)"]
        for statement in script.statements { lines += printed(statement).split(separator: "\n").map { "  " + $0 } }
        if !script.diagnostics.isEmpty { lines.append("  it has errors: `run \(name)` shows them") }
        return lines
    }
}

extension Session {
    /// The values of a dimension that most rows have, and how many others there are.
    func commonValues(of dimension: String) -> [String] {
        let most = 10
        guard let answer = try? evaluator.values(of: CompletionProvider.name(dimension)), answer.columns.count == 3
        else {
            return []
        }
        let shares = answer.columns[2].cellTexts
        let rows = answer.columns[1].cellTexts
        var lines = ["  \(grouped(answer.lineCount)) value\(answer.lineCount == 1 ? "" : "s") in \(answer.provenance):"]
        for line in 0..<min(most, answer.lineCount) {
            let value = answer.columns[0].cells[line]
            lines.append(
                "    \(value.isMissing ? "missing" : value.plainText): \(rows[line]) row\(rows[line] == "1" ? "" : "s"), \(shares[line])"
            )
        }
        if answer.lineCount > most { lines.append("    … and \(grouped(answer.lineCount - most)) more") }
        return lines
    }
}
