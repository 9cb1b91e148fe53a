import Tables
import Values

/// A column of a table in a database: how it is asked for, and what it is.
struct RemoteColumn: Sendable {
    /// As the database spells it.
    var name: String
    /// What stands for it in a select list.
    var expression: String
    /// What the column will be.
    var type: ColumnType
    /// Texts of a database without types for days are read as what the column was declared: nil where cells come as
    /// they are.
    var declared: ColumnType?
    /// Whether the expression gives numbers as `SentNumeric` reads them: they take a fraction of the time that the
    /// driver needs to write them as texts.
    var isSentNumeric = false
}

extension ADBCConnection {
    /// What stands behind `FROM` for a table's name, `crm.opportunities`, or a `SELECT`.
    func source(of relation: String) -> String {
        if Self.isQuery(relation) { return "(" + Self.withoutEnd(relation) + ")" }
        return Self.parts(of: relation).map { dialect.quoted($0) }.joined(separator: ".")
    }

    /// The columns of a table or `SELECT`.
    ///
    /// - Parameter source: as `source(of:)` gives it.
    func columns(of source: String) throws(Diagnostic) -> [RemoteColumn] {
        // SQLite's cells say what its columns are.
        let fields = try fields(of: "SELECT * FROM \(source) AS t LIMIT \(dialect == .sqlite ? 1000 : 0)")
        let declared = dialect == .sqlite ? try declaredTypes(of: source) : [:]
        let scales = fields.contains(where: \.isNumericText) ? numericScales(of: source) : [:]
        let sendsNumerics = dialect == .postgresql && fields.contains(where: \.isNumericText) && sendsNumerics()
        return fields.map { field in
            let name = dialect.quoted(field.name)
            // Of a type without a column here the text is read.
            guard field.isReadable else {
                return RemoteColumn(
                    name: field.name, expression: "CAST(\(name) AS \(dialect.text.text))", type: .text)
            }
            if field.isNumericText {
                let type = scales[field.name].map { ColumnType.decimal(scale: $0) } ?? field.type
                guard sendsNumerics else { return RemoteColumn(name: field.name, expression: name, type: type) }
                return RemoteColumn(
                    name: field.name, expression: "numeric_send(\(name)) AS \(name)", type: type,
                    isSentNumeric: true)
            }
            if let type = declared[field.name], type != .float {
                return RemoteColumn(
                    name: field.name, expression: "CAST(\(name) AS TEXT)", type: type, declared: type)
            }
            return RemoteColumn(name: field.name, expression: name, type: declared[field.name] ?? field.type)
        }
    }

    /// Whether the database has PostgreSQL's function for numbers in binary, as those that only speak its language may not.
    private func sendsNumerics() -> Bool {
        // As 1 is to be sent: one digit of power 0, positive, none behind the point.
        let found = try? rows(of: "SELECT CAST(numeric_send(1) AS text)").columns.first?.value(at: 0)
        return found == .text("\\x00010000000000000001")
    }

    /// Digits behind the point of the `numeric` columns of a table of PostgreSQL that are declared with them.
    ///
    /// Of a query, and where the catalogue cannot be asked, nothing is known.
    private func numericScales(of source: String) -> [String: Int] {
        if source.hasPrefix("(") { return [:] }
        let found = try? rows(
            of: "SELECT attname::text, ((atttypmod - 4) & 2047)::int FROM pg_attribute WHERE attrelid ="
                + " to_regclass(\(dialect.text(source))) AND atttypid = 'numeric'::regtype AND atttypmod > 0")
        var scales: [String: Int] = [:]
        for row in 0..<(found?.rowCount ?? 0) {
            guard let columns = found?.columns, columns.count == 2, case .text(let name) = columns[0].value(at: row),
                case .number(let number) = columns[1].value(at: row), let scale = number.wholeNumber,
                (0...18).contains(scale)
            else { continue }
            scales[name] = scale
        }
        return scales
    }

    /// The types that SQLite's columns are declared with: its cells have types of their own.
    ///
    /// Columns of a `SELECT`, and those without a type, come as their cells are.
    private func declaredTypes(of source: String) throws(Diagnostic) -> [String: ColumnType] {
        if source.hasPrefix("(") { return [:] }
        let table = Self.parts(of: source.filter { $0 != "\"" }).last ?? source
        let found = try rows(of: "SELECT name, type FROM pragma_table_info(\(dialect.text(table)))")
        guard found.columns.count == 2 else { return [:] }
        var types: [String: ColumnType] = [:]
        for row in 0..<found.rowCount {
            guard case .text(let name) = found.columns[0].value(at: row),
                case .text(let type) = found.columns[1].value(at: row)
            else { continue }
            types[name] = Self.columnType(declared: type)
        }
        return types
    }

    /// What a declared type says, by the words that people use.
    static func columnType(declared: String) -> ColumnType? {
        let word = declared.uppercased().prefix { $0.isLetter }
        switch word {
        case "DATE": return .day
        case "DATETIME", "TIMESTAMP", "TIMESTAMPTZ": return .moment
        case "BOOLEAN", "BOOL": return .boolean
        case "DECIMAL", "NUMERIC", "MONEY": return .decimal(scale: 2)
        case "REAL", "DOUBLE", "FLOAT": return .float
        case "CHAR", "VARCHAR", "TEXT", "NVARCHAR", "NCHAR", "CLOB", "STRING": return .text
        default: return word.contains("INT") ? .integer : nil
        }
    }

    private static func isQuery(_ relation: String) -> Bool {
        let first = relation.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }.lowercased()
        return first == "select" || first == "with"
    }

    /// A query without the `;` at its end.
    private static func withoutEnd(_ query: String) -> String {
        var query = Substring(query)
        while let last = query.last, last.isWhitespace || last == ";" { query = query.dropLast() }
        return String(query)
    }

    /// `crm."Open Deals"` is `crm`, `Open Deals`.
    static func parts(of name: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var quote: Character?
        for character in name {
            if let open = quote {
                if character == open { quote = nil } else { part.append(character) }
            } else if character == "\"" || character == "`" {
                quote = character
            } else if character == "." {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return parts + [part]
    }
}
