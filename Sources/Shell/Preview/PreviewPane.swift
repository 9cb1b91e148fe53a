/// The rows below a text that is typed: the first lines of its answer.
final class PreviewPane: LivePane {
    private let session: Session
    private let previewer = Previewer()
    /// What the text asks, as long as it stays on the line.
    private var question: PreviewQuestion?
    private var isAsked = false

    /// A screen has more rows, but what is typed should not be lost among them.
    private static let mostRows = 10

    init(_ session: Session) {
        self.session = session
        // There is one thing that wakes the editor, for both.
        session.completion.whenBetterIsKnown { [previewer] in previewer.wake() }
    }

    var wakeUp: Int32 { previewer.descriptor }

    func textChanged(_ text: String, columns: Int, rows: Int) {
        question = nil
        guard session.settings.preview != .off, text.contains(where: { !$0.isWhitespace }) else { return }
        question = PreviewQuestion(
            text: text, workspace: session.workspace, settings: session.settings, memory: session.memory,
            columns: columns,
            rows: min(rows, Self.mostRows))
    }

    func rows(for text: String) -> [String]? {
        guard let question, question.text == text else {
            previewer.wasSeen()
            return nil
        }
        if let rows = previewer.rows(for: text, columns: question.columns, rows: question.rows) { return rows }
        // Also where a key that changed nothing has ended the work.
        if !isAsked { previewer.ask(question) }
        isAsked = true
        return nil
    }

    func keyPressed() {
        guard isAsked else { return }
        previewer.cancel()
        isAsked = false
    }

    /// What runs now has the cores for itself, and may change what answers come to.
    func textLeft() {
        question = nil
        isAsked = false
        previewer.finish()
        previewer.forget()
    }
}
