import Tables
import Values

/// A function of the language: one entry of the function table.
package struct Function: Sendable {
    package struct ID: Hashable, Sendable {
        package let name: String
    }

    /// What an argument has to be.
    package enum ParameterKind: Hashable, Sendable {
        case number, text, time, condition, any
    }

    /// What comes out.
    package enum ResultKind: Hashable, Sendable {
        case number(Unit)
        case text, day, moment, condition
        /// The kind of the first argument, unit included.
        case sameAsFirst
    }

    /// How it is computed. No value in any argument gives no value, unless `seesMissing`.
    package enum Kernel: Sendable {
        /// From a day (a date-time gives its day) to a whole number.
        case dayPart(@Sendable (Day) -> Int)
        /// From two days to a whole number.
        case dayPair(@Sendable (Day, Day) -> Int)
        /// From any values; text arguments arrive as `.text`, days as `.day`.
        case values(@Sendable ([Value]) -> Value)
        /// From a whole column of numbers to another: what a cell means depends on the others.
        case column(@Sendable (ColumnData) -> ColumnData)
    }

    package var name: String
    package var parameters: [ParameterKind]
    /// How many of the parameters may be left out, from the end.
    package var optional = 0
    /// The last parameter may be repeated.
    package var isVariadic = false
    package var result: ResultKind
    package var seesMissing = false
    /// `days(from, to)`: for help and messages.
    package var signature: String
    package var summary: String
    package var kernel: Kernel

    package var id: ID { ID(name: name) }

    /// Applies the function to values, with its null rule.
    package func apply(_ arguments: [Value]) -> Value {
        if !seesMissing && arguments.contains(.missing) { return .missing }
        switch kernel {
        case .dayPart(let part):
            guard let day = arguments.first?.asDay else { return .missing }
            return .number(ExactDecimal(part(day)))
        case .dayPair(let pair):
            guard arguments.count == 2, let first = arguments[0].asDay, let second = arguments[1].asDay else {
                return .missing
            }
            return .number(ExactDecimal(pair(first, second)))
        case .values(let compute): return compute(arguments)
        case .column(let compute): return compute(ColumnData(Array(arguments.prefix(1)))).value(at: 0)
        }
    }
}

/// The function table.
package enum Functions {
    package static let all: [Function] = dates + texts + numbers + [fraction] + stages
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    package static func named(_ name: String) -> Function? { byName[name] }
}
