import Language
import Tables
import Values

/// Which stages a history goes through, and in which order, where nobody says so.
extension Workspace {
    /// Different stages that a process has at the most.
    private static let mostStages = 60

    /// The stages of a column in the order in which entities reach them on average, those of deals that are over last,
    /// as ends of one step. Empty where the column holds no stages.
    func stagesFound(in dataset: Dataset, _ column: String) -> [[String]] {
        guard let cells = cells(column, of: dataset), case .texts(let codes, let dictionary) = cells,
            (1...Self.mostStages).contains(dictionary.count)
        else { return [] }
        let places = meanPlaces(codes, count: dictionary.count, in: dataset)
        let ordered = dictionary.texts.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map {
            dictionary.texts[$0]
        }
        let ends = ordered.filter(Self.isEnd)
        let steps = ordered.filter { !Self.isEnd($0) }.map { [$0] }
        return steps + (ends.isEmpty ? [] : [ends.sorted { Self.isWon($0) && !Self.isWon($1) }])
    }

    private static func isWon(_ stage: String) -> Bool { StageName(stage).isWon }

    private static func isEnd(_ stage: String) -> Bool {
        let name = StageName(stage)
        return name.isWon || name.isLost || stage.lowercased() == "disqualified"
    }

    /// For each text the mean of its places among the entries of its entity in order of time; without entities or time
    /// the order of appearance.
    private func meanPlaces(_ codes: [Int32], count: Int, in dataset: Dataset) -> [Double] {
        let appearance = (0..<count).map { Double($0) }
        let names = ["deal", "lead", "account"]
        guard let time = dataset.time.flatMap({ cells($0, of: dataset) }),
            let entity = names.lazy.compactMap({ cells($0, of: dataset) }).first,
            time.count == codes.count, entity.count == codes.count
        else { return appearance }
        var rows: [Value: [Int]] = [:]
        for row in codes.indices where codes[row] != 0 {
            let key = entity.value(at: row)
            if !key.isMissing { rows[key, default: []].append(row) }
        }
        var sums = [Double](repeating: 0, count: count)
        var visits = [Double](repeating: 0, count: count)
        for own in rows.values {
            let ordered = own.map { (time.value(at: $0), $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            var last: Int32 = 0
            var place = 0.0
            for (_, row) in ordered where codes[row] != last {
                last = codes[row]
                sums[Int(last) - 1] += place
                visits[Int(last) - 1] += 1
                place += 1
            }
        }
        return (0..<count).map { visits[$0] == 0 ? Double(count) : sums[$0] / visits[$0] }
    }

    /// The cells of a column, also of a derived one; nil where there is none or nothing computes it.
    private func cells(_ column: String, of dataset: Dataset) -> ColumnData? {
        guard let index = dataset.columnIndex(column) else { return nil }
        if let parsed = dataset.fileColumn(index) { return parsed.data }
        let binder = RowBinder(self, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        let name = Name([.init(column, isQuoted: true)], span: .none)
        guard let bound = try? binder.bind(Expression(.name(name), span: .none)) else { return nil }
        return try? rowComputer?.cells(of: bound.expression, over: dataset, in: self)
    }
}
