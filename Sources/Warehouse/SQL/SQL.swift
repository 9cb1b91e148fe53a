import Values

/// A piece of SQL, made of what this program says itself and of values that a `Dialect` has written: nothing else can
/// become one, so that no text of the data, of a question or of a workspace is ever read as SQL.
struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }
    private init(_ text: String) { self.text = text }

    init(number: some FixedWidthInteger) { text = String(number) }
    /// What stands behind FROM for a table, quoted by whoever connected, or the user's own SELECT.
    init(ofRelation relation: String) { text = relation }

    /// Takes pieces of SQL and no other values.
    struct Interpolation: StringInterpolationProtocol {
        var text = ""
        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }
        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ piece: SQL) { text += piece.text }
    }

    static func joined(_ pieces: [SQL], by separator: SQL) -> SQL {
        SQL(pieces.map(\.text).joined(separator: separator.text))
    }
}

extension Dialect {
    /// A name of a table or column.
    package func quoted(_ name: String) -> String { self.name(name).text }

    /// A text.
    package func text(_ text: String) -> String { literal(text).text }

    func name(_ name: String) -> SQL {
        let mark = String(nameQuote)
        let doubled = name.split(separator: nameQuote, omittingEmptySubsequences: false).joined(separator: mark + mark)
        return SQL(stringLiteral: mark + doubled + mark)
    }

    func literal(_ text: String) -> SQL {
        var result = "'"
        for character in text.unicodeScalars {
            switch character {
            case "'": result += escapesByBackslash ? "\\'" : "''"
            case "\\" where escapesByBackslash: result += "\\\\"
            default: result.unicodeScalars.append(character)
            }
        }
        return SQL(stringLiteral: result + "'")
    }

    func literal(_ day: Day) -> SQL {
        let text = SQL(stringLiteral: "'" + day.text + "'")
        return hasDates ? "DATE \(text)" : text
    }

    func literal(_ moment: Moment) -> SQL { "TIMESTAMP \(SQL(stringLiteral: "'" + moment.text + "'"))" }

    /// Nil of numbers with more digits than every engine takes exactly.
    func literal(_ number: ExactDecimal) -> SQL? {
        guard number.scale <= 18, number.mantissa.magnitude < 1_000_000_000_000_000_000 else { return nil }
        return number.isNegative ? SQL(stringLiteral: "(" + number.text + ")") : SQL(stringLiteral: number.text)
    }
}
