import Glibc
import Reports
import Synchronization
import Values

/// A line on standard error that tells how far long work has come, painted over and over by a thread of its own.
///
/// It appears when work has taken 300 ms, and is erased before anything else is written.
final class ProgressLine: Sendable {
    /// Work that takes less is not shown.
    private static let patience = 300
    private static let interval = 100

    private struct State {
        var work: Work?
        var clock = ProgressClock()
        var isPainted = false
        var hasThread = false
    }

    private let state = Mutex(State())
    /// Counts the pieces of work, so that the thread can tell one from the next.
    private let number = Atomic(0)

    /// Whether progress can be shown: standard error is a terminal that can erase a line.
    static var isPossible: Bool {
        isatty(STDERR_FILENO) == 1 && !LineEditor.Style.fromEnvironment.isPlain
    }

    /// Does something as `work`, whose progress is shown.
    func showing<Result, Failure: Error>(
        _ work: Work, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        begin(work)
        defer { end() }
        return try work.run(body)
    }

    private func begin(_ work: Work) {
        number.wrappingAdd(1, ordering: .relaxed)
        let hasThread = state.withLock { state in
            state.work = work
            state.clock = ProgressClock()
            defer { state.hasThread = true }
            return state.hasThread
        }
        if !hasThread, !startInBackground({ self.paintAgainAndAgain() }) { state.withLock { $0.hasThread = false } }
    }

    /// Erases the line; what is done from now on is not shown.
    func end() {
        state.withLock { state in
            state.work = nil
            if state.isPainted { write("\r\u{1b}[K", to: STDERR_FILENO) }
            state.isPainted = false
        }
    }

    /// The thread ends when there is nothing to show, so that a prompt has none beside it.
    private func paintAgainAndAgain() {
        var seen = -1
        while true {
            let current = number.load(ordering: .relaxed)
            usleep(UInt32(1000 * (current == seen ? Self.interval : Self.patience)))
            let isOver = state.withLock { state in
                guard let work = state.work else {
                    state.hasThread = false
                    return true
                }
                if number.load(ordering: .relaxed) == current { paint(work, &state) }
                return false
            }
            if isOver { return }
            seen = current
        }
    }

    private func paint(_ work: Work, _ state: inout State) {
        guard let text = state.clock.text(work) else { return }
        let columns = terminalSize(of: STDERR_FILENO)?.columns ?? 80
        write("\r" + shortened(visible(text), to: max(1, columns - 1)) + "\u{1b}[K", to: STDERR_FILENO)
        state.isPainted = true
    }
}
