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
        let cells = ColumnCells(files: files, fields: fields[index])
        return withExtendedLifetime(self) {
            ColumnDecision(cells: cells, name: titles[index].name, options: options, neighbours: self).sparedColumn()
        }
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
            let cells = ColumnCells(files: files, fields: fields[index])
            guard CellSample(cells).dates > 0 else { continue }
            let profile = ColumnProfile(cells)
            guard profile.nonDates.count == 0 else { continue }
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
    func columnWithDecimalComma() -> String? {
        for (index, title) in titles.enumerated() {
            let cells = ColumnCells(files: files, fields: fields[index])
            guard CellSample(cells).numbers > 0 else { continue }
            let profile = ColumnProfile(cells)
            if profile.nonNumbers.count == 0 && profile.provesComma.count > 0 && profile.provesPoint.count == 0 {
                return title.name
            }
        }
        return nil
    }
}
