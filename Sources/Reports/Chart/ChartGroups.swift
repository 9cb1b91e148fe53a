import Engine
import Values

/// The lines of an answer by the values of some dimensions: each group has a panel of its own.
struct ChartGroups {
    struct Group {
        /// Empty where there is no dimension.
        var title: String
        var lines: [Int]
    }

    /// The first groups, in the order of the answer.
    private(set) var shown: [Group]
    /// What was left out.
    private(set) var notes: [String] = []

    /// Panels of one picture.
    private static let most = 6

    init(_ answer: Answer, by dimensions: some Sequence<Answer.Column>) {
        let names = dimensions.map { ($0, ColumnFormat($0, missing: answer.missingText($0))) }
        var groups: [Group] = []
        var places: [[Value]: Int] = [:]
        for line in 0..<answer.lineCount {
            let key = names.map { $0.0.cell(line) }
            if let place = places[key] {
                groups[place].lines.append(line)
                continue
            }
            places[key] = groups.count
            let title = zip(names, key).map { chartLabel($0.1.text($1)) }.joined(separator: " · ")
            groups.append(Group(title: title, lines: [line]))
        }
        shown = Array(groups.prefix(Self.most))
        let hidden = groups.dropFirst(Self.most).map(\.title)
        if !hidden.isEmpty {
            let what = names.map { chartLabel($0.0.label) }.joined(separator: " · ")
            notes = [hiddenNote(hidden, of: what, remedy: "`last as table` has them")]
        }
    }
}
