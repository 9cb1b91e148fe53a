import Engine
import Language
import Model
import Reports
import Values

/// A text that is being typed, and all that the first lines of its answer depend on.
struct PreviewQuestion: Sendable {
    var text: String
    var workspace: Workspace
    var settings: Settings
    var memory: MemoryLimit?
    /// The room for the preview on the screen.
    var columns: Int
    var rows: Int

    /// Rows on the screen besides the lines of an answer: heading, days and rows behind, labels, rule, last row.
    private static let frame = 5
    /// An answer takes less where previews come by themselves.
    static let timeLimit = 50

    /// Whether a text is one question that neither changes anything nor writes a file.
    static func question(in text: String) -> (statement: Statement, output: Output)? {
        let script = parseScript(text)
        guard script.diagnostics.isEmpty, script.statements.count == 1, let statement = script.statements.first,
            let output = statement.questionOutput, output.path == nil
        else { return nil }
        return (statement, output)
    }

    /// The rows to show, no wider than the room; none where the text is no question or cannot be answered.
    ///
    /// Runs as `work`: where that is stopped, the rows mean nothing.
    func shownRows(_ work: Work) -> [String] {
        guard rows > 1, columns > 1, let (statement, output) = Self.question(in: text) else { return [] }
        let stopwatch = Stopwatch()
        return work.run {
            let lines = max(1, rows - Self.frame)
            let evaluator = Evaluator(workspace)
            guard let answer = try? evaluator.answer(statement, most: lines) else { return [] }
            let milliseconds = stopwatch.milliseconds
            return drawn(answer, output, lines, "\(milliseconds.dropLast(2)) ms")
        }
    }

    /// What is told where the work came to nothing.
    func reason(_ work: Work) -> [String] {
        guard work.isStopped, Self.question(in: text) != nil else { return [] }
        if let file = work.refused {
            let isRemote = file.size == .max
            return [
                dim(isRemote ? "Enter asks the database" : "Enter reads \(visible(file.name)) (\(file.size >> 20) MiB)")
            ]
        }
        if let failure = work.memoryFailure { return [dim(failure.message)] }
        return [dim("takes longer than \(Self.timeLimit) ms; Enter asks it")]
    }

    private func drawn(_ answer: Answer, _ output: Output, _ lines: Int, _ time: String) -> [String] {
        let format = output.format.flatMap { renderer(named: $0.text) } ?? renderer(named: settings.format ?? "table")
        guard let renderer = format ?? renderers.first else { return [] }
        let isTable = renderer.name == renderers[0].name
        var count = isTable ? min(lines, answer.lineCount) : min(Self.mostDrawn, answer.lineCount)
        var drawing = draw(answer, count, renderer)
        var told = ""
        if isTable, drawing.count > rows - 1 {
            if count == answer.lineCount, answer.showsTotals { told = "and totals · " }
            var bare = answer
            bare.showsTotals = false
            drawing = draw(bare, count, renderer)
            // The heading can take several rows.
            let excess = drawing.count - (rows - 1)
            if excess > 0, count > 1 {
                count = max(1, count - excess)
                drawing = draw(bare, count, renderer)
            }
        }
        let left = answer.lineCount - count
        if left > 0 { told = "\(grouped(left)) more line\(left == 1 ? "" : "s") · " }
        if drawing.count > rows - 1 {
            drawing = Array(drawing.prefix(rows - 1))
            if told.isEmpty { told = "… · " }
        }
        return drawing + [dim(told + time)]
    }

    /// Lines of an answer that are drawn in one piece, such as a chart.
    private static let mostDrawn = 200

    /// The first lines of the answer without blank rows, none wider than the room.
    private func draw(_ answer: Answer, _ count: Int, _ renderer: any Renderer) -> [String] {
        var head = answer.head(count)
        head.notes = []
        return screenRows(head, renderer, settings, columns: columns).filter { !$0.isEmpty }
    }

    private func dim(_ text: String) -> String {
        Paint(isOn: settings.color)(.dim, shortened(text, to: columns))
    }
}
