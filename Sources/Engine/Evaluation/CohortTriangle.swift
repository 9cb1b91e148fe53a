import Language
import Model
import Tables
import Values

extension Evaluator {
    /// The triangle of a cohort question: a line a cohort, its size, and the metric by age.
    package func answer(_ question: CohortQuestion) throws(Diagnostic) -> Answer {
        let show = Question(
            measures: [question.measure], groupings: question.groupings, condition: question.condition)
        return try workspace.withRoom(for: show.expressions + (question.entity.map { [$0] } ?? [])) {
            () throws(Diagnostic) in
            try computed(question, show)
        }
    }

    private func computed(_ question: CohortQuestion, _ show: Question) throws(Diagnostic) -> Answer {
        WorkerPool.shared.rouse()
        let bound = try read(ahead: show, columns: \.question.columns) { () throws(Diagnostic) in
            try CohortBinder(workspace).bind(question)
        }
        do {
            let evaluation = try Evaluation(
                bound.question, in: workspace, usesTally: usesTally, isInterrupted: isInterrupted)
            let answer = try CohortTriangle(AnswerBuilder(evaluation), bound).answer()
            try workspace.refuseUnread(bound.question.datasets)
            return answer
        } catch {
            guard error.span == nil, !error.isInterruption else { throw error }
            var placed = error
            placed.span =
                error.code == "before-data" ? question.periods.first?.span : question.measure.expression.span
            throw placed
        }
    }
}

/// Lays out an answer by cohort and step of time as one by cohort and age.
struct CohortTriangle {
    private let builder: AnswerBuilder
    private let cohort: BoundCohort
    private var question: BoundQuestion { builder.question }

    init(_ builder: AnswerBuilder, _ cohort: BoundCohort) {
        self.builder = builder
        self.cohort = cohort
    }

    func answer() throws(Diagnostic) -> Answer {
        let evaluation = builder.evaluation
        try evaluation.refuseBeforeData(evaluation.coverages, asked: cohort.periods)
        let keys = LineKeys(builder)
        let cells = evaluation.time.cells
        // Where each step of time is: ages count from the cohort's own.
        var stepOf: [Day: Int] = [:]
        for (index, cell) in cells.enumerated() {
            if let span = cell.span, span.start <= question.today {
                stepOf[question.calendar.start(of: cohort.grain, containing: span.start)] = index
            }
        }
        let cohortDimension = question.dimensions.count - 2
        var lines: [(group: Int, start: Day, first: Int)] = []
        for group in 0..<evaluation.index.count {
            let line = Int32(group * cells.count)
            guard (0..<cells.count).contains(where: { evaluation.present[Int(line) + $0] }),
                case .day(let start) = keys.value(cohortDimension, line), let first = stepOf[start]
            else { continue }
            let isAsked = cohort.periods.isEmpty || cohort.periods.contains { $0.period.contains(start) }
            if isAsked { lines.append((group, start, first)) }
        }
        // The other dimensions by name, cohorts by time.
        let dimensions = Array(0..<cohortDimension)
        lines.sort { first, second in
            for dimension in dimensions {
                let a = keys.value(dimension, Int32(first.group * cells.count))
                let b = keys.value(dimension, Int32(second.group * cells.count))
                if a != b { return LineKeys.named(a, before: b) }
            }
            return first.start < second.start
        }
        let last = stepOf.values.max() ?? -1
        let ages = lines.map { last - $0.first }.max() ?? -1
        var columns = dimensions.map { dimension in
            builder.dimensionColumn(
                question.dimensions[dimension], lines.map { keys.value(dimension, Int32($0.group * cells.count)) })
        }
        var cohorts = builder.dimensionColumn(
            question.dimensions[cohortDimension],
            lines.map { .period(question.calendar.period(cohort.grain, containing: $0.start)) })
        cohorts.name = "cohort"
        columns.append(cohorts)
        let sizes = LevelResults(evaluation, keys.level(by: Array(0...cohortDimension)))
        var size = builder.measureColumn(.measure(1), [])
        var sizeCells: [Value] = []
        for line in lines {
            let position = sizes.level.position(line.group * cells.count)
            sizeCells.append(try sizes.value(.measure(1), at: Int(position)))
        }
        size.cells = AnswerCells(sizeCells)
        columns.append(size)
        for age in 0...max(0, ages) where ages >= 0 {
            var aged: [Value] = []
            for line in lines {
                let step = line.first + age
                aged.append(
                    step <= last
                        ? try builder.lines.value(.measure(0), at: line.group * cells.count + step) : .missing)
            }
            var column = builder.measureColumn(.measure(0), aged)
            column.name = "\(cohort.grain.columnName)_\(age)"
            column.label = "\(cohort.grain.rawValue) \(age)"
            columns.append(column)
        }
        var answer = Answer(
            heading: question.heading, provenance: builder.provenance(), columns: columns, lineCount: lines.count)
        answer.kind = .cohort
        answer.notes = question.notes + evaluation.notes
        if last >= 0, let span = cells[last].span, builder.partiality.isPartial(span) {
            let step = question.calendar.label(cohort.grain, start: span.start)
            answer.notes.append("\(step) is not whole: the last cell of each line stands for it")
        }
        return answer
    }
}
