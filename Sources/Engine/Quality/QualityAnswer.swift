import Language
import Model
import Tables
import Values

extension Evaluator {
    /// What is wrong with the data, the worst first: a line a finding. With `by dataset` or `by column` a line for each,
    /// with its scores.
    package func answer(_ question: CheckQuestion) throws(Diagnostic) -> Answer {
        WorkerPool.shared.rouse()
        var checks: [QualityCheck] = []
        for dataset in try QualityCheck.datasets(question, in: workspace) {
            let checked = try CheckedDataset(workspace, dataset, isInterrupted: isInterrupted)
            checks.append(try QualityCheck(checked))
        }
        return QualityAnswer(checks, question, workspace).answer()
    }

    /// What is looked at, and how it is weighed.
    package func explanation(_ question: CheckQuestion) throws(Diagnostic) -> [String] {
        let datasets = try QualityCheck.datasets(question, in: workspace)
        var lines = ["Data quality of " + Model.listed(datasets.map(\.name)), ""]
        lines += QualityAspect.allCases.map { "\(plainDigits($0.weight)) \($0.rawValue): \($0.explanation)" }
        return lines + [
            "score = the weighted mean of what can be measured, from 0 to 100; of all datasets from their rows together",
            "points = weight × share of rows (of cells): what a finding takes from 100 by itself",
        ]
    }
}

extension QualityAspect {
    fileprivate var explanation: String {
        switch self {
        case .accuracy:
            "rows without an impossible value, a key without a partner, a value of another kind or far above all others"
        case .completeness:
            "cells that have a value, of columns that are filled on half of the rows or that define the dataset"
        case .freshness: "open deals that are looked after, months that have rows, data that reach up to today"
        case .duplication: "rows that do not repeat another, by key, in full, or by a name that is spelled in two ways"
        case .consistency: "rows whose texts are spelled as elsewhere"
        }
    }
}

/// Lays checks out as an answer.
struct QualityAnswer {
    private let checks: [QualityCheck]
    private let question: CheckQuestion
    private let workspace: Workspace

    init(_ checks: [QualityCheck], _ question: CheckQuestion, _ workspace: Workspace) {
        self.checks = checks
        self.question = question
        self.workspace = workspace
    }

    func answer() -> Answer {
        switch question.grouping {
        case nil: findings()
        case .dataset: scores(checks.map { ([$0.dataset.name], $0.score, $0.findings.count) }, ["dataset"], total: true)
        case .column:
            scores(
                checks.flatMap { check in check.columns.map { ([check.dataset.name, $0.name], $0.score, $0.findings) }
                },
                ["dataset", "column"], total: false)
        }
    }

    private var whole: QualityScore {
        checks.reduce(into: QualityScore()) { $0.add($1.score) }
    }

    private var heading: String {
        let what = "Data quality" + (question.dataset == nil ? "" : " of \(checks.first?.dataset.name ?? "")")
        return what + (whole.total.map { ": \(Self.tenths($0)) of 100" } ?? "")
    }

    private var provenance: String {
        (checks.map { "\(grouped($0.rowCount)) row\($0.rowCount == 1 ? "" : "s") of \($0.dataset.name)" }
            + ["today is \(workspace.today.text)"]).joined(separator: " · ")
    }

    private static func tenths(_ number: Double) -> String { plainDigits((number * 10).rounded() / 10) }

    // MARK: Findings

    private func findings() -> Answer {
        let all = checks.flatMap(\.findings).enumerated().sorted { first, second in
            let (a, b) = (first.element, second.element)
            if a.points != b.points { return a.points > b.points }
            if a.share != b.share { return a.share > b.share }
            return first.offset < second.offset
        }.map(\.element)
        func text(_ name: String, _ label: String, _ cell: (Finding) -> String) -> Answer.Column {
            Answer.Column(
                name: name, label: label, role: .dimension, unit: .number, isNumeric: false,
                cells: all.map { .text(cell($0)) })
        }
        func number(_ name: String, _ label: String, _ unit: Unit, _ cell: (Finding) -> Value) -> Answer.Column {
            Answer.Column(
                name: name, label: label, role: .metric, unit: unit, isNumeric: true, cells: all.map(cell))
        }
        var columns = [
            text("dataset", "dataset", \.dataset), text("column", "column", \.column),
            text("finding", "finding", \.what),
            number("count", "count", .count) { .number(ExactDecimal($0.count)) },
            number("share", "share", .percent) { .float($0.share) },
        ]
        if all.contains(where: { $0.ofValue != nil }) {
            columns.append(number("value_share", "of value", .percent) { $0.ofValue.map { .float($0) } ?? .missing })
        }
        columns += [
            number("points", "points", .number) { .float(($0.points * 100).rounded() / 100) },
            text("example", "example", \.example), text("remedy", "what to do", \.remedy),
            text("rows", "rows", \.sentence),
        ]
        var answer = Answer(
            heading: heading, provenance: provenance, columns: columns, lineCount: all.count, notes: notes(all))
        answer.kind = .listing
        answer.populations = all.map(\.population)
        return answer
    }

    private func notes(_ findings: [Finding]) -> [String] {
        var notes = findings.isEmpty ? ["nothing was found"] : []
        var faultless: [String] = []
        for check in checks {
            guard let total = check.score.total else {
                notes.append("\(check.dataset.name) has no rows")
                continue
            }
            if total == 100 {
                faultless.append(check.dataset.name)
                continue
            }
            let parts = QualityAspect.allCases.compactMap { aspect in
                check.score.share(aspect).map { "\(aspect.rawValue) \(Self.tenths($0 * 100)) %" }
            }
            notes.append("\(check.dataset.name) \(Self.tenths(total)): " + parts.joined(separator: ", "))
        }
        if !faultless.isEmpty { notes.append("100: " + faultless.joined(separator: ", ")) }
        notes.append(
            "weights: "
                + QualityAspect.allCases.map { "\($0.rawValue) \(plainDigits($0.weight))" }.joined(separator: ", ")
                + "; points are what a finding alone takes from 100")
        return notes
    }

    // MARK: Scores

    private func scores(
        _ lines: [(names: [String], score: QualityScore, findings: Int)], _ titles: [String], total: Bool
    ) -> Answer {
        func share(_ score: QualityScore, _ aspect: QualityAspect) -> Value {
            score.share(aspect).map { .float($0) } ?? .missing
        }
        func rounded(_ score: QualityScore) -> Value {
            score.total.map { .float(($0 * 100).rounded() / 100) } ?? .missing
        }
        var columns = titles.enumerated().map { index, title in
            Answer.Column(
                name: title, label: title, role: .dimension, unit: .number, isNumeric: false,
                cells: lines.map { .text($0.names[index]) })
        }
        columns.append(
            Answer.Column(
                name: "score", label: "score", role: .metric, unit: .number, isNumeric: true,
                cells: lines.map { rounded($0.score) }, total: total ? rounded(whole) : nil))
        for aspect in QualityAspect.allCases {
            columns.append(
                Answer.Column(
                    name: aspect.rawValue, label: aspect.rawValue, role: .metric, unit: .percent, isNumeric: true,
                    cells: lines.map { share($0.score, aspect) }, total: total ? share(whole, aspect) : nil))
        }
        let count = checks.reduce(0) { $0 + $1.findings.count }
        columns.append(
            Answer.Column(
                name: "findings", label: "findings", role: .metric, unit: .count, isNumeric: true,
                cells: lines.map { .number(ExactDecimal($0.findings)) },
                total: total ? .number(ExactDecimal(count)) : nil))
        return Answer(
            heading: heading, provenance: provenance, columns: columns, lineCount: lines.count,
            showsTotals: total && lines.count > 1,
            notes: [
                "score: the mean of what can be measured, by weight: "
                    + QualityAspect.allCases.map { "\($0.rawValue) \(plainDigits($0.weight))" }.joined(separator: ", "),
                "`check` without `by` tells what was found",
            ])
    }
}
