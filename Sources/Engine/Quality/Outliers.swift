import Language
import Model
import Tables
import Values

/// Numbers far above all others: more than ten times the 99th percentile.
///
/// A measure that does not move with the outliers themselves; at most one row in a hundred can be one.
struct Outliers {
    private(set) var findings: [Finding] = []

    private static let factor = 10
    /// Of fewer values none is told from the others.
    private static let leastValues = 20

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        let keys = Set(checked.dataset.key + checked.dataset.joins.map(\.column))
        for field in checked.fields
        where field.cells.type.isNumber && !field.role.isIdentifier && !field.role.isProbability
            && !keys.contains(field.name)
        {
            try checked.evaluator.checkInterrupt()
            guard let (limit, largest) = Self.limit(field.cells.data) else { continue }
            let condition = Conditions.compare(Conditions.column(field.name), .greater, Conditions.number(limit))
            if let finding = try checked.finding(
                .accuracy, field.name, "far above all others", where: condition, example: largest.plainText,
                remedy: "look whether the number is right: 99 % are at most a tenth of it")
            {
                findings.append(finding)
            }
        }
    }

    /// Ten times the 99th percentile, and the largest value; nil where nothing lies above.
    private static func limit(_ data: ColumnData) -> (limit: ExactDecimal, largest: Value)? {
        switch data {
        case .scaled(let cells, let scale):
            guard
                let (percentile, largest) = percentile(cells.lazy.filter { $0 != ColumnData.missingScaled }.map { $0 }),
                Int128(largest) > Int128(percentile) * Int128(factor)
            else { return nil }
            return (
                ExactDecimal(Int128(percentile) * Int128(factor), scale: scale),
                .number(ExactDecimal(Int128(largest), scale: scale))
            )
        case .floats(let cells):
            guard let (percentile, largest) = percentile(cells.filter { !$0.isNaN }),
                largest > percentile * Double(factor),
                let limit = ExactDecimal(text: plainDigits((percentile * Double(factor) * 100).rounded(.up) / 100))
            else { return nil }
            return (limit, .float(largest))
        default: return nil
        }
    }

    /// The 99th percentile (of few values the last but one) and the largest; nil where too few are there, or none is above
    /// zero.
    private static func percentile<Cell: Comparable & Numeric>(_ cells: [Cell]) -> (Cell, Cell)? {
        guard cells.count >= leastValues, let largest = cells.max(), largest > 0 else { return nil }
        // A middle value that is near the largest spares the sorting of all.
        let sample = stride(from: 0, to: cells.count, by: max(1, cells.count / 1000)).map { cells[$0] }.sorted()
        let middle = sample[sample.count / 2]
        if middle > 0, largest < middle * 8 { return nil }
        let sorted = cells.sorted()
        let percentile = sorted[(sorted.count - 1) * 99 / 100]
        return percentile > 0 ? (percentile, largest) : nil
    }
}
