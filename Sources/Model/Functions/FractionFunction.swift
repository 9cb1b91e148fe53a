import Tables
import Values

extension Functions {
    /// `fraction(x)`: probabilities stand as fractions in one export and in percent in another, and 1 is certainty in the one
    /// and next to nothing in the other. Only the other cells of the column tell. What is above 1 is a percentage and what is
    /// below it a fraction wherever it stands.
    static let fraction = Function(
        name: "fraction", parameters: [.number], result: .sameAsFirst, signature: "fraction(x)",
        summary:
            "The number as a fraction: a hundredth of what is above 1, and of 1 where the column stands in percent.",
        kernel: .column(asFraction))

    private static func asFraction(_ column: ColumnData) -> ColumnData {
        var beyond = 0
        var within = 0
        switch column {
        case .scaled(let cells, let scale) where scale <= 16:
            let one = Int64(clamping: ExactDecimal.power(scale))
            for cell in cells {
                if cell > one { beyond += 1 } else if cell > 0 && cell < one { within += 1 }
            }
            if beyond == 0 { return column }
            let isPercent = beyond > within
            return .scaled(
                cells.map { cell in
                    if cell == ColumnData.missingScaled || cell > one || cell == one && isPercent { return cell }
                    let (larger, overflow) = cell.multipliedReportingOverflow(by: 100)
                    return overflow ? ColumnData.missingScaled : larger
                }, scale: scale + 2)
        default:
            guard let numbers = column.doubles else { return column }
            for number in numbers {
                if number > 1 { beyond += 1 } else if number > 0 && number < 1 { within += 1 }
            }
            let isPercent = beyond > within
            return beyond == 0 ? column : .floats(numbers.map { $0 > 1 || $0 == 1 && isPercent ? $0 / 100 : $0 })
        }
    }

    /// The same a row at a time, for rows of a database, of which never all are here.
    static func fractionByRow(of number: RowExpression) -> RowExpression {
        .conditional(
            .compare(.greater, number, .constant(.number(ExactDecimal(1)))),
            then: .arithmetic(.multiply, number, .constant(.number(ExactDecimal(1, scale: 2)))), otherwise: number)
    }
}
