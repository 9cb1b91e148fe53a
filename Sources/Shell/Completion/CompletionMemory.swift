import Engine
import Glibc
import Synchronization
import Values

/// What completion has found out about the data, so that a word that is being typed asks for it once.
///
/// What takes long is found beside the prompt: TAB waits a moment for it, and whoever did not wait long enough is told
/// when it is there.
final class CompletionMemory: Sendable {
    /// What was looked for.
    enum Key: Hashable, Sendable {
        /// Of many values only those that begin with what was typed.
        case values(EvidenceQuestion, typed: String)
        case months(dataset: String)
        /// The metrics that the data can answer.
        case metrics
    }

    struct Found: Sendable {
        var values: [FoundValue] = []
        /// Of months.
        var months: [FoundMonth] = []
        var metrics: [String] = []
        /// Whether nothing better is being looked for.
        var isFinal = true
        /// Whether there are so many values that other letters can bring others.
        var isPartial = false
    }

    struct FoundValue: Sendable {
        var value: Value
        /// `412`, and `61.2 % of arr`; empty where they are not known.
        var rows = ""
        var weight = ""
    }

    struct FoundMonth: Sendable {
        var start: Day
        /// Nil as long as they are not counted.
        var rows: Int?
    }

    private final class Job: Sendable {
        let isCancelled = Atomic(false)
        /// How often everything had been forgotten when it began.
        let generation: Int

        init(_ generation: Int) { self.generation = generation }
    }

    private struct State: Sendable {
        var known: [Key: Found] = [:]
        var running: (key: Key, job: Job)?
        var generation = 0
        /// Whether somebody had to be content with less than is being looked for.
        var isAwaited = false
        var tell: @Sendable () -> Void = {}

        /// What all letters find is known for each of them.
        func found(_ key: Key) -> Found? {
            if case .values(let question, _) = key, let all = known[.values(question, typed: "")], all.isFinal,
                !all.isPartial
            {
                return all
            }
            return known[key]
        }
    }

    private let state = Mutex(State())
    /// More than are remembered at once.
    private static let capacity = 64

    /// What is known at the latest after `milliseconds`; nil when that is nothing.
    ///
    /// `find` runs on a thread of its own; it may publish what it has before it has all.
    func found(
        _ key: Key, within milliseconds: Int,
        find: @escaping @Sendable (_ isInterrupted: @escaping @Sendable () -> Bool, _ publish: (Found) -> Void) -> Void
    ) -> Found? {
        let started = state.withLock { state -> Job? in
            if state.found(key)?.isFinal == true || state.running?.key == key { return nil }
            state.running?.job.isCancelled.store(true, ordering: .relaxed)
            let job = Job(state.generation)
            state.running = (key, job)
            return job
        }
        if let started {
            let isRunning = startInBackground { [self] in
                find({ started.isCancelled.load(ordering: .relaxed) }) { publish($0, key, started) }
                finish(started)
            }
            if !isRunning { finish(started) }
        }
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            let isLate = ContinuousClock.now >= end
            let (known, isOver) = state.withLock { state in
                let known = state.found(key)
                let isOver = known?.isFinal == true || state.running?.key != key
                if isLate, !isOver { state.isAwaited = true }
                return (known, isOver)
            }
            if isOver || isLate { return known }
            usleep(200)
        }
    }

    /// Has `tell` called, on any thread, when all is there that `found` did not wait for.
    func whenBetterIsKnown(_ tell: @escaping @Sendable () -> Void) {
        state.withLock { $0.tell = tell }
    }

    private func publish(_ found: Found, _ key: Key, _ job: Job) {
        let tell = state.withLock { state -> (@Sendable () -> Void)? in
            // What was given up may have come to its end all the same.
            guard state.generation == job.generation else { return nil }
            if state.known.count >= Self.capacity { state.known = [:] }
            state.known[key] = found
            if case .values(let question, _) = key, found.isFinal, !found.isPartial {
                state.known[.values(question, typed: "")] = found
            }
            guard state.isAwaited, found.isFinal, state.running?.job === job else { return nil }
            state.isAwaited = false
            return state.tell
        }
        tell?()
    }

    private func finish(_ job: Job) {
        state.withLock { state in if state.running?.job === job { state.running = nil } }
    }

    /// Whether something is being looked for at this moment.
    var isSearching: Bool { state.withLock { $0.running != nil } }

    /// Ends what is being looked for: a statement needs the machine.
    func stop() {
        state.withLock { state in
            state.running?.job.isCancelled.store(true, ordering: .relaxed)
            state.running = nil
            state.isAwaited = false
        }
    }

    /// Forgets everything: names or data have changed.
    func forget() {
        stop()
        state.withLock { state in
            state.known = [:]
            state.generation += 1
        }
    }
}
