import Tables
import Values

/// Makes a column of the type that it was declared with of one of texts, as SQLite has days and decimals.
///
/// A text that is nothing of that type is missing, and told.
func declaredColumn(_ column: Column, _ name: String, as type: ColumnType, from source: String) throws(Diagnostic)
    -> Column
{
    guard let dictionary = column.dictionary, type != .text else { return column }
    var unread = 0
    /// The value of each code, made once for all the rows that have it.
    func values(_ read: (String) -> Int64?) -> [Int64] {
        var values = [Int64](repeating: ColumnBuilder.missing, count: dictionary.codeCount)
        for code in 1..<max(1, dictionary.codeCount) {
            guard let text = dictionary.text(Int32(code)) else { continue }
            if let value = read(text) { values[code] = value } else { unread += 1 }
        }
        return values
    }
    func filled(_ builder: ColumnBuilder, _ values: [Int64]) throws(Diagnostic) {
        let narrow = column.narrow
        try builder.append(column.count) { range, target in
            for (place, row) in range.enumerated() {
                target[place] = narrow?.cell(at: row).map { values[Int($0)] } ?? ColumnBuilder.missing
            }
        }
    }
    let builder: ColumnBuilder
    switch type {
    case .day:
        builder = ColumnBuilder(.days)
        try filled(builder, values { isoMoment($0).map { Int64($0.day.number) } })
    case .moment:
        builder = ColumnBuilder(.moments)
        try filled(builder, values { isoMoment($0)?.microseconds })
    case .boolean:
        builder = ColumnBuilder(.booleans)
        try filled(
            builder,
            values { text in
                switch text.lowercased() {
                case "1", "true", "t", "yes": 1
                case "0", "false", "f", "no": 0
                default: nil
                }
            })
    default:
        var scale = 0
        let decimals = (0..<dictionary.codeCount).map { ExactDecimal(text: dictionary.text(Int32($0)) ?? "") }
        for decimal in decimals { if let decimal { scale = max(scale, decimal.normalized.scale) } }
        if case .decimal(let least) = type { scale = max(scale, least) }
        let exact = decimals.map { decimal in
            decimal?.normalized.rescaled(to: scale).flatMap { Int64(exactly: $0.mantissa) }
        }
        if scale > 18 || zip(decimals, exact).contains(where: { $0 != nil && $1 == nil }) {
            let floats = (0..<dictionary.codeCount).map { Double(dictionary.text(Int32($0)) ?? "") ?? .nan }
            let narrow = column.narrow
            let cells = (0..<column.count).map { row in narrow?.cell(at: row).map { floats[Int($0)] } ?? .nan }
            return Column(type: .float, data: .floats(cells), missingCount: cells.count { $0.isNaN })
        }
        builder = ColumnBuilder(.scaled, scale: scale)
        var position = 0
        try filled(
            builder,
            values { _ in
                position += 1
                return exact[position]
            })
    }
    let problems =
        unread == 0
        ? []
        : [
            FileProblem(
                file: source,
                reason:
                    "\(unread) different text\(unread == 1 ? "" : "s") of `\(name)` read as missing: no \(type.text)")
        ]
    return try builder.finish(decisions: column.decisions, problems: column.problems + problems) ?? column
}

/// `2024-01-31`, `2024-01-31 09:30:15.25`, `2024-01-31T09:30:15Z`; nil for anything else.
private func isoMoment(_ text: String) -> Moment? {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[start..<start + count] {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }
    guard bytes.count >= 10, bytes[4] == 45, bytes[7] == 45, let year = number(0, 4), let month = number(5, 2),
        let date = number(8, 2), let day = Day(year: year, month: month, day: date)
    else { return nil }
    if bytes.count == 10 { return Moment(day) }
    guard bytes.count >= 16, bytes[10] == 32 || bytes[10] == UInt8(ascii: "T"), bytes[13] == 58,
        let hour = number(11, 2), let minute = number(14, 2), hour < 24, minute < 60
    else { return nil }
    var microseconds = (Int64(hour) * 3600 + Int64(minute) * 60) * 1_000_000
    var place = 16
    if bytes.count > place, bytes[place] == 58 {
        guard let second = number(17, 2), second < 60 else { return nil }
        microseconds += Int64(second) * 1_000_000
        place = 19
        if bytes.count > place, bytes[place] == 46 {
            var unit: Int64 = 100_000
            place += 1
            while place < bytes.count, bytes[place] >= 48, bytes[place] <= 57 {
                microseconds += Int64(bytes[place] - 48) * unit
                unit /= 10
                place += 1
            }
        }
    }
    // The zone, if there is one: `Z`, `+00`, `+00:00`.
    if place < bytes.count {
        let zone = bytes[place...]
        if zone.elementsEqual("Z".utf8) {
            place = bytes.count
        } else {
            guard zone.first == 43 || zone.first == 45, let hours = number(place + 1, 2) else { return nil }
            var minutes = 0
            if zone.count == 6, bytes[place + 3] == 58 {
                minutes = number(place + 4, 2) ?? 0
            } else if zone.count != 3 {
                return nil
            }
            let offset = Int64(hours * 60 + minutes) * 60_000_000
            microseconds -= zone.first == 43 ? offset : -offset
        }
    }
    return Moment(microseconds: Moment(day).microseconds + microseconds)
}
