import Language
import Model
import Tables
import Values

/// A dataset while it is checked: its columns, and what conditions on them find.
final class CheckedDataset {
    /// A column of the file.
    struct Field {
        var name: String
        var cells: Tables.Column
        var role: ColumnRole
        /// Whether the dataset itself is defined by it.
        var isStructural: Bool

        var isTime: Bool { cells.type == .day || cells.type == .moment }
    }

    let workspace: Workspace
    let dataset: Dataset
    let evaluator: RowEvaluator
    let rowCount: Int
    let fields: [Field]
    private var counted: [String: [Int]] = [:]
    private(set) lazy var outcomes = Outcomes(self)
    /// The column of amounts by which findings are weighed.
    private(set) lazy var amount: Field? = findAmount()
    private lazy var wholeValue: Double = amount.map { total($0, nil) } ?? 0

    init(
        _ workspace: Workspace, _ dataset: Dataset, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        self.workspace = workspace
        self.dataset = dataset
        try dataset.table.prepare(dataset.table.titles.indices, isInterrupted: isInterrupted)
        evaluator = RowEvaluator(workspace, dataset, isInterrupted: isInterrupted)
        rowCount = dataset.table.rowCount
        let structural =
            dataset.key + dataset.money.flatMap(\.columns)
            + [dataset.time, dataset.active?.from, dataset.stages?.column].compactMap { $0 }
        fields = dataset.columns.compactMap { column in
            guard case .file(let position) = column.origin else { return nil }
            return Field(
                name: column.name, cells: dataset.table.column(position), role: ColumnRole(column.name),
                isStructural: structural.contains(column.name))
        }
    }

    var name: String { dataset.name }
    /// Whether the rows are entries into stages, not things of their own.
    private(set) lazy var isHistory = (try? workspace.entries(of: dataset, at: .none)) != nil

    func field(_ name: String) -> Field? { fields.first { $0.name == name } }

    // MARK: Texts

    /// How many rows have each code of a column of texts; code 0 is missing.
    func counts(_ field: Field) -> [Int] {
        if let known = counted[field.name] { return known }
        guard case .texts(let codes, let dictionary) = field.cells.data else { return [] }
        var counts = [Int](repeating: 0, count: dictionary.codeCount)
        for code in codes where Int(code) < counts.count { counts[Int(code)] += 1 }
        counted[field.name] = counts
        return counts
    }

    /// The rows whose text has one of these codes.
    func rows(_ field: Field, withCodes wanted: Set<Int32>) -> [Int32] {
        guard case .texts(let codes, let dictionary) = field.cells.data else { return [] }
        var isWanted = [Bool](repeating: false, count: dictionary.codeCount)
        for code in wanted where isWanted.indices.contains(Int(code)) { isWanted[Int(code)] = true }
        var rows: [Int32] = []
        for (row, code) in codes.enumerated() where isWanted[Int(code)] { rows.append(Int32(row)) }
        return rows
    }

    // MARK: Conditions

    /// The rows where a condition holds; nil where it means nothing on this dataset.
    func rows(where condition: Expression) throws(Diagnostic) -> [Int32]? {
        do {
            let binder = RowBinder(workspace, dataset: name, dimensionsFirst: false, notes: BindingNotes())
            let mask = try evaluator.mask(try binder.condition(condition))
            var rows: [Int32] = []
            for (row, holds) in mask.enumerated() where holds == 1 { rows.append(Int32(row)) }
            return rows
        } catch {
            if error.isInterruption { throw error }
            return nil
        }
    }

    /// A finding of the rows where a condition holds; nil where none is.
    /// - Parameters:
    ///   - shown: the column of which the example is; nil for what tells the row apart.
    ///   - of: among how many rows they are; nil for all.
    func finding(
        _ aspect: QualityAspect, _ column: String?, _ what: String, where condition: Expression, of: Int? = nil,
        example: String? = nil, shown: String? = nil, remedy: String
    ) throws(Diagnostic) -> Finding? {
        guard let rows = try rows(where: condition), let first = rows.first else { return nil }
        return Finding(
            dataset: name, columns: column.map { [$0] } ?? [], aspect: aspect, what: what, count: rows.count,
            of: of ?? rowCount,
            example: example ?? shown.flatMap { value($0, at: first) } ?? tag(first), remedy: remedy, rows: rows,
            condition: condition)
    }

    /// A finding of the rows that have one of some texts, which are told by them as long as they are few.
    func finding(
        _ aspect: QualityAspect, _ field: Field, _ what: String, texts: [String], example: String, remedy: String
    ) -> Finding? {
        guard case .texts(_, let dictionary) = field.cells.data else { return nil }
        let rows = rows(field, withCodes: Set(texts.compactMap(dictionary.code(of:))))
        guard !rows.isEmpty else { return nil }
        let condition = Conditions.isOne(Conditions.column(field.name), of: texts)
        return Finding(
            dataset: name, columns: [field.name], aspect: aspect, what: what, count: rows.count, of: rowCount,
            example: example, remedy: remedy, rows: rows,
            condition: texts.count <= Conditions.mostTexts ? condition : nil)
    }

    func value(_ column: String, at row: Int32) -> String? {
        field(column)?.cells.value(at: Int(row)).plainText
    }

    /// What tells a row apart: its key, else its place.
    func tag(_ row: Int32) -> String {
        if dataset.key.count == 1, let key = value(dataset.key[0], at: row), !key.isEmpty { return key }
        return "row \(row + 1)"
    }

    // MARK: Amounts

    private static let amounts = [
        "amount", "close_value", "deal_amount", "total_amount", "deal_value", "value", "revenue", "mrr", "fee", "cost",
    ]

    private func findAmount() -> Field? {
        let declared = dataset.money.flatMap(\.columns)
        let found = (declared + Self.amounts).lazy.compactMap { self.field($0) }.first { $0.cells.type.isNumber }
        // Amounts of several currencies have no sum.
        guard let found, case .column(let currency)? = dataset.currency(of: found.name) else { return found }
        let codes = field(currency).map { counts($0) } ?? []
        return codes.dropFirst().count { $0 > 0 } > 1 ? nil : found
    }

    /// The share of all amounts that stands on some rows; nil where there are no amounts.
    func shareOfValue(_ rows: [Int32]) -> Double? {
        guard let amount, wholeValue > 0, !rows.isEmpty else { return nil }
        return max(0, total(amount, rows)) / wholeValue
    }

    private func total(_ field: Field, _ rows: [Int32]?) -> Double {
        switch field.cells.data {
        case .scaled(let cells, let scale):
            var sum: Int128 = 0
            if let rows {
                for row in rows where cells[Int(row)] != ColumnData.missingScaled { sum += Int128(cells[Int(row)]) }
            } else {
                for cell in cells where cell != ColumnData.missingScaled { sum += Int128(cell) }
            }
            return ExactDecimal(sum, scale: scale).double
        case .floats(let cells):
            if let rows { return rows.reduce(0) { $0 + (cells[Int($1)].isNaN ? 0 : cells[Int($1)]) } }
            return cells.reduce(0) { $0 + ($1.isNaN ? 0 : $1) }
        default: return 0
        }
    }
}
