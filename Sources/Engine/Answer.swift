import Values

/// What a question comes to, and all that renderers need: columns with units, a heading, notes and provenance.
package struct Answer: Sendable {
    package struct Column: Sendable {
        package enum Role: Hashable, Sendable {
            /// What the lines are grouped by, or a cell of `rows`.
            case dimension
            /// The value of a metric in the asked period.
            case metric
            /// The same metric in a period that it is compared with.
            case compared
            /// Asked value minus compared value, in the metric's unit (percentage points for percent).
            case change
            /// Change divided by the compared value: a fraction.
            case changeRatio
        }

        /// For data formats: `win_rate`, `win_rate_vs_2025_q1`, `win_rate_change`, `win_rate_change_pct`.
        package var name: String
        /// For people: `Win rate`, `vs 2025-Q1`, `change`, `change %`.
        package var label: String
        /// For `across`: the value whose column this is, a second line above the label.
        package var group: String?
        package var role: Role
        package var unit: Unit
        /// Whether cells are numbers (right-aligned) or text.
        package var isNumeric: Bool
        /// One cell a line.
        package var cells: AnswerCells
        /// The cell of the totals line, recomputed from rows; nil where the answer has no such line.
        package var total: Value?
        /// Periods that are not over or reach beyond the data: tables mark these cells with `*`.
        package var partial: Set<Value> = []
        /// Where each line is of a metric of its own: how it is written, instead of `unit`.
        package var lines: [LineMetric]?
        /// Whether a change below zero is the good one.
        package var lowerIsBetter = false
        /// What data formats carry instead of `cells`: machine names in place of titles.
        package var dataCells: [Value]?
        /// One list of numbers a line, which tables draw as a line and data formats write out.
        package var series: [[Value]]?
        /// The value that `group` names.
        package var groupValue: Value?
        /// Whether the values of parts add up to that of the whole, so that pictures may stack them.
        package var isAdditive = false

        package init(
            name: String, label: String, group: String? = nil, role: Role, unit: Unit, isNumeric: Bool,
            cells: AnswerCells, total: Value? = nil
        ) {
            self.name = name
            self.label = label
            self.group = group
            self.role = role
            self.unit = unit
            self.isNumeric = isNumeric
            self.cells = cells
            self.total = total
        }

        package init(
            name: String, label: String, group: String? = nil, role: Role, unit: Unit, isNumeric: Bool, cells: [Value],
            total: Value? = nil
        ) {
            self.init(
                name: name, label: label, group: group, role: role, unit: unit, isNumeric: isNumeric,
                cells: AnswerCells(cells), total: total)
        }
    }

    /// How the numbers of a line are written.
    package struct LineMetric: Hashable, Sendable {
        package var unit: Unit
        /// Lines of one metric are written with the same digits.
        package var metric: String
        package var lowerIsBetter: Bool

        package init(unit: Unit, metric: String, lowerIsBetter: Bool) {
            self.unit = unit
            self.metric = metric
            self.lowerIsBetter = lowerIsBetter
        }
    }

    /// What was asked, which decides the picture that is drawn of it.
    package enum Kind: Hashable, Sendable {
        /// Metrics by dimensions, or across one.
        case metrics
        case cohort, drivers, forecast, funnel, scorecard
        /// Findings one by one, which have no picture.
        case listing
    }

    package var kind = Kind.metrics
    /// In words: "Win rate by region for 2017".
    package var heading: String
    /// The exact days covered and the rows behind: "2017-01-01 to 2017-12-31 · 6,711 rows of deals".
    package var provenance: String
    package var columns: [Column]
    package var lineCount: Int
    /// Whether a totals line stands in the table format.
    package var showsTotals: Bool
    /// Set when the question itself asked `with totals`: data formats then carry the totals line too.
    package var totalsAsked: Bool
    /// Whether lines of all others (`top N with others`) stand among the lines; their dimension cells are `others`.
    package var hasOthersLines: Bool
    /// The rows behind each line, where they are known; empty where they are not.
    package var populations: [Population] = []
    /// Things to know: "1,480 deals have no product partner (missing)".
    package var notes: [String]

    package init(
        heading: String, provenance: String = "", columns: [Column], lineCount: Int, showsTotals: Bool = false,
        totalsAsked: Bool = false, hasOthersLines: Bool = false, notes: [String] = []
    ) {
        self.heading = heading
        self.provenance = provenance
        self.columns = columns
        self.lineCount = lineCount
        self.showsTotals = showsTotals
        self.totalsAsked = totalsAsked
        self.hasOthersLines = hasOthersLines
        self.notes = notes
    }
}

extension Answer.Column {
    /// Whether a change below zero is the good one in a line; nil for the totals.
    package func lowerIsBetter(line: Int?) -> Bool {
        guard let line, let lines, lines.indices.contains(line) else { return lowerIsBetter }
        return lines[line].lowerIsBetter
    }
}
