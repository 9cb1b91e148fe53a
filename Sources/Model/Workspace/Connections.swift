import Language
import Tables
import Values

/// A database that datasets are in: what the model has to know of one.
package protocol DatabaseConnection: AnyObject, Sendable {
    /// A table of it, or a `SELECT`: its columns are known then, its rows are read when they are asked for.
    ///
    /// - Parameter memory: where columns are kept that are known from another time, so that nobody has to be connected to
    ///   know them; nil asks the database.
    ///
    /// Fails with what the database says.
    func table(_ relation: String, memory: SnapshotCache?) throws(Diagnostic) -> Table
    /// The same with all of its rows, read now; it has no more to do with the database.
    func loadedTable(_ relation: String) throws(Diagnostic) -> Table
    /// The same with all of its rows, read when any of them is first asked for, and whether its columns are those of
    /// another time, so that nobody was asked yet.
    func laterTable(
        _ relation: String, memory: SnapshotCache?
    ) throws(Diagnostic) -> (table: Table, isRemembered: Bool)
    /// Connects, and says what to: `PostgreSQL 15.14`.
    func greeting() throws(Diagnostic) -> String
    /// From here to `endReading`, whatever is asked sees one state of the database, where it has transactions for that.
    func beginReading()
    /// Gives what rows were brought here meanwhile: `crm.accounts: 20,000 rows, 3 columns`.
    func endReading() -> [String]
    /// Closes the connection; it is opened again when it is asked something.
    func close()
}

/// Makes connections; whoever has drivers lies above this module and gives this to the workspace.
package protocol Connector: Sendable {
    /// Finds the driver; nobody is connected yet.
    func connection(_ definition: ConnectionDefinition) throws(Diagnostic) -> any DatabaseConnection
}

extension Workspace {
    /// Answers a question for which every database shows one state of its rows.
    ///
    /// - Parameter told: takes what was brought here for it, connection by connection.
    package func readingOneState<Result>(
        told: ([String]) -> Void, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        // Those of now: the question may be one that changes them.
        let databases = connections.map { ($0.key, $0.value.database) }
        for (_, database) in databases { database.beginReading() }
        defer {
            for (name, database) in databases {
                let brought = database.endReading()
                if !brought.isEmpty { told(brought.map { "brought from \(name): " + $0 }) }
            }
        }
        return try body()
    }

    package struct Connection: Sendable {
        package var definition: ConnectionDefinition
        package var database: any DatabaseConnection
    }

    mutating func define(_ definition: ConnectionDefinition) throws(Diagnostic) -> [DefinitionNote] {
        let name = definition.name.text
        // The same once more, as when a workspace is read again, stays connected.
        if let known = connections[name]?.definition, known == definition || known.withoutSecrets == definition {
            return []
        }
        var names: Set<String> = []
        for option in definition.options where !names.insert(option.name.text).inserted {
            throw Diagnostic(
                "repeated", "the option `\(visible(option.name.text))` stands twice", at: option.name.span,
                remedies: ["write it once"])
        }
        guard let connector else {
            throw Diagnostic("no-connections", "nothing can be connected here", at: definition.name.span)
        }
        connections[name] = Connection(definition: definition, database: try connector.connection(definition))
        return []
    }

    package func connection(_ label: Label) throws(Diagnostic) -> Connection {
        if let connection = connections[label.text] { return connection }
        let near = nearest(label.text, among: connections.keys)
        throw Diagnostic(
            "unknown-connection", "unknown connection `\(visible(label.text))`", at: label.span,
            reason: connections.isEmpty
                ? [] : ["connections are " + connections.keys.map { "`\($0)`" }.joined(separator: ", ")],
            remedies: near.isEmpty
                ? [
                    "define it first: `connect \(label.text) = adbc \"postgresql\" { uri \"postgresql://USER@HOST/DATABASE\" }`"
                ]
                : ["did you mean `\(near[0])`?"], replacement: near.first)
    }

    /// The table of a definition that has a connection.
    func remoteTable(_ relation: Label, of label: Label) throws(Diagnostic) -> Table {
        if let table = broughtHere[BroughtTable(connection: label.text, relation: relation.text)] { return table }
        let connection = try connection(label)
        return try located(relation.span) { () throws(Diagnostic) in
            try connection.database.table(relation.text, memory: asksAnew ? nil : snapshots)
        }
    }

    /// Carries out `load … from CONNECTION`: reads all rows of a table, or of one of the connection's datasets.
    mutating func bring(_ load: Load, from label: Label) throws(Diagnostic) -> [DefinitionNote] {
        let connection = try connection(label)
        let known = datasets[load.path.text].flatMap { $0.connection == label.text ? $0 : nil }
        let relation = known?.path ?? load.path.text
        let name: String
        if let given = load.name {
            name = given.text
        } else if known != nil {
            name = load.path.text
        } else if Self.isQuery(relation) {
            throw Diagnostic(
                "load-name", "a `SELECT` has no name", at: load.path.span,
                remedies: ["give it one: `load \"SELECT …\" from \(label.text) as NAME`"])
        } else {
            name = Self.loadedName(load)
        }
        let table = try located(load.path.span) { () throws(Diagnostic) in
            try connection.database.loadedTable(relation)
        }
        if let known {
            // With everything that is known of it.
            var copy = definition(of: known)
            copy.name = Label(name, span: load.path.span)
            return try define(copy, over: table)
        }
        var dataset = Dataset(name: name, table: table, path: relation)
        dataset.connection = label.text
        Detection.describe(&dataset)
        Detection.findKey(&dataset)
        Detection.findMoney(&dataset)
        datasets[name] = dataset
        Detection.join(&self, new: [name])
        return [Self.summary(dataset)]
    }

    /// Defines a dataset of a connection over all of its rows, which are read when any of them is first asked for.
    ///
    /// Gives whether nobody was asked yet, because its columns are known from another time.
    mutating func defineLater(_ definition: DatasetDefinition, from label: Label) throws(Diagnostic) -> Bool {
        let connection = try connection(label)
        let memory = asksAnew ? nil : snapshots
        let (table, isRemembered) = try located(definition.path.span) { () throws(Diagnostic) in
            try connection.database.laterTable(definition.path.text, memory: memory)
        }
        _ = try define(definition, over: table)
        return isRemembered
    }

    private mutating func define(_ definition: DatasetDefinition, over table: Table) throws(Diagnostic)
        -> [DefinitionNote]
    {
        let key = BroughtTable(connection: definition.connection?.text ?? "", relation: definition.path.text)
        broughtHere[key] = table
        defer { broughtHere[key] = nil }
        return try define(definition)
    }

    /// What a dataset is called that is loaded without a name.
    package static func loadedName(_ load: Load) -> String {
        let path = load.path.text
        guard load.connection != nil else { return datasetName(path) }
        return machineName(path.split(separator: ".").last.map(String.init) ?? path)
    }

    /// Whether what stands for a table is a query.
    package static func isQuery(_ relation: String) -> Bool {
        let first = relation.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }.lowercased()
        return first == "select" || first == "with"
    }
}

/// Rows of a database that are here.
struct BroughtTable: Hashable {
    var connection: String
    var relation: String
}
