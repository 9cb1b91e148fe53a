/// The first days of the months that cells name.
func parseMonths(_ run: FieldRun, _ forms: MonthForms, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    parse(run, values) { cell, count in
        scanMonth(cell, count).flatMap { forms.allow($0) ? Int64($0.day) : nil }
    }
}

/// Microseconds since 1970 of plain numbers of a unit, all of them within its range.
func parseEpochs(_ run: FieldRun, _ unit: EpochUnit, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    parse(run, values) { cell, count in
        guard count <= 18 else { return nil }
        var number: Int64 = 0
        for place in 0..<count {
            guard isDigit(cell[place]) else { return nil }
            number = number * 10 + Int64(cell[place] &- 0x30)
        }
        return unit.range.contains(number) ? number * unit.size : nil
    }
}

/// Cells of which `value` makes a number; one of which it makes none is odd, as is one for which there is a word.
private func parse(
    _ run: FieldRun, _ values: UnsafeMutablePointer<Int64>, _ value: (UnsafePointer<UInt8>, Int) -> Int64?
) -> ChunkCells {
    var result = ChunkCells()
    for row in 0..<run.rows {
        let (cell, count) = run.cell(row)
        if count == 0 {
            result.missing += 1
            values[row] = Int64.min
        } else if let number = value(cell, count) {
            values[row] = number
            result.smallest = min(result.smallest, number)
            result.largest = max(result.largest, number)
        } else {
            result.isOdd = true
            return result
        }
    }
    return result
}
