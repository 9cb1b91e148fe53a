import Language
import Model
import Tables
import Values

/// Rows that repeat others: in all their cells, in what should tell them apart, or in a name that is spelled in two ways.
struct Duplicates {
    private(set) var findings: [Finding] = []
    /// Columns that were looked at.
    private(set) var columns: Set<String> = []

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        guard checked.rowCount > 1 else { return }
        var isKeyUnique = false
        if checked.dataset.key.count == 1, let field = checked.field(checked.dataset.key[0]) {
            columns.insert(field.name)
            let repeated = RepeatedValues(field.cells.data)
            isKeyUnique = repeated.rows.isEmpty && field.cells.missingCount == 0
            add(repeated, field, "key repeated", checked)
        } else if checked.dataset.key.count > 1 {
            try addCombined(checked)
        }
        if !isKeyUnique { try addWhole(checked) }
        for field in checked.fields where !columns.contains(field.name) && field.role.isIdentity {
            addIdentity(field, checked)
        }
        for field in checked.fields where field.role.isEntityName || checked.dataset.key == [field.name] {
            addEntities(field, checked)
        }
    }

    // MARK: The same in what should tell rows apart

    private mutating func add(
        _ repeated: RepeatedValues, _ field: CheckedDataset.Field, _ what: String, _ checked: CheckedDataset
    ) {
        guard let first = repeated.rows.first else { return }
        let values = repeated.firstRows.prefix(Conditions.mostTexts + 1).map { field.cells.value(at: Int($0)) }
        var condition: Expression?
        if values.count <= Conditions.mostTexts {
            let column = Conditions.column(field.name)
            let tests = values.compactMap { value -> Expression? in
                switch value {
                case .text(let text): Conditions.isOne(column, of: [text])
                case .number(let number): Conditions.compare(column, .equal, Conditions.number(number))
                default: nil
                }
            }
            let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
            if texts.count == values.count {
                condition = Conditions.isOne(column, of: texts)
            } else if tests.count == values.count {
                condition = Conditions.or(tests)
            }
        }
        findings.append(
            Finding(
                dataset: checked.name, columns: [field.name], aspect: .duplication, what: what,
                count: repeated.rows.count,
                of: checked.rowCount, example: field.cells.value(at: Int(first)).plainText,
                remedy: "keep one row of each, or find what tells them apart", rows: repeated.rows,
                surplus: repeated.surplus, condition: condition))
    }

    /// Columns called like something that is one of its kind, where nearly all values are.
    private mutating func addIdentity(_ field: CheckedDataset.Field, _ checked: CheckedDataset) {
        guard !checked.dataset.joins.contains(where: { $0.column == field.name }), field.cells.type != .float else {
            return
        }
        let filled = checked.rowCount - field.cells.missingCount
        let repeated = RepeatedValues(field.cells.data)
        guard filled >= 20, repeated.surplus.count * 20 <= filled else { return }
        columns.insert(field.name)
        add(repeated, field, "repeated", checked)
    }

    private mutating func addCombined(_ checked: CheckedDataset) throws(Diagnostic) {
        let key = checked.dataset.key.compactMap { checked.field($0) }
        guard key.count == checked.dataset.key.count else { return }
        add(RepeatedRows(key.map(\.cells.data)), "key repeated", key.map(\.name), checked)
    }

    private mutating func addWhole(_ checked: CheckedDataset) throws(Diagnostic) {
        try checked.evaluator.checkInterrupt()
        add(RepeatedRows(checked.fields.map(\.cells.data)), "row repeated in full", nil, checked)
    }

    private mutating func add(_ repeated: RepeatedRows, _ what: String, _ key: [String]?, _ checked: CheckedDataset) {
        guard let first = repeated.rows.first else { return }
        let example = (key ?? checked.fields.prefix(3).map(\.name)).compactMap { checked.value($0, at: first) }
            .joined(separator: ", ")
        findings.append(
            Finding(
                dataset: checked.name, columns: key ?? [], aspect: .duplication, what: what,
                count: repeated.rows.count, of: checked.rowCount, example: example,
                remedy: key == nil
                    ? "load each row once: a file may be in the folder twice" : "keep one row of each key",
                rows: repeated.rows, surplus: repeated.surplus))
    }

    // MARK: The same name, spelled in two ways

    /// More different names than these are not compared.
    private static let mostNames = 500_000

    /// Names of which nearly all rows have one of their own.
    private mutating func addEntities(_ field: CheckedDataset.Field, _ checked: CheckedDataset) {
        guard let dictionary = field.cells.dictionary, dictionary.count > 1, dictionary.count <= Self.mostNames,
            dictionary.count * 10 >= (checked.rowCount - field.cells.missingCount) * 9
        else { return }
        columns.insert(field.name)
        let counts = checked.counts(field)
        var first: [String: Int] = [:]
        var groups: [Int: [Int]] = [:]
        for index in 0..<dictionary.count where counts[index + 1] > 0 {
            guard let text = dictionary.text(Int32(index + 1)) else { continue }
            let folded = FoldedText.entity(text)
            guard folded.utf8.count > 1 else { continue }
            if let known = first[folded] {
                groups[known, default: [known]].append(index)
            } else {
                first[folded] = index
            }
        }
        guard !groups.isEmpty else { return }
        let all = groups.sorted { $0.key < $1.key }.map(\.value)
        let texts = all.joined().compactMap { dictionary.text(Int32($0 + 1)) }
        let example = all[0].prefix(2).compactMap { dictionary.text(Int32($0 + 1)) }.joined(separator: " / ")
        guard
            var finding = checked.finding(
                .duplication, field, "probably the same", texts: texts, example: example,
                remedy: "merge them where the data come from")
        else { return }
        let kept = Set(all.compactMap { $0.first.map { Int32($0 + 1) } })
        if case .texts(let codes, _) = field.cells.data {
            var seen: Set<Int32> = []
            finding.surplus = finding.rows.filter { row in
                !(kept.contains(codes[Int(row)]) && seen.insert(codes[Int(row)]).inserted)
            }
        }
        findings.append(finding)
    }
}

/// The rows whose value in a column another row has too.
struct RepeatedValues {
    private(set) var rows: [Int32] = []
    /// Of each value the first row that has it.
    private(set) var firstRows: [Int32] = []
    /// All but the first of each.
    private(set) var surplus: [Int32] = []

    init(_ column: ColumnData) {
        let group = GroupCodes(column)
        var counts = [Int](repeating: 0, count: group.values.count)
        for code in group.codes { counts[Int(code)] += 1 }
        counts[0] = 0
        guard counts.contains(where: { $0 > 1 }) else { return }
        var seen = [Bool](repeating: false, count: counts.count)
        for (row, code) in group.codes.enumerated() where counts[Int(code)] > 1 {
            rows.append(Int32(row))
            if seen[Int(code)] { surplus.append(Int32(row)) } else { firstRows.append(Int32(row)) }
            seen[Int(code)] = true
        }
    }
}

/// The rows that are the same in several columns.
struct RepeatedRows {
    private(set) var rows: [Int32] = []
    private(set) var surplus: [Int32] = []

    /// Columns are put together one by one: two rows get the same number where they have been the same so far. A column
    /// after which every row has a number of its own ends it.
    init(_ columns: [ColumnData]) {
        guard let count = columns.first?.count, count > 1 else { return }
        var numbers = [Int32](repeating: 0, count: count)
        var different = 1
        for column in columns {
            let codes = Self.codes(column)
            guard codes.count == count else { return }
            var table = IntegerTable()
            for row in 0..<count {
                numbers[row] = table.number(
                    of: UInt64(UInt32(bitPattern: numbers[row])) << 32 | UInt64(UInt32(bitPattern: codes[row])))
            }
            different = table.count
            if different == count { return }
        }
        var counts = [Int32](repeating: 0, count: different)
        for number in numbers { counts[Int(number)] += 1 }
        var seen = [Bool](repeating: false, count: different)
        for (row, number) in numbers.enumerated() where counts[Int(number)] > 1 {
            rows.append(Int32(row))
            if seen[Int(number)] { surplus.append(Int32(row)) }
            seen[Int(number)] = true
        }
    }

    /// A number for each cell, equal where the cells are.
    private static func codes(_ column: ColumnData) -> [Int32] {
        switch column {
        case .texts(let codes, _): return codes
        case .days(let days): return days
        case .booleans(let cells): return cells.map(Int32.init)
        case .scaled(let cells, _), .moments(let cells): return numbered(cells) { UInt64(bitPattern: $0) }
        case .floats(let cells): return numbered(cells) { $0.isNaN ? UInt64.max : $0 == 0 ? 0 : $0.bitPattern }
        }
    }

    private static func numbered<Cell>(_ cells: [Cell], _ bits: (Cell) -> UInt64) -> [Int32] {
        var table = IntegerTable()
        return cells.map { table.number(of: bits($0)) }
    }
}
