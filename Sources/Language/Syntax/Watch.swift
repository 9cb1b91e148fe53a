/// `watch 10s show …`: the question asked again and again.
package struct Watch: Hashable, Sendable {
    /// From the beginning of one answer to that of the next.
    package var seconds: Int
    package var question: Statement

    package init(seconds: Int, question: Statement) {
        self.seconds = seconds
        self.question = question
    }

    /// The units of an interval, the largest first, each with its seconds.
    static let units: [(letter: String, seconds: Int)] = [("h", 3600), ("m", 60), ("s", 1)]

    /// The interval in the largest unit that gives a whole number: `90s`, `5m`.
    package var interval: String {
        let unit = Self.units.first { seconds % $0.seconds == 0 } ?? ("s", 1)
        return "\(seconds / unit.seconds)\(unit.letter)"
    }
}
