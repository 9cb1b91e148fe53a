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
                        index: segment, field: fields[number],
                        bytes: file.buffer.start + segment.base, dialect: file.dialect))
                row += segment.rowCount
            }
        }
        self.runs = runs
        rowCount = row
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
            var entry = UnsafePointer(run.index.entries) + field
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
        while span.start < span.end && isSpace(bytes[span.start]) { span.start += 1 }
        while span.end > span.start && isSpace(bytes[span.end - 1]) { span.end -= 1 }
    }

    /// The run that holds a row, and the row's place in it.
    private func place(ofRow row: Int) -> (run: Run, row: Int)? {
        guard let run = runs.first(where: { row >= $0.firstRow && row < $0.firstRow + $0.rowCount }) else { return nil }
        return (run, row - run.firstRow)
    }

    /// File and physical line at which a row starts.
    func location(ofRow row: Int) -> (file: String, line: Int)? {
        guard let (run, place) = place(ofRow: row) else { return nil }
        let file = files[run.file]
        let offset = run.index.start(ofRow: place)
        return (file.name, file.buffer.occurrences(of: file.dialect.newline, before: offset) + 1)
    }

    /// A cell as text, for messages.
    func text(ofRow row: Int) -> String {
        guard let (run, place) = place(ofRow: row), let field = run.field else { return "" }
        let range = run.index.field(field, ofRow: place)
        return cellText(files[run.file].buffer.start, range.lowerBound, range.upperBound, run.dialect)
    }
}
