import Synchronization
import Values

/// What is wrong with one place of a file.
///
/// The row is still read as well as it can be, unless the reason says otherwise.
package struct FileProblem: Hashable, Sendable {
    package var file: String
    /// The physical line, from 1; nil when it concerns the whole file.
    package var line: Int?
    package var reason: String

    package init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// Whether it is about what exports put around their rows, so that nothing of the data is wrong.
    package var isAroundTheData: Bool {
        reason.contains(" not data (") || reason.hasPrefix("a line of totals") || reason.hasPrefix("the titles again")
    }

    /// `deals.csv:17: 3 fields, 5 expected`.
    package var text: String { file + (line.map { ":\($0)" } ?? "") + ": " + reason }
}

/// Where the cells of a table come from: parses one column when it is first needed.
package protocol ColumnSource: Sendable {
    /// Called at most once per column by `Table`; may run on any thread.
    func parse(column index: Int) -> Column
    /// What a column is, where that is known without parsing it.
    func outline(column index: Int) -> ColumnOutline?
    /// The different texts of a column, where they are known without parsing it; nil where they are not.
    func texts(column index: Int) -> [String]?
}

extension ColumnSource {
    package func outline(column index: Int) -> ColumnOutline? { nil }
    package func texts(column index: Int) -> [String]? { nil }
}

/// A table: columns under their titles, read when first asked for.
package final class Table: Sendable {
    package struct Title: Hashable, Sendable {
        /// As the file has it: `Close Date`.
        package var title: String
        /// As the language calls it: `close_date`; unique in the table.
        package var name: String

        package init(title: String, name: String) {
            self.title = title
            self.name = name
        }
    }

    package static let problemLimit = 1000

    /// Where the rows come from.
    package let source: any TableSource

    private let slots: [Slot]

    /// What was made of a column when it was first asked for.
    private final class Slot: Sendable {
        let narrow = Mutex<NarrowColumn?>(nil)
        let spread = Mutex<DaySpread?>(nil)
        let kept = Mutex<(any Sendable)?>(nil)
    }

    package init(_ source: any TableSource) {
        self.source = source
        slots = source.titles.map { _ in Slot() }
    }

    /// A table whose rows are in memory.
    package convenience init(
        files: [String], titles: [Title], rowCount: Int, decisions: [String], problems: [FileProblem],
        problemCount: Int, source: any ColumnSource
    ) {
        self.init(
            LoadedTable(
                files: files, titles: titles,
                facts: TableFacts(
                    rowCount: rowCount, decisions: decisions, problems: problems, problemCount: problemCount),
                columns: source))
    }

    /// The files that the rows come from, in order, as they were named by the user.
    package var files: [String] { source.files }
    package var titles: [Title] { source.titles }
    package var rowCount: Int { source.facts.rowCount }
    package var decisions: [String] { source.facts.decisions }
    package var problems: [FileProblem] { source.facts.problems }
    package var problemCount: Int { source.facts.problemCount }

    /// About how many rows there are, without reading any.
    package var likelyRowCount: Int { source.likelyRowCount }
    /// Bytes on the disk of a table that was not read yet; nil of one that was.
    package var unreadSize: Int? { source.size }
    /// Whether columns wait to be read that need a pass over all rows.
    package var waitsForPass: Bool { source.waitsForPass }
    /// Why the last reading failed: what was given instead means nothing.
    package var failure: Diagnostic? { source.failure }

    /// Whether its rows lie in a database, where asking for any of them takes a query.
    package var livesElsewhere: Bool { source.livesElsewhere }

    package func column(_ index: Int) -> Column { source.column(index) }

    /// What a column is; of one that was not read yet what it looks like, where that says something.
    package func outline(_ index: Int) -> ColumnOutline { source.outline(index) ?? ColumnOutline(column(index)) }

    /// Reads several columns at once, by all threads; `wantsCodes`: texts are to be grouped or counted, not only shown.
    package func prepare(
        _ columns: some Sequence<Int>, wantsCodes: Bool = true,
        isInterrupted: @escaping @Sendable () -> Bool = { Work.isStopped }
    ) throws(Diagnostic) {
        let wanted = Set(columns).filter { titles.indices.contains($0) }.sorted()
        if !wanted.isEmpty { try source.prepare(wanted, wantsCodes: wantsCodes, isInterrupted: isInterrupted) }
    }

    /// The column's cells in narrow form, made when first asked for where the column is kept wide; nil for floats, and
    /// where the column's own pieces have other borders.
    ///
    /// - Parameter borders: the rows at which pieces begin, and the end.
    package func narrow(_ index: Int, borders: [Int]) -> NarrowColumn? {
        let column = column(index)
        if let narrow = column.narrow { return narrow.borders == borders ? narrow : nil }
        return slots[index].narrow.withLock { stored in
            if let stored, stored.borders == borders { return stored }
            let made = NarrowColumn(column.data, borders: borders)
            if !Work.isStopped { stored = made }
            return made
        }
    }

    /// What somebody makes of a column and wants to find again: one thing a column, made when it is first asked for.
    package func kept<Made: Sendable>(_ index: Int, _ make: () -> Made?) -> Made? {
        if let stored = slots[index].kept.withLock({ $0 }), let made = stored as? Made? { return made }
        let made = make()
        if !Work.isStopped { slots[index].kept.withLock { $0 = made as any Sendable } }
        return made
    }

    /// The days that a column of days has; nil for columns of another type.
    package func daySpread(_ index: Int) -> DaySpread? {
        if source.livesElsewhere { return source.daySpread(index) }
        let column = column(index)
        guard column.type == .day else { return nil }
        return slots[index].spread.withLock { stored in
            if let stored { return stored }
            let made: DaySpread
            if let narrow = column.narrow {
                made = DaySpread(narrow, hasMissing: column.missingCount > 0)
            } else {
                guard case .days(let days) = column.data else { return nil }
                made = DaySpread(days)
            }
            if !Work.isStopped { stored = made }
            return made
        }
    }

    /// The different texts of a column of texts, or as many of them; nil of others, and where there are too many to look
    /// through.
    package func differentTexts(_ index: Int, most: Int = .max) throws(Diagnostic) -> [String]? {
        if let texts = try source.differentTexts(index) { return Array(texts.prefix(most)) }
        if source.livesElsewhere { return nil }
        return column(index).dictionary.map { dictionary in
            dictionary.count <= most
                ? dictionary.texts : (0..<most).compactMap { dictionary.text(Int32(truncatingIfNeeded: $0 + 1)) }
        }
    }

    /// Whether a row of a column in memory or in a file has this text.
    package func hasText(_ index: Int, _ text: String) -> Bool {
        if let texts = try? source.differentTexts(index) { return texts.contains(text) }
        return !source.livesElsewhere && column(index).dictionary?.code(of: text) != nil
    }

    /// The text that all rows have in a column; nil where there is none.
    package func onlyText(_ index: Int) -> String? {
        if source.livesElsewhere { return source.onlyText(index) }
        let column = column(index)
        guard column.missingCount == 0, let dictionary = column.dictionary, dictionary.count == 1 else { return nil }
        return dictionary.text(1)
    }

    /// The position of the column of this machine name or title.
    package func index(of name: String) -> Int? {
        titles.firstIndex { $0.name == name } ?? titles.firstIndex { $0.title == name }
    }
}
