import Foundation
import Language
import Values

@testable import Engine
@testable import Model
@testable import Tables

/// The files of a world in a folder, opened as a workspace.
final class Asked {
    /// How the tables come into memory. The answers are the same.
    enum Reading: CaseIterable {
        /// Read whole.
        case whole
        /// In chunks of some hundred bytes, as large files are.
        case chunks
        /// From the snapshots of an earlier reading.
        case snapshot
        /// Read whole, the rows in another order.
        case shuffled
    }

    let folder: URL
    let workspace: Workspace
    private let keepsFolder: Bool

    /// - Parameter folder: where the files go and stay; nil for a folder that is removed again.
    init(_ world: World, definitions: String, in kept: URL? = nil, reading: Reading = .whole) throws {
        folder =
            kept ?? FileManager.default.temporaryDirectory.appendingPathComponent("differential-" + UUID().uuidString)
        keepsFolder = kept != nil
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = reading == .shuffled ? world.shuffledFiles : world.files
        for (name, text) in files + [("workspace.qst", definitions)] {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let path = folder.path
        func opened(_ prepare: (inout Workspace) -> Void) throws -> Workspace {
            guard let today = Day(text: world.today) else { throw Diagnostic("test", "no day: \(world.today)") }
            var workspace = Workspace(folder: path, today: today)
            prepare(&workspace)
            let script = parseScript(definitions)
            if let first = script.diagnostics.first { throw first }
            for statement in script.statements where Workspace.isDefinition(statement) {
                try workspace.define(statement)
            }
            return workspace
        }
        switch reading {
        case .whole, .shuffled: workspace = try opened { _ in }
        case .chunks:
            workspace = try opened { workspace in
                for (name, _) in files {
                    let file = path + "/" + name
                    let options = ReadOptions()
                    guard let table = StreamedTable(path: file, displayName: name, options: options, chunkSize: 300)
                    else { continue }
                    workspace.readAhead[ReadAhead(paths: [file], options: options)] = Tables.Table(table)
                }
            }
        case .snapshot:
            // Until a change of the files could no longer bear the same time.
            usleep(25_000)
            func cache() -> SnapshotCache { SnapshotCache(path: path + "/cache", program: "test", minimumSize: 0) }
            let first = cache()
            _ = try opened { $0.snapshots = first }
            first.write()
            workspace = try opened { $0.snapshots = cache() }
        }
    }

    deinit { if !keepsFolder { try? FileManager.default.removeItem(at: folder) } }

    /// - Parameter usesTally: false for whole columns alone.
    func answer(_ question: String, usesTally: Bool = true) throws -> Answer {
        let script = parseScript(question)
        if let first = script.diagnostics.first { throw first }
        var evaluator = Evaluator(workspace)
        evaluator.usesTally = usesTally
        switch script.statements.first?.kind {
        case .show(let parsed)? where script.statements.count == 1: return try evaluator.answer(parsed)
        case .cohort(let parsed)? where script.statements.count == 1: return try evaluator.answer(parsed)
        default: throw Diagnostic("test", "not one question: \(question)")
        }
    }
}
