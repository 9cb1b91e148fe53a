import Language
import Model
import Values
import Warehouse

/// Drivers, connections and their tables.
extension CompletionProvider {
    func connections() -> [Choice] {
        workspace.connections.values.map {
            Choice(
                Self.spelled($0.definition.name.text), label: $0.definition.name.text, kind: "connection",
                detail: $0.definition.driver.text)
        }
    }

    /// What `load` can bring here.
    func connectedDatasets() -> [Choice] {
        workspace.namedDatasets.filter { $0.table.livesElsewhere }.map {
            Choice(Self.spelled($0.name), label: $0.name, kind: "dataset")
        }
    }

    /// Those that are installed for everybody or this user.
    func drivers(_ place: CompletionPlace) -> [Choice] {
        ADBCConnector.installedDrivers().map { Choice(place.inQuotes($0), label: $0, kind: "driver") }
    }

    /// The tables that are known of a connection, which is not asked while somebody types.
    func tables(of connection: String, _ place: CompletionPlace) -> [Choice] {
        guard let database = workspace.connections[connection]?.database as? ADBCConnection else { return [] }
        return (database.knownSchemas ?? []).flatMap { schema in
            schema.tables.map { table in
                let name = schema.name.isEmpty ? table : schema.name + "." + table
                return Choice(place.inQuotes(name), label: name, kind: "table")
            }
        }
    }
}
