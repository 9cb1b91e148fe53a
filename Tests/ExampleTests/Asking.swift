import Engine
import Foundation
import Language
import Model
import Shell
import Testing
import Values

/// A question and the answer that another program gives to it.
struct Expected {
    var question: String
    /// A line as its cells with `|` between them: numbers are compared to the digits given, the others as they stand;
    /// `—` is no value, `missing` a dimension without one.
    var lines: [String]
    /// The totals line, without the columns that it leaves empty.
    var total: String?

    init(_ question: String, _ lines: [String], total: String? = nil) {
        self.question = question
        self.lines = lines
        self.total = total
    }
}

/// A session on a folder, with or without a workspace file.
func session(_ folder: URL, defining definitions: String = "") throws -> Session {
    let today = try #require(Day(year: 2026, month: 6, day: 15))
    let session = Session(folder: folder.path, today: today)
    if definitions.isEmpty { try session.open([folder.path]) }
    _ = try answers(definitions, in: session)
    return session
}

/// Carries out every statement of a text; the answers of its questions.
func answers(_ text: String, in session: Session) throws -> [Answer] {
    let script = parseScript(text)
    try #require(script.diagnostics.isEmpty, "\(script.diagnostics)")
    return try script.statements.compactMap { statement in
        if case .answer(let answer, _) = try session.execute(statement) { answer } else { nil }
    }
}

/// Asks questions one after the other, all of them whatever becomes of one.
func check(_ expected: [Expected], in session: Session, sourceLocation: SourceLocation = #_sourceLocation) {
    for expected in expected {
        do {
            try check(expected, in: session, sourceLocation: sourceLocation)
        } catch {
            Issue.record("\(expected.question)\n\(error)", sourceLocation: sourceLocation)
        }
    }
}

/// Asks one question and compares every cell, the order of the lines included.
func check(_ expected: Expected, in session: Session, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let answer = try #require(answers(expected.question, in: session).first, sourceLocation: sourceLocation)
    let found = (0..<answer.lineCount).map { line in answer.columns.map { $0.cells[line] } }
    let shown = found.map { $0.map(text).joined(separator: "|") }.joined(separator: "\n")
    #expect(found.count == expected.lines.count, "\(expected.question)\n\(shown)", sourceLocation: sourceLocation)
    for (cells, line) in zip(found, expected.lines) {
        let wanted = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        #expect(
            agree(cells, wanted),
            "\(expected.question)\nwanted \(line)\nfound  \(cells.map(text).joined(separator: "|"))",
            sourceLocation: sourceLocation)
    }
    if let total = expected.total {
        let cells = answer.columns.compactMap(\.total)
        let wanted = total.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        #expect(
            answer.showsTotals && agree(cells, wanted),
            "\(expected.question)\nwanted total \(total)\nfound total  \(cells.map(text).joined(separator: "|"))",
            sourceLocation: sourceLocation)
    }
}

private func agree(_ cells: [Value], _ wanted: [String]) -> Bool {
    cells.count == wanted.count && zip(cells, wanted).allSatisfy(agree)
}

private func agree(_ cell: Value, _ wanted: String) -> Bool {
    if cell.isMissing { return wanted == "—" || wanted == "missing" }
    guard let number = cell.double else { return cell.plainText == wanted }
    guard let other = Double(wanted) else { return false }
    let digits = wanted.firstIndex(of: ".").map { wanted[$0...].count - 1 } ?? 0
    // Half a unit of the last digit given, and what binary fractions lose.
    return abs(number - other) <= 0.5001 * pow(10, -Double(digits)) + abs(other) * 1e-12
        && (digits > 0 || number == other)
}

private func text(_ cell: Value) -> String { cell.isMissing ? "—" : cell.plainText }
