import Language
import OrderedCollections

extension Workspace {
    /// What a definition of one name stands in place of, to take it back by.
    package struct ReplacedDefinition {
        fileprivate enum Former {
            case metric(Metric?)
            case dimension(Dimension?)
            case parameter(Parameter?)
        }
        fileprivate var name: String
        fileprivate var former: Former
        fileprivate var depth: Int
    }

    /// What a statement that defines a metric, a dimension or a parameter, and changes nothing else, will stand in place
    /// of; nil for other statements.
    package func replaced(by statement: Statement) -> ReplacedDefinition? {
        switch statement.kind {
        case .metric(let definition):
            let name = definition.name.text
            return ReplacedDefinition(name: name, former: .metric(metrics[name]), depth: depth)
        case .dimension(let definition):
            let name = definition.name.text
            return ReplacedDefinition(name: name, former: .dimension(dimensions[name]), depth: depth)
        case .constant(let label, _), .parameter(let label, _, _):
            return ReplacedDefinition(name: label.text, former: .parameter(parameters[label.text]), depth: depth)
        default: return nil
        }
    }

    /// Takes a definition back.
    package mutating func restore(_ replaced: ReplacedDefinition) {
        switch replaced.former {
        case .metric(let former): metrics[replaced.name] = former
        case .dimension(let former): dimensions[replaced.name] = former
        case .parameter(let former): parameters[replaced.name] = former
        }
        depth = replaced.depth
    }
}

extension Expression {
    /// Whether it is a single value.
    var isValue: Bool {
        switch kind {
        case .number, .text, .boolean, .missing, .period: true
        default: false
        }
    }
}
