import Synchronization
import Values

/// The columns of one or several files that are read as one table.
final class FileColumns: ColumnSource {
    private let files: [LoadedFile]
    private let titles: [Table.Title]
    /// For each column its place in each file.
    private let fields: [[Int?]]
    private let options: ReadOptions
    /// The order of day and month that the file's dates prove together, once it was needed.
    private let provenOrder = Mutex<ProvenOrder?>(nil)

    private enum ProvenOrder {
        case none
        case monthFirst(String)
        case dayFirst(String)
    }

    init(files: [LoadedFile], titles: [Table.Title], fields: [[Int?]], options: ReadOptions) {
        self.files = files
        self.titles = titles
        self.fields = fields
        self.options = options
    }

    func parse(column index: Int) -> Column {
        guard fields.indices.contains(index), titles.indices.contains(index) else {
            return Column(type: .text, data: .texts([], TextDictionary(texts: [])), missingCount: 0)
        }
        return withExtendedLifetime(self) {
            let (cells, decisions) = cells(ofColumn: index)
            var column = ColumnDecision(cells: cells, name: titles[index].name, options: options, neighbours: self)
                .sparedColumn()
            column.decisions += decisions
            return column
        }
    }

    /// The cells of a column, those blank that have no value as the user says, and how many they are.
    private func cells(ofColumn index: Int) -> (cells: ColumnCells, decisions: [String]) {
        let cells = ColumnCells(files: files, fields: fields[index])
        if options.missingWords.isEmpty { return (cells, []) }
        var rows: [Int] = []
        var counts = options.missingWords.map { (word: $0, bytes: $0.utf8.map(folded), count: 0) }
        cells.forEach { row, cell, count in
            let text = UnsafeBufferPointer(start: cell, count: count).lazy.map(folded)
            if let place = counts.firstIndex(where: { $0.bytes.count == count && $0.bytes.elementsEqual(text) }) {
                counts[place].count += 1
                rows.append(row)
            }
            return true
        }
        let decisions = counts.filter { $0.count > 0 }.map {
            "\($0.count) × \(quoted($0.word)) read as missing, as asked"
        }
        return (rows.isEmpty ? cells : cells.blanked(rows), decisions)
    }

    /// Whether another column of the same files has dates that prove one order, and its name.
    func orderOfOtherDates() -> (monthFirst: Bool, column: String)? {
        let order = provenOrder.withLock { stored in
            if let stored { return stored }
            let found = findOrder()
            if !Work.isStopped { stored = found }
            return found
        }
        switch order {
        case .none: return nil
        case .monthFirst(let name): return (true, name)
        case .dayFirst(let name): return (false, name)
        }
    }

    private func findOrder() -> ProvenOrder {
        var monthFirst: String?
        var dayFirst: String?
        for (index, title) in titles.enumerated() {
            let cells = cells(ofColumn: index).cells
            guard CellSample(cells).dates > 0 else { continue }
            let profile = ColumnProfile(cells)
            guard profile.nonDates.count == 0, !profile.isYearFirst else { continue }
            if profile.provesDayFirst.contains(where: { $0.count > 0 }) {
                dayFirst = dayFirst ?? title.name
            } else if profile.provesMonthFirst.contains(where: { $0.count > 0 }) {
                monthFirst = monthFirst ?? title.name
            }
        }
        switch (dayFirst, monthFirst) {
        case (let name?, nil): return .dayFirst(name)
        case (nil, let name?): return .monthFirst(name)
        default: return .none
        }
    }

    /// Whether another column has numbers that prove the decimal comma, and its name.
    ///
    /// - Parameter hasCommas: whether commas stand between fields, so that `12,34` may be two numbers: then an amount has
    ///   to prove it that has both marks or a currency, and none may prove the point.
    func columnWithDecimalComma(hasCommas: Bool) -> String? {
        var found: String?
        for (index, title) in titles.enumerated() {
            let cells = cells(ofColumn: index).cells
            guard CellSample(cells).numbers > 0 else { continue }
            let profile = ColumnProfile(cells)
            guard profile.nonNumbers.count == 0 else { continue }
            if hasCommas, profile.provesPoint.count > 0 { return nil }
            guard found == nil, profile.provesComma.count > 0, profile.provesPoint.count == 0 else { continue }
            if !hasCommas { return title.name }
            if profile.bothMarks > 0 || !profile.currencies.isEmpty { found = title.name }
        }
        return found
    }
}

private func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
