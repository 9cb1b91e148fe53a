import Model
import Tables
import Values

/// Which rows a condition holds on, as a program over narrow cells.
///
/// The three-valued logic of conditions is gone here: the plan of a condition marks the rows on which it is true, the plan
/// of its negation those on which it is false, and rows on which it has no value are in neither.
indirect enum MaskPlan {
    case all
    case none
    /// Signed cells between two values, both included; or outside of them, never missing ones.
    case range(Int, Int64, Int64, inside: Bool)
    /// Cells with a code; or all others.
    case code(Int, Int64, holds: Bool)
    /// Signed cells that are missing; or those that are not.
    case missing(Int, holds: Bool)
    /// What the table says of each code: 1 or 0.
    case table(Int, [UInt8])
    case both(MaskPlan, MaskPlan)
    case either(MaskPlan, MaskPlan)

    func and(_ other: MaskPlan) -> MaskPlan {
        switch (self, other) {
        case (.none, _), (_, .none): .none
        case (.all, let plan), (let plan, .all): plan
        default: .both(self, other)
        }
    }

    func or(_ other: MaskPlan) -> MaskPlan {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.none, let plan), (let plan, .none): plan
        default: .either(self, other)
        }
    }

    var isAll: Bool { if case .all = self { true } else { false } }
}

extension TallyTable {
    /// The rows on which a condition is true, or, where `holds` is false, those on which it is false.
    func mask(_ condition: RowExpression, holds: Bool = true) throws(Diagnostic) -> MaskPlan {
        switch condition {
        case .constant(.boolean(let flag)): return flag == holds ? .all : .none
        case .not(let operand): return try mask(operand, holds: !holds)
        case .and(let left, let right):
            let first = try mask(left, holds: holds)
            let second = try mask(right, holds: holds)
            return holds ? first.and(second) : first.or(second)
        case .or(let left, let right):
            let first = try mask(left, holds: holds)
            let second = try mask(right, holds: holds)
            return holds ? first.or(second) : first.and(second)
        case .isMissing(let operand):
            if let byCode = try codes(of: operand) {
                return plan(byCode.operand, byCode.cells.missingMask, holds: holds)
            }
            guard let cells = try operandUnlessComputed(operand) else { break }
            switch cells.column.form {
            case .texts: return .code(cells.place, 0, holds: holds)
            case .booleans: return .code(cells.place, Int64(ColumnData.missingBoolean), holds: holds)
            case .scaled, .days, .moments: return .missing(cells.place, holds: holds)
            }
        case .compare(let operation, let operand, .constant(let value)):
            if let byCode = try codes(of: operand) {
                return plan(byCode.operand, compare(byCode.cells, operation, value), holds: holds)
            }
            guard let cells = try operandUnlessComputed(operand), let plan = compared(cells, operation, value, holds)
            else { break }
            return plan
        case .isIn(let operand, let values):
            if let byCode = try codes(of: operand) {
                return plan(byCode.operand, isOne(of: values, byCode.cells), holds: holds)
            }
            guard let cells = try operandUnlessComputed(operand), let plan = anyEqual(cells, values, holds) else {
                break
            }
            return plan
        case .like(let operand, let pattern):
            guard let cells = try operandUnlessComputed(operand), case .texts(let dictionary) = cells.column.form else {
                break
            }
            let matcher = Wildcard(pattern)
            return table(cells, dictionary) { matcher.matches($0) == holds }
        case .function(let id, let arguments):
            guard let plan = try planOfTexts(id, arguments, holds: holds) else { break }
            return plan
        case .column:
            guard let cells = try operandUnlessComputed(condition), case .booleans = cells.column.form else { break }
            return .code(cells.place, holds ? 1 : 0, holds: true)
        default: break
        }
        guard let cells = operand(made: .booleans(try evaluator.mask(condition))) else { return .none }
        return .code(cells.place, holds ? 1 : 0, holds: true)
    }

    /// A condition that a function makes of one text and constants, as `contains(stage, "won")`: once a different text.
    private func planOfTexts(
        _ id: Function.ID, _ arguments: [RowExpression], holds: Bool
    ) throws(Diagnostic) -> MaskPlan? {
        var values: [Value] = []
        var varying: [Int] = []
        for (place, argument) in arguments.enumerated() {
            if case .constant(let value) = argument {
                values.append(value)
            } else {
                values.append(.missing)
                varying.append(place)
            }
        }
        guard varying.count == 1, let function = Functions.named(id.name), !function.seesMissing,
            function.result == .condition, let cells = try operandUnlessComputed(arguments[varying[0]]),
            case .texts(let dictionary) = cells.column.form
        else { return nil }
        return table(cells, dictionary) { text in
            values[varying[0]] = .text(text)
            return function.apply(values) == .boolean(holds)
        }
    }

    /// A column of the dataset's own file; what has to be computed is better computed together with its condition.
    private func operandUnlessComputed(_ expression: RowExpression) throws(Diagnostic) -> Operand? {
        if case .money(let amount, _) = expression { return try operandUnlessComputed(amount) }
        guard case .column(let reference) = expression, reference.path.joins.isEmpty else { return nil }
        return try operand(expression)
    }

    /// A column behind a join, as the cells that stand for each code of the join's key; nil for other expressions, and
    /// where the key is no text.
    private func codes(of expression: RowExpression) throws(Diagnostic) -> (operand: Operand, cells: ColumnData)? {
        guard case .column(let reference) = expression, let key = try key(of: reference.path.joins),
            let target = evaluator.workspace.datasets[reference.path.end]
        else { return nil }
        return (key.operand, target.table.column(reference.position).data.gathered(key.rows))
    }

    private func plan(_ operand: Operand, _ cells: [UInt8], holds: Bool) -> MaskPlan {
        let sought: UInt8 = holds ? 1 : 0
        return .table(operand.place, cells.map { $0 == sought ? 1 : 0 })
    }

    private func table(_ cells: Operand, _ dictionary: TextDictionary, _ holds: (String) -> Bool) -> MaskPlan {
        var table: [UInt8] = [0]
        table.reserveCapacity(dictionary.codeCount)
        for code in 1..<max(1, Int32(clamping: dictionary.codeCount)) {
            table.append(dictionary.text(code).map(holds) == true ? 1 : 0)
        }
        return .table(cells.place, table)
    }

    /// Nil where the kinds do not fit each other.
    private func compared(
        _ cells: Operand, _ operation: ComparisonOperator, _ constant: Value, _ holds: Bool
    ) -> MaskPlan? {
        if constant.isMissing { return MaskPlan.none }
        let low: Int64
        let high: Int64
        switch (cells.column.form, constant) {
        case (.texts(let dictionary), _):
            let text = constant.plainText
            guard operation == .equal || operation == .notEqual else {
                return table(cells, dictionary) { operation.holds($0, text) == holds }
            }
            let isSought = (operation == .equal) == holds
            guard let code = dictionary.code(of: text) else {
                return isSought ? MaskPlan.none : .code(cells.place, 0, holds: false)
            }
            if isSought { return .code(cells.place, Int64(code), holds: true) }
            return MaskPlan.code(cells.place, Int64(code), holds: false).and(.code(cells.place, 0, holds: false))
        case (.scaled(let scale), .number(let exact)):
            let (bound, isExact) = threshold(exact, scale: scale)
            switch operation {
            case .equal, .notEqual:
                guard isExact else { return .range(cells.place, .max, .min, inside: (operation == .equal) == holds) }
                (low, high) = (bound, bound)
            case .less: (low, high) = (.min, isExact ? bound.predecessor : bound)
            case .lessOrEqual: (low, high) = (.min, bound)
            case .greater: (low, high) = (bound.successor, .max)
            case .greaterOrEqual: (low, high) = (isExact ? bound : bound.successor, .max)
            }
            // Nothing lies above the largest or below the smallest.
            if bound == .max, operation == .greater || operation == .greaterOrEqual && !isExact {
                return .range(cells.place, .max, .min, inside: holds)
            }
            if bound == .min, operation == .less, isExact { return .range(cells.place, .max, .min, inside: holds) }
        case (.days, _):
            guard let bound = constant.asDay?.number else { return nil }
            (low, high) = range(operation, Int64(bound))
        case (.moments, .moment(let moment)): (low, high) = range(operation, moment.microseconds)
        case (.moments, .day(let day)): (low, high) = range(operation, Moment(day).microseconds)
        case (.booleans, .boolean(let flag)):
            guard operation == .equal || operation == .notEqual else { return nil }
            let isSought = (operation == .equal) == holds
            return .code(cells.place, flag == isSought ? 1 : 0, holds: true)
        default: return nil
        }
        return .range(cells.place, low, high, inside: (operation == .notEqual) != holds)
    }

    /// The values that an operator asks for; of `!=` those that it does not.
    private func range(_ operation: ComparisonOperator, _ bound: Int64) -> (Int64, Int64) {
        switch operation {
        case .equal, .notEqual: (bound, bound)
        case .less: (.min, bound.predecessor)
        case .lessOrEqual: (.min, bound)
        case .greater: (bound.successor, .max)
        case .greaterOrEqual: (bound, .max)
        }
    }

    private func anyEqual(_ cells: Operand, _ values: [Value], _ holds: Bool) -> MaskPlan? {
        if case .texts(let dictionary) = cells.column.form {
            var table = [UInt8](repeating: holds ? 0 : 1, count: dictionary.codeCount)
            table[0] = 0
            for case .text(let text) in values {
                if let code = dictionary.code(of: text) { table[Int(code)] = holds ? 1 : 0 }
            }
            return .table(cells.place, table)
        }
        guard values.count <= 8, !values.contains(where: \.isMissing) else { return nil }
        var result: MaskPlan = holds ? .none : .all
        for value in values {
            guard let plan = compared(cells, .equal, value, holds) else { return nil }
            result = holds ? result.or(plan) : result.and(plan)
        }
        return result
    }
}

extension Int64 {
    /// One less, and one more, where there is such a number.
    fileprivate var predecessor: Int64 { self == .min ? .min : self - 1 }
    fileprivate var successor: Int64 { self == .max ? .max : self + 1 }
}
