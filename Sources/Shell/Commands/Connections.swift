import Engine
import Language
import Model
import Reports
import Values
import Warehouse

/// `connect`, `disconnect`, `list connections`, `describe CONNECTION`.
extension Session {
    /// Connects at once what was typed, so that what is wrong is told before anything is built on it.
    func greet(_ definition: ConnectionDefinition, _ statement: Statement) throws(Diagnostic) {
        var trial = workspace
        _ = try trial.define(statement)
        guard let connection = trial.connections[definition.name.text] else { return }
        notice("\(definition.name.text): \(try connection.database.greeting())")
        workspace = trial
    }

    func disconnect(_ name: Label) throws(Diagnostic) {
        try workspace.connection(name).database.close()
        notice("\(name.text) is closed, and opened again when it is asked something")
    }

    func listConnections() -> Answer {
        table(
            "Connections", ["connection", "driver", "place", "datasets"],
            workspace.connections.values.map { connection in
                let name = connection.definition.name.text
                let place = (connection.database as? ADBCConnection)?.place ?? ""
                let datasets = workspace.namedDatasets.filter { $0.connection == name }.map(\.name)
                return [name, connection.definition.driver.text, place, datasets.joined(separator: ", ")]
            })
    }

    /// What it is connected to, and its tables by schema.
    func describe(_ connection: Workspace.Connection) throws(Diagnostic) -> [String] {
        let name = connection.definition.name.text
        var lines = ["connection \(name): \(try connection.database.greeting())"]
        guard let database = connection.database as? ADBCConnection else { return lines }
        lines.append("  driver \(visible(database.driver)) (\(visible(database.library)))")
        if let place = database.place { lines.append("  at \(visible(place))") }
        let schemas = try database.schemas()
        for schema in schemas {
            let title = schema.name.isEmpty ? "  tables:" : "  \(visible(schema.name)):"
            let shown = schema.tables.prefix(200).map(visible)
            let rest = schema.tables.count - shown.count
            lines.append(title + " " + shown.joined(separator: ", ") + (rest > 0 ? " and \(grouped(rest)) more" : ""))
        }
        let datasets = workspace.namedDatasets.filter { $0.connection == name }
        if !datasets.isEmpty { lines.append("  datasets: " + datasets.map(\.name).joined(separator: ", ")) }
        return lines
    }
}
