import Values

/// The cells of one column over all files of a table, as bytes.
struct ColumnCells {
    /// A stretch of rows of one file.
    struct Run {
        let file: Int
        /// Row `row` of the run is row `firstRow + row` of the table.
        let firstRow: Int
        let rowCount: Int
        let index: RowIndex
        /// The run's first row in the index.
        let indexRow: Int
        /// The column's place in the file; nil where the file does not have it.
        let field: Int?
        let bytes: UnsafePointer<UInt8>
        let dialect: Dialect
    }

    /// The files keep the memory alive that the runs point to.
    let files: [LoadedFile]
    let runs: [Run]
    let rowCount: Int

    /// `fields[i]` is the column's place in file i; nil where it has none.
    init(files: [LoadedFile], fields: [Int?]) {
        self.files = files
        var runs: [Run] = []
        var row = 0
        for (number, file) in files.enumerated() {
            for segment in file.segments {
                runs.append(
                    Run(
                        file: number, firstRow: row, rowCount: segment.rowCount,
                        index: segment, indexRow: 0, field: fields[number],
                        bytes: file.buffer.start + segment.base, dialect: file.dialect))
                row += segment.rowCount
            }
        }
        self.runs = runs
        rowCount = row
    }

    private init(_ cells: ColumnCells, runs: [Run]) {
        files = cells.files
        rowCount = cells.rowCount
        self.runs = runs
    }

    /// The rows that have more or fewer fields than they should.
    var damagedRows: [Int] {
        runs.flatMap { run in run.field == nil ? [] : run.index.damaged.map { run.firstRow - run.indexRow + $0 } }
    }

    /// The same cells, those of some rows (ascending) blank.
    func blanked(_ rows: [Int]) -> ColumnCells {
        var result: [Run] = []
        var next = 0
        for run in runs {
            var start = run.firstRow
            let end = run.firstRow + run.rowCount
            func add(to stop: Int, field: Int?) {
                guard stop > start else { return }
                result.append(
                    Run(
                        file: run.file, firstRow: start, rowCount: stop - start, index: run.index,
                        indexRow: run.indexRow + start - run.firstRow, field: field, bytes: run.bytes,
                        dialect: run.dialect))
                start = stop
            }
            while next < rows.count, rows[next] < end {
                add(to: rows[next], field: run.field)
                add(to: rows[next] + 1, field: nil)
                next += 1
            }
            add(to: end, field: run.field)
        }
        return ColumnCells(self, runs: result)
    }

    /// Rows between two looks at whether the work was stopped.
    static let patience = 1 << 16

    /// Calls `body` with each row's cell, without spaces and quotes around it, until it returns false or the work is
    /// stopped.
    ///
    /// The bytes are valid only during the call; a row without the column has a cell of 0 bytes.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ cell: UnsafePointer<UInt8>, _ count: Int) -> Bool) {
        for run in runs {
            guard let field = run.field else {
                for row in run.firstRow..<run.firstRow + run.rowCount where !body(row, run.bytes, 0) { return }
                continue
            }
            let stride = run.index.stride
            var entry = UnsafePointer(run.index.entries) + (run.indexRow * stride + field)
            let (quote, delimiter) = (run.dialect.quote, run.dialect.delimiter)
            for row in 0..<run.rowCount {
                if row % Self.patience == 0, Work.isStopped { return }
                var span = cellSpan(
                    run.bytes, Int(entry[0] &+ 1), Int(entry[1]), quote: quote, delimiter: delimiter)
                if span.isQuoted { trim(&span, run.bytes) }
                if !body(run.firstRow + row, run.bytes + span.start, max(0, span.end - span.start)) { return }
                entry += stride
            }
        }
    }

    private func trim(_ span: inout CellSpan, _ bytes: UnsafePointer<UInt8>) {
        while span.start < span.end && isLayout(bytes[span.start]) { span.start += 1 }
        while span.end > span.start && isLayout(bytes[span.end - 1]) { span.end -= 1 }
    }

    /// The run that holds a row, and the row's place in its index.
    private func place(ofRow row: Int) -> (run: Run, row: Int)? {
        guard let run = runs.first(where: { row >= $0.firstRow && row < $0.firstRow + $0.rowCount }) else { return nil }
        return (run, row - run.firstRow + run.indexRow)
    }

    /// File and physical line at which a row starts.
    func location(ofRow row: Int) -> (file: String, line: Int)? {
        guard let (run, place) = place(ofRow: row) else { return nil }
        let file = files[run.file]
        let offset = run.index.start(ofRow: place)
        return (file.name, file.buffer.occurrences(of: file.dialect.newline, before: offset) + 1)
    }

    /// A cell as text, for messages and to tell its kind; only the beginning of a very long one.
    func text(ofRow row: Int) -> String {
        guard let (run, place) = place(ofRow: row), let field = run.field else { return "" }
        let range = run.index.field(field, ofRow: place)
        let bytes = files[run.file].buffer.start
        return cellText(bytes, range.lowerBound, range.upperBound, run.dialect, most: 1 << 16)
    }
}
