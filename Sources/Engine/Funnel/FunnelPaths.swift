import Model
import Tables
import Values

/// How far each entity came through the steps of a process, and where it stands now.
///
/// Of arrays with a place for each entity and step, that of entity e and step s is `e × stepCount + s`.
struct FunnelPaths {
    enum Standing: Hashable, Sendable {
        /// In a step before the goal.
        case open(Int)
        case atGoal
        /// It has ended without reaching the goal, or went where `stages` does not lead.
        case ended
    }

    let stepCount: Int
    /// For each entity the row that it came in with, on which groups, periods and conditions look.
    private(set) var rows: [Int32] = []
    /// Bit s: it reached step s.
    private(set) var reached: [UInt64] = []
    /// Bit s: it was in the step before, and came to step s from there.
    private(set) var converted: [UInt64] = []
    /// Bit s: it was in the first step, and came to step s after that.
    private(set) var cameFromFirst: [UInt64] = []
    private(set) var standings: [Standing] = []
    /// The row with which an entity first entered a step; -1 where it did not.
    private(set) var entryRows: [Int32] = []
    /// The days that an entity spent in a step, its visits that are over added up; NaN where none is.
    private(set) var days: [Double] = []
    /// Those that never entered the first step, or no step at all.
    private(set) var leftOut = 0
    /// Whether it is known how far those came that have ended.
    let placesEnded: Bool

    // MARK: From a history

    init(_ steps: StageSteps, _ visits: StageVisits, anyOrder: Bool) {
        stepCount = steps.steps.count
        placesEnded = true
        let (stepOf, positionOf) = Self.places(steps, visits.names)
        for (number, entity) in visits.entities.enumerated() {
            if number % 16_384 == 0, Work.isStopped { return }
            let first = entity.first { visit in
                let step = stepOf[visits.stage(visit)]
                return anyOrder ? step >= 0 : step == 0
            }
            guard let first else {
                leftOut += 1
                continue
            }
            add(visits, first, entity)
            let own = rows.count - 1
            if anyOrder {
                goFreely(visits, first..<entity.upperBound, stepOf, own)
            } else {
                goInOrder(visits, first..<entity.upperBound, stepOf, positionOf, steps, own)
            }
            let last = stepOf[visits.stage(entity.upperBound - 1)]
            standings.append(last < 0 ? .ended : last == stepCount - 1 ? .atGoal : .open(last))
        }
    }

    /// For each stage of the data its step (-1 for none), and the place that it has in `stages`.
    private static func places(_ steps: StageSteps, _ names: [String]) -> (steps: [Int], positions: [Int]) {
        var step: [String: Int] = [:]
        var position: [String: Int] = [:]
        for (index, way) in steps.steps.enumerated() {
            for stage in way.stages where position[stage.lowercased()] == nil {
                step[stage.lowercased()] = index
                position[stage.lowercased()] = way.position
            }
        }
        for loss in steps.losses {
            for stage in loss.stages where position[stage.lowercased()] == nil {
                position[stage.lowercased()] = loss.position
            }
        }
        return (names.map { step[$0] ?? -1 }, names.map { position[$0] ?? -1 })
    }

    private mutating func add(_ visits: StageVisits, _ first: Int, _ entity: Range<Int>) {
        rows.append(visits.rows[first])
        reached.append(0)
        converted.append(0)
        cameFromFirst.append(0)
        entryRows.append(contentsOf: repeatElement(-1, count: stepCount))
        days.append(contentsOf: repeatElement(.nan, count: stepCount))
    }

    private mutating func goInOrder(
        _ visits: StageVisits, _ visited: Range<Int>, _ stepOf: [Int], _ positionOf: [Int], _ steps: StageSteps,
        _ own: Int
    ) {
        var pending = 0
        for visit in visited where pending < stepCount {
            let stage = visits.stage(visit)
            if stepOf[stage] == pending {
                enter(pending, visits.rows[visit], own)
                converted[own] |= pending > 0 ? 1 << UInt64(pending) : 0
                cameFromFirst[own] |= 1 << UInt64(pending)
                pending += 1
            } else if positionOf[stage] > steps.steps[pending].position {
                // A step that is jumped over is not made good by coming back to it.
                break
            }
        }
        stay(visits, visited, stepOf, own)
    }

    private mutating func goFreely(_ visits: StageVisits, _ visited: Range<Int>, _ stepOf: [Int], _ own: Int) {
        for visit in visited {
            let step = stepOf[visits.stage(visit)]
            guard step >= 0 else { continue }
            if step > 0, reached[own] & (1 << UInt64(step - 1)) != 0 { converted[own] |= 1 << UInt64(step) }
            if step == 0 || reached[own] & 1 != 0 { cameFromFirst[own] |= 1 << UInt64(step) }
            enter(step, visits.rows[visit], own)
        }
        stay(visits, visited, stepOf, own)
    }

    private mutating func enter(_ step: Int, _ row: Int32, _ own: Int) {
        reached[own] |= 1 << UInt64(step)
        let place = own * stepCount + step
        if entryRows[place] < 0 { entryRows[place] = row }
    }

    /// Adds up the days between each visit and the next.
    private mutating func stay(_ visits: StageVisits, _ visited: Range<Int>, _ stepOf: [Int], _ own: Int) {
        let unit = visits.hasClock ? Double(Moment.microsecondsPerDay) : 1
        for visit in visited.dropLast() {
            let step = stepOf[visits.stage(visit)]
            guard step >= 0, reached[own] & (1 << UInt64(step)) != 0 else { continue }
            let place = own * stepCount + step
            let elapsed = Double(visits.time(visit + 1) - visits.time(visit)) / unit
            days[place] = (days[place].isNaN ? 0 : days[place]) + elapsed
        }
    }

    // MARK: From the stage that each row is in now

    /// Being in a step implies having passed those before it; how far rows came that have ended is not known.
    init(_ steps: StageSteps, current: GroupCodes) {
        stepCount = steps.steps.count
        placesEnded = false
        let (stepOf, _) = Self.places(steps, current.values.map { $0.plainText.lowercased() })
        for (row, code) in current.codes.enumerated() {
            if row % 65_536 == 0, Work.isStopped { return }
            guard code != 0 else {
                leftOut += 1
                continue
            }
            let step = stepOf[Int(code)]
            // What has ended came in once, and that is all.
            let last = max(step, 0)
            let all: UInt64 = (1 << UInt64(last + 1)) - 1
            rows.append(Int32(row))
            reached.append(all)
            converted.append(all & ~1)
            cameFromFirst.append(all)
            standings.append(step < 0 ? .ended : step == stepCount - 1 ? .atGoal : .open(step))
            for index in 0..<stepCount { entryRows.append(index <= last ? Int32(row) : -1) }
        }
    }
}
