import Glibc
import Synchronization
import Values

/// A thread that carries out calls which block, one after another, so that whoever waits for one can give up.
///
/// Sendable although it holds pointers: all that changes is changed under its mutex.
final class CallThread: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // Under the mutex.
    private var waiting: (@Sendable () -> Void)?
    private var isBusy = false
    private var isEnded = false
    private var isStarted = false

    /// How long a call that was told to stop may take until it is left to itself, in seconds.
    private static let patience = 1.7

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// How a call came to its end for the one who waits.
    enum End<Result: Sendable>: Sendable {
        case finished(Result)
        /// Another call did not let it begin before it was to stop.
        case notBegun
        /// It was told to stop and does not: the thread is of no more use.
        case abandoned
    }

    /// Carries out a call on the thread and waits for it.
    ///
    /// - Parameters:
    ///   - limit: seconds after which it is told to stop, nil for none.
    ///   - cancel: called on the waiting thread, every quarter of a second once the thread's `Work` is stopped.
    func run<Result: Sendable>(
        limit: Double? = nil, cancel: () -> Void, _ body: @escaping @Sendable () -> Result
    ) -> End<Result> {
        let box = Box<Result>()
        let work = Work.ofThread
        pthread_mutex_lock(mutex)
        if !isStarted {
            isStarted = startInBackground { self.serve() }
        }
        // One call at a time, such as that of a question behind one of a look ahead.
        while isBusy && !isEnded {
            wait(seconds: 0.02)
            if isBusy, Work.isStopped {
                pthread_mutex_unlock(mutex)
                return .notBegun
            }
        }
        guard isStarted, !isEnded else {
            pthread_mutex_unlock(mutex)
            return .abandoned
        }
        isBusy = true
        waiting = {
            let found = work.map { $0.run(body) } ?? body()
            box.result.withLock { $0 = found }
        }
        pthread_cond_broadcast(changed)
        let begun = Self.now()
        var stopped: Double?
        var cancelled = 0.0
        while isBusy {
            wait(seconds: 0.02)
            guard isBusy else { break }
            let now = Self.now()
            if stopped == nil, Work.isStopped || limit.map({ now - begun > $0 }) == true { stopped = now }
            guard let since = stopped else { continue }
            if now - since > Self.patience {
                // It may come back some day; nobody will be there.
                isEnded = true
                pthread_mutex_unlock(mutex)
                return .abandoned
            }
            if now - cancelled > 0.25 {
                cancelled = now
                pthread_mutex_unlock(mutex)
                cancel()
                pthread_mutex_lock(mutex)
            }
        }
        pthread_mutex_unlock(mutex)
        return box.result.withLock { $0 }.map { .finished($0) } ?? .abandoned
    }

    /// Lets the thread end when it has nothing more to do.
    func end() {
        pthread_mutex_lock(mutex)
        isEnded = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    private func serve() {
        pthread_mutex_lock(mutex)
        while true {
            if let body = waiting {
                waiting = nil
                pthread_mutex_unlock(mutex)
                body()
                pthread_mutex_lock(mutex)
                isBusy = false
                pthread_cond_broadcast(changed)
            } else if isEnded {
                pthread_mutex_unlock(mutex)
                return
            } else {
                pthread_cond_wait(changed, mutex)
            }
        }
    }

    /// The mutex is held before and after.
    private func wait(seconds: Double) {
        var until = timespec()
        clock_gettime(CLOCK_MONOTONIC, &until)
        let nanoseconds = until.tv_nsec + Int(seconds * 1e9)
        until.tv_sec += nanoseconds / 1_000_000_000
        until.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(changed, mutex, &until)
    }

    private static func now() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    private final class Box<Result: Sendable>: Sendable {
        let result = Mutex<Result?>(nil)
    }
}
