import Language
import Model
import Tables
import Values

/// One dataset, checked: what was found, and how good it and its columns are.
package struct QualityCheck {
    struct Column {
        var name: String
        var score: QualityScore
        var findings: Int
    }

    let dataset: Dataset
    let rowCount: Int
    private(set) var findings: [Finding] = []
    private(set) var score = QualityScore()
    private(set) var columns: [Column] = []

    /// The datasets that are asked about.
    package static func datasets(_ question: CheckQuestion, in workspace: Workspace) throws(Diagnostic) -> [Dataset] {
        guard let name = question.dataset else {
            guard !workspace.namedDatasets.isEmpty else {
                throw Diagnostic("no-data", "nothing is loaded that could be checked", remedies: ["load \"file.csv\""])
            }
            return workspace.namedDatasets
        }
        guard name.parts.count == 1, let dataset = workspace.datasets[name.text], !dataset.isTarget else {
            let near = nearest(name.text, among: workspace.namedDatasets.map(\.name))
            throw Diagnostic(
                "unknown-dataset", "unknown dataset `\(name.text)`", at: name.span,
                remedies: near.isEmpty ? ["`list datasets` shows them"] : ["did you mean `\(near[0])`?"],
                replacement: near.first)
        }
        return [dataset]
    }

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        dataset = checked.dataset
        rowCount = checked.rowCount
        let completeness = try Completeness(checked)
        let duplicates = try Duplicates(checked)
        let freshness = try Freshness(checked)
        let spelling = try Spelling(checked)
        let accuracy =
            try Reading(checked).findings + Orphans(checked).findings + ImpossibleValues(checked).findings
            + Outliers(checked).findings + MixedCurrencies(checked).findings
        findings =
            accuracy + completeness.findings + freshness.findings + duplicates.findings + spelling.findings
        let requiredCells = completeness.requiredCells
        for index in findings.indices {
            findings[index].ofValue = checked.shareOfValue(findings[index].rows)
            findings[index].points = points(findings[index], requiredCells: requiredCells)
        }
        measure(completeness, duplicates, freshness, spelling, checked)
        // What a condition says needs no list, once the scores are known.
        for index in findings.indices where findings[index].condition != nil { findings[index].rows = [] }
        try checked.workspace.refuseUnread([checked.name] + checked.dataset.joins.map(\.dataset))
    }

    private func points(_ finding: Finding, requiredCells: Int) -> Double {
        guard let aspect = finding.aspect, finding.of > 0 else { return 0 }
        if aspect == .completeness {
            return aspect.weight * Double(finding.count * finding.columns.count) / Double(max(1, requiredCells))
        }
        let counted = finding.surplus?.count ?? finding.count
        return aspect.weight * Double(counted) / Double(finding.of)
    }

    // MARK: Scores

    /// Rows that several findings are about count once.
    private mutating func measure(
        _ completeness: Completeness, _ duplicates: Duplicates, _ freshness: Freshness, _ spelling: Spelling,
        _ checked: CheckedDataset
    ) {
        let rows = Double(rowCount)
        var about: [String: [Finding]] = [:]
        for finding in findings { for column in Set(finding.columns) { about[column, default: []].append(finding) } }
        let required = Dictionary(
            completeness.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }
        ).filter(\.value.isRequired)
        func good(_ aspect: QualityAspect, _ column: String? = nil) -> Double {
            let own = (column.map { about[$0] ?? [] } ?? findings).filter { $0.aspect == aspect }
            if own.isEmpty { return rows }
            var isBad = [Bool](repeating: false, count: rowCount)
            var others = 0
            for finding in own {
                let bad = finding.surplus ?? finding.rows
                // Problems of the file are about lines that may be no rows.
                if bad.isEmpty && aspect == .accuracy { others += finding.count }
                for row in bad { isBad[Int(row)] = true }
            }
            return max(0, rows - Double(isBad.count { $0 } + others))
        }
        let isText = { (name: String) in spelling.columns.contains(name) }
        score.add(.accuracy, good: good(.accuracy), of: rows)
        score.add(.duplication, good: good(.duplication), of: rows)
        if !spelling.columns.isEmpty { score.add(.consistency, good: good(.consistency), of: rows) }
        if freshness.isMeasured {
            score.add(.freshness, good: max(0, good(.freshness) - freshness.gaps * rows), of: rows)
        }
        for column in completeness.columns where column.isRequired {
            score.add(.completeness, good: Double(column.expected - column.missing), of: Double(column.expected))
        }
        let axis = dataset.time ?? dataset.active?.from
        for field in checked.fields {
            var own = QualityScore()
            let filled = Double(rowCount - field.cells.missingCount)
            let bad = rows - good(.accuracy, field.name)
            own.add(.accuracy, good: filled - bad, of: filled)
            if let column = required[field.name] {
                own.add(.completeness, good: Double(column.expected - column.missing), of: Double(column.expected))
            }
            let isStale = about[field.name]?.contains { $0.aspect == .freshness } ?? false
            if freshness.isMeasured, field.name == axis || isStale {
                let gaps = field.name == axis ? freshness.gaps * rows : 0
                own.add(.freshness, good: max(0, good(.freshness, field.name) - gaps), of: rows)
            }
            if duplicates.columns.contains(field.name) {
                own.add(.duplication, good: good(.duplication, field.name), of: rows)
            }
            if isText(field.name) { own.add(.consistency, good: good(.consistency, field.name), of: rows) }
            columns.append(
                Column(name: field.name, score: own, findings: about[field.name]?.count ?? 0))
        }
    }
}
