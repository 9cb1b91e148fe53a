import Values

/// Takes out rows that have the name of a total, which may be the name of anything (`Total Wine`), where the numbers prove
/// that they are: each is the sum of its column over the rows since another total or the first row, or lies between the
/// lowest and the highest of them as a mean does, and one is a sum.
///
/// A name with that of a group (`Total EMEA`) has to stand beneath rows of the group, or in a row with blank cells that sums
/// three rows or more, or all such rows of the file have to be proven, one of them over several rows.
///
/// - Parameters:
///   - open: where the rows in question begin, ascending.
///   - totals: where totals stood that were taken out before, ascending.
func leaveOutProvenTotals(
    _ split: inout SplitRows, _ bytes: UnsafePointer<UInt8>, open: [Int], totals: [Int]
) {
    guard !open.isEmpty else { return }
    var proof = TotalProof(split, bytes, open: open, totals: totals)
    let findings = open.map { proof.look(at: $0) }
    let areAllProven = findings.allSatisfy(\.isSum) && findings.contains { $0.rows > 1 } && findings.count > 1
    let left = Set(
        zip(open, findings).filter { _, found in
            // Beside words, which data have, a single row may be as large as another.
            if found.hasWords { return found.isSum && found.rows > 2 }
            if found.isBelowGroup { return found.isSum || found.hasBlanks }
            // No chance makes a row with the name of a total, blank where others are filled, the sum of three and more.
            return found.isSum && (found.isBare || areAllProven || found.hasBlanks && found.rows > 2)
        }.map(\.0))
    for segment in split.segments where !left.isEmpty {
        segment.remove { row in
            let start = segment.start(ofRow: row)
            guard left.contains(start) else { return false }
            if split.log.remove(at: start) { split.raggedRows -= 1 }
            split.log.add(at: start, "a line of totals among the rows; left out")
            return true
        }
    }
}

private struct TotalProof {
    struct Finding {
        /// No group is named, or it is a name such as `EMEA Total`.
        var isBare = false
        /// The nearest cell above that is filled is what the total is of.
        var isBelowGroup = false
        var hasBlanks = false
        /// Cells beside the name hold words.
        var hasWords = false
        var isSum = false
        /// Rows that it sums.
        var rows = 0
    }

    private let bytes: UnsafePointer<UInt8>
    private let dialect: Dialect
    private let columns: Int
    private let segments: [RowIndex]
    private let open: Set<Int>
    /// Where any row of totals begins.
    private let borders: [Int]
    /// Rows that may still be looked at, so that very many names of totals take no square of the time.
    private var budget: Int

    init(_ split: SplitRows, _ bytes: UnsafePointer<UInt8>, open: [Int], totals: [Int]) {
        self.bytes = bytes
        dialect = split.dialect
        columns = split.segments.first?.columns ?? 0
        segments = split.segments
        self.open = Set(open)
        borders = (open + totals).sorted()
        budget = 8 * split.rowCount + 10_000
    }

    mutating func look(at start: Int) -> Finding {
        var finding = Finding()
        guard let place = place(of: start) else { return finding }
        let cells = (0..<columns).map { text($0, place) }
        guard let named = cells.firstIndex(where: { !$0.isEmpty }) else { return finding }
        let group = groupOfTotal(cells[named])
        finding.isBare = namesTotal(cells[named])
        finding.hasWords = cells.dropFirst(named + 1).contains(where: holdsWords)
        finding.hasBlanks = cells.dropFirst(named + 1).contains("")
        if let group {
            finding.isBelowGroup = nearest(above: place, named).map { plain($0) == plain(group) } ?? false
        }
        let numbers = (named + 1..<max(named + 1, columns)).compactMap { column in
            NumberCell(bytes, range(column, place), dialect).map { Sum(column, $0) }
        }
        for mark: UInt8 in [0x2E, 0x2C] {
            if let rows = rowsSummed(above: place, numbers, mark: mark)
                ?? (finding.isBare ? rowsSummed(below: place, numbers, mark: mark) : nil)
            {
                (finding.isSum, finding.rows) = (true, rows)
                break
            }
        }
        return finding
    }

    private typealias Place = (segment: Int, row: Int)

    /// A column's sum over rows that are gone through from below.
    private struct Sum {
        let column: Int
        let total: NumberCell
        var wanted = ExactDecimal.zero
        var sum = ExactDecimal.zero
        var lowest: ExactDecimal?
        var highest: ExactDecimal?

        init(_ column: Int, _ total: NumberCell) {
            self.column = column
            self.total = total
        }

        var isSum: Bool { sum == wanted && wanted != .zero }
        var isBetween: Bool {
            guard let lowest, let highest else { return false }
            return lowest <= wanted && wanted <= highest
        }
    }

    /// Over how many rows the numbers are sums; nil where over none that end at a total or the first row.
    private mutating func rowsSummed(above place: Place, _ numbers: [Sum], mark: UInt8) -> Int? {
        guard var sums = wanted(numbers, mark: mark) else { return nil }
        var rows = 0
        var next: Place? = above(place)
        var border = border(before: start(place))
        while let row = next {
            budget -= 1
            if budget < 0 || (budget & 0xFFF == 0 && Work.isStopped) { return nil }
            let start = start(row)
            if let known = border, start <= known {
                if rows > 0, Self.areProven(sums) { return rows }
                border = self.border(before: start)
            }
            next = above(row)
            if open.contains(start) { continue }
            rows += 1
            for index in sums.indices where !add(row, mark: mark, to: &sums[index]) { return nil }
        }
        return rows > 0 && Self.areProven(sums) ? rows : nil
    }

    /// Where the last row of totals before a place begins.
    private func border(before place: Int) -> Int? {
        var low = 0
        var high = borders.count
        while low < high {
            let middle = (low + high) / 2
            if borders[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? borders[low - 1] : nil
    }

    /// Of the first row, whether it sums all others, as web analytics have it.
    private mutating func rowsSummed(below place: Place, _ numbers: [Sum], mark: UInt8) -> Int? {
        guard var sums = wanted(numbers, mark: mark) else { return nil }
        var above = above(place)
        while let row = above, open.contains(start(row)) { above = self.above(row) }
        guard above == nil else { return nil }
        var rows = 0
        for (number, segment) in segments.enumerated() {
            for row in 0..<segment.rowCount where !open.contains(segment.start(ofRow: row)) {
                budget -= 1
                if budget < 0 || (budget & 0xFFF == 0 && Work.isStopped) { return nil }
                rows += 1
                for index in sums.indices where !add((number, row), mark: mark, to: &sums[index]) { return nil }
            }
        }
        return rows > 1 && Self.areProven(sums) ? rows : nil
    }

    private func wanted(_ numbers: [Sum], mark: UInt8) -> [Sum]? {
        var sums = numbers
        for index in sums.indices {
            guard let wanted = sums[index].total.value(mark: mark) else { return nil }
            sums[index].wanted = wanted
        }
        return sums
    }

    private static func areProven(_ sums: [Sum]) -> Bool {
        sums.contains(where: \.isSum) && sums.allSatisfy { $0.isSum || $0.isBetween }
    }

    /// False where the cell of a row is no number.
    private func add(_ row: Place, mark: UInt8, to sum: inout Sum) -> Bool {
        let place = range(sum.column, row)
        let span = cellSpan(
            bytes, place.lowerBound, place.upperBound, quote: dialect.quote, delimiter: dialect.delimiter)
        if span.isEmpty || isMissingWord(bytes + span.start, span.end - span.start) { return true }
        guard let value = NumberCell(bytes, place, dialect)?.value(mark: mark), let next = sum.sum.adding(value) else {
            return false
        }
        sum.sum = next
        sum.lowest = sum.lowest.map { min($0, value) } ?? value
        sum.highest = sum.highest.map { max($0, value) } ?? value
        return true
    }

    /// The nearest filled cell of a column above, totals aside.
    private mutating func nearest(above place: Place, _ column: Int) -> String? {
        var next = above(place)
        while let row = next {
            budget -= 1
            if budget < 0 { return nil }
            next = above(row)
            if open.contains(start(row)) { continue }
            let text = text(column, row)
            if !text.isEmpty { return text }
        }
        return nil
    }

    private func plain(_ text: String) -> String { cleanTitle(text).lowercased() }

    private func place(of start: Int) -> Place? {
        for (number, segment) in segments.enumerated() {
            var low = 0
            var high = segment.rowCount
            while low < high {
                let middle = (low + high) / 2
                if segment.start(ofRow: middle) < start { low = middle + 1 } else { high = middle }
            }
            if low < segment.rowCount, segment.start(ofRow: low) == start { return (number, low) }
        }
        return nil
    }

    private func above(_ place: Place) -> Place? {
        if place.row > 0 { return (place.segment, place.row - 1) }
        var segment = place.segment - 1
        while segment >= 0 {
            if segments[segment].rowCount > 0 { return (segment, segments[segment].rowCount - 1) }
            segment -= 1
        }
        return nil
    }

    private func start(_ place: Place) -> Int { segments[place.segment].start(ofRow: place.row) }

    private func range(_ column: Int, _ place: Place) -> Range<Int> {
        segments[place.segment].field(column, ofRow: place.row)
    }

    private func text(_ column: Int, _ place: Place) -> String {
        let range = range(column, place)
        return cellText(bytes, range.lowerBound, range.upperBound, dialect)
    }
}
