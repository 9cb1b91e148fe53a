import Foundation
import Language
import Model
import Shell
import Tables
import Values

@testable import Warehouse

/// The files of an example as tables of an engine, and its workspace over them instead of over the files.
package enum EngineCopy {
    private static let lock = NSLock()
    nonisolated(unsafe) private static var made: [String: Result<Workspace, any Error>] = [:]

    /// The workspace of `Examples/NAME` over an engine, made once.
    package static func workspace(_ folder: URL, on engine: TestEngine) throws -> Workspace {
        lock.lock()
        defer { lock.unlock() }
        let key = folder.path + " " + engine.rawValue
        if let known = made[key] { return try known.get() }
        let found = Result { try make(folder, engine) }
        made[key] = found
        return try found.get()
    }

    private static func make(_ folder: URL, _ engine: TestEngine) throws -> Workspace {
        let name = folder.lastPathComponent
        if engine.keepsFiles { try? FileManager.default.removeItem(atPath: engine.uri(name)) }
        let writer = try EngineWriter(engine, name)
        let text = try String(contentsOf: folder.appendingPathComponent("workspace.qst"), encoding: .utf8)
        let session = Session(folder: folder.path, today: Day(0))
        _ = try session.execute(Statement(.connect(engine.connection(name)), span: .none))
        for statement in parseScript(text).statements {
            var statement = statement
            if case .dataset(var dataset) = statement.kind, dataset.source == nil {
                let options = try ReadOptions(dataset.options)
                let table = try readTable(
                    path: folder.appendingPathComponent(dataset.path.text).path, displayName: dataset.path.text,
                    options: options)
                let copy = name + "_" + dataset.name.text
                try writer.copy(table, as: copy)
                dataset.path = Label(copy, span: .none)
                dataset.connection = Label("wh", span: .none)
                dataset.options = []
                statement.kind = .dataset(dataset)
            }
            _ = try session.execute(statement)
        }
        // What was recognised by its titles has been shaped while it was read: it goes there as it is.
        var workspace = session.workspace
        let wh = try workspace.connection(Label("wh", span: .none)).database
        for (key, dataset) in workspace.datasets where !dataset.isTarget && !dataset.table.livesElsewhere {
            let copy = name + "_" + key
            try writer.copy(dataset.table, as: copy)
            workspace.datasets[key]?.table = try wh.table(copy, memory: nil)
        }
        workspace.indexes = JoinIndexes()
        return workspace
    }
}
