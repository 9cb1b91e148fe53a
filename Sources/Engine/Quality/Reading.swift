import Language
import Model
import Tables
import Values

/// What was noticed when files were read: damaged rows, doubtful columns, numbers with texts among them.
struct Reading {
    private(set) var findings: [Finding] = []

    /// A column of texts is meant to be of numbers where at least so many of a hundred are.
    private static let leastShare = 80
    /// In a long dictionary as many texts show whether it is worth looking at all of them.
    private static let sampleSize = 1000

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        let table = checked.dataset.table
        let told = Self.alike(table.problems)
        for (index, alike) in told.enumerated() {
            // What was counted and not kept goes with the last.
            let more = index == told.count - 1 ? max(0, table.problemCount - table.problems.count) : 0
            let count = alike.count + more
            findings.append(
                Finding(
                    dataset: checked.name, columns: [], aspect: .accuracy, what: "problems in the file",
                    count: count, of: max(checked.rowCount, table.problemCount), example: Self.example(alike),
                    remedy:
                        "correct these lines; `describe \(printed(Name([.init(checked.name)], span: .none)))` tells of all"
                ))
        }
        for field in checked.fields {
            try checked.evaluator.checkInterrupt()
            if let mixed = Self.mixed(field, checked) {
                findings.append(mixed)
            } else if let problem = field.cells.problems.first {
                findings.append(
                    Finding(
                        dataset: checked.name, columns: [field.name], aspect: nil, what: "read with a doubt",
                        count: field.cells.problems.count, of: checked.rowCount, example: problem.text,
                        remedy: "say how it is to be read: `load … with dates dmy`, `decimal \",\"`"))
            }
        }
    }

    /// Problems of the same kind together, by what they say but for numbers and what is quoted; the rarest kinds as one.
    private static func alike(_ problems: [FileProblem]) -> [[FileProblem]] {
        var kinds: [String] = []
        var alike: [String: [FileProblem]] = [:]
        for problem in problems {
            let parts = problem.reason.split(separator: "`", omittingEmptySubsequences: false)
            let plain = parts.enumerated().map { $0 % 2 == 0 ? $1.filter { !$0.isNumber } : "" }.joined()
            let kind = alike[plain] == nil && kinds.count >= mostKinds ? "" : plain
            if alike[kind] == nil { kinds.append(kind) }
            alike[kind, default: []].append(problem)
        }
        return kinds.compactMap { alike[$0] }
    }

    /// Kinds of problems that are told apart.
    private static let mostKinds = 12
    /// Lines that are named.
    private static let mostLines = 20

    /// The first problem, and the lines of those like it.
    private static func example(_ problems: [FileProblem]) -> String {
        guard let first = problems.first else { return "" }
        let lines = problems.dropFirst().compactMap(\.line).prefix(mostLines).map(String.init)
        if lines.isEmpty { return first.text }
        let more = problems.count - 1 - lines.count
        return "\(first.text) (also line\(lines.count == 1 ? "" : "s") \(lines.joined(separator: ", "))"
            + (more > 0 ? " and \(more) more)" : ")")
    }

    private static func mixed(_ field: CheckedDataset.Field, _ checked: CheckedDataset) -> Finding? {
        guard let dictionary = field.cells.dictionary, !field.role.isIdentifier,
            !checked.dataset.joins.contains(where: { $0.column == field.name }), checked.dataset.key != [field.name],
            dictionary.count > 1
        else { return nil }
        let counts = checked.counts(field)
        func look(_ index: Int) -> CellLook { dictionary.withBytes(index) { CellLook($0) } }
        if dictionary.count > sampleSize {
            let step = dictionary.count / sampleSize
            let looks = stride(from: 0, to: dictionary.count, by: step).map(look)
            if looks.count(where: { $0 != .text }) * 2 < looks.count { return nil }
        }
        var numbers = 0
        var times = 0
        var odd: [CellLook: [Int]] = [:]
        for index in 0..<dictionary.count where counts[index + 1] > 0 {
            let found = look(index)
            if found == .number { numbers += counts[index + 1] }
            if found == .time { times += counts[index + 1] }
            odd[found, default: []].append(index)
        }
        let kind = numbers >= times ? CellLook.number : .time
        let others = odd.filter { $0.key != kind }.values.joined().sorted()
        let texts = others.compactMap { dictionary.text(Int32($0 + 1)) }.filter { !FoldedText.isPlaceholder($0) }
        let placed = others.reduce(0) { $0 + counts[$1 + 1] }
        let fitting = max(numbers, times)
        guard let first = texts.first, fitting * 100 >= (fitting + placed) * leastShare else { return nil }
        let what = kind == .number ? "text among numbers" : "no day among days"
        return checked.finding(
            .accuracy, field, what, texts: texts, example: first,
            remedy: "correct it: as it is the whole column is text and cannot be "
                + (kind == .number ? "added up" : "used as time"))
    }
}
