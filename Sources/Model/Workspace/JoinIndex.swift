import Synchronization
import Tables
import Values

/// For each row of one dataset the row of another that its key leads to; -1 where there is none.
package struct JoinIndex: Sendable {
    package var rows: [Int32]
    /// The same for each code of the key where it is a text; nil for other keys.
    package var rowOfCode: [Int32]?
    /// Rows with a key that has no partner, and rows whose key is blank.
    package var orphanCount: Int
    package var blankCount: Int
    /// Some keys that have no partner, for messages.
    package var orphanExamples: [String]
}

/// Join indexes by (left dataset, join), each built when first needed and kept while both tables are the same.
package final class JoinIndexes: Sendable {
    private struct Key: Hashable {
        var left: ObjectIdentifier
        var right: ObjectIdentifier
        var leftColumn: Int
        var rightColumn: Int
    }

    package init() {}

    private let stored = Mutex<[Key: JoinIndex]>([:])

    /// The index of a join. Reads the columns of both keys where they were not read yet.
    package func index(from left: Dataset, _ join: Dataset.Join, to right: Dataset) throws(Diagnostic) -> JoinIndex {
        let (leftColumn, rightColumn) = try positions(left, join, right)
        let key = Key(
            left: ObjectIdentifier(left.table), right: ObjectIdentifier(right.table), leftColumn: leftColumn,
            rightColumn: rightColumn)
        if let known = stored.withLock({ $0[key] }) { return known }
        let built = try JoinIndex(
            from: left.table.column(leftColumn).data, to: right.table.column(rightColumn).data,
            describing: (left.name, join, right.name))
        try Work.check()
        stored.withLock { $0[key] = built }
        return built
    }

    /// Throws where a join cannot be; that the other side repeats no key can be seen without reading the left one.
    package func check(from left: Dataset, _ join: Dataset.Join, to right: Dataset) throws(Diagnostic) {
        let (leftColumn, rightColumn) = try positions(left, join, right)
        if left.table.outline(leftColumn).isCertain {
            _ = try index(from: left, join, to: right)
            return
        }
        let other = right.table.column(rightColumn).data
        let nothing = other.isText ? ColumnData.texts([], TextDictionary(texts: [])) : .scaled([], scale: 0)
        _ = try JoinIndex(from: nothing, to: other, describing: (left.name, join, right.name))
    }

    /// Where the keys are in the tables of both sides.
    private func positions(
        _ left: Dataset, _ join: Dataset.Join, _ right: Dataset
    ) throws(Diagnostic) -> (left: Int, right: Int) {
        guard let leftColumn = left.filePosition(join.column), let rightColumn = right.filePosition(join.otherColumn)
        else {
            throw Diagnostic(
                "join-column",
                "the join from `\(left.name)` to `\(right.name)` needs columns of the files themselves",
                reason: ["derived columns cannot be join keys"])
        }
        return (leftColumn, rightColumn)
    }
}

extension Dataset {
    /// The table position behind a column name; nil for derived and unknown columns.
    package func filePosition(_ name: String) -> Int? {
        guard let index = columnIndex(name), case .file(let position) = columns[index].origin else { return nil }
        return position
    }
}

extension JoinIndex {
    /// Throws when a key stands twice on the right side: such a join would multiply the rows of the left.
    init(
        from left: ColumnData, to right: ColumnData, describing names: (left: String, join: Dataset.Join, right: String)
    ) throws(Diagnostic) {
        func refuse(_ repeated: String, _ first: Int, _ second: Int) -> Diagnostic {
            Diagnostic(
                "join-not-unique",
                "`\(names.right).\(names.join.otherColumn)` is not unique, so `\(names.left)` cannot join it",
                reason: [
                    "\(repeated) stands in data rows \(first + 1) and \(second + 1) of `\(names.right)`;"
                        + " the join would count rows of `\(names.left)` twice"
                ],
                remedies: [
                    "join on a column that is unique in `\(names.right)`, or remove the repeated rows;"
                        + " `rows \(names.right) where \(names.join.otherColumn) = \(repeated)` shows them"
                ])
        }
        switch (left, right) {
        case (.texts(let leftCodes, let leftTexts), .texts(let rightCodes, let rightTexts)):
            var rowOfCode = [Int32](repeating: -1, count: rightTexts.codeCount)
            for (row, code) in rightCodes.enumerated() where code != 0 {
                let index = Int(code)
                if rowOfCode[index] >= 0 {
                    throw refuse("\"\(rightTexts.text(code) ?? "")\"", Int(rowOfCode[index]), row)
                }
                rowOfCode[index] = Int32(row)
            }
            var rowOfLeftCode = [Int32](repeating: -1, count: leftTexts.codeCount)
            for (index, text) in leftTexts.texts.enumerated() {
                if let code = rightTexts.code(of: text) { rowOfLeftCode[index + 1] = rowOfCode[Int(code)] }
            }
            self.rowOfCode = rowOfLeftCode
            var orphans = 0
            var blanks = 0
            var orphanCodes: [Int32] = []
            rows = leftCodes.map { code in
                let row = rowOfLeftCode[Int(code)]
                if code == 0 {
                    blanks += 1
                } else if row < 0 {
                    orphans += 1
                    if orphanCodes.count < 3 && !orphanCodes.contains(code) { orphanCodes.append(code) }
                }
                return row
            }
            orphanCount = orphans
            blankCount = blanks
            orphanExamples = orphanCodes.compactMap { leftTexts.text($0) }
        default:
            // Numbers, days and mixed kinds meet as values: 101 is found by "101" only when both are written so.
            var rowOfKey: [Value: Int32] = [:]
            let comparesText = left.isText || right.isText
            func key(_ data: ColumnData, _ row: Int) -> Value? {
                let value = data.value(at: row)
                if value.isMissing { return nil }
                return comparesText ? .text(value.plainText) : value
            }
            for row in 0..<right.count {
                guard let value = key(right, row) else { continue }
                if let first = rowOfKey.updateValue(Int32(row), forKey: value) {
                    throw refuse(value.plainText, Int(first), row)
                }
            }
            var result: [Int32] = []
            result.reserveCapacity(left.count)
            orphanCount = 0
            blankCount = 0
            orphanExamples = []
            for row in 0..<left.count {
                guard let value = key(left, row) else {
                    blankCount += 1
                    result.append(-1)
                    continue
                }
                let partner = rowOfKey[value] ?? -1
                if partner < 0 {
                    orphanCount += 1
                    if orphanExamples.count < 3 && !orphanExamples.contains(value.plainText) {
                        orphanExamples.append(value.plainText)
                    }
                }
                result.append(partner)
            }
            rows = result
        }
    }
}

extension ColumnData {
    package var isText: Bool {
        if case .texts = self { return true }
        return false
    }
}
