import Values

extension FunnelEvaluation {
    /// The cells of a group; of all where it is nil.
    func cells(of group: Int?) -> [FunnelCell] { group.map { cells[$0] } ?? all }

    /// Whether it is known in which step those ended that did not reach the goal: a history tells, and nothing has to be
    /// known where nothing ended.
    func knowsWhereEnded(_ group: Int?) -> Bool { paths.placesEnded || (cells(of: group).first?.dropped ?? 0) == 0 }

    /// Whether it is known how many reached a step: all did the first, and the goal is where they are.
    func isPlaced(_ step: Int, _ cell: FunnelCell, group: Int?) -> Bool {
        step == 0 || step == paths.stepCount - 1 || knowsWhereEnded(group)
    }

    /// The share of those in the step before that came to this one.
    func rate(_ step: Int, _ group: Int?) -> Double? {
        guard step > 0 else { return nil }
        let isKnown = knowsWhereEnded(group) || (step == 1 && paths.stepCount == 2)
        return isKnown ? cells(of: group)[step].conversion : nil
    }

    /// The share of those in the first step that came to this one.
    func rateFromFirst(_ step: Int, _ group: Int?) -> Double? {
        let cell = cells(of: group)[step]
        return isPlaced(step, cell, group: group) ? cell.fromFirst : nil
    }
}

/// Where a funnel leaks most: against the other steps, or against the other groups.
struct FunnelLeaks {
    private let evaluation: FunnelEvaluation
    private var found: [Int: [Int: Double]] = [:]
    /// What was found, the greatest first; the step is that which too few came to.
    private(set) var leaks: [Leak] = []
    /// How many groups and steps were compared.
    private(set) var comparisons = 0

    struct Leak {
        var group: Int
        var step: Int
        /// Whether it is told of those in the step before, or of those in the first.
        var isFromFirst: Bool
        var entered: Int
        var rate: Double
        var rateOfAll: Double
        /// (rate of all − rate of the group) × those of the group that were in the step before.
        var lost: Double
    }

    /// Groups that convert worse than all by more than chance: Fisher's exact test of the group against the others, on a
    /// level that is divided by the number of comparisons.
    init(_ evaluation: FunnelEvaluation, _ order: [Int]) {
        self.evaluation = evaluation
        guard order.count > 1 else { return }
        var candidates: [(leak: Leak, probability: Double)] = []
        for step in 1..<max(1, evaluation.paths.stepCount) {
            for group in order {
                guard let pair = Self.pair(evaluation, step, group), pair.own.whole > 0, pair.all.whole > pair.own.whole
                else { continue }
                comparisons += 1
                let rate = Double(pair.own.part) / Double(pair.own.whole)
                let rateOfAll = Double(pair.all.part) / Double(pair.all.whole)
                guard rate < rateOfAll else { continue }
                let probability = Chance.ofAtMost(
                    pair.own.part, good: pair.all.part, drawn: pair.own.whole, all: pair.all.whole)
                candidates.append(
                    (
                        Leak(
                            group: group, step: step, isFromFirst: pair.isFromFirst, entered: pair.own.whole,
                            rate: rate,
                            rateOfAll: rateOfAll, lost: (rateOfAll - rate) * Double(pair.own.whole)), probability
                    ))
            }
        }
        let level = Chance.level / Double(max(1, comparisons))
        leaks = candidates.filter { $0.probability < level }.map(\.leak).sorted {
            ($1.lost, $0.step, $0.group) < ($0.lost, $1.step, $1.group)
        }
        for leak in leaks { found[leak.group, default: [:]][leak.step] = leak.lost }
    }

    /// Of how many, and how many of them; where steps between are not known, the goal is compared from the first step.
    private static func pair(
        _ evaluation: FunnelEvaluation, _ step: Int, _ group: Int
    ) -> (own: (part: Int, whole: Int), all: (part: Int, whole: Int), isFromFirst: Bool)? {
        let own = evaluation.cells(of: group)[step]
        let all = evaluation.all[step]
        if evaluation.rate(step, group) != nil, evaluation.rate(step, nil) != nil {
            return ((own.converted, own.before), (all.converted, all.before), false)
        }
        guard step == evaluation.paths.stepCount - 1 else { return nil }
        return ((own.cameFromFirst, own.first), (all.cameFromFirst, all.first), true)
    }

    /// How many more would have gone on at the rate of all; nil where the difference may be chance.
    func friction(_ group: Int, _ step: Int) -> Double? { found[group]?[step] }

    /// What of all that was lost on the way was lost in this step, by value where there is any.
    func shareOfLoss(_ step: Int) -> Double? {
        let cells = evaluation.all
        guard cells.indices.contains(step) else { return nil }
        let measured = cells.dropLast().map { evaluation.lossHasValue ? Self.loss($0) : Double($0.dropped) }
        let sum = measured.reduce(0, +)
        return sum > 0 && measured.indices.contains(step) ? measured[step] / sum : nil
    }

    private static func loss(_ cell: FunnelCell) -> Double {
        max(0, cell.droppedValue.float + Double(cell.droppedValue.exact))
    }
}
