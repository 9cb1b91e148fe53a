import CScan
import Glibc
import Synchronization
import Values

/// Threads that wait for work, one for each core besides the caller's: starting them anew costs more than many
/// questions do.
///
/// Sendable although it holds pointers: all that changes is changed under its mutex.
package final class WorkerPool: @unchecked Sendable {
    /// The pool that everything in the program shares.
    package static let shared = WorkerPool(threads: defaultThreads())

    /// How many work at the same time, the caller included.
    package let threads: Int

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>
    private let done: UnsafeMutablePointer<pthread_cond_t>
    // Under the mutex.
    private var body: (@Sendable (Int) -> Void)?
    private var next = 0
    private var count = 0
    private var started = 0
    /// Whether work was said to be certain.
    private var isRoused = false
    // Written under the mutex, and looked at without it by those who wait.
    private let running = Atomic(0)
    /// Counts what there was to wake up for.
    private let calls = Atomic(0)

    /// Looks at a number before a thread goes to sleep: for about as long as it would take to wake it up again.
    private static let patience = 4000
    /// The same of threads that were told of work to come: two milliseconds or so.
    private static let patienceWhenRoused = 40_000

    package init(threads: Int) {
        self.threads = max(1, threads)
        mutex = .allocate(capacity: 1)
        wake = .allocate(capacity: 1)
        done = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
        pthread_cond_init(done, nil)
    }

    /// `QUAESTOR_THREADS`, else the number of cores.
    private static func defaultThreads() -> Int {
        if let text = getenv("QUAESTOR_THREADS"), let count = Int(String(cString: text)), count > 0 {
            return min(count, 256)
        }
        return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Runs `work(0)` … `work(count - 1)`, as many at the same time as there are threads, and returns when all are done.
    ///
    /// Inside of such work, and where no thread can be had, everything is done in this thread.
    package func run(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) {
        var work = work
        if let whole = Work.ofThread { work = { [work] index in whole.run { work(index) } } }
        pthread_mutex_lock(mutex)
        guard count > 1, threads > 1, body == nil else {
            pthread_mutex_unlock(mutex)
            for index in 0..<max(0, count) { work(index) }
            return
        }
        start()
        isRoused = false
        body = work
        self.count = count
        next = 0
        calls.wrappingAdd(1, ordering: .relaxed)
        pthread_cond_broadcast(wake)
        takeWork()
        if running.load(ordering: .relaxed) > 0 {
            pthread_mutex_unlock(mutex)
            wait { running.load(ordering: .acquiring) > 0 }
            pthread_mutex_lock(mutex)
        }
        while running.load(ordering: .relaxed) > 0 { pthread_cond_wait(done, mutex) }
        body = nil
        pthread_mutex_unlock(mutex)
    }

    /// Tells the threads that there will be work in a moment: they wake up meanwhile.
    ///
    /// - Parameter isExpected: whether the work is certain to come within a few milliseconds: they wait for it awake.
    package func rouse(isExpected: Bool = false) {
        guard threads > 1 else { return }
        pthread_mutex_lock(mutex)
        isRoused = isExpected
        start()
        calls.wrappingAdd(1, ordering: .relaxed)
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(mutex)
    }

    /// Waits, without sleeping, until something is no longer so or has been so for long.
    private func wait(_ patience: Int = patience, while isSo: () -> Bool) {
        var rest = patience
        while rest > 0, isSo() {
            cscan_pause()
            rest -= 1
        }
    }

    /// Does what is left to do; the mutex is held before and after.
    private func takeWork() {
        while let body, next < count {
            let index = next
            next += 1
            running.wrappingAdd(1, ordering: .relaxed)
            pthread_mutex_unlock(mutex)
            body(index)
            pthread_mutex_lock(mutex)
            running.wrappingSubtract(1, ordering: .releasing)
        }
        if running.load(ordering: .relaxed) == 0 { pthread_cond_signal(done) }
    }

    private func start() {
        while started < threads - 1 {
            guard startInBackground({ self.serve() }) else { return }
            started += 1
        }
    }

    private func serve() {
        pthread_mutex_lock(mutex)
        while true {
            takeWork()
            let seen = calls.load(ordering: .relaxed)
            let patience = isRoused ? Self.patienceWhenRoused : Self.patience
            pthread_mutex_unlock(mutex)
            wait(patience) { calls.load(ordering: .relaxed) == seen }
            pthread_mutex_lock(mutex)
            while calls.load(ordering: .relaxed) == seen { pthread_cond_wait(wake, mutex) }
        }
    }
}

/// Runs `body(0)` … `body(count - 1)` on the shared pool and returns when all are done.
package func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    WorkerPool.shared.run(count, body)
}
