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
        if table.problemCount > 0, let first = table.problems.first {
            findings.append(
                Finding(
                    dataset: checked.name, columns: [], aspect: .accuracy, what: "problems in the file",
                    count: table.problemCount, of: max(checked.rowCount, table.problemCount), example: first.text,
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
