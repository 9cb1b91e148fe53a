import Engine
import Foundation
import Language
import Model
import Shell
import Testing
import Values

/// A session on a folder of exports that nobody says anything about.
final class Recognised {
    let folder: String
    let session: Session
    private let isTemporary: Bool

    static let exports = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Exports")

    /// - Parameter folder: one of `Exports`.
    init(_ folder: String) throws {
        self.folder = Self.exports.appendingPathComponent(folder).path
        isTemporary = false
        session = try Self.session(self.folder)
        try session.open([self.folder])
    }

    /// - Parameters:
    ///   - copies: files of `Exports`, by their paths there.
    ///   - files: other files, by their names.
    ///   - definitions: carried out instead of opening the folder, where there are any.
    init(copies: [String] = [], files: [String: String] = [:], _ definitions: String = "") throws {
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("sources-" + UUID().uuidString)
        folder = made.path
        isTemporary = true
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        for copy in copies {
            let file = Self.exports.appendingPathComponent(copy)
            try FileManager.default.copyItem(at: file, to: made.appendingPathComponent(file.lastPathComponent))
        }
        for (name, text) in files { try Data(text.utf8).write(to: made.appendingPathComponent(name)) }
        session = try Self.session(folder)
        if definitions.isEmpty { try session.open([folder]) } else { try run(definitions) }
    }

    deinit { if isTemporary { try? FileManager.default.removeItem(atPath: folder) } }

    private static func session(_ folder: String) throws -> Session {
        Session(folder: folder, today: try #require(Day(text: "2025-06-30")))
    }

    @discardableResult
    func run(_ text: String) throws -> [Session.Outcome] {
        let script = parseScript(text)
        if let first = script.diagnostics.first { throw first }
        return try script.statements.map { try session.execute($0) }
    }

    var datasets: [String] { session.workspace.namedDatasets.map(\.name).sorted() }

    func recognised(_ dataset: String) -> String? {
        session.workspace.datasets[dataset]?.recognition.map { $0.source + "." + $0.dataset }
    }

    func columns(_ dataset: String) -> Set<String> {
        Set(session.workspace.datasets[dataset]?.columns.map(\.name) ?? [])
    }

    func joins(_ dataset: String) -> [String] {
        (session.workspace.datasets[dataset]?.joins ?? []).map { "\($0.column) = \($0.dataset).\($0.otherColumn)" }
            .sorted()
    }

    /// The lines of an answer, cells parted by ` | `, no value as `—`.
    func lines(_ question: String) throws -> [String] {
        guard case .answer(let answer, _)? = try run(question).last else { return [] }
        return (0..<answer.lineCount).map { line in
            answer.columns.map { Self.shown($0.cells[line]) }.joined(separator: " | ")
        }
    }

    /// The text of `describe` and the like.
    func text(_ statement: String) throws -> String {
        guard case .lines(let lines)? = try run(statement).last else { return "" }
        return lines.joined(separator: "\n")
    }

    private static func shown(_ value: Value) -> String {
        switch value {
        case .missing: "—"
        case .float(let float):
            // To six digits behind the point, as far as they say something.
            String(format: "%.6f", float).replacing(#/\.?0+$/#, with: "")
        case .number(let exact):
            exact.scale > 0 ? value.plainText.replacing(#/\.?0+$/#, with: "") : value.plainText
        default: value.plainText
        }
    }
}
