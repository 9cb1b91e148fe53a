import Model
import Tables
import Values

/// The four operations on whole columns. Decimals stay exact under + − ×; a result beyond 18 digits is an error.
func arithmetic(
    _ operation: ArithmeticOperator, _ left: ColumnData, _ right: ColumnData
) throws(Diagnostic) -> ColumnData {
    switch (left, right) {
    case (.scaled(let a, let scaleA), .scaled(let b, let scaleB)):
        switch operation {
        case .add, .subtract:
            let scale = max(scaleA, scaleB)
            let first = try rescaled(a, by: scale - scaleA)
            let second = try rescaled(b, by: scale - scaleB)
            return .scaled(
                try exact(first, second, operation) {
                    operation == .add ? $0.addingReportingOverflow($1) : $0.subtractingReportingOverflow($1)
                }, scale: scale)
        case .multiply where scaleA + scaleB <= 18:
            return .scaled(
                try exact(a, b, operation) { $0.multipliedReportingOverflow(by: $1) }, scale: scaleA + scaleB)
        default: break
        }
    case (.days(let a), .days(let b)) where operation == .subtract:
        return .scaled(
            elementwise(a, b) {
                $0 == ColumnData.missingDay || $1 == ColumnData.missingDay
                    ? ColumnData.missingScaled : Int64($0) - Int64($1)
            }, scale: 0)
    case (.moments, .moments), (.days, .moments), (.moments, .days):
        if operation == .subtract, let a = left.dayNumbers, let b = right.dayNumbers {
            return try arithmetic(.subtract, .days(a), .days(b))
        }
    case (.days, .scaled(let counts, let scale)), (.moments, .scaled(let counts, let scale)):
        guard let days = left.dayNumbers, operation == .add || operation == .subtract else { break }
        let divisor = Int64(clamping: ExactDecimal.power(scale))
        return .days(
            elementwise(days, counts) { day, count in
                if day == ColumnData.missingDay || count == ColumnData.missingScaled || count % divisor != 0 {
                    return ColumnData.missingDay
                }
                let steps = Int(clamping: count / divisor)
                let moved = Day(Int(day)).moved(days: operation == .add ? steps : 0 &- steps)
                return moved?.number ?? ColumnData.missingDay
            })
    default: break
    }
    guard let a = left.doubles, let b = right.doubles else {
        return ColumnData(repeating: .missing, count: left.count)
    }
    return .floats(
        elementwise(a, b) { first, second in
            let result =
                switch operation {
                case .add: first + second
                case .subtract: first - second
                case .multiply: first * second
                case .divide: second == 0 ? Double.nan : first / second
                }
            return result.isFinite ? result : .nan
        })
}

func elementwise<A, B, R>(_ left: [A], _ right: [B], _ combine: (A, B) -> R) -> [R] {
    let count = min(left.count, right.count)
    return [R](unsafeUninitializedCapacity: count) { buffer, filled in
        for row in 0..<count { buffer.initializeElement(at: row, to: combine(left[row], right[row])) }
        filled = count
    }
}

private func rescaled(_ cells: [Int64], by digits: Int) throws(Diagnostic) -> [Int64] {
    guard digits > 0 else { return cells }
    let factor = Int64(clamping: ExactDecimal.power(min(digits, 18)))
    return try exact(cells, cells, .multiply) { cell, _ in cell.multipliedReportingOverflow(by: factor) }
}

private func exact(
    _ left: [Int64], _ right: [Int64], _ operation: ArithmeticOperator,
    _ combine: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
) throws(Diagnostic) -> [Int64] {
    var overflowRow: Int?
    let missing = ColumnData.missingScaled
    let count = min(left.count, right.count)
    let result = [Int64](unsafeUninitializedCapacity: count) { buffer, filled in
        for row in 0..<count {
            if left[row] == missing || right[row] == missing {
                buffer[row] = missing
            } else {
                let (value, overflow) = combine(left[row], right[row])
                if overflow || value == missing { overflowRow = row }
                buffer[row] = value
            }
        }
        filled = count
    }
    if let overflowRow {
        throw Diagnostic(
            "overflow", "`\(operation.rawValue)` overflows in data row \(overflowRow + 1)",
            reason: ["exact decimals on rows hold 18 digits"],
            remedies: ["`round(x, 2)` one of the factors first, or leave that row out with `where`"])
    }
    return result
}
