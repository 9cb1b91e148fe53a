import Language
import Model
import Tables
import Values

/// Makes the connections of a workspace.
package struct ADBCConnector: Connector {
    package init() {}

    package func connection(_ definition: ConnectionDefinition) throws(Diagnostic) -> any DatabaseConnection {
        try ADBCConnection(definition)
    }

    /// The names of the drivers that have a manifest where they are looked for.
    package static func installedDrivers() -> [String] {
        var names: Set<String> = []
        for folder in DriverManifest.folders(environment("ADBC_DRIVER_PATH"), "drivers") {
            for entry in folderEntries(folder) ?? [] where entry.name.hasSuffix(".toml") {
                names.insert(String(entry.name.dropLast(5)))
            }
        }
        return names.sorted()
    }
}

extension ADBCConnection: DatabaseConnection {
    package func table(_ relation: String, memory: SnapshotCache?) throws(Diagnostic) -> Table {
        Table(try RemoteTable(self, relation: relation, memory: memory))
    }

    package func loadedTable(_ relation: String) throws(Diagnostic) -> Table {
        try RemoteTable(self, relation: relation, memory: nil).loaded()
    }

    package func laterTable(
        _ relation: String, memory: SnapshotCache?
    ) throws(Diagnostic) -> (table: Table, isRemembered: Bool) {
        let remote = try RemoteTable(self, relation: relation, memory: memory)
        return (Table(LaterTable(remote)), remote.isRemembered)
    }

    package func greeting() throws(Diagnostic) -> String {
        let found = try rows(of: dialect.versionQuery)
        guard case .text(let version) = found.columns.first?.value(at: 0), version != "1" else {
            return "connected by the driver \(visible(driver))"
        }
        // `PostgreSQL 15.14 (Debian …) on …` says more than is of interest.
        let words = version.split(separator: " ").prefix(dialect == .postgresql ? 2 : 1).joined(separator: " ")
        return visible(dialect == .postgresql ? words : dialect.name + " " + words)
    }
}

/// Tables of a database under the name of their schema, which is empty where there are none.
package struct DatabaseSchema: Sendable {
    package var name: String
    package var tables: [String]
}

extension ADBCConnection {
    /// The tables that the user may see, by schema; of very many the first.
    package func schemas() throws(Diagnostic) -> [DatabaseSchema] {
        let found: ResultSet
        do throws(Diagnostic) {
            found = try rows(of: dialect.tablesQuery)
        } catch {
            // A database that keeps no such list in a table may have the driver tell.
            guard error.code == "query-failed" || error.code == "table-missing", let told = try? objects() else {
                throw error
            }
            remember(told)
            return told
        }
        guard found.columns.count >= 2 else { return [] }
        var schemas: [DatabaseSchema] = []
        for row in 0..<found.rowCount {
            guard case .text(let table) = found.columns[1].value(at: row) else { continue }
            let name = found.columns[0].value(at: row).plainText
            if schemas.last?.name != name { schemas.append(DatabaseSchema(name: name, tables: [])) }
            schemas[schemas.count - 1].tables.append(table)
        }
        remember(schemas)
        return schemas
    }

    /// The tables that are known already; where none are, they are looked up beside the prompt.
    package var knownSchemas: [DatabaseSchema]? {
        if let known = rememberedSchemas { return known }
        if beginsLookUp() {
            let started = startInBackground(niceness: 10) { [self] in
                if (try? schemas()) == nil { remember([]) }
            }
            if !started { remember([]) }
        }
        return nil
    }
}

extension Dialect {
    fileprivate var versionQuery: String {
        switch self {
        case .postgresql, .spark, .duckdb: "SELECT version()"
        case .sqlite: "SELECT sqlite_version()"
        default: "SELECT 1"
        }
    }

    /// Schema and name of each table.
    fileprivate var tablesQuery: String {
        switch self {
        case .spark: return "SHOW TABLES"
        case .sqlite:
            return "SELECT '', name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
                + " ORDER BY 2 LIMIT 10000"
        default:
            return "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN"
                + " ('information_schema', 'INFORMATION_SCHEMA', 'pg_catalog') ORDER BY 1, 2 LIMIT 10000"
        }
    }
}
