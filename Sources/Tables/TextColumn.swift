import Glibc
import Values

/// Reads a column as text.
///
/// Spaces around unquoted cells are left out, except in files with tabs; cells of nothing but spaces are missing.
func parseTexts(_ cells: ColumnCells) -> Column {
    var table = CodeTable(most: cells.rowCount)
    var trimmed = 0
    var missing = 0
    var scratch: [UInt8] = []
    var codes = [Int32](unsafeUninitializedCapacity: cells.rowCount) { target, initialized in
        for run in cells.runs {
            guard let field = run.field else {
                for row in run.firstRow..<run.firstRow + run.rowCount { target[row] = 0 }
                missing += run.rowCount
                continue
            }
            let (quote, delimiter) = (run.dialect.quote, run.dialect.delimiter)
            let keepsSpaces = run.dialect.keepsSpaces
            let stride = run.index.stride
            var entry = UnsafePointer(run.index.entries) + (run.indexRow * stride + field)
            for row in run.firstRow..<run.firstRow + run.rowCount {
                if row % ColumnCells.patience == 0, Work.isStopped {
                    target.initialize(repeating: 0)
                    initialized = cells.rowCount
                    return
                }
                let start = Int(entry[0] &+ 1)
                let end = Int(entry[1])
                entry += stride
                var span = cellSpan(run.bytes, start, end, quote: quote, delimiter: delimiter)
                if span.isEmpty || (span.isQuoted && isBlank(run.bytes, span)) {
                    target[row] = 0
                    missing += 1
                    continue
                }
                if !span.isQuoted && span.end &- span.start != end &- start {
                    if keepsSpaces { span = CellSpan(start: start, end: end, isQuoted: false) } else { trimmed += 1 }
                }
                if span.isQuoted && unescape(run.bytes, span, quote, &scratch) {
                    target[row] = scratch.withUnsafeBufferPointer { bytes in
                        bytes.baseAddress.map { table.code($0, bytes.count, isLasting: false) } ?? 0
                    }
                } else {
                    target[row] = table.code(run.bytes + span.start, span.end &- span.start, isLasting: true)
                }
            }
        }
        initialized = cells.rowCount
    }
    let (dictionary, replacements) = table.finish()
    if let replacements { for row in codes.indices { codes[row] = replacements[Int(codes[row])] } }
    var decisions: [String] = []
    if trimmed > 0 { decisions.append("spaces around \(trimmed) cell\(trimmed == 1 ? "" : "s") left out") }
    return Column(type: .text, data: .texts(codes, dictionary), missingCount: missing, decisions: decisions)
}

private func isBlank(_ bytes: UnsafePointer<UInt8>, _ span: CellSpan) -> Bool {
    for place in span.start..<span.end where !isSpace(bytes[place]) { return false }
    return true
}

/// Writes the content of a quoted cell to `target` with doubled quotes made one; false when there are none.
private func unescape(
    _ bytes: UnsafePointer<UInt8>, _ span: CellSpan, _ quote: UInt8, _ target: inout [UInt8]
) -> Bool {
    guard memchr(bytes + span.start, Int32(quote), span.end - span.start) != nil else { return false }
    target.removeAll(keepingCapacity: true)
    var place = span.start
    while place < span.end {
        target.append(bytes[place])
        place += bytes[place] == quote && place + 1 < span.end && bytes[place + 1] == quote ? 2 : 1
    }
    return true
}
