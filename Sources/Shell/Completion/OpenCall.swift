import Language
import Model

/// The innermost call that is still open at a cursor: `churned(` in `show churned(subscriptions.mrr per `.
struct OpenCall {
    var name: String
    /// What stands in it before the cursor.
    var text: Substring

    /// Nil where no call is open.
    init?(in text: String, before offset: Int) {
        guard let end = text.utf8.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex) else { return nil }
        var open: [String.Index] = []
        var quote: Character?
        var index = text.startIndex
        while index < end {
            let character = text[index]
            if let current = quote {
                if character == current { quote = nil }
            } else {
                switch character {
                case "\"", "'", "`": quote = character
                case "(": open.append(index)
                case ")": open = open.dropLast()
                case ";": open = []
                default: break
                }
            }
            index = text.index(after: index)
        }
        guard let last = open.last else { return nil }
        let word = text[..<last].reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !word.isEmpty else { return nil }
        name = String(word.reversed()).lowercased()
        self.text = text[text.index(after: last)..<end]
    }

    /// Which part of the call is being written.
    enum Part { case argument, entity, other }

    var part: Part {
        let words = text.split { !($0.isLetter || $0 == "_") }.map { $0.lowercased() }
        guard let last = words.last(where: { ["per", "where", "on", "at", "by", "from", "within"].contains($0) }) else {
            return .argument
        }
        return last == "per" ? .entity : .other
    }

    var isAggregate: Bool { AggregateFunction(rawValue: name) != nil }

    /// Whether what is written now has to be a number: the amount of a sum or a movement.
    var wantsNumber: Bool {
        guard part == .argument else { return false }
        if Movement(rawValue: name) != nil { return true }
        switch AggregateFunction(rawValue: name) {
        case .sum, .avg, .median, .stddev, .standardDeviationOfAll, .percentile: return true
        default: return false
        }
    }

    /// Whether only rows that last can be in it.
    var wantsInterval: Bool { Movement(rawValue: name) != nil }

    /// The first parts of dotted names in it: of `subscriptions.mrr` the dataset.
    var datasets: [String] {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
        return words.compactMap { word in
            word.firstIndex(of: ".").map { String(word[..<$0]).lowercased() }
        }
    }

    /// Whether the call can have such a thing in it: another time is of a metric, a movement of a column.
    func takes(_ expectation: Expectation) -> Bool {
        switch expectation {
        case .metric: Movement(rawValue: name) == nil
        case .column: TimeFunction(rawValue: name) == nil
        case .dataset: name == AggregateFunction.count.rawValue || CallForm(rawValue: name) == .conversion
        default: true
        }
    }
}
