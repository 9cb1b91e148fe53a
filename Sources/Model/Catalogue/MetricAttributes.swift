import Language
import Values

/// What is told of a metric: for scorecards, `describe` and other names to ask it by.
package struct MetricAttributes: Hashable, Sendable {
    package var direction: MetricDefinition.Direction?
    package var timing: MetricDefinition.Timing?
    package var departments: [Department] = []
    package var synonyms: [String] = []
    package var description: String?
    package var source: String?

    package init(_ attributes: [MetricDefinition.Attribute] = []) {
        for attribute in attributes {
            switch attribute.kind {
            case .direction(let direction): self.direction = direction
            case .timing(let timing): self.timing = timing
            case .departments(let departments): self.departments = departments
            case .synonyms(let names): synonyms = names.map(\.text)
            case .description(let text): description = text
            case .source(let text): source = text
            }
        }
    }

    /// With what another one says where this one says nothing.
    func completed(by other: MetricAttributes) -> MetricAttributes {
        var result = self
        result.direction = direction ?? other.direction
        result.timing = timing ?? other.timing
        if departments.isEmpty { result.departments = other.departments }
        if synonyms.isEmpty { result.synonyms = other.synonyms }
        result.description = description ?? other.description
        result.source = source ?? other.source
        return result
    }
}
