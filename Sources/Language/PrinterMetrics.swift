import Values

/// Metrics with what is told of them.
extension StatementPrinter {
    func lines(of metric: MetricDefinition, start: Int) -> [Line] {
        let head = ["metric", definitionName(metric.name)] + (metric.title.map { [quoted($0)] } ?? []) + ["="]
        let unit = metric.unit.map { " as " + $0.text } ?? ""
        // Comments stand between the clauses, and leave what comes before them whole.
        var printer = self
        printer.breaksAlways = breaksAlways && metric.attributes.isEmpty
        var lines = printer.fitted([
            Line(text: head.joined(separator: " "), start: start),
            Line(text: text(metric.expression) + unit, indent: 2, start: metric.expression.span.start),
        ])
        guard !metric.attributes.isEmpty, !lines.isEmpty else { return lines }
        lines[lines.count - 1].text += " {"
        lines += metric.attributes.map { Line(text: attribute($0.kind), indent: 2, start: $0.span.start) }
        return lines + [Line(text: "}", start: .max)]
    }

    private func attribute(_ kind: MetricDefinition.Attribute.Kind) -> String {
        switch kind {
        case .direction(let direction): return direction.rawValue + " is better"
        case .timing(let timing): return timing.rawValue
        case .departments(let departments):
            return "department " + departments.map(\.rawValue).joined(separator: ", ")
        case .synonyms(let names):
            return "synonyms "
                + names.map { isPlainFoldedName($0.text) ? $0.text : quoted($0.text) }.joined(separator: ", ")
        case .description(let text): return "description " + quoted(text)
        case .source(let text): return "source " + quoted(text)
        }
    }
}
