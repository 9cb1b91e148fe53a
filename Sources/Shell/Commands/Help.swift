import Language
import Model
import Values

extension Session {
    func help(_ topic: String?) throws(Diagnostic) -> [String] {
        guard let topic else { return overview() }
        if topic == "functions" {
            return CallHelp.groups.flatMap { group in
                ["", group.title] + group.calls.map { "\($0.signature)\n    \($0.summary)" }
            }.dropFirst().map { $0 }
        }
        if let page = helpPage(topic) { return page.lines }
        let known =
            HelpTopic.everything.map(\.name) + CallHelp.all.map(\.name) + Settings.names + workspace.metricNames
            + workspace.dimensions.keys + workspace.namedDatasets.map(\.name)
        let near = nearest(topic, among: known)
        throw Diagnostic(
            "unknown-topic", "there is no help on `\(topic)`",
            remedies: near.isEmpty
                ? ["`help` lists the topics"]
                : ["did you mean " + near.map { "`help \($0)`" }.joined(separator: ", ") + "?"])
    }

    private func overview() -> [String] {
        var lines: [String] = []
        let questions = examples()
        if questions.isEmpty {
            lines = ["Nothing is loaded yet: `load \"file.csv\"` reads a file.", ""]
        } else {
            lines = ["Three questions that this data can answer:"] + questions.map { "  " + $0 } + [""]
        }
        let width = HelpTopic.all.map(\.name.count).max() ?? 0
        lines += HelpTopic.all.map { topic in
            "  " + topic.name + String(repeating: " ", count: width - topic.name.count + 2) + topic.summary
        }
        let others = (HelpTopic.clauses + HelpTopic.concepts + HelpTopic.small + [HelpTopic.keys]).map(\.name)
        return lines
            + ["", "and of " + others.joined(separator: ", ")]
            + ["", "help WORD tells more, also of a metric, dimension or setting; TAB completes; Ctrl-D leaves."]
    }

    /// Questions that the loaded data can answer, made of its own names.
    package func examples() -> [String] {
        let metrics = Array(workspace.metrics.keys)
        let dimensions = Array(workspace.dimensions.keys)
        guard let dataset = workspace.namedDatasets.max(by: { $0.table.likelyRowCount < $1.table.likelyRowCount })
        else {
            return []
        }
        let measure = metrics.first ?? "count(\(dataset.name))"
        var questions: [String] = []
        func add(_ question: String) {
            // Only what really answers is suggested.
            let script = parseScript(question)
            guard script.diagnostics.isEmpty, case .show(let parsed)? = script.statements.first?.kind,
                (try? QuestionBinder(workspace).bind(parsed)) != nil, questions.count < 3
            else { return }
            questions.append(question)
        }
        let isRecognised = workspace.namedDatasets.contains { $0.recognition != nil }
        for topic in isRecognised ? canonicalQuestions : [] {
            let before = questions.count
            for question in topic where questions.count == before { add(question) }
        }
        for dimension in dimensions.prefix(1) {
            add(
                "show \(metrics.prefix(2).joined(separator: ", ").isEmpty ? measure : metrics.prefix(2).joined(separator: ", ")) by \(dimension)"
            )
        }
        add("show \(metrics.dropFirst().first ?? measure) by quarter")
        for dimension in dimensions.dropFirst() { add("show \(measure) by \(dimension) top 5 with others") }
        for column in dataset.columns where questions.count < 3 {
            guard let index = dataset.columnIndex(column.name), let outline = dataset.outline(index) else { continue }
            // A large file is not read for an example.
            let isRepeated =
                outline.isCertain
                ? (2...50).contains(dataset.fileColumn(index)?.dictionary?.count ?? 0) : outline.looksRepeated
            if isRepeated { add("show \(measure) by \(column.name)") }
        }
        add("rows \(dataset.name) limit 10")
        if questions.count < 3 { questions.append("rows \(dataset.name) limit 10") }
        return questions
    }
}
