import Engine
import Values

/// What differs between an answer and what SQLite gives; nil when nothing does.
func difference(_ answer: Answer, _ expected: ExpectedAnswer) -> String? {
    let found = (0..<answer.lineCount).map { line in answer.columns.map { $0.cells[line] } }
    guard found.count == expected.lines.count else {
        return "\(found.count) lines instead of \(expected.lines.count)"
    }
    for (index, (cells, wanted)) in zip(found, expected.lines).enumerated() {
        guard cells.count == wanted.count else {
            return "\(cells.count) columns instead of \(wanted.count)"
        }
        for (column, (cell, other)) in zip(cells, wanted).enumerated() where !agree(cell, other) {
            if agreeButForOrder(found, expected.lines) { break }
            return "line \(index + 1), column \(column + 1): \(shown(cell)) instead of \(shown(other))"
        }
    }
    guard answer.showsTotals == (expected.total != nil) else {
        return answer.showsTotals ? "a totals line too many" : "no totals line"
    }
    guard let total = expected.total else { return nil }
    guard answer.columns.count == total.count else {
        return "\(answer.columns.count) columns instead of \(total.count)"
    }
    for (index, (column, wanted)) in zip(answer.columns, total).enumerated() {
        switch (column.total, wanted) {
        case (nil, nil): continue
        case (let cell?, let wanted?) where agree(cell, wanted): continue
        default:
            return "total, column \(index + 1): \(column.total.map(shown) ?? "none") instead of"
                + " \(wanted.map(shown) ?? "none")"
        }
    }
    return nil
}

/// Whether the lines are the same ones, in another order only among such as have floats that are equal but for their last
/// binary digits: these come out either way, and which one stands first is nobody's fault.
private func agreeButForOrder(_ found: [[Value]], _ wanted: [[ExpectedAnswer.Cell]]) -> Bool {
    func agreeAt(_ one: Int, _ other: Int) -> Bool {
        found[one].count == wanted[other].count && zip(found[one], wanted[other]).allSatisfy { agree($0, $1) }
    }
    func endOfTies(_ start: Int, _ column: Int) -> Int {
        guard case .float(let first) = found[start][column] else { return start }
        var end = start
        var isSame = true
        while end < found.count, case .float(let value) = found[end][column], areClose(value, first) {
            isSame = isSame && value == first
            end += 1
        }
        return isSame ? start : end
    }
    var start = 0
    while start < found.count {
        if agreeAt(start, start) {
            start += 1
            continue
        }
        let end = found[start].indices.map { endOfTies(start, $0) }.max() ?? start
        var left = Set(start..<end)
        for line in start..<end {
            guard let same = left.first(where: { agreeAt(line, $0) }) else { return false }
            left.remove(same)
        }
        if end == start { return false }
        start = end
    }
    return true
}

/// What differs between two answers of Quaestor; nil when nothing does.
func difference(_ answer: Answer, _ other: Answer) -> String? {
    guard answer.lineCount == other.lineCount, answer.columns.map(\.name) == other.columns.map(\.name) else {
        return "\(other.lineCount) lines of \(other.columns.count) columns instead of \(answer.lineCount) of"
            + " \(answer.columns.count)"
    }
    for (column, otherColumn) in zip(answer.columns, other.columns) {
        for (line, (cell, otherCell)) in zip(column.cells, otherColumn.cells).enumerated()
        where !agree(cell, otherCell) {
            return "line \(line + 1), \(column.name): \(shown(otherCell)) instead of \(shown(cell))"
        }
        let totals = (column.total ?? .missing, otherColumn.total ?? .missing)
        if !agree(totals.0, totals.1) {
            return "total, \(column.name): \(shown(totals.1)) instead of \(shown(totals.0))"
        }
    }
    return answer.showsTotals == other.showsTotals ? nil : "a totals line in one of them"
}

private func agree(_ cell: Value, _ other: Value) -> Bool {
    if cell == other { return true }
    guard case .float(let one) = cell, case .float(let two) = other else { return false }
    return areClose(one, two)
}

/// Exact numbers and texts are equal; fractions to twelve digits, counted from one where they are smaller, for what
/// cancels out leaves something in the last binary digits.
private func agree(_ cell: Value, _ wanted: ExpectedAnswer.Cell) -> Bool {
    if wanted.isOthers { return cell == .text("others") }
    switch (cell, wanted.value) {
    case (.missing, .null): return true
    case (.number(let exact), .integer(let units)):
        guard let scale = wanted.type.scale else { return false }
        return exact == ExactDecimal(Int128(units), scale: scale)
    case (.boolean(let flag), .integer(let number)): return wanted.type == .boolean && flag == (number == 1)
    case (.text(let text), .text(let other)): return wanted.type == .text && text == other
    case (.day(let day), .text(let other)): return wanted.type == .day && day.text == other
    case (.period(let period), .text(let other)): return wanted.type == .step && period.label == other
    default:
        guard wanted.type == .float, let number = cell.double else { return false }
        let other: Double
        switch wanted.value {
        case .real(let real): other = real
        case .integer(let integer): other = Double(integer)
        default: return false
        }
        return areClose(number, other)
    }
}

private func areClose(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-12 * max(abs(one), abs(other), 1)
}

func shown(_ value: Value) -> String { value.isMissing ? "—" : value.plainText }

func shown(_ cell: ExpectedAnswer.Cell) -> String {
    if cell.isOthers { return "others" }
    switch cell.value {
    case .null: return "—"
    case .integer(let number) where cell.type == .boolean: return number == 1 ? "true" : "false"
    case .integer(let number): return digits(number, scale: cell.type.scale ?? 0)
    case .real(let number): return plainDigits(number)
    case .text(let text): return text
    }
}

func shown(_ answer: Answer) -> String {
    var lines = (0..<answer.lineCount).map { line in
        answer.columns.map { shown($0.cells[line]) }.joined(separator: " | ")
    }
    if answer.showsTotals {
        lines.append("Total | " + answer.columns.map { $0.total.map(shown) ?? "" }.joined(separator: " | "))
    }
    return lines.joined(separator: "\n")
}

func shown(_ expected: ExpectedAnswer) -> String {
    var lines = expected.lines.map { $0.map { shown($0) }.joined(separator: " | ") }
    if let total = expected.total {
        lines.append("Total | " + total.map { $0.map { shown($0) } ?? "" }.joined(separator: " | "))
    }
    return lines.joined(separator: "\n")
}
