import Engine
import Foundation
import Language
import Model
import Reports
import Testing
import Values

@testable import Shell

/// A session in a folder of its own, which is removed with its files.
final class TestWorkspace {
    let folder: String
    let session: Session
    private let isOwner: Bool

    /// Another session in a folder that is there already.
    init(_ session: Session, at folder: String) {
        self.session = session
        self.folder = folder
        isOwner = false
    }

    /// - Parameter files: their texts by their names.
    init(_ files: [String: String], history: History = History(path: nil)) throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("quaestor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        folder = place.path
        isOwner = true
        let today = try #require(Day(year: 2026, month: 6, day: 15))
        session = Session(folder: folder, today: today, history: history)
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { if isOwner { try? FileManager.default.removeItem(atPath: folder) } }

    func write(_ text: String, to name: String) throws {
        let path = URL(fileURLWithPath: folder).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: path, atomically: true, encoding: .utf8)
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name), encoding: .utf8)
    }

    /// Runs statements, one a text.
    func run(_ statements: String...) throws {
        for text in statements { _ = try outcome(text) }
    }

    func outcome(_ text: String) throws -> Session.Outcome {
        let script = parseScript(text)
        if let first = script.diagnostics.first { throw first }
        var last = Session.Outcome.nothing
        for statement in script.statements { last = try session.execute(statement) }
        return last
    }

    func error(_ text: String) -> Diagnostic? {
        do {
            _ = try outcome(text)
            return nil
        } catch {
            return error as? Diagnostic
        }
    }

    func answer(_ text: String) throws -> Answer {
        guard case .answer(let answer, _) = try outcome(text) else { throw Diagnostic("test", "no answer: \(text)") }
        return answer
    }

    /// Answers as CSV, one behind the other.
    func csv(_ text: String) throws -> String { try csv(outcome(text)) }

    private func csv(_ outcome: Session.Outcome) throws -> String {
        switch outcome {
        case .answer(let answer, _):
            let found: (any Renderer)? = renderer(named: "csv")
            return try #require(found).text(answer, options: RenderOptions()).replacingOccurrences(
                of: "\r\n", with: "\n")
        case .script(let run, _): return try run.outcomes.map { try csv($0) }.joined()
        default: return ""
        }
    }

    func lines(_ text: String) throws -> [String] {
        guard case .lines(let lines) = try outcome(text) else { throw Diagnostic("test", "no lines: \(text)") }
        return lines
    }
}
