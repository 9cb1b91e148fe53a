import Language
import Model
import Tables
import Values

/// Which lines a question has: groups numbered as they occur, and the time cells in which each has rows.
extension Evaluation {
    /// Numbers the groups of the rows that the question looks at, and notes which lines have any.
    func findLines(_ codes: [String: [[Int32]]]) throws(Diagnostic) {
        let uses = AxisUses(question) { [self] in firstDay(of: $0) }
        let builder = axes
        let lines = Level.lines(groups: 0, cells: time.cells.count)
        var seen: [[(axis: TimeAxis, segments: TimeSegments?, isAsked: Bool)]] = []
        for index in scans.indices {
            guard let evaluator = evaluators[scans[index].dataset] else { continue }
            let paths = uses.paths(of: scans[index].aggregates)
            let made = paths.map { path in (path: path, axis: builder.axis(path, lines)) }
            var inside = scans[index].selected
            var found: [(axis: TimeAxis, segments: TimeSegments?, isAsked: Bool)] = []
            if scans[index].isBalance {
                found = made.map { ($0.axis, nil, $0.path.comparison == nil) }
            } else {
                let days = try days(of: scans[index])
                var behind = [Bool](repeating: false, count: evaluator.rowCount)
                var any = behind
                for (path, axis) in made {
                    let segments = TimeSegments(axis, days: days, rowCount: evaluator.rowCount)
                    let used = segments.used
                    let isAsked = path.comparison == nil
                    for (row, segment) in segments.ofRow.enumerated() where segment >= 0 && used[Int(segment)] {
                        any[row] = true
                        if isAsked { behind[row] = inside[row] }
                    }
                    found.append((axis, segments, isAsked))
                }
                // Coarser levels look at other stretches than the lines do once time is shifted.
                if paths.allSatisfy(\.steps.isEmpty) {
                    for row in inside.indices where !any[row] { inside[row] = false }
                }
                count(behind, days, scans[index].dataset)
            }
            scans[index].groups = self.index.groups(codes[scans[index].dataset] ?? [], selected: inside)
            seen.append(found)
        }
        let (lineCount, overflow) = index.count.multipliedReportingOverflow(by: time.cells.count)
        guard !overflow && lineCount <= Self.lineLimit else {
            throw Diagnostic(
                "too-many-lines", "this answer would have \(index.count) groups × \(time.cells.count) periods",
                reason: ["an answer is limited to \(Self.lineLimit) lines"],
                remedies: ["group by fewer dimensions, or filter with `where` and `for`"])
        }
        present = [Bool](repeating: false, count: lineCount)
        for (scan, found) in zip(scans, seen) {
            for (axis, segments, isAsked) in found {
                if let segments { mark(scan, axis, segments) } else { try markBalances(scan, axis, isAsked: isAsked) }
            }
        }
    }

    /// Lines with a row in one of the stretches that they look at.
    private func mark(_ scan: Scan, _ axis: TimeAxis, _ segments: TimeSegments) {
        let cellCount = time.cells.count
        var cells = [Set<Int>](repeating: [], count: segments.count)
        for (column, ranges) in segments.ofColumn.enumerated() {
            for segment in ranges.joined() { cells[segment].insert(axis.columns[column].origin) }
        }
        let cellsOfSegment = cells.map { $0.map { $0 } }
        // Each combination of group and segment once, however many rows it has.
        var isMarked = [Bool](repeating: false, count: index.count * segments.count)
        for (row, group) in scan.groups.enumerated() where group >= 0 && segments.ofRow[row] >= 0 {
            let place = Int(group) * segments.count + Int(segments.ofRow[row])
            if isMarked[place] { continue }
            isMarked[place] = true
            for cell in cellsOfSegment[Int(segments.ofRow[row])] { present[Int(group) * cellCount + cell] = true }
        }
    }

    /// Lines of balances: those with a row that is active at one of the days looked at.
    private func markBalances(_ scan: Scan, _ axis: TimeAxis, isAsked: Bool) throws(Diagnostic) {
        guard let first = scan.aggregates.first else { return }
        var behind = [Bool](repeating: false, count: scan.groups.count)
        let instants = scan.aggregates.flatMap { question.aggregates[$0].instants }
        for instant in Set(instants) {
            let days = axis.instants(instant, today: question.today)
            guard let active = try activity(of: question.aggregates[first], on: BalanceDays(days)) else { continue }
            let columns = active.days.columnsOfDay
            for (row, group) in scan.groups.enumerated() where group >= 0 {
                for day in active.first[row]..<active.end[row] {
                    behind[row] = true
                    for column in columns[Int(day)] {
                        present[Int(group) * time.cells.count + axis.columns[column].origin] = true
                    }
                }
            }
        }
        if isAsked { count(behind, nil, scan.dataset) }
    }

    /// Notes the rows behind the asked periods, each once however many periods and time axes select it.
    private func count(_ selected: [Bool], _ days: [Int32]?, _ dataset: String) {
        var low = Int32.max
        var high = Int32.min
        var undated = 0
        for row in selected.indices where selected[row] {
            guard let day = days?[row] else { break }
            if day == ColumnData.missingDay {
                undated += 1
            } else {
                low = min(low, day)
                high = max(high, day)
            }
        }
        undatedCounts[dataset] = max(undatedCounts[dataset] ?? 0, undated)
        if let known = behind[dataset] {
            behind[dataset] = elementwise(known, selected) { $0 || $1 }
        } else {
            behind[dataset] = selected
        }
        rowCounts[dataset] = behind[dataset]?.count { $0 } ?? 0
        if low <= high {
            coveredDays = coveredDays.extended(to: Day(Int(low)))
            coveredDays = coveredDays.extended(to: Day(Int(high)))
        }
    }
}
