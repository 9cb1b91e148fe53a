import CScan
import Glibc
import Values

// Parsing the columns that are wanted in the rows of a chunk.
extension ChunkWorker {
    func parsed(_ rows: SplitChunk, _ text: Text, from: Int) -> ChunkResult {
        var result = ChunkResult()
        result.start = from + rows.start
        result.end = min(from + rows.end, head.dataEnd)
        (result.rows, result.foundRows) = (rows.rows, rows.rows)
        let end = min(rows.end, text.count)
        if rows.high && !isPlainUtf8(text.bytes, from: rows.start, to: end)
            || rows.zero && firstByte(0, text.bytes, rows.start, end) < end
        {
            result.state = .needsWhole
            return result
        }
        let lastField = head.columns - 1
        let isPaired = head.dialect.newline == 0x0A
        parseColumns(&result, high: rows.high, fileOffset: from) { field in
            FieldRun(
                bytes: text.bytes, entries: marks.start + rows.firstMark + field, stride: head.columns, rows: rows.rows,
                quote: head.dialect.quote, delimiter: head.dialect.delimiter, keepsSpaces: head.dialect.keepsSpaces,
                mayEndInReturn: isPaired && field == lastField)
        }
        return result
    }

    /// Whether bytes that are not all ASCII are UTF-8 as a file has it that was written at once.
    func isPlainUtf8(_ bytes: UnsafePointer<UInt8>, from: Int, to end: Int) -> Bool {
        Utf8Faults(bytes, from: from, to: end).count == 0 && innerMark(bytes, from: from, to: end) == nil
    }

    /// - Parameter fileOffset: where in the file the runs' bytes begin.
    func parseColumns(
        _ result: inout ChunkResult, high: Bool, fileOffset: Int, run: (_ field: Int) -> FieldRun
    ) {
        result.state = .done
        if result.rows == 0 {
            result.columns = plans.map { _ in ChunkCells() }
            return
        }
        let values = self.values.room(result.rows)
        for (position, plan) in plans.enumerated() {
            let run = run(plan.field)
            var cells: ChunkCells
            var width = NarrowCells.Width.one
            switch plan.guess {
            case .numbers(let scale): cells = parseNumbers(run, scale: scale, values)
            case .days:
                cells = parseDays(run, values)
                width = .two
            case .moments:
                cells = parseMoments(run, values)
                width = .eight
            case .numericDays(let monthFirst, let separator):
                cells = parseNumericDays(
                    run, monthFirst: monthFirst, separator: separator, fileOffset: fileOffset, values)
                width = .two
            case .months(let forms):
                cells = parseMonths(run, forms, values)
                width = .two
            case .epochs(let unit):
                cells = parseEpochs(run, unit, values)
                width = .eight
            case .flags: cells = parseFlags(run, values)
            case .numbered(let form):
                guard let found = storedNumbers(run, form, result.rows) else {
                    result.state = .noMemory
                    return
                }
                result.columns.append(found)
                continue
            case .texts, .codes:
                guard var found = parseTexts(run, position, result.rows, high: high) else {
                    result.state = .noMemory
                    return
                }
                if case .codes = plan.guess { checkDigits(run, fileOffset: fileOffset, &found) }
                result.columns.append(found)
                continue
            case .unclear:
                cells = ChunkCells()
                cells.isOdd = true
            }
            if !cells.isOdd && cells.scale <= plan.guess.scale {
                guard let stored = store(values, result.rows, cells, plan.guess, width) else {
                    result.state = .noMemory
                    return
                }
                cells.cells = stored
            }
            result.columns.append(cells)
        }
    }

    /// Nil when there is no memory.
    private func parseTexts(_ run: FieldRun, _ position: Int, _ rows: Int, high: Bool) -> ChunkCells? {
        guard let sink = sinks[position] else {
            let (last, count) = run.field(rows - 1)
            let size = (last + count) - run.field(0).start
            guard var found = packer.pack(run, bytes: size, memory, spare) else { return nil }
            if high { found.proofs.insert(.highBytes) }
            return found
        }
        let codes = self.codes.room(rows)
        guard var found = sink.parse(run, codes) else { return nil }
        if high { sink.dictionary.noteHighBytes() }
        found.cells = storeNarrow(codes: codes, rows, largest: UInt32(truncatingIfNeeded: found.largest), memory)
        return found.cells == nil ? nil : found
    }

    /// Nil when there is no memory.
    private func storedNumbers(_ run: FieldRun, _ form: NumberedForm, _ rows: Int) -> ChunkCells? {
        let codes = self.codes.room(rows)
        var found = parseNumbered(run, form, codes, spare)
        if found.isOdd { return found }
        found.cells = storeNarrow(codes: codes, rows, largest: UInt32(max(0, found.largest)), memory)
        return found.cells == nil ? nil : found
    }

    /// Whether every cell is digits, and where the first is that begins with a zero.
    private func checkDigits(_ run: FieldRun, fileOffset: Int, _ found: inout ChunkCells) {
        for row in 0..<run.rows {
            let (cell, count) = run.cell(row)
            if count > 18 || !isDigits(cell, count) {
                found.isOdd = true
                return
            }
            if count > 1 && cell[0] == 0x30 && found.proofOffset == nil {
                found.proofOffset = fileOffset + (cell - run.bytes)
            }
        }
    }

    private func store(
        _ values: UnsafePointer<Int64>, _ rows: Int, _ cells: ChunkCells, _ guess: ColumnGuess,
        _ width: NarrowCells.Width
    ) -> NarrowCells? {
        guard guess == .flags else {
            return storeNarrow(
                values, rows, smallest: cells.smallest, largest: cells.largest, atLeast: width, memory)
        }
        let codes = self.codes.room(rows)
        for row in 0..<rows {
            codes[row] =
                values[row] == Int64.min ? UInt32(ColumnData.missingBoolean) : UInt32(truncatingIfNeeded: values[row])
        }
        return storeNarrow(codes: codes, rows, largest: 2, memory)
    }
}

/// Whether all bytes of a cell are digits, eight at a time; eight bytes before its end can be read.
@inline(__always)
private func isDigits(_ cell: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var end = count
    while end > 0 {
        // What stands before the cell is pushed out.
        let shift = UInt64(truncatingIfNeeded: 8 &* max(0, 8 &- end))
        let word = UnsafeRawPointer(cell + (end &- 8)).loadUnaligned(as: UInt64.self) ^ 0x3030_3030_3030_3030
        let values = (word &>> shift) &<< shift
        if (values | (values &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 { return false }
        end &-= 8
    }
    return true
}
