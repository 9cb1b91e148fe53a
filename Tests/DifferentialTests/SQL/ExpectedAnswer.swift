import SQLiteSupport

/// The answer that another program gives, laid out as Quaestor lays it out.
struct ExpectedAnswer {
    struct Cell {
        var value: SQLValue
        var type: CellType
        /// The line of others names no group.
        var isOthers = false
    }

    /// By line, then by column.
    var lines: [[Cell]]
    /// By column, nothing for those of dimensions; nil without a totals line.
    var total: [Cell?]?

    /// - Parameter rows: answers a statement.
    init(
        _ question: AskedQuestion, _ world: World, roundsFractions: Bool = true,
        rows: (String) throws -> [[SQLValue]]
    ) throws {
        let sql = try QuestionSQL(question, world, roundsFractions: roundsFractions)
        let rows = try rows(sql.statement()).map { Row($0, question) }
        let table = question.hasAcross ? Self.pivoted(rows, question) : Self.flat(rows, question)
        lines = table.lines
        let hasTotals = question.wantsTotals && (lines.count > 1 || question.totals == true)
        total = hasTotals ? table.total : nil
    }

    /// One row of the statement's result.
    private struct Row {
        var kind: QuestionSQL.RowKind
        var keys: [Cell]
        var outputs: [Cell]

        init(_ values: [SQLValue], _ question: AskedQuestion) {
            let kind = QuestionSQL.RowKind(rawValue: values[0].integer ?? 0) ?? .line
            self.kind = kind
            var keys: [Cell] = []
            if question.periods.count > 1 {
                let label = values[2].integer.map { SQLValue.text(question.periods[$0].label) }
                keys.append(Cell(value: label ?? .null, type: .step))
            }
            let isByTimeAlone = question.dimensions.allSatisfy { $0.grain != nil }
            for (index, dimension) in question.dimensions.enumerated() {
                let isAcross = question.hasAcross && index == question.dimensions.count - 1
                let isGroup = (dimension.grain == nil && !isAcross) || isByTimeAlone
                keys.append(
                    Cell(value: values[3 + index], type: dimension.type, isOthers: kind == .others && isGroup))
            }
            self.keys = keys
            outputs = question.outputs.enumerated().map { index, key in
                Cell(value: values[3 + question.dimensions.count + index], type: question.type(key))
            }
        }
    }

    private static func flat(_ rows: [Row], _ question: AskedQuestion) -> (lines: [[Cell]], total: [Cell?]?) {
        let total = rows.first { $0.kind == .total }
        return (
            rows.filter { $0.kind == .line || $0.kind == .others }.map { $0.keys + $0.outputs },
            total.map { $0.keys.map { _ in nil } + $0.outputs }
        )
    }

    /// One line a combination of the other dimensions, for each value of the last one its columns.
    private static func pivoted(_ rows: [Row], _ question: AskedQuestion) -> (lines: [[Cell]], total: [Cell?]?) {
        struct Key: Hashable {
            var isOthers: Bool
            var values: [SQLValue]
        }
        let standing = rows.filter { $0.kind == .line || $0.kind == .others }
        let occurring = Set(standing.map { $0.keys.last?.value ?? .null })
        let heads = rows.filter { $0.kind == .head && occurring.contains($0.keys.last?.value ?? .null) }
        let nothing = rows.first { $0.kind == .nothing }?.outputs ?? []
        var order: [Key] = []
        var lines: [Key: (keys: [Cell], cells: [SQLValue: [Cell]])] = [:]
        for row in standing {
            let key = Key(isOthers: row.kind == .others, values: row.keys.dropLast().map(\.value))
            if lines[key] == nil {
                order.append(key)
                lines[key] = (Array(row.keys.dropLast()), [:])
            }
            lines[key]?.cells[row.keys.last?.value ?? .null] = row.outputs
        }
        if let limit = question.limit {
            let others = order.filter(\.isOthers)
            order = Array(order.filter { !$0.isOthers }.prefix(limit)) + others
        }
        let result = order.compactMap { lines[$0] }.map { line in
            line.keys + heads.flatMap { line.cells[$0.keys.last?.value ?? .null] ?? nothing }
        }
        let keyCount = (standing.first ?? rows.first)?.keys.count ?? 1
        return (result, Array(repeating: nil, count: keyCount - 1) + heads.flatMap(\.outputs))
    }
}
