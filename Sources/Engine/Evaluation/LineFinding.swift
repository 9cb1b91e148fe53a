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
        var marks: [Mark] = []
        for index in scans.indices {
            guard let evaluator = evaluators[scans[index].dataset] else { continue }
            let days = try days(of: scans[index])
            var any = [Bool](repeating: scans[index].isBalance, count: evaluator.rowCount)
            let paths = scans[index].isBalance ? [] : uses.paths(of: scans[index].aggregates)
            for path in paths {
                let segments = TimeSegments(builder.axis(path, lines), days: days, rowCount: evaluator.rowCount)
                let used = segments.used
                for (row, segment) in segments.ofRow.enumerated() where segment >= 0 && used[Int(segment)] {
                    any[row] = true
                }
                lineSegments[SegmentsKey(scan: index, path: path)] = segments
            }
            // Coarser levels look at other stretches than the lines do once time is shifted.
            var inside = scans[index].selected
            if paths.allSatisfy(\.steps.isEmpty) {
                for row in inside.indices where !any[row] { inside[row] = false }
            }
            scans[index].groups = self.index.groups(codes[scans[index].dataset] ?? [], selected: inside)
            for position in scans[index].aggregates {
                let aggregate = question.aggregates[position]
                for path in uses.linePaths(of: position) {
                    let mark = Mark(
                        scan: index, condition: aggregate.condition, path: path, instants: aggregate.instants,
                        position: position)
                    if !marks.contains(where: { $0.marksLike(mark) }) { marks.append(mark) }
                }
            }
        }
        let (lineCount, overflow) = index.count.multipliedReportingOverflow(by: time.cells.count)
        guard !overflow && lineCount <= Self.lineLimit else {
            throw Self.tooManyLines(groups: index.count, cells: time.cells.count)
        }
        present = [Bool](repeating: false, count: lineCount)
        for mark in marks {
            let scan = scans[mark.scan]
            var groups = scan.groups
            if let condition = mark.condition, let mask = try evaluators[scan.dataset]?.mask(condition) {
                for row in groups.indices where mask[row] != 1 { groups[row] = -1 }
            }
            let axis = builder.axis(mark.path, lines)
            let behind: [Bool]
            if let segments = lineSegments[SegmentsKey(scan: mark.scan, path: mark.path)] {
                behind = present(groups, axis, segments)
            } else {
                behind = try presentBalances(groups, axis, mark)
            }
            if mark.path.comparison == nil { count(behind, try days(of: scan), scan) }
        }
    }

    /// Rows that make lines: those that one of the measures' aggregates counts, in the times that it looks at.
    private struct Mark {
        var scan: Int
        var condition: RowExpression?
        var path: AxisPath
        var instants: [Call.Instant]
        var position: Int

        func marksLike(_ other: Mark) -> Bool {
            scan == other.scan && condition == other.condition && path == other.path && instants == other.instants
        }
    }

    /// Notes the lines with a row in one of the stretches that they look at; gives the rows.
    private func present(_ groups: [Int32], _ axis: TimeAxis, _ segments: TimeSegments) -> [Bool] {
        let cellCount = time.cells.count
        var cells = [Set<Int>](repeating: [], count: segments.count)
        for (column, ranges) in segments.ofColumn.enumerated() {
            for segment in ranges.joined() { cells[segment].insert(axis.columns[column].origin) }
        }
        let cellsOfSegment = cells.map { $0.map { $0 } }
        var behind = [Bool](repeating: false, count: groups.count)
        // Each combination of group and segment once, however many rows it has.
        var isMarked = [Bool](repeating: false, count: index.count * segments.count)
        for (row, group) in groups.enumerated() where group >= 0 && segments.ofRow[row] >= 0 {
            let cells = cellsOfSegment[Int(segments.ofRow[row])]
            if cells.isEmpty { continue }
            behind[row] = true
            let place = Int(group) * segments.count + Int(segments.ofRow[row])
            if isMarked[place] { continue }
            isMarked[place] = true
            for cell in cells { present[Int(group) * cellCount + cell] = true }
        }
        return behind
    }

    /// Notes the lines of a balance with a row that is active at one of the days looked at; gives the rows.
    private func presentBalances(_ groups: [Int32], _ axis: TimeAxis, _ mark: Mark) throws(Diagnostic) -> [Bool] {
        var behind = [Bool](repeating: false, count: groups.count)
        for instant in mark.instants {
            let days = axis.instants(instant, today: question.today)
            guard let active = try activity(of: question.aggregates[mark.position], on: BalanceDays(days)) else {
                continue
            }
            for (row, group) in groups.enumerated() where group >= 0 && active.first[row] < active.end[row] {
                behind[row] = true
            }
            let columns = active.days.columnsOfDay
            BalanceSeries(active, groups, groupCount: index.count).eachActive { group, day in
                for column in columns[day] { present[group * time.cells.count + axis.columns[column].origin] = true }
            }
        }
        return behind
    }

    /// Notes the rows behind the asked periods, each once however many periods and time axes select it.
    private func count(_ selected: [Bool], _ days: [Int32]?, _ scan: Scan) {
        let dataset = scan.dataset
        let standing = evaluators[dataset]?.standing
        let bounds = scan.time.flatMap { standing?.days[$0] }
        var low = Int32.max
        var high = Int32.min
        var undated = 0
        for row in selected.indices where selected[row] {
            guard let day = days?[row] else { break }
            if day == ColumnData.missingDay {
                undated += standing?.rows(row) ?? 1
            } else {
                low = min(low, bounds?.first[row] ?? day)
                high = max(high, bounds?.last[row] ?? day)
            }
        }
        undatedCounts[dataset] = max(undatedCounts[dataset] ?? 0, undated)
        if let known = behind[dataset] {
            behind[dataset] = elementwise(known, selected) { $0 || $1 }
        } else {
            behind[dataset] = selected
        }
        if let standing, let behind = behind[dataset] {
            rowCounts[dataset] = behind.indices.reduce(0) { behind[$1] ? $0 + standing.rows($1) : $0 }
        } else {
            rowCounts[dataset] = behind[dataset]?.count { $0 } ?? 0
        }
        if low <= high {
            coveredDays = coveredDays.extended(to: Day(Int(low)))
            coveredDays = coveredDays.extended(to: Day(Int(high)))
        }
    }
}
