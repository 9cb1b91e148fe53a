import Engine
import Language
import Model
import Reports
import Tables
import Values

/// Looks for the values of a dimension and what speaks for each.
struct ValueSearch: Sendable {
    let workspace: Workspace
    let question: EvidenceQuestion
    /// Datasets that the operand is meant on first.
    let datasets: [String]
    let typed: String
    /// How the measure is called: `arr`.
    let measureName: String

    /// Up to so many different values all are found at once, whatever was typed.
    static let fewValues = 2000
    /// So many of more.
    private static let mostOfMany = 50

    /// Publishes values as soon as some are known, and again with their evidence.
    func run(_ isInterrupted: @escaping @Sendable () -> Bool, _ publish: (CompletionMemory.Found) -> Void) {
        // A database is not asked for all that somebody might type.
        let places = datasets.isEmpty ? workspace.namedDatasets : datasets.compactMap { workspace.datasets[$0] }
        if places.contains(where: \.isLargeElsewhere) { return }
        let evaluator = Evaluator(workspace, isInterrupted: isInterrupted)
        let dictionary = dictionary(isInterrupted)
        guard let dictionary, dictionary.count > Self.fewValues else {
            // The values themselves are there before what speaks for them.
            if let dictionary {
                let texts = dictionary.texts.map { CompletionMemory.FoundValue(value: .text($0)) }
                publish(.init(values: texts, isFinal: false))
            }
            if let found = evidence(question, most: Self.fewValues, evaluator), !found.isEmpty {
                return publish(.init(values: found))
            }
            if !isInterrupted() { publish(.init(values: counted(evaluator))) }
            return
        }
        // Of very many values the letters choose first, and then only the chosen ones are weighed.
        var wanted = question
        if !typed.isEmpty {
            let chosen = DictionarySearch(typed).matches(dictionary, most: Self.mostOfMany, isInterrupted)
            publish(.init(values: chosen.map { .init(value: .text($0)) }, isFinal: chosen.isEmpty, isPartial: true))
            guard !chosen.isEmpty, !isInterrupted() else { return }
            let list = Expression(
                .membership(wanted.operand, chosen.map { Expression(.text($0), span: .none) }, negated: false),
                span: .none)
            wanted.condition =
                wanted.condition.map { Expression(.binary(.and, $0, list), span: .none) } ?? list
        }
        if var found = evidence(wanted, most: Self.mostOfMany, evaluator), !found.isEmpty {
            // Against the few that were chosen no share would mean anything.
            if !typed.isEmpty { found = found.map { .init(value: $0.value, rows: $0.rows) } }
            publish(.init(values: found, isPartial: true))
        } else if !isInterrupted(), typed.isEmpty {
            let first = (0..<min(dictionary.count, Self.mostOfMany)).compactMap { dictionary.text(Int32($0 + 1)) }
            publish(.init(values: first.map { .init(value: .text($0)) }, isPartial: true))
        }
    }

    /// The texts of the operand where it is a column of texts.
    private func dictionary(_ isInterrupted: @escaping @Sendable () -> Bool) -> TextDictionary? {
        for dataset in datasets + workspace.namedDatasets.map(\.name) {
            let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: true, notes: BindingNotes())
            guard let bound = try? binder.bind(question.operand) else { continue }
            guard case .column(let reference) = bound.expression,
                let table = workspace.datasets[reference.path.end]?.table
            else { return nil }
            if table.source.livesElsewhere {
                return (try? table.differentTexts(reference.position)).map(TextDictionary.init(texts:))
            }
            guard (try? table.prepare([reference.position], isInterrupted: isInterrupted)) != nil
            else { return nil }
            return table.column(reference.position).dictionary
        }
        return nil
    }

    private func evidence(
        _ question: EvidenceQuestion, most: Int, _ evaluator: Evaluator
    ) -> [CompletionMemory.FoundValue]? {
        guard let evidence = try? evaluator.evidence(question, most: most) else { return nil }
        let texts = evidence.measure?.cellTexts
        return evidence.values.indices.map { index in
            var weight = ""
            if let shares = evidence.shares {
                weight = shares[index].map { Self.percent($0) + " of \(measureName)" } ?? ""
            } else if let texts {
                weight = "\(measureName) \(texts[index])"
            }
            return .init(
                value: evidence.values[index], rows: evidence.rows.map { Self.count($0[index]) } ?? "", weight: weight)
        }
    }

    /// The values with their rows alone, whatever was asked.
    private func counted(_ evaluator: Evaluator) -> [CompletionMemory.FoundValue] {
        guard let answer = try? evaluator.values(of: question.operand), answer.columns.count == 3 else { return [] }
        return answer.columns[0].cells.indices.prefix(Self.fewValues).map { index in
            .init(
                value: answer.columns[0].cells[index], rows: Self.count(answer.columns[1].cells[index]),
                weight: Self.percent(answer.columns[2].cells[index].double ?? 0))
        }
    }

    private static func count(_ value: Value) -> String {
        guard let count = value.double.flatMap({ Int(exactly: $0) }) else { return "" }
        return "\(grouped(count)) row\(count == 1 ? "" : "s")"
    }

    private static func percent(_ share: Double) -> String {
        let tenths = (share * 1000).rounded() / 10
        let digits = plainDigits(tenths)
        return (digits.contains(".") ? digits : digits + ".0") + " %"
    }
}
