import Glibc
import Synchronization
import Tables

/// Writes snapshots beside the prompt, on a thread that gives way to questions.
final class BackgroundWriting: Sendable {
    /// What the thread that is running writes.
    private let cache = Mutex<SnapshotCache?>(nil)
    private let isRunning = Atomic(false)
    private let isCancelled = Atomic(false)

    /// Begins to write what there is to write, unless it is writing.
    func start(_ cache: SnapshotCache?) {
        guard let cache, cache.hasWork, !isRunning.load(ordering: .acquiring) else { return }
        self.cache.withLock { $0 = cache }
        isRunning.store(true, ordering: .releasing)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let held = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument { Unmanaged<BackgroundWriting>.fromOpaque(argument).takeRetainedValue().write() }
                return nil
            }, held.toOpaque())
        if result != 0 {
            held.release()
            isRunning.store(false, ordering: .releasing)
        }
    }

    /// Waits a second for what is being written, then gives it up.
    func finish() {
        wait(milliseconds: 1000)
        isCancelled.store(true, ordering: .releasing)
        wait(milliseconds: 500)
    }

    private func wait(milliseconds: Int) {
        for _ in 0..<milliseconds where isRunning.load(ordering: .acquiring) { usleep(1000) }
    }

    private func write() {
        // Signals are for the thread that reads the keyboard.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        // Of this thread, not of the process, on Linux.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        let cache = cache.withLock { $0 }
        cache?.write { self.isCancelled.load(ordering: .acquiring) }
        isRunning.store(false, ordering: .releasing)
    }
}
