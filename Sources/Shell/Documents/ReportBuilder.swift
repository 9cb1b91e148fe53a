import Engine
import Language
import Model
import OrderedCollections
import Reports
import Values

/// Gathers what statements come to into a document.
struct ReportBuilder {
    private var blocks: [Report.Block] = []
    private var definitions: OrderedDictionary<String, Report.Definition> = [:]
    private var sources: OrderedDictionary<String, Report.Source> = [:]

    var isEmpty: Bool { blocks.isEmpty }

    mutating func add(text: String) { blocks.append(.text(text)) }

    /// - Parameter question: what the answer is of; nil where that is not known.
    mutating func add(_ answer: Answer, of question: Statement?, as form: Label? = nil, in session: Session) {
        blocks.append(
            .answer(Report.Section(answer: answer, question: question.map(plainText) ?? "", form: form?.text)))
        guard let question else { return }
        let used = session.evaluator.used(by: question)
        for metric in used.metrics where definitions[metric.name] == nil {
            definitions[metric.name] = definition(metric, in: session.workspace)
        }
        for name in used.datasets where sources[name] == nil {
            if let dataset = session.workspace.datasets[name] { sources[name] = session.reportSource(dataset) }
        }
    }

    mutating func add(lines: [String], of statement: Statement) {
        blocks.append(.lines(lines, statement: plainText(statement)))
    }

    mutating func add(failure: Diagnostic, of statement: Statement) {
        let lines = [failure.message] + failure.reason + failure.remedies
        blocks.append(.failure(lines.map(visible), statement: plainText(statement)))
    }

    /// The document, with `$name` in its text written as the value of the parameter.
    func report(script: String?, parameters: [Report.Origin.Parameter], version: String, today: Day) -> Report {
        var origin = Report.Origin(version: version, script: script, today: today, madeAt: Clock.now().text)
        origin.parameters = parameters
        let values = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
        var blocks = blocks.map { block -> Report.Block in
            if case .text(let text) = block { .text(withValues(text, values)) } else { block }
        }
        let title = takeTitle(from: &blocks) ?? script.map(titleText) ?? onlyHeading ?? "Answers"
        var report = Report(title: title, blocks: blocks, origin: origin)
        report.definitions = Array(definitions.values)
        report.sources = Array(sources.values)
        return report
    }

    // MARK: The title

    /// Of an answer that is alone.
    private var onlyHeading: String? {
        guard blocks.count == 1, case .answer(let section)? = blocks.first else { return nil }
        return section.answer.heading.isEmpty ? nil : section.answer.heading
    }

    /// A heading of the first level that the text begins with, taken out of it.
    private func takeTitle(from blocks: inout [Report.Block]) -> String? {
        guard case .text(let text)? = blocks.first, let (title, rest) = markdownTitle(text) else { return nil }
        if rest.allSatisfy(\.isWhitespace) { blocks.removeFirst() } else { blocks[0] = .text(rest) }
        return title
    }

    /// `weekly_review.qst` is `Weekly review`.
    private func titleText(_ script: String) -> String {
        var name = script.hasSuffix(".qst") ? String(script.dropLast(4)) : script
        name = String(name.map { $0 == "_" || $0 == "-" ? " " : $0 })
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    // MARK: Parts

    /// Without the comments before it, which are text of the document, and without where its answer goes.
    private func plainText(_ statement: Statement) -> String {
        var bare = statement
        bare.comments = []
        return printed(bare)
    }

    private func definition(_ metric: Workspace.Metric, in workspace: Workspace) -> Report.Definition {
        let attributes = workspace.attributes(of: metric)
        var definition = Report.Definition(
            name: metric.name, title: metric.title ?? metric.name, expression: printed(metric.expression))
        definition.description = attributes.description
        definition.source = attributes.source
        definition.direction = attributes.direction.map { $0.rawValue + " is better" }
        definition.unit = metric.unit.flatMap { $0 == .number ? nil : $0.text }
        return definition
    }

    /// `$quarter` becomes the parameter's value; marks of Markdown in the value mean nothing.
    private func withValues(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "$") {
            result += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            let name = rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
            if let value = values[name.lowercased()] {
                result += value.map { Self.marks.contains($0) ? "\\" + String($0) : String($0) }.joined()
                rest = rest.dropFirst(name.count)
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    private static let marks: Set<Character> = ["\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "!", "&", "#", "+"]
}
