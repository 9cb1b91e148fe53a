import Language
import OrderedCollections
import Tables
import Values

/// Everything that is loaded and what it means: the state that questions are asked of.
package struct Workspace: Sendable {
    package struct Dimension: Sendable {
        package var name: String
        package var sources: [Expression]
        package var statement: Statement
    }

    package struct Metric: Sendable {
        package var name: String
        package var title: String?
        package var expression: Expression
        package var unit: Unit?
        package var attributes: MetricAttributes
        package var statement: Statement
        /// One that Quaestor brings along, not one of this workspace.
        package var isFromCatalogue: Bool

        init(_ definition: MetricDefinition, _ statement: Statement, isFromCatalogue: Bool = false) {
            name = definition.name.text
            title = definition.title
            expression = definition.expression
            unit = definition.unit
            attributes = MetricAttributes(definition.attributes)
            self.statement = statement
            self.isFromCatalogue = isFromCatalogue
        }
    }

    /// `let` and `param`.
    package struct Parameter: Sendable {
        package var name: String
        package var value: Expression
        package var description: String?
        /// `param`: may be set from outside.
        package var isOpen: Bool

        package init(name: String, value: Expression, description: String?, isOpen: Bool) {
            self.name = name
            self.value = value
            self.description = description
            self.isOpen = isOpen
        }
    }

    /// The folder that relative paths start from.
    package var folder: String
    package var connections: OrderedDictionary<String, Connection> = [:]
    package var datasets: OrderedDictionary<String, Dataset> = [:]
    package var dimensions: OrderedDictionary<String, Dimension> = [:]
    package var metrics: OrderedDictionary<String, Metric> = [:]
    /// By metric.
    package var targets: OrderedDictionary<String, DefinedTarget> = [:]
    /// Definitions of sources besides those that are built in.
    package var sources: OrderedDictionary<String, SourceDefinition> = [:]
    package var parameters: OrderedDictionary<String, Parameter> = [:]
    package var calendar = Calendar()
    /// What `today` means: the clock's day unless `set today` fixed it.
    package var today: Day
    package var todayIsFixed = false
    /// Values given from outside for `param`s that are not declared yet.
    package var arguments: [String: Expression] = [:]
    package var indexes = JoinIndexes()
    /// Where tables that were read before are kept; nil reads every file anew.
    package var snapshots: SnapshotCache?
    /// Computes cells where a definition needs them; nil where nothing can, and then such a definition is refused.
    package var rowComputer: (any RowComputer)?
    /// Makes connections to databases; nil where nothing can.
    package var connector: (any Connector)?
    /// Whether databases are asked for what is known of them from another time.
    package var asksAnew = false
    /// Tables of databases that were read to be defined.
    var broughtHere: [BroughtTable: Table] = [:]
    /// Tables that were read to see what they are, each to be taken by the definition of it.
    var readAhead: [ReadAhead: Table] = [:]
    /// No definition has more levels than this, those that it uses written out.
    package var depth = 0

    /// Join paths looked at from one dataset; a real workspace has a few dozen.
    private static let pathLimit = 500

    package init(folder: String, today: Day) {
        self.folder = folder
        self.today = today
    }

    /// The datasets that questions can be about: all but the files of targets.
    package var namedDatasets: [Dataset] { datasets.values.filter { !$0.isTarget } }

    /// Every dataset reachable from one by its joins, nearest first, each with the joins that lead there.
    package func reachable(from dataset: String) -> [JoinPath] {
        var result = [JoinPath(start: dataset, joins: [])]
        var position = 0
        while position < result.count && result.count < Self.pathLimit {
            let path = result[position]
            position += 1
            guard let current = datasets[path.end] else { continue }
            let passed = Set([path.start] + path.joins.map(\.dataset))
            for join in current.joins where datasets[join.dataset] != nil {
                // A circle of joins ends where it would enter a dataset it has passed, unless by an alias's first use.
                if passed.contains(join.dataset) && (join.name == join.dataset || path.joins.contains(join)) {
                    continue
                }
                result.append(JoinPath(start: dataset, joins: path.joins + [join]))
            }
        }
        return result
    }
}

/// A chain of many-to-one joins: from each row of `start` to at most one row of `end`.
package struct JoinPath: Hashable, Sendable {
    package var start: String
    package var joins: [Dataset.Join]

    package init(start: String, joins: [Dataset.Join]) {
        self.start = start
        self.joins = joins
    }

    package var end: String { joins.last?.dataset ?? start }
    /// How the end is called: the last join's name.
    package var endName: String { joins.last?.name ?? start }
    /// `deals → accounts → parents`.
    package var text: String { ([start] + joins.map(\.name)).joined(separator: " → ") }
}
