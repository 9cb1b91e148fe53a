import Values

/// `metric bookings "Bookings" = sum(deals.amount where stage = Won) as money USD { department sales; … }`.
package struct MetricDefinition: Hashable, Sendable {
    package var name: Label
    package var title: String?
    package var expression: Expression
    package var unit: Unit?
    /// What is told of it between braces, in the order in which it is written.
    package var attributes: [Attribute]

    package init(
        name: Label, title: String? = nil, expression: Expression, unit: Unit? = nil, attributes: [Attribute] = []
    ) {
        self.name = name
        self.title = title
        self.expression = expression
        self.unit = unit
        self.attributes = attributes
    }

    /// Which way a metric should go.
    package enum Direction: String, Hashable, Sendable { case higher, lower }

    /// Whether a metric tells of what is coming or of what came out.
    package enum Timing: String, Hashable, Sendable { case leading, lagging }

    package struct Attribute: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// `higher is better`.
            case direction(Direction)
            case timing(Timing)
            case departments([Department])
            /// Other names, as words or texts.
            case synonyms([Label])
            case description(String)
            case source(String)
        }
        package var kind: Kind
        package var span: Span

        package init(_ kind: Kind, span: Span) {
            self.kind = kind
            self.span = span
        }

        package static func == (left: Attribute, right: Attribute) -> Bool { left.kind == right.kind }
        package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
    }
}

/// The departments that metrics and scorecards are for.
package enum Department: String, Hashable, Sendable, CaseIterable {
    case sales, marketing, finance
    case customerSuccess = "customer success"
    case support, partners
}
