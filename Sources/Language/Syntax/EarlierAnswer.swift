import Values

/// `back [N]`, `diff [N]`: an answer before the last one, and where what comes of it goes.
package struct EarlierAnswer: Hashable, Sendable {
    /// How many answers before the last one; nil, which is 1, where it is not said.
    package var steps: Int?
    package var stepsSpan: Span
    package var output: Output

    package init(steps: Int? = nil, stepsSpan: Span, output: Output = Output()) {
        self.steps = steps
        self.stepsSpan = stepsSpan
        self.output = output
    }

    package static func == (left: EarlierAnswer, right: EarlierAnswer) -> Bool {
        left.steps == right.steps && left.output == right.output
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(steps) }
}
