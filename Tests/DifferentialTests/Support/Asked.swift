import Engine
import Foundation
import Language
import Model
import Values

/// The files of a world in a folder, opened as a workspace.
final class Asked {
    let folder: URL
    let workspace: Workspace
    private let keepsFolder: Bool

    /// - Parameter folder: where the files go and stay; nil for a folder that is removed again.
    init(_ world: World, definitions: String, in kept: URL? = nil) throws {
        folder =
            kept ?? FileManager.default.temporaryDirectory.appendingPathComponent("differential-" + UUID().uuidString)
        keepsFolder = kept != nil
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in world.files + [("workspace.qst", definitions)] {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        guard let today = Day(text: world.today) else { throw Diagnostic("test", "no day: \(world.today)") }
        var workspace = Workspace(folder: folder.path, today: today)
        let script = parseScript(definitions)
        if let first = script.diagnostics.first { throw first }
        for statement in script.statements where Workspace.isDefinition(statement) { try workspace.define(statement) }
        self.workspace = workspace
    }

    deinit { if !keepsFolder { try? FileManager.default.removeItem(at: folder) } }

    func answer(_ question: String) throws -> Answer {
        let script = parseScript(question)
        if let first = script.diagnostics.first { throw first }
        switch script.statements.first?.kind {
        case .show(let parsed)? where script.statements.count == 1: return try Evaluator(workspace).answer(parsed)
        case .cohort(let parsed)? where script.statements.count == 1: return try Evaluator(workspace).answer(parsed)
        default: throw Diagnostic("test", "not one question: \(question)")
        }
    }
}
