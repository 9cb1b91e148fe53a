import Engine
import Values

/// Which columns of an answer a table draws, in which form and how wide, so that a line fits the terminal.
///
/// What does not fit is given up in a fair order: bars, then room for long texts and labels, then digits of large
/// numbers, then steps of time that a line of blocks can stand for, then amounts of change, then compared values, then
/// columns from the right. Numbers are never cut.
struct TableLayout {
    struct Column {
        enum Content {
            case cells(ColumnFormat)
            case bars(BarScale)
        }

        let source: Answer.Column
        let content: Content
        let label: String
        let group: String?
        let total: String
        /// What the widest cell takes, the label left aside.
        let contentWidth: Int
        var width: Int

        init(_ source: Answer.Column, _ format: ColumnFormat, lineCount: Int, total: String) {
            self.source = source
            content = .cells(format)
            self.total = total
            label = shortened(visible(source.label), to: TableLayout.mostLabel)
            group = source.group.map { shortened(visible($0), to: TableLayout.mostLabel) }
            contentWidth = max(
                displayWidth(total), format.width(source, lineCount: lineCount, most: TableLayout.mostText))
            width = max(contentWidth, displayWidth(label))
        }

        init(bars: BarScale, of source: Answer.Column, width: Int) {
            self.source = source
            content = .bars(bars)
            (label, group, total) = ("", nil, "")
            contentWidth = width
            self.width = width
        }

        /// The cell of a line, not padded; only a text may be wider than the column.
        func text(_ line: Int) -> String {
            switch content {
            case .cells(let format): shortened(format.text(source, line: line), to: TableLayout.mostText)
            case .bars(let scale): scale.bar(source.cell(line), width: width)
            }
        }

        var isBars: Bool { if case .bars = content { true } else { false } }
        var alignsRight: Bool { source.isNumeric && !isBars }
    }

    private(set) var columns: [Column]
    let lineCount: Int
    /// The machine names of the columns that did not fit: labels such as `change` repeat.
    private(set) var hidden: [String] = []
    /// Whether the hidden ones are steps of time that a line of blocks stands for.
    private(set) var hiddenAreDrawn = false

    /// Between two columns.
    static let gap = 2
    /// Text is not cut below this width, nor a word of a label, before columns are hidden.
    private static let leastText = 12
    /// Beyond these widths text and labels are cut even where nothing has to fit: one cell of a megabyte would fill
    /// every other line with as many spaces.
    private static let mostText = 1000
    private static let mostLabel = 100
    /// The columns of bars, where there is room.
    private static let leastBars = 6
    private static let mostBars = 24

    init(_ answer: Answer, options: RenderOptions) {
        lineCount = max(0, answer.lineCount)
        let full = Self.columns(answer, compact: false, exact: options.exact)
        columns = Self.natural(full)
        guard let width = options.width, Self.lineWidth(columns) > width else {
            if options.bars { addBars(answer, width: options.width) }
            return
        }
        if let fitted = Self.fitted(full, to: width) {
            columns = fitted
            return
        }
        let compact = options.exact ? full : Self.columns(answer, compact: true, exact: false)
        for choice in TableChoice.all(answer, mostColumns: max(0, width) / Self.gap + 1) {
            for form in options.exact ? [full] : [full, compact] {
                var candidate = choice.kept.map { form[$0] }
                if let line = choice.line {
                    let format = ColumnFormat(line.column, missing: answer.missingText(line.column))
                    let drawn = Self.column(line.column, answer, format, isLabel: false)
                    candidate.insert(drawn, at: max(0, candidate.count - line.steps))
                }
                guard let fitted = Self.fitted(candidate, to: width) else { continue }
                columns = fitted
                let kept = Set(choice.kept)
                hidden = answer.columns.indices.filter { !kept.contains($0) }.map { visible(answer.columns[$0].name) }
                hiddenAreDrawn = choice.line != nil
                return
            }
        }
        // Not even one column fits: it is cut when it is text, and sticks out when it is a number.
        columns = Self.natural(Array(compact.prefix(1)))
        hidden = answer.columns.dropFirst().map { visible($0.name) }
        if let only = columns.first, !only.source.isNumeric { columns[0].width = max(1, width) }
    }

    /// The runs of neighbouring columns of one group, as ranges of column numbers.
    var groups: [Range<Int>] { Self.groups(columns) }

    /// The columns that a group's label may take.
    func width(of range: Range<Int>) -> Int { Self.width(columns[range]) }

    /// Puts bars behind the main metric where a table has enough lines to compare, and room.
    private mutating func addBars(_ answer: Answer, width: Int?) {
        guard answer.lineCount >= 3, answer.kind != .cohort, answer.kind != .listing, answer.totalLabelColumn != nil,
            let index = columns.firstIndex(where: { $0.source.role == .metric && $0.source.isNumeric }),
            columns[index].source.group == nil, columns[index].source.lines == nil,
            let scale = BarScale(columns[index].source.cells)
        else { return }
        let room = width.map { $0 - Self.lineWidth(columns) - Self.gap } ?? Self.mostBars
        guard room >= Self.leastBars else { return }
        let bars = Column(bars: scale, of: columns[index].source, width: min(room, Self.mostBars))
        columns.insert(bars, at: index + 1)
    }

    // MARK: Widths

    private static func columns(_ answer: Answer, compact: Bool, exact: Bool) -> [Column] {
        let labelColumn = answer.totalLabelColumn
        return zip(answer.columns, answer.formats(compact: compact, exact: exact)).enumerated().map { index, column in
            Self.column(column.0, answer, column.1, isLabel: index == labelColumn)
        }
    }

    private static func column(
        _ source: Answer.Column, _ answer: Answer, _ format: ColumnFormat, isLabel: Bool
    ) -> Column {
        let total = isLabel ? totalLabel : source.total.map(format.text) ?? ""
        return Column(source, format, lineCount: max(0, answer.lineCount), total: answer.drawsTotals ? total : "")
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
            let isWhole = column.source.isNumeric || column.source.series != nil
            return isWhole ? max(content, min(word, leastText)) : min(max(content, word), leastText)
        }
        var excess = lineWidth(result) - width
        let mostGiven = zip(result, least).reduce(0) { $0 + max(0, $1.0.width - $1.1) }
        guard excess <= mostGiven else { return nil }
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
