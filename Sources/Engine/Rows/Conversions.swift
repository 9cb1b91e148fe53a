import Model
import Tables
import Values

/// How the entities of a history went a route.
struct Conversions {
    enum Outcome: Hashable, Sendable {
        case converted, notConverted
        /// The time that it has is not over.
        case open
    }

    /// For each entity that entered the first stage, the row of its first entry and how it went on.
    private(set) var entries: [(row: Int, outcome: Outcome)] = []

    init(_ route: StageRoute, _ visits: StageVisits, calendar: Calendar, today: Day) {
        var stepOf: [String: Int] = [:]
        for (position, step) in route.steps.enumerated() {
            for stage in step where stepOf[stage.lowercased()] == nil { stepOf[stage.lowercased()] = position }
        }
        let steps = visits.names.map { stepOf[$0] ?? -1 }
        let isFrom = visits.names.map { $0 == route.from.lowercased() }
        let isTo = visits.names.map { $0 == route.to.lowercased() }
        guard let first = stepOf[route.from.lowercased()], let last = stepOf[route.to.lowercased()] else { return }

        for entity in visits.entities {
            guard let entry = entity.first(where: { isFrom[visits.stage($0)] }) else { continue }
            var deadline = Int64.max
            if let within = route.within {
                let end = calendar.shift(visits.day(entry), within.grain, by: within.count)
                if end > today {
                    entries.append((Int(visits.rows[entry]), .open))
                    continue
                }
                deadline =
                    visits.hasClock
                    ? Moment(end).microseconds + Moment(microseconds: visits.time(entry)).ofDay : Int64(end.number)
            }
            var outcome = Outcome.notConverted
            var pending = first + 1
            for visit in (entry + 1)..<max(entry + 1, entity.upperBound) {
                if visits.time(visit) > deadline { break }
                let stage = visits.stage(visit)
                if isTo[stage], route.anyOrder || pending == last {
                    outcome = .converted
                    break
                }
                if route.anyOrder || pending == last { continue }
                // A step between that is jumped over is not made good by coming back to it.
                if steps[stage] > pending { break }
                if steps[stage] == pending { pending += 1 }
            }
            entries.append((Int(visits.rows[entry]), outcome))
        }
    }
}

extension RowEvaluator {
    /// A column of the stage history at the end of a path.
    func history(_ column: HistoryColumn) throws(Diagnostic) -> ColumnData {
        guard column.path.joins.isEmpty else {
            guard let target = workspace.datasets[column.path.end] else {
                return ColumnData(repeating: .missing, count: rowCount)
            }
            var own = column
            own.path = JoinPath(start: column.path.end, joins: [])
            let evaluator = RowEvaluator(workspace, target, isInterrupted: isInterrupted)
            return try evaluator.evaluate(.history(own)).gathered(try partnerRows(column.path.joins))
        }
        let visits = try visits(of: column.entries)
        switch column.value {
        case .daysInStage: return visits.daysInStage()
        case .latest:
            var cells = [UInt8](repeating: 0, count: rowCount)
            for entity in visits.entities {
                if let last = entity.last { cells[Int(visits.rows[last])] = 1 }
            }
            return .booleans(cells)
        case .entry(let route):
            var cells = [UInt8](repeating: 0, count: rowCount)
            for entry in conversions(route, visits).entries { cells[entry.row] = 1 }
            return .booleans(cells)
        case .conversion(let route):
            var cells = [Int64](repeating: ColumnData.missingScaled, count: rowCount)
            for entry in conversions(route, visits).entries where entry.outcome != .open {
                cells[entry.row] = entry.outcome == .converted ? 1 : 0
            }
            return .scaled(cells, scale: 0)
        }
    }

    private func conversions(_ route: StageRoute, _ visits: StageVisits) -> Conversions {
        Conversions(route, visits, calendar: workspace.calendar, today: workspace.today)
    }

    private func visits(of entries: HistoryColumn.Entries) throws(Diagnostic) -> StageVisits {
        if let found = visits[entries] { return found }
        try checkInterrupt()
        let result = StageVisits(
            entities: try evaluate(entries.entity), stages: try evaluate(entries.stage),
            times: try evaluate(entries.time))
        visits[entries] = result
        return result
    }
}
