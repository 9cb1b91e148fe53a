import Model
import Values

/// The dimension values of lines, and coarser levels made of some of the dimensions.
struct LineKeys {
    private let evaluation: Evaluation
    /// For each dimension its position among the row dimensions or among the time dimensions.
    private let sources: [(isTime: Bool, position: Int)]

    init(_ builder: AnswerBuilder) {
        evaluation = builder.evaluation
        var rows = 0
        var times = 0
        sources = builder.question.dimensions.map { dimension in
            defer { if dimension.isTime { times += 1 } else { rows += 1 } }
            return (dimension.isTime, dimension.isTime ? times : rows)
        }
    }

    /// The value of a dimension on a line.
    func value(_ dimension: Int, _ line: Int32) -> Value {
        let cellCount = evaluation.time.cells.count
        let source = sources[dimension]
        if source.isTime { return evaluation.time.cells[Int(line) % cellCount].steps[source.position] }
        return evaluation.value(source.position, ofGroup: Int(line) / cellCount)
    }

    /// The level whose results are the combinations of some dimensions' values.
    func level(by dimensions: [Int]) -> Level {
        // All dimensions together are the lines themselves.
        if Set(dimensions).count == sources.count, !dimensions.isEmpty { return lines }
        let (groups, groupCount) = numbered(
            dimensions.filter { !sources[$0].isTime }.map { evaluation.index.codes[sources[$0].position] },
            count: evaluation.index.count)
        let (cells, cellCount) = numbered(
            dimensions.filter { sources[$0].isTime }.map { dimension in
                stepNumbers(sources[dimension].position)
            }, count: evaluation.time.cells.count)
        return Level(groupPart: groups, groupCount: groupCount, cellPart: cells, cellCount: cellCount)
    }

    private var lines: Level { .lines(groups: evaluation.index.count, cells: evaluation.time.cells.count) }

    /// Combinations of codes, numbered in order of appearance.
    private func numbered(_ codes: [[Int32]], count: Int) -> (numbers: [Int32], count: Int) {
        guard var numbers = codes.first else { return ([Int32](repeating: 0, count: count), 1) }
        var table = IntegerTable()
        numbers = numbers.map { table.number(of: UInt64(UInt32(bitPattern: $0))) }
        for next in codes.dropFirst() {
            table = IntegerTable()
            numbers = elementwise(numbers, next) {
                (UInt64(UInt32(bitPattern: $0)) << 32) | UInt64(UInt32(bitPattern: $1))
            }
            .map { table.number(of: $0) }
        }
        return (numbers, max(1, table.count))
    }

    private func stepNumbers(_ position: Int) -> [Int32] {
        var numbers: [Value: Int32] = [:]
        return evaluation.time.cells.map { cell in
            let step = cell.steps[position]
            if let number = numbers[step] { return number }
            let number = Int32(numbers.count)
            numbers[step] = number
            return number
        }
    }

    /// By name, missing last.
    static func named(_ first: Value, before second: Value) -> Bool {
        if first.isMissing || second.isMissing { return second.isMissing && !first.isMissing }
        return first < second
    }

    /// For each item its place in sorted order; equal items share a place.
    static func ranks<T>(_ items: [T], _ comesBefore: (T, T) -> Bool) -> [Int32] {
        let order = items.indices.sortedUnlessStopped { comesBefore(items[$0], items[$1]) }
        var result = [Int32](repeating: 0, count: items.count)
        var rank: Int32 = 0
        for (place, index) in order.enumerated() {
            if place > 0 && comesBefore(items[order[place - 1]], items[index]) { rank += 1 }
            result[index] = rank
        }
        return result
    }
}
