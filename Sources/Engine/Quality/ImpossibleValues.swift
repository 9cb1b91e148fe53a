import Language
import Model
import Tables
import Values

/// Values that cannot be: an end before its beginning, days to come that are told as past, probabilities beyond 100 %.
struct ImpossibleValues {
    private(set) var findings: [Finding] = []

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        guard checked.rowCount > 0 else { return }
        try lookAtOrder(checked)
        try lookAtFuture(checked)
        try lookAtUnusualDays(checked)
        for field in checked.fields where field.cells.type.isNumber {
            if field.role.isProbability {
                try lookAtProbability(field, checked)
            } else {
                try lookAtSign(field, checked)
            }
            try checked.evaluator.checkInterrupt()
        }
        try lookAtOutcomes(checked)
    }

    private mutating func add(_ finding: Finding?) { if let finding { findings.append(finding) } }

    // MARK: Days

    private mutating func lookAtOrder(_ checked: CheckedDataset) throws(Diagnostic) {
        let times = checked.fields.filter(\.isTime)
        var pairs: [(begin: String, end: String)] = []
        for begin in times where begin.role.isBeginning {
            for end in times where end.role.isEnd && !end.role.isBeginning { pairs.append((begin.name, end.name)) }
        }
        for begin in times {
            for end in ColumnRole.ends(of: begin.name) where times.contains(where: { $0.name == end }) {
                pairs.append((begin.name, end))
            }
        }
        if let active = checked.dataset.active { pairs.append((active.from, active.to)) }
        var seen: Set<String> = []
        for pair in pairs where seen.insert(pair.begin + "." + pair.end).inserted {
            guard checked.field(pair.begin) != nil, checked.field(pair.end) != nil else { continue }
            add(
                try checked.finding(
                    .accuracy, pair.end, "before \(pair.begin)",
                    where: Conditions.compare(Conditions.column(pair.end), .less, Conditions.column(pair.begin)),
                    shown: pair.end, remedy: "correct one of the two days"))
        }
    }

    private mutating func lookAtFuture(_ checked: CheckedDataset) throws(Diagnostic) {
        let today = Conditions.day(checked.workspace.today)
        for field in checked.fields where field.isTime {
            let later = Conditions.compare(Conditions.column(field.name), .greater, today)
            let isHistoryAxis = checked.isHistory && checked.dataset.time == field.name
            var condition: Expression?
            if isHistoryAxis || field.role.isPast {
                condition = later
            } else if field.role.isClose, let outcomes = checked.outcomes {
                let closed = [outcomes.won, outcomes.lost].compactMap { $0 }
                if !closed.isEmpty { condition = Conditions.and([Conditions.or(closed), later]) }
            }
            guard let condition else { continue }
            add(
                try checked.finding(
                    .accuracy, field.name, "later than today", where: condition, shown: field.name,
                    remedy: "correct the day: what has happened lies not ahead"))
        }
    }

    /// Years that were mistyped.
    private mutating func lookAtUnusualDays(_ checked: CheckedDataset) throws(Diagnostic) {
        for field in checked.fields where field.isTime {
            guard let days = field.cells.data.dayNumbers, let bounds = days.dayRange,
                let usual = UsualDays(days).range,
                usual.lowerBound > bounds.lowerBound || usual.upperBound < bounds.upperBound
            else { continue }
            let column = Conditions.column(field.name)
            add(
                try checked.finding(
                    .accuracy, field.name, "far from all other days",
                    where: Conditions.or([
                        Conditions.compare(column, .less, Conditions.day(Day(Int(usual.lowerBound)))),
                        Conditions.compare(column, .greater, Conditions.day(Day(Int(usual.upperBound)))),
                    ]), shown: field.name, remedy: "look whether the year is right"))
        }
    }

    // MARK: Numbers

    private mutating func lookAtProbability(_ field: CheckedDataset.Field, _ checked: CheckedDataset) throws(Diagnostic)
    {
        guard let most = ProbabilityScale.most(field, checked) else { return }
        let column = Conditions.column(field.name)
        add(
            try checked.finding(
                .accuracy, field.name, "outside 0 to \(most)",
                where: Conditions.or([
                    Conditions.compare(column, .less, Conditions.number(.zero)),
                    Conditions.compare(column, .greater, Conditions.number(ExactDecimal(most))),
                ]), shown: field.name, remedy: "a probability lies between 0 and \(most)"))
    }

    /// Below zero where nearly nothing is.
    private mutating func lookAtSign(_ field: CheckedDataset.Field, _ checked: CheckedDataset) throws(Diagnostic) {
        guard field.role.isAmountOrCount || Detection.soundsLikeMoney(field.name), !field.role.isProbability else {
            return
        }
        let below = Conditions.compare(Conditions.column(field.name), .less, Conditions.number(.zero))
        guard
            let finding = try checked.finding(
                .accuracy, field.name, "below zero, where nearly none is", where: below, shown: field.name,
                remedy: "a refund, or a wrong sign: leave it out or turn it around"),
            finding.count * 20 <= checked.rowCount - field.cells.missingCount
        else { return }
        findings.append(finding)
    }

    // MARK: What was won and lost

    private mutating func lookAtOutcomes(_ checked: CheckedDataset) throws(Diagnostic) {
        guard let outcomes = checked.outcomes else { return }
        let column = checked.fields.first { $0.role.isProbability && $0.cells.type.isNumber }
        if let column, let most = ProbabilityScale.most(column, checked) {
            let probability = Conditions.column(column.name)
            if let won = outcomes.won {
                add(
                    try checked.finding(
                        .accuracy, column.name, "won, with less than \(most)",
                        where: Conditions.and([
                            won, Conditions.compare(probability, .less, Conditions.number(ExactDecimal(most))),
                        ]), shown: column.name, remedy: "set it to \(most), or correct the stage"))
            }
            if let lost = outcomes.lost {
                add(
                    try checked.finding(
                        .accuracy, column.name, "lost, with more than 0",
                        where: Conditions.and([
                            lost, Conditions.compare(probability, .greater, Conditions.number(.zero)),
                        ]), shown: column.name, remedy: "set it to 0, or correct the stage"))
            }
        }
        if let won = outcomes.won, let amount = checked.amount {
            add(
                try checked.finding(
                    .accuracy, amount.name, "won, for nothing",
                    where: Conditions.and([
                        won, Conditions.compare(Conditions.column(amount.name), .equal, Conditions.number(.zero)),
                    ]), remedy: "enter the amount"))
        }
    }
}

/// Whether probabilities are written from 0 to 1 or from 0 to 100.
enum ProbabilityScale {
    /// 1 where nearly all values are at most that; nil where there are no values.
    static func most(_ field: CheckedDataset.Field, _ checked: CheckedDataset) -> Int? {
        var filled = 0
        var small = 0
        switch field.cells.data {
        case .scaled(let cells, let scale):
            let one = ExactDecimal.power(min(max(scale, 0), 38))
            for cell in cells where cell != ColumnData.missingScaled {
                filled += 1
                if Int128(cell) <= one { small += 1 }
            }
        case .floats(let cells):
            for cell in cells where !cell.isNaN {
                filled += 1
                if cell <= 1 { small += 1 }
            }
        default: return nil
        }
        guard filled > 0 else { return nil }
        return small * 20 >= filled * 19 ? 1 : 100
    }
}
