import Language
import Model
import Reports
import Values

extension Session {
    /// What a document tells of a dataset.
    func reportSource(_ dataset: Dataset) -> Report.Source {
        var source = Report.Source(
            dataset: dataset.name, files: dataset.table.files, rows: dataset.table.rowCount)
        source.days = evaluator.days(of: dataset)
        let folder = folder(of: dataset)
        source.changed =
            Clock.latest(dataset.table.files.compactMap { Clock.changed(path: Workspace.absolute($0, in: folder)) })?
            .text
        return source
    }

    /// The folder that a dataset's files were named from.
    private func folder(of dataset: Dataset) -> String {
        definitions.last { definition in
            switch definition.statement.kind {
            case .dataset(let definition): definition.name.text == dataset.name
            case .load(let load): load.name.map { $0.text == dataset.name } ?? (load.path.text == dataset.path)
            default: false
            }
        }?.folder ?? workspace.folder
    }

    /// The open parameters with the values that they have now.
    func reportParameters() -> [Report.Origin.Parameter] {
        workspace.parameters.values.filter(\.isOpen).map { parameter in
            let value = workspace.arguments[parameter.name] ?? parameter.value
            return Report.Origin.Parameter(
                name: parameter.name, description: parameter.description, value: readable(value))
        }
    }

    /// Periods as they are on the calendar, texts without their quotes.
    private func readable(_ value: Expression) -> String {
        switch value.kind {
        case .text(let text): return text
        case .name(let name) where name.parts.count == 1: return name.text
        default:
            if let period = PeriodResolver.period(value), let found = try? PeriodResolver(workspace).resolve(period) {
                return found.period.label
            }
            return printed(value)
        }
    }
}
