import Model
import Tables
import Values

/// Applies a function of the language to columns. A text function of one column and constants runs once a different
/// text, not once a row.
func apply(_ function: Function, _ columns: [ColumnData], constants: [Value?], count: Int) -> ColumnData {
    let missing = ColumnData.missingScaled
    switch function.kernel {
    case .dayPart(let part):
        guard let days = columns.first?.dayNumbers else { break }
        return .scaled(days.map { $0 == ColumnData.missingDay ? missing : Int64(part(Day(Int($0)))) }, scale: 0)
    case .dayPair(let pair):
        guard columns.count == 2, let first = columns[0].dayNumbers, let second = columns[1].dayNumbers else { break }
        return .scaled(
            elementwise(first, second) {
                $0 == ColumnData.missingDay || $1 == ColumnData.missingDay
                    ? missing : Int64(pair(Day(Int($0)), Day(Int($1))))
            }, scale: 0)
    case .column(let compute):
        guard let column = columns.first else { break }
        return compute(column)
    case .values:
        let varying = constants.indices.filter { constants[$0] == nil }
        if varying.count == 1, case .texts(let codes, let dictionary) = columns[varying[0]] {
            var arguments = constants.map { $0 ?? .missing }
            let results = (0..<Int32(clamping: dictionary.codeCount)).map { code in
                arguments[varying[0]] = dictionary.text(code).map(Value.text) ?? .missing
                return function.apply(arguments)
            }
            return ColumnData(results).gathered(codes)
        }
        return ColumnData(
            (0..<count).map { row in
                function.apply(columns.indices.map { constants[$0] ?? columns[$0].value(at: row) })
            })
    }
    return ColumnData(repeating: .missing, count: count)
}

/// Takes each cell from one of two columns, by a condition; a condition without a value takes the second.
func choose(_ test: [UInt8], _ then: ColumnData, _ otherwise: ColumnData) -> ColumnData {
    func pick<T>(_ first: [T], _ second: [T]) -> [T] {
        [T](unsafeUninitializedCapacity: test.count) { buffer, filled in
            for row in 0..<test.count {
                buffer.initializeElement(at: row, to: test[row] == 1 ? first[row] : second[row])
            }
            filled = test.count
        }
    }
    switch (then, otherwise) {
    case (.texts(let a, let first), .texts(let b, let second)):
        var builder = DictionaryBuilder()
        let codesA = [Int32(0)] + first.texts.map { builder.code($0) }
        let codesB = [Int32(0)] + second.texts.map { builder.code($0) }
        return .texts(pick(a.map { codesA[Int($0)] }, b.map { codesB[Int($0)] }), builder.dictionary)
    case (.booleans(let a), .booleans(let b)): return .booleans(pick(a, b))
    case (.days(let a), .days(let b)): return .days(pick(a, b))
    case (.scaled(let a, let scaleA), .scaled(let b, let scaleB)) where scaleA == scaleB:
        return .scaled(pick(a, b), scale: scaleA)
    case (.floats(let a), .floats(let b)): return .floats(pick(a, b))
    default:
        if let a = then.momentCells, let b = otherwise.momentCells { return .moments(pick(a, b)) }
        // Different scales, and `missing` on one side, meet as single values.
        return ColumnData(test.indices.map { test[$0] == 1 ? then.value(at: $0) : otherwise.value(at: $0) })
    }
}
