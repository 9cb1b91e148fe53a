import Engine
import Language
import Model
import Tables
import Values

/// What `help WORD` tells.
struct HelpPage {
    var grammar: String
    var text: String
    /// They run on the loaded data.
    var examples: [String] = []
    /// Those that the loaded data has nothing for.
    var otherExamples: [String] = []
    var related: [String] = []

    var lines: [String] {
        var lines = [grammar, "", text]
        if !examples.isEmpty { lines += ["", "Examples"] + examples.map { "  " + $0 } }
        if examples.isEmpty, !otherExamples.isEmpty {
            lines += ["", "Examples, of other data"] + otherExamples.map { "  " + $0 }
        }
        if !related.isEmpty { lines += ["", "See also " + related.map { "help \($0)" }.joined(separator: ", ")] }
        return lines
    }
}

extension Session {
    /// The page on a word: a topic, a call, a setting, or a name of the data; nil where there is none.
    func helpPage(_ word: String) -> HelpPage? { helpPage(word, ExampleWords(self)) }

    func helpPage(_ word: String, _ words: ExampleWords) -> HelpPage? {
        if let topic = HelpTopic.named(word) {
            return page(topic.grammar, topic.text, topic.examples, topic.related, words)
        }
        if let call = CallHelp.named(word), workspace.metric(word) == nil {
            return page(
                call.signature, call.summary, call.examples, (call.topic.map { [$0] } ?? []) + ["functions"], words)
        }
        if let setting = Settings.all.first(where: { $0.name == word }) {
            let values = setting.values.isEmpty ? "VALUE" : setting.values.joined(separator: " | ")
            return page(
                "set \(word) \(values)", "\(setting.meaning); it is \(setting.current(self)) now",
                setting.values.prefix(2).map { "set \(word) \($0)" }, ["set"], words)
        }
        return namePage(word, words)
    }

    /// A name of the data: what `describe` tells, and questions about it.
    private func namePage(_ word: String, _ words: ExampleWords) -> HelpPage? {
        let name = CompletionProvider.spelled(word)
        let examples: [String]
        if workspace.metric(word) != nil {
            examples = [
                "show \(name) by {dimension}", "show \(name) for {quarter} vs previous",
                "why \(name) for {quarter} vs previous", "show \(name)",
            ]
        } else if workspace.dimensions[word] != nil {
            examples = ["show {metric} by \(name)", "list values of \(name)"]
        } else if workspace.datasets[word] != nil {
            examples = ["rows \(name) limit 5", "check \(name)"]
        } else {
            return nil
        }
        guard let lines = try? describe(Name([.init(word)], span: .none)) else { return nil }
        return page(
            lines.first ?? name, lines.dropFirst().joined(separator: "\n"), examples, ["show", "describe"], words)
    }

    private func page(
        _ grammar: String, _ text: String, _ templates: [String], _ related: [String], _ words: ExampleWords
    ) -> HelpPage {
        var page = HelpPage(grammar: grammar, text: text, related: related)
        for template in templates {
            if page.examples.count < 3, let example = words.filled(template), runs(example) {
                page.examples.append(example)
            } else {
                page.otherExamples.append(ExampleWords.usual(template))
            }
        }
        return page
    }

    /// Whether a statement can be carried out on the loaded data; nothing is carried out.
    private func runs(_ text: String) -> Bool {
        let script = parseScript(text)
        guard script.diagnostics.isEmpty, let statement = script.statements.first, script.statements.count == 1 else {
            return false
        }
        do {
            switch statement.kind {
            case .show, .rows, .cohort, .scorecard, .why, .forecast, .funnel, .check: _ = try explain(statement)
            case .explain(let inner): _ = try explain(inner)
            case .watch(let watch): _ = try explain(watch.question)
            case .describe(let name): _ = try describe(name)
            case .list(.values(let expression)): _ = try evaluator.values(of: expression)
            case .list, .help, .set, .history, .reload, .quit, .describePeriod: break
            case .metric, .dimension, .target, .calendar, .constant, .parameter:
                var copy = workspace
                _ = try copy.define(statement)
            case .run(let name, let arguments, _):
                let path = try scriptPath(name)
                try checkArguments(
                    arguments.map(\.name), parseScript(try readTextFile(path: path)).statements, script: name.text)
            case .last, .back, .diff, .export, .copy, .drill, .save, .edit, .disconnect: break
            // Files of these names need not be there.
            case .connect, .load, .dataset, .source, .use: return false
            }
            return true
        } catch {
            return false
        }
    }
}
