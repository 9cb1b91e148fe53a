import Model
import Tables
import Values

/// Compares every cell with a constant: 1, 0, or 2 where the cell or the constant is missing.
func compare(_ cells: ColumnData, _ operation: ComparisonOperator, _ constant: Value) -> [UInt8] {
    let missing = ColumnData.missingBoolean
    switch (cells, constant) {
    case (_, .missing): break
    case (.texts(let codes, let dictionary), _):
        let text = constant.plainText
        let holds = [missing] + dictionary.texts.map { operation.holds($0, text) ? 1 : 0 }
        return codes.map { holds[Int($0)] }
    case (.scaled(let numbers, let scale), .number(let exact)):
        let (bound, isExact) = threshold(exact, scale: scale)
        return numbers.map { number in
            if number == ColumnData.missingScaled { return missing }
            let result =
                switch operation {
                case .equal: isExact && number == bound
                case .notEqual: !(isExact && number == bound)
                case .less: isExact ? number < bound : number <= bound
                case .lessOrEqual: number <= bound
                case .greater: number > bound
                case .greaterOrEqual: isExact ? number >= bound : number > bound
                }
            return result ? 1 : 0
        }
    case (.scaled, _), (.floats, _):
        guard let numbers = cells.doubles, let bound = constant.double else { break }
        return numbers.map { $0.isNaN ? missing : operation.holds($0, bound) ? 1 : 0 }
    case (.days(let days), _):
        guard let bound = constant.asDay?.number else { break }
        return days.map { $0 == ColumnData.missingDay ? missing : operation.holds($0, bound) ? 1 : 0 }
    case (.moments(let moments), _):
        let bound: Int64
        switch constant {
        case .moment(let moment): bound = moment.microseconds
        case .day(let day): bound = Moment(day).microseconds
        default: return [UInt8](repeating: missing, count: cells.count)
        }
        return moments.map { $0 == ColumnData.missingScaled ? missing : operation.holds($0, bound) ? 1 : 0 }
    case (.booleans(let flags), .boolean(let flag)):
        let bound: UInt8 = flag ? 1 : 0
        return flags.map { $0 == missing ? missing : operation.holds($0, bound) ? 1 : 0 }
    default: break
    }
    return [UInt8](repeating: missing, count: cells.count)
}

/// Whether every cell equals one of some values: 1, 0, or 2 where the cell is missing.
func isOne(of values: [Value], _ cells: ColumnData) -> [UInt8] {
    if !cells.isText && values.count <= 8 {
        var result = [UInt8](repeating: 0, count: cells.count)
        for value in values {
            result = zipped(result, compare(cells, .equal, value)) { $0 == 1 || $1 == 1 ? 1 : max($0, $1) }
        }
        return result
    }
    // Each different cell is looked up once, however long the list is.
    let group = GroupCodes(cells)
    let sought = Set(values)
    let floats = Set(values.compactMap { $0.isExact ? nil : $0.double })
    let holds = group.values.map { value -> UInt8 in
        if value.isMissing { return ColumnData.missingBoolean }
        if sought.contains(value) { return 1 }
        guard let number = value.double, !floats.isEmpty || !value.isExact else { return 0 }
        return floats.contains(number) || values.contains { $0.equals(value) } ? 1 : 0
    }
    return group.codes.map { holds[Int($0)] }
}

/// The constant in units of 10^-scale, rounded down, and whether nothing was lost; clamped to what a cell can hold.
func threshold(_ exact: ExactDecimal, scale: Int) -> (Int64, Bool) {
    let value = exact.normalized
    if value.scale <= scale, let aligned = value.rescaled(to: scale) {
        if let fits = Int64(exactly: aligned.mantissa) { return (fits, true) }
        return (aligned.mantissa < 0 ? .min : .max, false)
    }
    if value.scale <= scale { return (value.isNegative ? .min : .max, false) }
    let divisor = ExactDecimal.power(min(38, value.scale - scale))
    let (quotient, remainder) = value.mantissa.quotientAndRemainder(dividingBy: divisor)
    return (Int64(clamping: remainder < 0 ? quotient - 1 : quotient), false)
}

/// Compares two columns cell by cell.
func compare(_ left: ColumnData, _ operation: ComparisonOperator, _ right: ColumnData) -> [UInt8] {
    let missing = ColumnData.missingBoolean
    switch (left, right) {
    case (.texts(let a, let first), .texts(let b, let second)):
        if operation == .equal || operation == .notEqual {
            // Codes of the second dictionary in terms of the first; -1 is a text the first does not have.
            let translated = [Int32(0)] + second.texts.map { first.code(of: $0) ?? -1 }
            let sought: UInt8 = operation == .equal ? 1 : 0
            return elementwise(a, b) { $0 == 0 || $1 == 0 ? missing : translated[Int($1)] == $0 ? sought : 1 - sought }
        }
        return elementwise(a, b) { x, y in
            guard let one = first.text(x), let two = second.text(y) else { return missing }
            return operation.holds(one, two) ? 1 : 0
        }
    case (.scaled(let a, let scaleA), .scaled(let b, let scaleB)):
        let scale = max(scaleA, scaleB)
        let factorA = ExactDecimal.power(scale - scaleA)
        let factorB = ExactDecimal.power(scale - scaleB)
        return elementwise(a, b) { x, y in
            if x == ColumnData.missingScaled || y == ColumnData.missingScaled { return missing }
            return operation.holds(Int128(x) * factorA, Int128(y) * factorB) ? 1 : 0
        }
    case (.booleans(let a), .booleans(let b)):
        return zipped(a, b) { $0 == missing || $1 == missing ? missing : operation.holds($0, $1) ? 1 : 0 }
    case (.days(let a), .days(let b)):
        return elementwise(a, b) {
            $0 == ColumnData.missingDay || $1 == ColumnData.missingDay ? missing : operation.holds($0, $1) ? 1 : 0
        }
    default:
        if let a = left.momentCells, let b = right.momentCells {
            return elementwise(a, b) {
                $0 == ColumnData.missingScaled || $1 == ColumnData.missingScaled
                    ? missing : operation.holds($0, $1) ? 1 : 0
            }
        }
        guard let a = left.doubles, let b = right.doubles else {
            return [UInt8](repeating: missing, count: left.count)
        }
        return elementwise(a, b) { $0.isNaN || $1.isNaN ? missing : operation.holds($0, $1) ? 1 : 0 }
    }
}

extension ColumnData {
    /// Microseconds of a column of days or date-times.
    var momentCells: [Int64]? {
        switch self {
        case .moments(let cells): cells
        case .days(let cells):
            cells.map { $0 == Self.missingDay ? Self.missingScaled : Int64($0) * Moment.microsecondsPerDay }
        default: nil
        }
    }
}
