import Tables
import Values

/// What an expression of SQL gives.
enum SQLType: Hashable, Sendable {
    case integer
    case decimal(scale: Int)
    case float
    case text, day, moment, boolean

    init(_ type: ColumnType) {
        switch type {
        case .integer: self = .integer
        case .decimal(let scale): self = .decimal(scale: scale)
        case .float: self = .float
        case .day: self = .day
        case .moment: self = .moment
        case .boolean: self = .boolean
        case .text: self = .text
        }
    }

    var isNumber: Bool { scale != nil || self == .float }

    /// Digits behind the point of an exact number.
    var scale: Int? {
        switch self {
        case .integer: 0
        case .decimal(let scale): scale
        default: nil
        }
    }

    /// What two of them have in common, where a value can be the one or the other.
    func common(_ other: SQLType) -> SQLType? {
        if self == other { return self }
        guard let scale, let otherScale = other.scale else { return nil }
        return .decimal(scale: max(scale, otherScale))
    }
}

/// A piece of SQL that gives a value.
struct TypedSQL: Hashable, Sendable {
    var sql: SQL
    var type: SQLType
    /// The value, of a constant.
    var constant: Value?

    init(_ sql: SQL, _ type: SQLType, constant: Value? = nil) {
        self.sql = sql
        self.type = type
        self.constant = constant
    }
}

extension SQLType {
    /// The cells of a result as the type has them, in whatever form the database gave them; nil where one does not fit.
    func cells(_ data: ColumnData) -> ColumnData? {
        switch self {
        case .integer, .decimal: return exact(data)
        case .float: return floats(data)
        case .text: return texts(data)
        case .day:
            if let days = data.dayNumbers { return .days(days) }
            return parsed(data) { Day(text: $0) }.map(days)
        case .moment:
            if case .moments = data { return data }
            return parsed(data, moment).map(moments)
        case .boolean: return booleans(data)
        }
    }

    private func exact(_ data: ColumnData) -> ColumnData? {
        switch data {
        case .scaled: return data
        // A column without any value has no type of its own.
        case .floats(let cells):
            return cells.allSatisfy(\.isNaN) ? data.scaledMissing : nil
        case .texts:
            guard let numbers = parsed(data, { ExactDecimal(text: $0) }) else { return nil }
            let scale = numbers.reduce(0) { max($0, $1?.scale ?? 0) }
            guard scale <= 18 else { return nil }
            var cells: [Int64] = []
            cells.reserveCapacity(numbers.count)
            for number in numbers {
                guard let number else {
                    cells.append(ColumnData.missingScaled)
                    continue
                }
                guard let cell = number.rescaled(to: scale).flatMap({ Int64(exactly: $0.mantissa) }) else { return nil }
                cells.append(cell)
            }
            return .scaled(cells, scale: scale)
        default: return nil
        }
    }

    private func floats(_ data: ColumnData) -> ColumnData? {
        if let cells = data.doubles { return .floats(cells.map { $0.isFinite ? $0 : .nan }) }
        return parsed(data) { Double($0) }.map { cells in
            .floats(cells.map { $0.flatMap { $0.isFinite ? $0 : nil } ?? .nan })
        }
    }

    private func texts(_ data: ColumnData) -> ColumnData? {
        guard case .texts(let codes, let dictionary) = data else {
            return data.missingMask.contains(0)
                ? nil : .texts([Int32](repeating: 0, count: data.count), TextDictionary(texts: []))
        }
        // What a database tells apart may be one text once it is composed.
        var builder = DictionaryBuilder()
        let composed = [Int32(0)] + dictionary.texts.map { $0.isEmpty ? 0 : builder.code($0.composed) }
        return .texts(codes.map { composed[Int($0)] }, builder.dictionary)
    }

    private func days(_ cells: [Day?]) -> ColumnData { .days(cells.map { $0?.number ?? ColumnData.missingDay }) }

    private func moments(_ cells: [Moment?]) -> ColumnData {
        .moments(cells.map { $0?.microseconds ?? ColumnData.missingScaled })
    }

    /// `2026-03-31 17:30:00.25`, or with a `T` between.
    private func moment(_ text: String) -> Moment? {
        let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
        guard let first = parts.first, let day = Day(text: first) else { return nil }
        guard parts.count == 2 else { return Moment(day) }
        let time = parts[1].split(separator: ":")
        guard time.count == 3, let hours = Int64(time[0]), let minutes = Int64(time[1]), (0..<24).contains(hours),
            (0..<60).contains(minutes), let seconds = ExactDecimal(text: time[2])?.rescaled(to: 6)?.mantissa,
            (0..<60_000_000).contains(seconds)
        else { return nil }
        return Moment(
            microseconds: Moment(day).microseconds + (hours * 60 + minutes) * 60_000_000 + Int64(seconds))
    }

    private func booleans(_ data: ColumnData) -> ColumnData? {
        switch data {
        case .booleans: return data
        case .scaled(let cells, 0) where cells.allSatisfy({ $0 == ColumnData.missingScaled || $0 == 0 || $0 == 1 }):
            return .booleans(cells.map { $0 == ColumnData.missingScaled ? ColumnData.missingBoolean : UInt8($0) })
        default:
            let flags = ["t": true, "true": true, "f": false, "false": false]
            if let cells = parsed(data, { flags[$0] }) {
                return .booleans(cells.map { $0.map { $0 ? 1 : 0 } ?? ColumnData.missingBoolean })
            }
            guard !data.missingMask.contains(0) else { return nil }
            return .booleans([UInt8](repeating: ColumnData.missingBoolean, count: data.count))
        }
    }

    /// Each different text parsed once; nil of columns that are no texts, and where one cannot be parsed.
    private func parsed<T>(_ data: ColumnData, _ parse: (String) -> T?) -> [T?]? {
        guard case .texts(let codes, let dictionary) = data else { return nil }
        var values: [T?] = [nil]
        for text in dictionary.texts {
            guard let value = parse(text) else { return nil }
            values.append(value)
        }
        return codes.map { values[Int($0)] }
    }
}

extension ColumnData {
    fileprivate var scaledMissing: ColumnData {
        .scaled([Int64](repeating: Self.missingScaled, count: count), scale: 0)
    }
}
