import Model
import Tables
import Values

extension RowEvaluator {
    /// For each row the first day of the step in which its entity first appears; missing where that is unknown.
    func cohortStarts(_ cohort: CohortStart) throws(Diagnostic) -> ColumnData {
        let entities = GroupCodes(try evaluate(cohort.entity))
        guard let days = try evaluate(cohort.time).dayNumbers else {
            return .days([Int32](repeating: ColumnData.missingDay, count: rowCount))
        }
        let counts = try cohort.condition.map { (condition) throws(Diagnostic) in try mask(condition) }
        var first = [Int32](repeating: Int32.max, count: entities.values.count)
        for row in days.indices where days[row] != ColumnData.missingDay && (counts?[row] ?? 1) == 1 {
            let entity = Int(entities.codes[row])
            first[entity] = min(first[entity], days[row])
        }
        // Rows without an entity are nobody's.
        if !first.isEmpty { first[0] = Int32.max }
        let starts = first.map { day in
            day == Int32.max
                ? ColumnData.missingDay : cohort.calendar.start(of: cohort.grain, containing: Day(Int(day))).number
        }
        return .days(entities.codes.map { starts[Int($0)] })
    }
}
