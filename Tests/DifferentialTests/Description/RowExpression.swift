/// An expression over the rows of one dataset, as Quaestor reads it and as SQL.
struct RowExpression {
    /// How tightly the outermost operator of a text binds, from loose to tight.
    enum Strength: Int, Comparable {
        case conditional, or, and, not, comparison, sum, product, primary

        static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
    }

    var text: String
    /// In parentheses wherever it needs them.
    var sql: String
    var type: CellType
    var strength: Strength

    init(_ text: String, _ sql: String, _ type: CellType, _ strength: Strength = .primary) {
        self.text = text
        self.sql = sql
        self.type = type
        self.strength = strength
    }

    /// The text as the operand of something that binds as tightly.
    func text(in strength: Strength) -> String { self.strength < strength ? "(\(text))" : text }

    /// In units of a finer scale.
    func sql(scale: Int) -> String {
        guard let own = type.scale, own != scale else { return sql }
        return "(\(sql) * \(power(scale - own)))"
    }

    /// As a binary fraction.
    var real: String {
        guard let scale = type.scale else { return sql }
        return "(\(sql) / \(power(scale)).0)"
    }

    /// Two numbers in SQL, in the same units, with the type of both.
    static func aligned(_ left: RowExpression, _ right: RowExpression) -> (String, String, CellType) {
        guard let first = left.type.scale, let second = right.type.scale else { return (left.real, right.real, .float) }
        let scale = max(first, second)
        return (left.sql(scale: scale), right.sql(scale: scale), .number(scale: scale))
    }
}
