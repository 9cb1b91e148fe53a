import Engine
import Values

/// The cells of a table as text, and which columns are drawn how wide so that a line fits the terminal.
struct TableLayout {
    struct Column {
        var source: Answer.Column
        var label: String
        var group: String?
        var cells: [String]
        var total: String
        /// What the widest cell takes, the label left aside.
        let contentWidth: Int
        var width: Int

        init(source: Answer.Column, cells: [String], total: String) {
            self.source = source
            self.cells = cells
            self.total = total
            label = shortened(visible(source.label), to: TableLayout.mostLabel)
            group = source.group.map { shortened(visible($0), to: TableLayout.mostLabel) }
            contentWidth = cells.reduce(displayWidth(total)) { max($0, displayWidth($1)) }
            width = max(contentWidth, displayWidth(label))
        }

    }

    private(set) var columns: [Column]
    /// The machine names of the columns that did not fit: labels such as `change` repeat.
    private(set) var hidden: [String] = []

    /// Between two columns.
    static let gap = 2
    /// Text is not cut below this width, nor a word of a label, before columns are hidden.
    private static let leastText = 12
    /// Beyond these widths text and labels are cut even where nothing has to fit: one cell of a megabyte would fill
    /// every other line with as many spaces.
    private static let mostText = 1000
    private static let mostLabel = 100

    /// First text is cut, then large numbers are shortened, then columns on the right are hidden; numbers are never cut.
    init(_ answer: Answer, options: RenderOptions) {
        let full = Self.columns(answer, compact: false, exact: options.exact)
        columns = Self.natural(full)
        guard let width = options.width, Self.lineWidth(columns) > width else { return }
        if let fitted = Self.fitted(full, to: width) {
            columns = fitted
            return
        }
        let compact = options.exact ? full : Self.columns(answer, compact: true, exact: false)
        for count in (1...max(1, full.count)).reversed() {
            let candidates = options.exact ? [full] : [full, compact]
            for candidate in candidates {
                guard let fitted = Self.fitted(Array(candidate.prefix(count)), to: width) else { continue }
                columns = fitted
                hidden = full.dropFirst(count).map { visible($0.source.name) }
                return
            }
        }
        // Not even one column fits: it is cut when it is text, and sticks out when it is a number.
        columns = Array(Self.natural(compact).prefix(1))
        hidden = full.dropFirst().map { visible($0.source.name) }
        if let only = columns.first, !only.source.isNumeric { columns[0].width = max(1, width) }
    }

    /// The runs of neighbouring columns of one group, as ranges of column numbers.
    var groups: [Range<Int>] { Self.groups(columns) }

    /// The columns that a group's label may take.
    func width(of range: Range<Int>) -> Int { Self.width(columns[range]) }

    var lineCount: Int { columns.first?.cells.count ?? 0 }

    // MARK: Widths

    private static func columns(_ answer: Answer, compact: Bool, exact: Bool) -> [Column] {
        answer.columns.enumerated().map { index, column in
            let format = ColumnFormat(column, missing: answer.missingText(column), compact: compact, exact: exact)
            let total = index == answer.totalLabelColumn ? totalLabel : column.total.map(format.text) ?? ""
            return Column(
                source: column,
                cells: (0..<max(0, answer.lineCount)).map { shortened(format.text(column, line: $0), to: mostText) },
                total: answer.drawsTotals ? total : "")
        }
    }

    /// The columns made wider where the label of their group needs it.
    private static func natural(_ columns: [Column]) -> [Column] {
        var result = columns
        for range in groups(result) {
            let wanted = displayWidth(result[range.lowerBound].group ?? "")
            var lacking = wanted - width(result[range])
            for index in range where lacking > 0 {
                let share = (lacking + range.upperBound - index - 1) / (range.upperBound - index)
                result[index].width += share
                lacking -= share
            }
        }
        return result
    }

    /// The columns made narrower, the widest first, until they fit; nil when they cannot.
    private static func fitted(_ columns: [Column], to width: Int) -> [Column]? {
        var result = natural(columns)
        let least = result.map { column -> Int in
            let content = column.contentWidth
            let word = column.label.split(separator: " ").reduce(0) { max($0, displayWidth(String($1))) }
            return column.source.isNumeric ? max(content, min(word, leastText)) : min(max(content, word), leastText)
        }
        var excess = lineWidth(result) - width
        while excess > 0 {
            let candidates = result.indices.filter { result[$0].width > least[$0] }
            guard let widest = candidates.max(by: { result[$0].width < result[$1].width }) else { return nil }
            let next = candidates.filter { result[$0].width < result[widest].width }.map { result[$0].width }.max() ?? 0
            let step = min(excess, result[widest].width - max(least[widest], next, 0))
            result[widest].width -= max(1, step)
            excess -= max(1, step)
        }
        return result
    }

    private static func lineWidth(_ columns: [Column]) -> Int { width(columns[...]) }

    private static func width(_ columns: ArraySlice<Column>) -> Int {
        columns.reduce(0) { $0 + $1.width } + gap * max(0, columns.count - 1)
    }

    private static func groups(_ columns: [Column]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for (index, column) in columns.enumerated() {
            guard let group = column.group else { continue }
            if let last = result.last, last.upperBound == index, columns[last.lowerBound].group == group {
                result[result.count - 1] = last.lowerBound..<(index + 1)
            } else {
                result.append(index..<(index + 1))
            }
        }
        return result
    }
}
