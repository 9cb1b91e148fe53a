import Language
import Model

/// A definition that was given in the session itself, not by the workspace that was opened.
struct TypedDefinition {
    var statement: Statement
    /// Where its relative paths start from.
    var folder: String
    /// The datasets that it has made.
    var datasets: Set<String>

    /// What it defines: a later definition of the same replaces it.
    var key: String {
        switch statement.kind {
        case .connect(let connection): "connection " + connection.name.text
        case .load(let load): "dataset " + (load.name?.text ?? Workspace.loadedName(load))
        case .dataset(let dataset): "dataset " + dataset.name.text
        case .source(let source): "source " + source.name.text
        case .dimension(let dimension): "name " + dimension.name.text
        case .metric(let metric): "name " + metric.name.text
        case .target(let target): "target " + target.metric.text
        case .constant(let name, _), .parameter(let name, _, _): "parameter " + name.text
        case .set(let name, _): "set " + name.text
        case .use(let path): "use " + path.text
        default: "calendar"
        }
    }

    /// Whether it names files: what it means depends on the folder.
    var path: Label? {
        if case .use(let path) = statement.kind { return path }
        return statement.filePath.map { Label($0, span: .none) }
    }

    /// The statement with another path.
    func named(_ path: String) -> Statement {
        var statement = statement
        statement.comments = []
        let label = Label(path, span: .none)
        switch statement.kind {
        case .load(var load):
            load.path = label
            statement.kind = .load(load)
        case .dataset(var dataset):
            dataset.path = label
            statement.kind = .dataset(dataset)
        case .target(var target):
            target.path = label
            statement.kind = .target(target)
        case .use: statement.kind = .use(path: label)
        default: break
        }
        return statement
    }
}

extension Statement {
    /// The file of data that it reads, or a pattern of several.
    var filePath: String? {
        switch kind {
        case .load(let load): load.connection == nil ? load.path.text : nil
        case .dataset(let dataset): dataset.connection == nil ? dataset.path.text : nil
        case .target(let target): target.connection == nil ? target.path.text : nil
        default: nil
        }
    }
}
