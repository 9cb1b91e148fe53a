import Glibc
import Synchronization
import Values

/// Answers what is being typed on a thread of its own, beside the line editor.
///
/// It shares nothing with the session but values and tables, which guard their own state: a question holds a copy of the
/// workspace. Its work is stopped by every key, and what it found until then is thrown away.
final class Previewer: Sendable {
    private struct State {
        var hasThread = false
        /// The question that waits for the thread, with its number.
        var wanted: (number: Int, question: PreviewQuestion)?
        var isBusy = false
        /// What was last found, for a text and a room.
        var found: (key: Key, rows: [String])?
    }

    private struct Key: Equatable {
        var text: String
        var columns: Int
        var rows: Int

        init(_ question: PreviewQuestion) {
            (text, columns, rows) = (question.text, question.columns, question.rows)
        }
    }

    /// Milliseconds without a key before a question is looked at: the next letter of a word comes sooner.
    private static let pause: Int32 = 30

    private let state = Mutex(State())
    /// The number of the question that is wanted now; another one ends the work for the question before.
    private let number = Atomic(0)
    private let wishes = EventDescriptor()
    private let findings = EventDescriptor()

    /// Readable when rows were found that nobody has taken yet.
    var descriptor: Int32 { findings.descriptor }

    /// Begins to answer a question, unless the answer is there; ends what it did before.
    func ask(_ question: PreviewQuestion) {
        if state.withLock({ $0.found?.key == Key(question) }) { return }
        let number = next()
        let hasThread = state.withLock { state in
            state.wanted = (number, question)
            defer { state.hasThread = true }
            return state.hasThread
        }
        if !hasThread, !startInBackground({ self.serve() }) { return state.withLock { $0.hasThread = false } }
        wishes.raise()
    }

    /// Ends what it does. Comes back at once; the thread does so within a millisecond or two.
    func cancel() {
        _ = next()
        state.withLock { $0.wanted = nil }
    }

    /// Forgets what it found: something that answers depend on has changed.
    func forget() {
        cancel()
        state.withLock { $0.found = nil }
    }

    /// Ends what it does and waits until its threads are free for others, but no longer than so many milliseconds.
    @discardableResult
    func finish(within milliseconds: Int = 20) -> Bool {
        cancel()
        for _ in 0..<milliseconds * 10 {
            if !state.withLock({ $0.isBusy }) { return true }
            usleep(100)
        }
        return false
    }

    /// The rows for a text in a room of this size, once they were found.
    func rows(for text: String, columns: Int, rows: Int) -> [String]? {
        wasSeen()
        return state.withLock { state in
            guard let found = state.found, found.key.text == text, found.key.columns == columns, found.key.rows == rows
            else { return nil }
            return found.rows
        }
    }

    /// Makes the descriptor readable: something else is there to be looked at.
    func wake() { findings.raise() }

    /// Makes the descriptor wait for what is found from now on.
    func wasSeen() { findings.lower() }

    private func next() -> Int { number.wrappingAdd(1, ordering: .relaxed).newValue }

    private func serve() {
        while true {
            wishes.wait()
            while wishes.wait(milliseconds: Self.pause) {}
            let wanted = state.withLock { state in
                defer { state.wanted = nil }
                state.isBusy = state.wanted != nil
                return state.wanted
            }
            guard let wanted else { continue }
            let rows = answer(wanted.number, wanted.question)
            let isFound = state.withLock { state in
                state.isBusy = false
                guard let rows, number.load(ordering: .relaxed) == wanted.number else { return false }
                state.found = (Key(wanted.question), rows)
                return true
            }
            if isFound { findings.raise() }
        }
    }

    /// The rows for a question; nil where another one was wanted meanwhile.
    private func answer(_ number: Int, _ question: PreviewQuestion) -> [String]? {
        let isAutomatic = question.settings.preview != .on
        let end = isAutomatic ? Stopwatch.nanoseconds() + PreviewQuestion.timeLimit * 1_000_000 : .max
        let isWanted: @Sendable () -> Bool = { self.number.load(ordering: .relaxed) == number }
        let work = Work(readLimit: isAutomatic ? 0 : nil, memory: question.memory) {
            !isWanted() || Stopwatch.nanoseconds() > end
        }
        let rows = question.shownRows(work)
        guard isWanted() else { return nil }
        return work.isStopped ? question.reason(work) : rows
    }
}
