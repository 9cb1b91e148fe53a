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
        let code = evaluation.index.keys[Int(line) / cellCount][source.position]
        return evaluation.domains[source.position].values[Int(code)]
    }

    /// The level whose results are the combinations of some dimensions' values.
    func level(by dimensions: [Int]) -> Level {
        let cellCount = evaluation.time.cells.count
        if dimensions.isEmpty { return .total(evaluation.lineCount) }
        var known: [[Int64]: Int32] = [:]
        var position = [Int32](repeating: -1, count: evaluation.lineCount)
        var stepNumbers: [Value: Int64] = [:]
        let steps = evaluation.time.cells.map { cell in
            cell.steps.map { step -> Int64 in
                if let number = stepNumbers[step] { return number }
                let number = Int64(stepNumbers.count)
                stepNumbers[step] = number
                return number
            }
        }
        for line in position.indices {
            let key = dimensions.map { dimension -> Int64 in
                let source = sources[dimension]
                return source.isTime
                    ? steps[line % cellCount][source.position]
                    : Int64(evaluation.index.keys[line / cellCount][source.position])
            }
            if let target = known[key] {
                position[line] = target
            } else {
                let target = Int32(known.count)
                known[key] = target
                position[line] = target
            }
        }
        return Level(position: position, count: known.count)
    }

    /// By name, missing last.
    static func named(_ first: Value, before second: Value) -> Bool {
        if first.isMissing || second.isMissing { return second.isMissing && !first.isMissing }
        return first < second
    }

    /// For each item its place in sorted order; equal items share a place.
    static func ranks<T>(_ items: [T], _ comesBefore: (T, T) -> Bool) -> [Int32] {
        let order = items.indices.sorted { comesBefore(items[$0], items[$1]) }
        var result = [Int32](repeating: 0, count: items.count)
        var rank: Int32 = 0
        for (place, index) in order.enumerated() {
            if place > 0 && comesBefore(items[order[place - 1]], items[index]) { rank += 1 }
            result[index] = rank
        }
        return result
    }
}
