import Foundation
import Language
import Model
import Tables
import Testing
import Values

@testable import Engine

/// A folder of small files with the definitions of a workspace, asked in the language.
final class Asked {
    let folder: String
    var workspace: Workspace

    /// - Parameters:
    ///   - files: names and texts.
    ///   - today: what relative periods count from.
    init(_ files: [String: String], _ definitions: String, today: String = "2024-06-30") throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("engine-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
        }
        workspace = Workspace(folder: folder, today: try #require(Day(text: today)))
        try define(definitions)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func define(_ definitions: String) throws {
        let script = parseScript(definitions)
        if let first = script.diagnostics.first { throw first }
        for statement in script.statements { try workspace.define(statement) }
    }

    func answer(_ question: String) throws -> Answer {
        let script = parseScript(question)
        if let first = script.diagnostics.first { throw first }
        switch script.statements.first?.kind {
        case .show(let parsed)?: return try Evaluator(workspace).answer(parsed)
        case .rows(let parsed)?: return try Evaluator(workspace).answer(parsed, most: nil)
        case .cohort(let parsed)?: return try Evaluator(workspace).answer(parsed)
        case .scorecard(let parsed)?: return try Evaluator(workspace).answer(parsed)
        case .why(let parsed)?: return try Evaluator(workspace).answer(parsed)
        case .forecast(let parsed)?: return try Evaluator(workspace).answer(parsed)
        case .funnel(let parsed)?: return try Evaluator(workspace).answer(parsed)
        case .check(let parsed)?: return try Evaluator(workspace).answer(parsed)
        default: throw Diagnostic("test", "not a question: \(question)")
        }
    }

    /// The lines of an answer, cells parted by ` | `, no value as `—`; a totals line begins with `Total`.
    func lines(_ question: String) throws -> [String] {
        let answer = try answer(question)
        var lines = (0..<answer.lineCount).map { line in
            answer.columns.map { shown($0.cells[line]) }.joined(separator: " | ")
        }
        if answer.showsTotals {
            lines.append("Total | " + answer.columns.compactMap { $0.total.map(shown) }.joined(separator: " | "))
        }
        return lines
    }

    /// The only cell of an answer.
    func value(_ question: String) throws -> String {
        let answer = try answer(question)
        guard answer.lineCount == 1, answer.columns.count == 1 else {
            throw Diagnostic("test", "\(answer.lineCount) lines of \(answer.columns.count) columns: \(question)")
        }
        return shown(answer.columns[0].cells[0])
    }

    /// The code of the error that a question or definition gives; nil when it gives none.
    func failure(_ text: String) -> Diagnostic? {
        do {
            let script = parseScript(text)
            if let first = script.diagnostics.first { throw first }
            for statement in script.statements {
                if Workspace.isDefinition(statement) {
                    try workspace.define(statement)
                } else if case .show(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                } else if case .rows(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed, most: nil)
                } else if case .cohort(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                } else if case .scorecard(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                } else if case .why(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                } else if case .forecast(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                } else if case .funnel(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                } else if case .check(let parsed) = statement.kind {
                    _ = try Evaluator(workspace).answer(parsed)
                }
            }
            return nil
        } catch {
            return error as? Diagnostic
        }
    }
}

/// Plain digits without trailing zeros, floats with at most ten behind the point.
func shown(_ value: Value) -> String {
    switch value {
    case .missing: return "—"
    case .number(let exact): return exact.normalized.text
    case .float(let float):
        let scaled = (float * 1e10).rounded() / 1e10
        return plainDigits(abs(float) < 1e5 ? scaled : float)
    default: return value.plainText
    }
}
