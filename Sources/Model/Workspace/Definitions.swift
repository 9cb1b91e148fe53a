import Language
import Tables
import Values

/// Carries out the statements that define a workspace.
extension Workspace {
    /// Whether a statement is a definition, to be given to `define`.
    package static func isDefinition(_ statement: Statement) -> Bool {
        switch statement.kind {
        case .connect, .load, .dataset, .source, .dimension, .metric, .target, .calendar, .constant, .parameter: true
        default: false
        }
    }

    /// Carries out one definition; gives what should be told about it. Nothing changes when it throws.
    @discardableResult
    package mutating func define(_ statement: Statement) throws(Diagnostic) -> [DefinitionNote] {
        // Of a name its former meaning is enough to go back to; a copy would make a script of many definitions take
        // the square of their number.
        if let replaced = replaced(by: statement) {
            do {
                guard needsRoom(for: statement.definedExpressions) else { return try carryOut(statement) }
                return try withDeepStack { () throws(Diagnostic) in try carryOut(statement) }
            } catch {
                restore(replaced)
                throw error
            }
        }
        var next = self
        let notes = try withRoom(for: statement.definedExpressions) { () throws(Diagnostic) in
            let notes = try next.carryOut(statement)
            next.shareTargets(after: statement)
            return notes
        }
        self = next
        return notes
    }

    private mutating func carryOut(_ statement: Statement) throws(Diagnostic) -> [DefinitionNote] {
        switch statement.kind {
        case .connect(let definition): return try define(definition)
        case .load(let definition):
            if let connection = definition.connection { return try bring(definition, from: connection) }
            return try load(definition)
        case .dataset(let definition): return try define(definition)
        case .source(let definition):
            sources[definition.name.text] = definition
            return []
        case .dimension(let definition): return try define(definition, statement)
        case .metric(let definition): return try define(definition, statement)
        case .target(let definition): return try define(definition, statement)
        case .calendar(let definition):
            calendar.fiscalYearStart = definition.fiscalYearStart ?? calendar.fiscalYearStart
            calendar.weekStart = definition.weekStart ?? calendar.weekStart
            return []
        case .constant(let name, let value):
            return try define(
                Parameter(name: name.text, value: value, description: nil, isOpen: false), name.span)
        case .parameter(let name, let value, let description):
            return try define(
                Parameter(name: name.text, value: value, description: description, isOpen: true), name.span)
        default: return []
        }
    }

    private mutating func define(_ parameter: Parameter, _ span: Span) throws(Diagnostic) -> [DefinitionNote] {
        // Its value may stand for others, none of which is bound before it is used; a single value stands for itself.
        noteDepth(parameter.value.depth(upTo: .max), replaces: !parameter.value.isValue)
        parameters[parameter.name] = parameter
        // A value that leads back to itself is told now, not when it is used.
        if case .parameter(let other) = parameter.value.kind, other == parameter.name {
            throw Diagnostic("parameter-circle", "`$\(parameter.name)` leads back to itself", at: span)
        }
        return []
    }

    private mutating func define(
        _ definition: DimensionDefinition, _ statement: Statement
    ) throws(Diagnostic) -> [DefinitionNote] {
        let name = definition.name.text
        if metrics[name] != nil { throw taken(definition.name, by: "a metric") }
        let dimension = Dimension(name: name, sources: definition.sources, statement: statement)
        let replaces = dimensions[name] != nil
        dimensions[name] = dimension
        // Each source has to mean something from at least one dataset.
        for source in definition.sources {
            var failure: Diagnostic?
            var isBound = false
            for dataset in namedDatasets.map(\.name) where !isBound {
                let notes = BindingNotes()
                var binder = RowBinder(self, dataset: dataset, dimensionsFirst: false, notes: notes)
                binder.within = ["dimension \(name)"]
                binder.dimension = name
                do {
                    _ = try binder.bind(source)
                    isBound = true
                    noteDepth(notes.deepest, replaces: replaces)
                } catch {
                    if failure == nil || failure?.code == "unknown-name" { failure = error }
                }
            }
            if !isBound, let failure { throw failure }
            if datasets.isEmpty {
                throw Diagnostic(
                    "no-data", "`\(name)` has no dataset to come from yet", at: source.span,
                    remedies: ["define it after the datasets"])
            }
        }
        return []
    }

    private mutating func define(_ definition: MetricDefinition, _ statement: Statement) throws(Diagnostic)
        -> [DefinitionNote]
    {
        let name = definition.name.text
        if dimensions[name] != nil { throw taken(definition.name, by: "a dimension") }
        let replaces = metrics[name] != nil
        metrics[name] = Metric(definition, statement)
        let notes = BindingNotes()
        var binder = MetricBinder(self, notes: notes)
        // The definition itself is bound, so that its errors point into it.
        let bound = try binder.bind(definition.expression)
        guard bound.kind != .boolean else {
            throw Diagnostic(
                "not-a-number", "`\(name)` is a condition, not a metric", at: definition.expression.span,
                remedies: ["count the rows where it holds: `count(dataset where …)`"])
        }
        noteDepth(notes.deepest, replaces: replaces)
        return notes.all.map { DefinitionNote($0) }
    }

    func taken(_ label: Label, by what: String) -> Diagnostic {
        Diagnostic(
            "name-taken", "`\(label.text)` is \(what) already", at: label.span,
            remedies: ["choose another name: one name means one thing"])
    }
}
