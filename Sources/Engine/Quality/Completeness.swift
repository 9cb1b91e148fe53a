import Language
import Model
import Tables
import Values

/// Cells without a value: blank ones, and those that only say that there is none.
struct Completeness {
    struct Column {
        var name: String
        var missing: Int
        /// Rows that should have a value.
        var expected: Int
        /// Whether it counts in the score: a column that defines the dataset (key, time axis, stages, money), or that
        /// has a value on at least half of the rows.
        var isRequired: Bool
    }

    private(set) var columns: [Column] = []
    private(set) var findings: [Finding] = []

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        guard checked.rowCount > 0 else { return }
        let open = checked.dataset.active?.to
        for field in checked.fields where field.name != open {
            try add(field, checked)
            try checked.evaluator.checkInterrupt()
        }
        joinTheSame()
    }

    /// Cells of required columns that should have a value.
    var requiredCells: Int { columns.reduce(0) { $0 + ($1.isRequired ? $1.expected : 0) } }

    /// Columns that are blank on the same rows are told together.
    private mutating func joinTheSame() {
        struct Blanks: Hashable {
            var aspect: QualityAspect?
            var what: String
            var of: Int
            var rows: [Int32]
        }
        var joined: [Finding] = []
        var places: [Blanks: Int] = [:]
        for finding in findings {
            let blanks = Blanks(aspect: finding.aspect, what: finding.what, of: finding.of, rows: finding.rows)
            if let same = places[blanks] {
                joined[same].columns += finding.columns
            } else {
                places[blanks] = joined.count
                joined.append(finding)
            }
        }
        findings = joined
    }

    private mutating func add(_ field: CheckedDataset.Field, _ checked: CheckedDataset) throws(Diagnostic) {
        let placeholders = Self.placeholders(field, checked)
        let blank = BlankStages(field, checked)
        let expected = checked.rowCount - (blank?.rowCount ?? 0)
        var conditions = [Conditions.isMissing(Conditions.column(field.name))]
        if !placeholders.isEmpty {
            conditions.append(Conditions.isOne(Conditions.column(field.name), of: placeholders))
        }
        var condition = Conditions.or(conditions)
        if let blank { condition = Conditions.and([condition, blank.others]) }
        guard field.cells.missingCount > 0 || !placeholders.isEmpty,
            let rows = try checked.rows(where: condition), !rows.isEmpty
        else {
            columns.append(Column(name: field.name, missing: 0, expected: expected, isRequired: true))
            return
        }
        let isRequired = field.isStructural || rows.count * 2 <= expected
        columns.append(Column(name: field.name, missing: rows.count, expected: expected, isRequired: isRequired))
        let isBlank = rows.count == expected
        findings.append(
            Finding(
                dataset: checked.name, columns: [field.name], aspect: isRequired ? .completeness : nil,
                what: isBlank ? "no value at all" : "missing", count: rows.count, of: expected,
                example: placeholders.first ?? checked.tag(rows[0]),
                remedy: isBlank
                    ? "leave the column out of the export, or find out why it is blank"
                    : isRequired
                        ? "fill it in where the data come from" : "fill it in if it matters: it is rarely filled",
                rows: rows, condition: condition))
    }

    /// The texts of a column that say that there is no value.
    private static func placeholders(_ field: CheckedDataset.Field, _ checked: CheckedDataset) -> [String] {
        guard let dictionary = field.cells.dictionary else { return [] }
        let counts = checked.counts(field)
        var found: [String] = []
        for index in 0..<dictionary.count where counts[index + 1] > 0 {
            let isShort = dictionary.withBytes(index) { $0.count <= 16 }
            guard isShort, let text = dictionary.text(Int32(index + 1)), FoldedText.isPlaceholder(text) else {
                continue
            }
            found.append(text)
        }
        // Beside other codes NA is North America, or Namibia.
        let isCode = { (text: String) in
            text.count <= 4 && text == text.uppercased() && text.contains(where: \.isLetter)
        }
        guard found.contains("NA"), dictionary.count <= 1000,
            dictionary.texts.count(where: { isCode($0) && $0 != "NA" }) >= 2
        else { return found }
        return found.filter { $0 != "NA" }
    }
}

/// Stages in which a column has no value on any row, as the close date of open deals: nothing is missing there.
struct BlankStages {
    let rowCount: Int
    /// That a row is in another stage.
    let others: Expression

    /// Fewer rows than these may be blank by chance.
    private static let leastRows = 5

    init?(_ field: CheckedDataset.Field, _ checked: CheckedDataset) {
        guard field.cells.missingCount > 0, let stage = checked.outcomes?.stage, stage != field.name,
            let stages = checked.field(stage), case .texts(let codes, let dictionary) = stages.cells.data,
            dictionary.count <= 100
        else { return nil }
        let counts = checked.counts(stages)
        var missing = [Int](repeating: 0, count: dictionary.codeCount)
        for (row, isMissing) in field.cells.data.missingMask.enumerated() where isMissing == 1 {
            missing[Int(codes[row])] += 1
        }
        let blank = (1..<dictionary.codeCount).filter { counts[$0] >= Self.leastRows && missing[$0] == counts[$0] }
        let filled = (1..<dictionary.codeCount).filter { counts[$0] > 0 && !blank.contains($0) }
        guard !blank.isEmpty, filled.contains(where: { missing[$0] < counts[$0] }) else { return nil }
        rowCount = blank.reduce(0) { $0 + counts[$1] }
        let column = Conditions.column(stage)
        let texts = blank.compactMap { dictionary.text(Int32($0)) }
        others = Expression(
            .unary(.not, Conditions.isOne(column, of: texts)), span: .none)
    }
}
