import Tables

/// The columns of a table of a database as a text, to be known before it is connected.
enum ColumnMemo {
    private static let between = "\u{1F}"
    private static let end = "\u{1E}"

    /// Nil for names that hold what stands between them.
    static func text(_ columns: [RemoteColumn]) -> String? {
        var text = ""
        for column in columns {
            let parts = [
                column.name, column.expression, word(column.type), column.declared.map(word) ?? "",
                column.isSentNumeric ? "sent" : "",
            ]
            guard !parts.contains(where: { $0.contains(between) || $0.contains(end) }) else { return nil }
            text += parts.joined(separator: between) + end
        }
        return text
    }

    /// Nil for anything that `text` does not give.
    static func columns(_ text: String) -> [RemoteColumn]? {
        var columns: [RemoteColumn] = []
        for line in text.split(separator: Character(end)) {
            let parts = line.split(separator: Character(between), omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, let type = type(parts[2]) else { return nil }
            var column = RemoteColumn(name: parts[0], expression: parts[1], type: type)
            if !parts[3].isEmpty {
                guard let declared = self.type(parts[3]) else { return nil }
                column.declared = declared
            }
            column.isSentNumeric = parts[4] == "sent"
            columns.append(column)
        }
        return columns.isEmpty ? nil : columns
    }

    private static func word(_ type: ColumnType) -> String {
        switch type {
        case .integer: "integer"
        case .decimal(let scale): "decimal \(scale)"
        case .float: "float"
        case .day: "day"
        case .moment: "moment"
        case .boolean: "boolean"
        case .text: "text"
        }
    }

    private static func type(_ word: String) -> ColumnType? {
        switch word {
        case "integer": return .integer
        case "float": return .float
        case "day": return .day
        case "moment": return .moment
        case "boolean": return .boolean
        case "text": return .text
        default:
            guard word.hasPrefix("decimal "), let scale = Int(word.dropFirst(8)), (0...18).contains(scale) else {
                return nil
            }
            return .decimal(scale: scale)
        }
    }
}
