import Glibc
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

    /// `deals.csv:17: 3 fields, 5 expected`.
    package var text: String { file + (line.map { ":\($0)" } ?? "") + ": " + reason }
}

/// Where the cells of a table come from: parses one column when it is first needed.
package protocol ColumnSource: Sendable {
    /// Called at most once per column by `Table`; may run on any thread.
    func parse(column index: Int) -> Column
}

/// A table in memory: columns under their titles, parsed when first asked for.
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

    /// The files that the rows come from, in order, as they were named by the user.
    package let files: [String]
    package let titles: [Title]
    package let rowCount: Int
    /// How the files were read: "delimiter `;`", "encoding UTF-8 with byte order mark".
    package let decisions: [String]
    /// Damage found while splitting rows; at most `problemLimit` are kept, `problemCount` counts all.
    package let problems: [FileProblem]
    package let problemCount: Int
    package static let problemLimit = 1000

    private let source: any ColumnSource
    private let slots: [Slot]

    /// One lock a column, so that two columns parse at the same time and none twice.
    private final class Slot: Sendable {
        let column = Mutex<Column?>(nil)
    }

    package init(
        files: [String], titles: [Title], rowCount: Int, decisions: [String], problems: [FileProblem],
        problemCount: Int, source: any ColumnSource
    ) {
        self.files = files
        self.titles = titles
        self.rowCount = rowCount
        self.decisions = decisions
        self.problems = problems
        self.problemCount = problemCount
        self.source = source
        slots = titles.map { _ in Slot() }
    }

    package func column(_ index: Int) -> Column {
        slots[index].column.withLock { stored in
            if let stored { return stored }
            let parsed = source.parse(column: index)
            stored = parsed
            return parsed
        }
    }

    /// Parses several columns at once, one thread a core.
    package func prepare(_ columns: some Sequence<Int>) {
        let waiting = Set(columns).filter { index in
            slots.indices.contains(index) && slots[index].column.withLock { $0 == nil }
        }
        guard waiting.count > 1 else { return }
        let columns = waiting.sorted()
        concurrently(columns.count) { _ = self.column(columns[$0]) }
    }

    /// The position of the column of this machine name or title.
    package func index(of name: String) -> Int? {
        titles.firstIndex { $0.name == name } ?? titles.firstIndex { $0.title == name }
    }
}
