import Engine
import Values

extension Answer {
    /// The column that holds the word `Total` in a totals line; nil when the answer has no dimension.
    var totalLabelColumn: Int? { columns.firstIndex { $0.role == .dimension } }

    /// Whether the formats for people have a totals line; without a dimension the only line is the total itself.
    var drawsTotals: Bool { showsTotals && totalLabelColumn != nil }

    /// Whether the data formats carry the totals line: only when the question asked for it.
    var carriesTotals: Bool { totalsAsked && totalLabelColumn != nil }

    /// Whether every column is a cell of `rows`, so that no column groups anything.
    var isRows: Bool { columns.allSatisfy { $0.role == .dimension } }

    /// How the cells of each column are written for people.
    func formats(compact: Bool = false, exact: Bool) -> [ColumnFormat] {
        let isRows = isRows
        return columns.map { column in
            ColumnFormat(column, missing: Self.missingText(column, isRows: isRows), compact: compact, exact: exact)
        }
    }

    /// How a missing cell of `column` is written for people.
    func missingText(_ column: Column) -> String { Self.missingText(column, isRows: isRows) }

    private static func missingText(_ column: Column, isRows: Bool) -> String {
        column.role == .dimension && !isRows ? "missing" : "—"
    }
}

extension Answer.Column {
    /// One cell; missing when the column is shorter than the answer.
    func cell(_ line: Int) -> Value { cells.indices.contains(line) ? cells[line] : .missing }

    /// What data formats carry of a line.
    func dataCell(_ line: Int) -> Value {
        guard let dataCells else { return cell(line) }
        return dataCells.indices.contains(line) ? dataCells[line] : .missing
    }

    /// What flat data formats carry of all lines; the numbers of a series parted by `;`.
    var allDataCells: AnswerCells {
        guard let series else { return dataCells.map { AnswerCells($0) } ?? cells }
        return AnswerCells(
            series.map { numbers in
                numbers.allSatisfy(\.isMissing) ? .missing : .text(numbers.map(\.plainText).joined(separator: ";"))
            })
    }
}

/// The first cell of a totals line.
let totalLabel = "Total"
