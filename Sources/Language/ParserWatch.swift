import Values

/// `watch 10s QUESTION`.
extension Parser {
    mutating func watch() throws(Failure) -> Watch {
        let seconds = try interval()
        return Watch(seconds: seconds, question: try innerQuestion("behind the interval of `watch`"))
    }

    /// A whole number and a unit in one word, in seconds.
    private mutating func interval() throws(Failure) -> Int {
        record(.number)
        let start = current.span
        guard case .number(let number, asPercent: false) = current.kind, let count = number.wholeNumber,
            case .word(let letter) = ahead(1).kind, ahead(1).touchesPrevious,
            let unit = Watch.units.first(where: { $0.letter == letter })
        else {
            throw .of(
                unexpected(
                    "an interval behind `watch`",
                    remedies: ["write a number with `s`, `m` or `h`: `watch 10s show …`, `watch 5m show …`"]))
        }
        advance()
        advance()
        let (seconds, overflow) = count.multipliedReportingOverflow(by: unit.seconds)
        guard !overflow, (1...Self.longestInterval).contains(seconds) else {
            throw .of(
                Diagnostic(
                    "watch-interval", "`\(sourceText(span(from: start)))` is no interval to watch in",
                    at: span(from: start), reason: ["it is a second at least and a year at most"],
                    remedies: ["for example `watch 10s show …`"]))
        }
        return seconds
    }

    private static let longestInterval = 366 * 24 * 3600
}
