import Values

/// Where a table comes from: read already, or read when it is asked for.
package protocol TableSource: AnyObject, Sendable {
    var files: [String] { get }
    var titles: [Table.Title] { get }
    /// What is known once all rows were looked at; of a file that was not read yet this reads it.
    var facts: TableFacts { get }
    /// About how many rows there are, without reading any.
    var likelyRowCount: Int { get }
    /// Bytes on the disk.
    var size: Int? { get }
    /// What a column is; of one that was not read yet what it looks like, or nil where that says nothing.
    func outline(_ index: Int) -> ColumnOutline?
    /// A column, read if it was not.
    func column(_ index: Int) -> Column
    /// Reads several columns at once; `wantsCodes`: texts are to be grouped or counted, not only shown.
    ///
    /// Fails with `interrupted`, and when the file cannot be read any more.
    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic)
    /// Whether columns wait to be read that need a pass over all rows, which one for many is as good for as for one.
    var waitsForPass: Bool { get }
    /// Why the last reading failed: what was given instead means nothing.
    var failure: Diagnostic? { get }
    /// Whether its rows lie in a database, where asking for any of them takes a query.
    var livesElsewhere: Bool { get }
    /// Of rows that live elsewhere the days that a column has; nil for columns of another type.
    func daySpread(_ index: Int) -> DaySpread?
    /// The different texts of a column, where they can be had without its cells; nil of others, and of rows that live
    /// elsewhere where there are too many.
    ///
    /// Fails where they cannot be asked for: a word that may be one of them would mean something else.
    func differentTexts(_ index: Int) throws(Diagnostic) -> [String]?
    /// Of rows that live elsewhere the text that all rows have in a column; nil where there is none.
    func onlyText(_ index: Int) -> String?
}

extension TableSource {
    package var livesElsewhere: Bool { false }
    package func daySpread(_ index: Int) -> DaySpread? { nil }
    package func differentTexts(_ index: Int) throws(Diagnostic) -> [String]? { nil }
    package func onlyText(_ index: Int) -> String? { nil }
}

/// What is known of a table once all its rows were looked at.
package struct TableFacts: Sendable {
    package var rowCount: Int
    /// How the files were read: "delimiter `;`", "encoding UTF-8 with byte order mark".
    package var decisions: [String]
    /// Damage found while splitting rows; at most `Table.problemLimit` are kept, `problemCount` counts all.
    package var problems: [FileProblem]
    package var problemCount: Int

    package init(rowCount: Int, decisions: [String], problems: [FileProblem], problemCount: Int) {
        self.rowCount = rowCount
        self.decisions = decisions
        self.problems = problems
        self.problemCount = problemCount
    }
}

/// What a column is or looks like.
package struct ColumnOutline: Hashable, Sendable {
    package var type: ColumnType
    package var currency: String?
    /// Whether no row has a value; of a column that was not read yet, none of those that were looked at.
    package var isBlank: Bool
    /// Whether all cells were looked at.
    package var isCertain: Bool
    /// Of a column that was not read yet: whether it has the look of a few texts that occur again and again.
    package var looksRepeated = false

    package init(type: ColumnType, currency: String?, isBlank: Bool, isCertain: Bool) {
        self.type = type
        self.currency = currency
        self.isBlank = isBlank
        self.isCertain = isCertain
    }

    package init(_ column: Column) {
        self.init(
            type: column.type, currency: column.currency, isBlank: column.missingCount == column.count, isCertain: true)
    }
}
