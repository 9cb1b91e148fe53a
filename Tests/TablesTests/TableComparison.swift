import Values

@testable import Tables

/// The first part of what is known of two tables that is not the same; nil when everything is.
///
/// - Parameter byCode: whether equal texts have to have the same codes in both.
func difference(_ left: Table, _ right: Table, byCode: Bool) -> String? {
    var found: String?
    func check<Part: Equatable>(_ part: String, _ one: Part, _ other: Part) {
        if found == nil, one != other { found = "\(part): \(one) and \(other)" }
    }
    check("files", left.files, right.files)
    check("titles", left.titles, right.titles)
    guard found == nil else { return found }
    for (index, title) in left.titles.enumerated() where found == nil {
        let one = left.column(index)
        let other = right.column(index)
        check("\(title.name): type", one.type, other.type)
        check("\(title.name): missing", one.missingCount, other.missingCount)
        check("\(title.name): currency", one.currency, other.currency)
        check("\(title.name): decisions", one.decisions, other.decisions)
        check("\(title.name): problems", one.problems, other.problems)
        // Listed one behind the other and across, before codes are made of texts.
        one.settle()
        let count = Int32(clamping: other.count)
        let rows = (0..<count).map { $0 } + [-1, count] + stride(from: count - 1, to: 0, by: -7)
        check("\(title.name): listed", listed(one, rows), rows.map { other.value(at: Int($0)) })
        check("\(title.name): cells", Cells(one.data, byCode: byCode), Cells(other.data, byCode: byCode))
    }
    check("rows", left.rowCount, right.rowCount)
    check("decisions", left.decisions, right.decisions)
    check("problems", left.problems, right.problems)
    check("problem count", left.problemCount, right.problemCount)
    return found
}

/// The cells of these rows, given one behind the other.
private func listed(_ column: Column, _ rows: [Int32]) -> [Value] {
    let batch = column.batch(of: rows[...])
    return (0..<batch.count).map { batch.value(at: $0) }
}

/// In what a file read in chunks, each column by itself and all at once, differs from the file read whole; nil when in
/// nothing, or when it cannot be read in chunks from its beginning.
func streamDifference(
    _ path: String, _ whole: Table, chunkSize: Int, options: ReadOptions = ReadOptions(),
    columnsAtOnce: [Bool] = [true, false]
) -> String? {
    for columnsAtOnce in columnsAtOnce {
        guard let stream = StreamedTable(path: path, displayName: "file", options: options, chunkSize: chunkSize) else {
            return nil
        }
        var failure: Diagnostic?
        if columnsAtOnce {
            do throws(Diagnostic) {
                try stream.prepare(Array(stream.titles.indices), wantsCodes: false) { false }
            } catch {
                failure = error
            }
        } else {
            for column in stream.titles.indices { _ = stream.column(column) }
            failure = stream.failure
        }
        if let failure {
            return failure.code == "file-layout" && stream.titles != whole.titles ? nil : "\(failure)"
        }
        if let found = difference(Table(stream), whole, byCode: false) { return found }
    }
    return nil
}

/// Cells that can be compared, missing ones too.
private enum Cells: Equatable {
    case scaled([Int64], Int)
    case floats([UInt64])
    case days([Int32])
    case moments([Int64])
    case booleans([UInt8])
    case codes([Int32], [[UInt8]])
    /// How many different ones there are is known besides.
    case texts([[UInt8]?], Int)

    init(_ data: ColumnData, byCode: Bool) {
        switch data {
        case .scaled(let cells, let scale): self = .scaled(cells, scale)
        case .floats(let cells): self = .floats(cells.map(\.bitPattern))
        case .days(let cells): self = .days(cells)
        case .moments(let cells): self = .moments(cells)
        case .booleans(let cells): self = .booleans(cells)
        case .texts(let cells, let dictionary):
            let texts = (0..<dictionary.count).map { dictionary.withBytes($0) { Array($0) } }
            self =
                byCode
                ? .codes(cells, texts) : .texts(cells.map { $0 == 0 ? nil : texts[Int($0) - 1] }, texts.count)
        }
    }
}
