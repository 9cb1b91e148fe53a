import Model
import Tables
import Values

/// The values of one dimension, numbered: code 0 is missing.
///
/// Values are made when a line shows them.
enum TallyDomain {
    case texts(TextDictionary)
    case values([Value])
    /// Days one behind the other, code 1 being the first.
    case days(first: Int64, count: Int)
    case numbers(first: Int64, scale: Int, count: Int)

    /// How many codes there are, 0 included.
    var size: Int {
        switch self {
        case .texts(let dictionary): dictionary.codeCount
        case .values(let values): values.count
        case .days(_, let count), .numbers(_, _, let count): count + 1
        }
    }

    func value(_ code: Int) -> Value {
        if code <= 0 { return .missing }
        switch self {
        case .texts(let dictionary): return dictionary.text(Int32(clamping: code)).map(Value.text) ?? .missing
        case .values(let values): return code < values.count ? values[code] : .missing
        case .days(let first, _): return .day(Day(Int(first) + code - 1))
        case .numbers(let first, let scale, _):
            return .number(ExactDecimal(Int128(first) + Int128(code - 1), scale: scale))
        }
    }
}

/// How the code of a dimension is found from a row's cell.
struct CodePlan {
    enum Table {
        case small(TallyMemory<UInt8>)
        case large(TallyMemory<UInt32>)
    }

    var operand: TallyTable.Operand
    /// Whether cells are numbered from `base` on; else they are codes.
    var isSigned = false
    var base: Int64 = 0
    /// What stands for each number or code, where not itself.
    var table: Table?
    /// Where the code of an entity is that of its first day among the very rows that are counted: what they tell is known
    /// once they have been put together.
    var ownDays: FirstDayCodes?

    /// A table of numbers below `size`, which `numbers` has for each cell.
    static func table(_ numbers: [Int32], size: Int) -> Table {
        size <= 256
            ? .small(TallyMemory(numbers.map { UInt8(truncatingIfNeeded: $0) }))
            : .large(TallyMemory(numbers.map { UInt32(truncatingIfNeeded: $0) }))
    }

    /// The code that stands for the cell of number `index`.
    func code(_ index: Int) -> Int {
        switch table {
        case .small(let memory): Int(memory[index])
        case .large(let memory): Int(memory[index])
        case nil: index
        }
    }

    func operation(stride: Int) -> CodeOperation {
        var operation = CodeOperation(
            column: operand.place, isSigned: isSigned, base: base, table: nil, smallTable: nil,
            stride: UInt32(truncatingIfNeeded: stride))
        switch table {
        case .small(let memory): operation.smallTable = UnsafePointer(memory.start)
        case .large(let memory): operation.table = UnsafePointer(memory.start)
        case nil: break
        }
        return operation
    }
}

extension TallyTable {
    /// Different numbers or days that are numbered by their distance from the smallest.
    private static let distanceLimit: Int64 = 1 << 16

    /// How a dimension's codes are found on this dataset, and what they stand for.
    ///
    /// - Parameter own: whether the first days of a cohort's entities are left to the rows that are counted.
    func codes(
        _ expression: RowExpression, own: Bool = false
    ) throws(Diagnostic) -> (plan: CodePlan, domain: TallyDomain)? {
        if case .money(let amount, _) = expression { return try codes(amount) }
        switch expression {
        case .column(let reference) where reference.path.joins.isEmpty:
            if let own = try ownCodes(expression) { return own }
        case .column(let reference):
            if let joined = try joinedCodes(reference) { return joined }
        case .cohortStart(let cohort):
            if let starts = try cohortCodes(cohort, own: own) { return starts }
        default: break
        }
        // Whatever else: numbered a row at a time.
        let group = GroupCodes(try evaluator.evaluate(expression))
        guard let operand = operand(made: .texts(group.codes, TextDictionary(placeholders: group.values.count - 1)))
        else { return nil }
        return (CodePlan(operand: operand), .values(group.values))
    }

    private func ownCodes(_ expression: RowExpression) throws(Diagnostic) -> (plan: CodePlan, domain: TallyDomain)? {
        guard let operand = try operand(expression) else { return nil }
        switch operand.column.form {
        case .texts(let dictionary): return (CodePlan(operand: operand), .texts(dictionary))
        case .booleans:
            return (
                CodePlan(operand: operand, table: CodePlan.table([1, 2, 0], size: 3)),
                .values([.missing, .boolean(false), .boolean(true)])
            )
        case .moments: return nil
        case .scaled, .days:
            let bounds = operand.column.bounds ?? 0...0
            let (span, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
            guard !overflow, span < Self.distanceLimit else { return nil }
            let count = Int(span) + 1
            let plan = CodePlan(operand: operand, isSigned: true, base: bounds.lowerBound)
            if case .scaled(let scale) = operand.column.form {
                return (plan, .numbers(first: bounds.lowerBound, scale: scale, count: count))
            }
            return (plan, .days(first: bounds.lowerBound, count: count))
        }
    }

    private func joinedCodes(
        _ reference: ColumnReference
    ) throws(Diagnostic) -> (plan: CodePlan, domain: TallyDomain)? {
        guard let key = try key(of: reference.path.joins), let target = evaluator.workspace.datasets[reference.path.end]
        else { return nil }
        let column = target.table.column(reference.position)
        if case .texts(let cells, let dictionary) = column.data {
            let codes = key.rows.map { $0 < 0 ? 0 : cells[Int($0)] }
            return (
                CodePlan(operand: key.operand, table: CodePlan.table(codes, size: dictionary.codeCount)),
                .texts(dictionary)
            )
        }
        let group = GroupCodes(column.data.gathered(key.rows))
        return (
            CodePlan(operand: key.operand, table: CodePlan.table(group.codes, size: group.values.count)),
            .values(group.values)
        )
    }

    /// The first appearance of each entity, found in one pass, then looked up by entity.
    private func cohortCodes(
        _ cohort: CohortStart, own: Bool
    ) throws(Diagnostic) -> (plan: CodePlan, domain: TallyDomain)? {
        guard let entity = try operand(cohort.entity), case .texts(let dictionary) = entity.column.form,
            let days = try days(cohort.time), let bounds = days.column.bounds,
            bounds.upperBound - bounds.lowerBound < Self.distanceLimit - 2
        else { return nil }
        // Steps of time by day, numbered as they follow each other.
        var stepOfDay: [UInt32] = []
        var values: [Value] = [.missing]
        var next = Day(Int(bounds.lowerBound))
        for day in Int(bounds.lowerBound)...Int(bounds.upperBound) {
            if Day(day) >= next {
                let start = cohort.calendar.start(of: cohort.grain, containing: Day(day))
                values.append(.day(start))
                next = cohort.calendar.next(cohort.grain, after: start)
            }
            stepOfDay.append(UInt32(values.count - 1))
        }
        if own {
            let days = FirstDayCodes(low: bounds.lowerBound, codes: stepOfDay)
            return (CodePlan(operand: entity, ownDays: days), .values(values))
        }
        let condition = try cohort.condition.map { (condition) throws(Diagnostic) in try mask(condition) }
        let first = FirstDays(self, entity, days, low: bounds.lowerBound, dictionary.codeCount)
        let table = try first.found(condition ?? .all, stepOfDay, size: values.count)
        return (CodePlan(operand: entity, table: table), .values(values))
    }
}

/// The values of a dimension over all datasets of a question: those of the first, then what others have besides.
struct DomainUnion {
    private(set) var domain: TallyDomain
    private var codes: [Value: Int32] = [:]
    private var values: [Value] = []

    init(_ domain: TallyDomain) { self.domain = domain }

    /// Takes in another dataset's values; gives the plan with its codes in this numbering.
    mutating func unified(_ plan: CodePlan, _ other: TallyDomain) -> CodePlan {
        if codes.isEmpty {
            values = (0..<domain.size).map { domain.value($0) }
            for (code, value) in values.enumerated() { codes[value] = Int32(code) }
        }
        let translated = (0..<other.size).map { code -> Int32 in
            let value = other.value(code)
            if let known = codes[value] { return known }
            codes[value] = Int32(values.count)
            values.append(value)
            return Int32(values.count - 1)
        }
        domain = .values(values)
        var result = plan
        // The union may still grow, so its codes are not taken for small ones.
        let numbers: [UInt32]
        switch plan.table {
        case .small(let memory): numbers = (0..<memory.count).map { UInt32(translated[Int(memory[$0])]) }
        case .large(let memory): numbers = (0..<memory.count).map { UInt32(translated[Int(memory[$0])]) }
        case nil: numbers = translated.map { UInt32($0) }
        }
        result.table = .large(TallyMemory(numbers))
        return result
    }
}
