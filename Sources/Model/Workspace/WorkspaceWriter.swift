import Language
import Tables
import Values

extension Workspace {
    /// The workspace as statements of the language that define it anew, datasets before those that join them.
    package func definitions() -> [Statement] {
        var kinds: [Statement.Kind] = []
        if todayIsFixed {
            kinds.append(
                .set(
                    name: Label("today", span: .none),
                    value: Expression(.period(PeriodExpression(.day(today), span: .none)), span: .none)))
        }
        if calendar != Calendar() {
            kinds.append(
                .calendar(
                    .init(fiscalYearStart: calendar.fiscalYearStart, weekStart: calendar.weekStart)))
        }
        for parameter in parameters.values {
            let name = Label(parameter.name, span: .none)
            kinds.append(
                parameter.isOpen
                    ? .parameter(name: name, value: parameter.value, description: parameter.description)
                    : .constant(name: name, value: parameter.value))
        }
        kinds += sources.values.map { .source($0) }
        kinds += connections.values.map { .connect($0.definition.withoutSecrets) }
        kinds += orderedDatasets().map(statement)
        kinds += dimensions.values.map(\.statement.kind)
        kinds += metrics.values.map(\.statement.kind)
        kinds += targets.values.map(\.statement.kind)
        return kinds.map { Statement($0, span: .none) }
    }

    private func orderedDatasets() -> [Dataset] {
        var result: [Dataset] = []
        var placed: Set<String> = []
        func place(_ dataset: Dataset, _ passed: Set<String>) {
            guard !placed.contains(dataset.name), !passed.contains(dataset.name) else { return }
            if let original = original(of: dataset) { place(original, passed.union([dataset.name])) }
            for join in dataset.joins {
                if let other = datasets[join.dataset] { place(other, passed.union([dataset.name])) }
            }
            if placed.insert(dataset.name).inserted { result.append(dataset) }
        }
        for dataset in namedDatasets { place(dataset, []) }
        return result
    }

    /// The statement that makes a dataset: what was brought here by `load` is brought again.
    private func statement(of dataset: Dataset) -> Statement.Kind {
        guard let original = original(of: dataset), let connection = dataset.connection else {
            return .dataset(definition(of: dataset))
        }
        let label = { (text: String) in Label(text, span: .none) }
        return .load(Load(path: label(original.name), connection: label(connection), name: label(dataset.name)))
    }

    /// The dataset of a connection of which another is a copy of rows, with the same definition otherwise.
    private func original(of dataset: Dataset) -> Dataset? {
        guard dataset.connection != nil, !dataset.table.livesElsewhere else { return nil }
        let clauses = definition(of: dataset).clauses
        return datasets.values.first { other in
            other.connection == dataset.connection && other.path == dataset.path && other.table.livesElsewhere
                && definition(of: other).clauses == clauses
        }
    }

    func definition(of dataset: Dataset) -> DatasetDefinition {
        var clauses: [DatasetDefinition.Clause.Kind] = []
        func name(_ text: String) -> Name { Name([.init(text)], span: .none) }
        for column in dataset.columns {
            guard case .file(let position) = column.origin, dataset.kept[column.name] == nil else { continue }
            let original = dataset.table.titles[position].name
            if original != column.name {
                clauses.append(.rename([name(original)], as: Label(column.name, span: .none)))
            }
        }
        clauses += dataset.shaping
        if !dataset.key.isEmpty { clauses.append(.key(dataset.key.map(name))) }
        if let time = dataset.time { clauses.append(.time(name(time))) }
        if let active = dataset.active { clauses.append(.active(from: name(active.from), to: name(active.to))) }
        for join in dataset.joins {
            let isKey = datasets[join.dataset]?.key == [join.otherColumn]
            clauses.append(
                .join(
                    .init(
                        dataset: Label(join.dataset, span: .none),
                        alias: join.name == join.dataset ? nil : Label(join.name, span: .none),
                        column: name(join.column),
                        otherColumn: isKey
                            ? nil : Name([.init(join.dataset), .init(join.otherColumn)], span: .none))))
        }
        for column in dataset.columns {
            if let expression = dataset.derivation(of: column) {
                clauses.append(.derive(Label(column.name, span: .none), expression))
            }
        }
        if let stages = dataset.stages {
            clauses.append(
                .stages(name(stages.column), stages.steps.map { $0.map { Label($0, span: .none) } }))
        }
        for money in dataset.money {
            let currency =
                switch money.currency {
                case .code(let code): code
                case .column(let column): column
                }
            clauses.append(.money(money.columns.map(name), currency: name(currency)))
        }
        return DatasetDefinition(
            name: Label(dataset.name, span: .none), path: Label(dataset.path, span: .none),
            connection: dataset.connection.map { Label($0, span: .none) }, options: dataset.options,
            clauses: clauses.map { .init($0, span: .none) })
    }
}
