import Values

// Dates that are the numbers by which spreadsheets count days: 45292 is 2024-01-01.
extension ColumnDecision {
    /// Days of 1954 to 2119.
    static let serialDays: ClosedRange<Int64> = 20_000...80_000

    /// The column as dates, where its name says that it holds dates and all cells are such numbers; nil otherwise.
    func serialDateColumn(_ sample: CellSample) -> Column? {
        guard sample.filled > 0, sample.numbers == sample.filled, options.dateOrder == nil, saysDate(name),
            let (values, scale, missing) = cells.plainNumbers(scale: min(sample.scale, 18))
        else { return nil }
        var unit: Int64 = 1
        for _ in 0..<min(scale, 18) { unit *= 10 }
        guard
            values.allSatisfy({ $0 == ColumnData.missingScaled || Self.serialDays.contains($0 / unit) })
        else { return nil }
        let serial = SerialDate(countsFrom1904: false)
        var days: [Int32] = []
        var moments: [Int64] = []
        let hasTimes = scale > 0
        for value in values {
            guard value != ColumnData.missingScaled,
                case .day(let day, let milliseconds) = serial.reading(Double(value) / Double(unit))
            else {
                if hasTimes { moments.append(Int64.min) } else { days.append(ColumnData.missingDay) }
                continue
            }
            if hasTimes {
                moments.append(Int64(day.number) * 86_400_000_000 + Int64(milliseconds) * 1000)
            } else {
                days.append(Int32(truncatingIfNeeded: day.number))
            }
        }
        let row = values.firstIndex { $0 != ColumnData.missingScaled } ?? 0
        return Column(
            type: hasTimes ? .moment : .day, data: hasTimes ? .moments(moments) : .days(days), missingCount: missing,
            decisions: ["dates counted in days, as spreadsheets do (\(proof(row)))"])
    }
}

/// Whether the name of a column says that it holds dates and not how many there are.
func saysDate(_ name: String) -> Bool {
    let parts = name.split(separator: "_")
    return parts.contains { $0.hasSuffix("date") || $0 == "datum" || $0 == "fecha" }
        && !parts.contains { countingWords.contains($0) }
}

/// Words in names of columns that count or name something.
let countingWords: Set<Substring> = [
    "id", "key", "no", "number", "code", "amount", "quantity", "qty", "price", "revenue", "count", "days",
]
