import Model
import Tables
import Values

/// The visits of entities to stages: the rows of a history in order of time, entity by entity.
struct StageVisits {
    /// Rows of the history that enter another stage than the one before, by entity, then by time, then by their place
    /// in the file.
    private(set) var rows: [Int32] = []
    /// Where each entity's visits begin in `rows`; one more at the end.
    private(set) var starts: [Int32] = [0]
    /// For each row of the history: its stage (0 is missing) and its time in days or microseconds.
    let stages: [Int32]
    let times: [Int64]
    /// Whether times are microseconds.
    let hasClock: Bool
    /// The stages in lower case, by code.
    let names: [String]

    /// Rows without entity, stage or time say nothing.
    init(entities: ColumnData, stages: ColumnData, times: ColumnData) {
        let stage = GroupCodes(stages)
        self.stages = stage.codes
        names = stage.values.map { $0.plainText.lowercased() }
        if case .moments(let cells) = times {
            self.times = cells
            hasClock = true
        } else {
            self.times = (times.dayNumbers ?? []).map { $0 == ColumnData.missingDay ? Int64.min : Int64($0) }
            hasClock = false
        }
        let entity = GroupCodes(entities)
        guard self.times.count == entity.codes.count, self.stages.count == entity.codes.count else { return }
        var ends = [Int](repeating: 0, count: entity.values.count + 1)
        let counts = entity.codes.indices.map { row in
            entity.codes[row] != 0 && self.stages[row] != 0 && self.times[row] != Int64.min
        }
        for (row, code) in entity.codes.enumerated() where counts[row] { ends[Int(code) + 1] += 1 }
        for index in 1..<ends.count { ends[index] += ends[index - 1] }
        var ordered = [Int32](repeating: 0, count: ends[ends.count - 1])
        var next = ends
        for (row, code) in entity.codes.enumerated() where counts[row] {
            ordered[next[Int(code)]] = Int32(row)
            next[Int(code)] += 1
        }
        rows.reserveCapacity(ordered.count)
        for code in entity.values.indices where ends[code] < ends[code + 1] {
            if code % 16_384 == 0, Work.isStopped { return }
            let own = ordered[ends[code]..<ends[code + 1]].sorted { first, second in
                (self.times[Int(first)], first) < (self.times[Int(second)], second)
            }
            var stage: Int32 = 0
            for row in own where self.stages[Int(row)] != stage {
                stage = self.stages[Int(row)]
                rows.append(row)
            }
            starts.append(Int32(rows.count))
        }
    }

    /// The visits of each entity: stretches of `rows`.
    var entities: [Range<Int>] {
        starts.indices.dropLast().map { Int(starts[$0])..<Int(starts[$0 + 1]) }
    }

    func stage(_ visit: Int) -> Int { Int(stages[Int(rows[visit])]) }

    func time(_ visit: Int) -> Int64 { times[Int(rows[visit])] }

    func day(_ visit: Int) -> Day {
        hasClock ? Moment(microseconds: time(visit)).day : Day(Int(clamping: time(visit)))
    }

    /// For each row of the history the days until its entity entered another stage.
    func daysInStage() -> ColumnData {
        if hasClock {
            var days = [Double](repeating: .nan, count: times.count)
            for entity in entities {
                for visit in entity.dropLast() {
                    let elapsed = time(visit + 1) - time(visit)
                    days[Int(rows[visit])] = Double(elapsed) / Double(Moment.microsecondsPerDay)
                }
            }
            return .floats(days)
        }
        var days = [Int64](repeating: ColumnData.missingScaled, count: times.count)
        for entity in entities {
            for visit in entity.dropLast() { days[Int(rows[visit])] = time(visit + 1) - time(visit) }
        }
        return .scaled(days, scale: 0)
    }
}
