import Language
import Tables
import Values

/// A table with its meaning: what its columns are called, what identifies a row, when it counts, what it leads to.
package struct Dataset: Sendable {
    /// A column as the language sees it.
    package struct Column: Sendable {
        package enum Origin: Sendable {
            /// A column of the table, by position.
            case file(Int)
            /// `derive`: computed from this dataset's rows and what they join.
            case derived(Expression)
            /// Of a stage history: how long the entity stayed in the stage that the row enters.
            case daysInStage
        }
        package var name: String
        package var title: String
        package var origin: Origin
    }

    package struct Join: Hashable, Sendable {
        /// How the joined dataset is called from here: its name, or the alias.
        package var name: String
        package var dataset: String
        /// Column names on either side.
        package var column: String
        package var otherColumn: String
    }

    package struct Active: Hashable, Sendable {
        package var from: String
        package var to: String
    }

    package struct Stages: Hashable, Sendable {
        package var column: String
        package var steps: [[String]]
    }

    /// Amounts of money: the columns, and where their currency stands.
    package struct Money: Hashable, Sendable {
        package enum Currency: Hashable, Sendable {
            /// One for all rows: `USD`.
            case code(String)
            /// A column with the currency of each row.
            case column(String)
        }
        package var columns: [String]
        package var currency: Currency
    }

    /// An export of a known system.
    package struct Recognition: Hashable, Sendable {
        /// The source: its name, and what people call it.
        package var source: String
        package var title: String
        /// Which of its datasets this is.
        package var dataset: String
        /// The titles in the file that speak for it.
        package var titles: [String]
    }

    package var name: String
    package var table: Table
    /// The path or pattern as the workspace wrote it; of a connection the table or the `SELECT`.
    package var path: String
    /// The connection that it is of; nil for files.
    package var connection: String?
    package var options: [ReadOption]
    package var columns: [Column] { didSet { places = ColumnPlaces() } }
    private var places = ColumnPlaces()
    /// Columns that are unique together.
    package var key: [String] = []
    /// The axis that periods select by.
    package var time: String?
    package var active: Active?
    package var joins: [Join] = []
    package var stages: Stages?
    package var money: [Money] = []
    /// A file of targets: it stands behind `vs target` and no name leads to it.
    package var isTarget = false
    /// What the file was recognised as, by `as SOURCE` or by its titles.
    package var recognition: Recognition?
    /// The clauses that made the rows what they are, in their order.
    package var shaping: [DatasetDefinition.Clause.Kind] = []
    /// Derived columns that are kept like those of the file, since keys and joins need them.
    package var kept: [String: Expression] = [:]
    /// What was detected rather than declared, for `describe`: "key `account`: unique and never blank".
    package var decisions: [String] = []

    package init(name: String, table: Table, path: String, options: [ReadOption] = []) {
        self.name = name
        self.table = table
        self.path = path
        self.options = options
        columns = table.titles.enumerated().map { index, title in
            Column(name: title.name, title: title.title, origin: .file(index))
        }
    }

    /// Puts a column behind the others.
    package mutating func append(_ column: Column) {
        let places = places
        columns.append(column)
        if places.note(column.name, at: columns.count - 1) { self.places = places }
    }

    /// The position of the column of this name; a name in backquotes also matches the title as written.
    package func columnIndex(_ part: Name.Part) -> Int? {
        if let index = columnIndex(part.text) { return index }
        guard part.isQuoted else { return nil }
        return columns.firstIndex { $0.title == part.text } ?? columnIndex(machineName(part.text))
    }

    package func columnIndex(_ name: String) -> Int? { places.index(of: name, in: columns) }

    /// What computes a derived column, also one that is kept.
    package func derivation(of column: Column) -> Expression? {
        if case .derived(let expression) = column.origin { return expression }
        return kept[column.name]
    }

    /// The parsed cells of a file column; nil for derived columns.
    package func fileColumn(_ index: Int) -> Tables.Column? {
        guard columns.indices.contains(index), case .file(let position) = columns[index].origin else { return nil }
        return table.column(position)
    }

    /// Whether its rows lie in a database and are many, as far as is known.
    package var isLargeElsewhere: Bool { table.livesElsewhere && table.likelyRowCount > 1_000_000 }

    /// What a file column is, or looks like as long as it was not read; nil for derived columns.
    package func outline(_ index: Int) -> ColumnOutline? {
        guard columns.indices.contains(index), case .file(let position) = columns[index].origin else { return nil }
        return table.outline(position)
    }
}
