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
    ///
    /// - Parameter file: of an engine that keeps its data in files; nil for that which all others use.
    package static func workspace(
        _ folder: URL, on engine: TestEngine, file: String? = nil
    ) throws -> Workspace {
        let file = engine.keepsFiles ? file ?? folder.lastPathComponent : folder.lastPathComponent
        lock.lock()
        defer { lock.unlock() }
        let key = folder.path + " " + engine.rawValue + " " + file
        if let known = made[key] { return try known.get() }
        let found = Result { try make(folder, engine, file) }
        made[key] = found
        return try found.get()
    }

    private static func make(_ folder: URL, _ engine: TestEngine, _ file: String) throws -> Workspace {
        let name = folder.lastPathComponent
        engine.removeFiles(file)
        let writer = try EngineWriter(engine, file)
        let text = try String(contentsOf: folder.appendingPathComponent("workspace.qst"), encoding: .utf8)
        let session = Session(folder: folder.path, today: Day(0))
        var isConnected = false
        func connect() throws {
            if !isConnected { _ = try session.execute(Statement(.connect(engine.connection(file)), span: .none)) }
            isConnected = true
        }
        let statements = try parseScript(text).statements.map { statement in
            guard case .dataset(var dataset) = statement.kind, dataset.source == nil else { return statement }
            let options = try ReadOptions(dataset.options)
            let table = try readTable(
                path: folder.appendingPathComponent(dataset.path.text).path, displayName: dataset.path.text,
                options: options)
            let copy = name + "_" + dataset.name.text
            try writer.copy(table, as: copy)
            dataset.path = Label(copy, span: .none)
            dataset.connection = Label("wh", span: .none)
            dataset.options = []
            var statement = statement
            statement.kind = .dataset(dataset)
            return statement
        }
        for statement in statements {
            if case .dataset(let dataset) = statement.kind, dataset.connection != nil { try connect() }
            _ = try session.execute(statement)
        }
        // What was recognised by its titles has been shaped while it was read: it goes there as it is.
        let recognised = session.workspace.datasets.filter { !$0.value.isTarget && !$0.value.table.livesElsewhere }
        for (key, dataset) in recognised { try writer.copy(dataset.table, as: name + "_" + key) }
        try connect()
        var workspace = session.workspace
        let wh = try workspace.connection(Label("wh", span: .none)).database
        showsWhatIsWritten(workspace)
        for key in recognised.keys { workspace.datasets[key]?.table = try wh.table(name + "_" + key, memory: nil) }
        workspace.indexes = JoinIndexes()
        return workspace
    }

    /// Has the connection see tables that were written since it was opened: DuckDB shows what was in its file then.
    package static func showsWhatIsWritten(_ workspace: Workspace) {
        for connection in workspace.connections.values { connection.database.close() }
    }
}
