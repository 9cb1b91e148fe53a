import Glibc
import Synchronization
import Tables
import Values

/// Writes snapshots beside the prompt, on a thread that gives way to questions.
final class BackgroundWriting: Sendable {
    /// What the thread that is running writes.
    private let cache = Mutex<SnapshotCache?>(nil)
    private let isRunning = Atomic(false)
    private let isCancelled = Atomic(false)

    /// Begins to write what there is to write, unless it is writing; no further than there is memory for.
    func start(_ cache: SnapshotCache?, _ memory: MemoryLimit) {
        guard let cache, cache.hasWork, !isRunning.load(ordering: .acquiring) else { return }
        self.cache.withLock { $0 = cache }
        isRunning.store(true, ordering: .releasing)
        if !startInBackground(niceness: 10, { Work(memory: memory).run { self.write() } }) {
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
        let cache = cache.withLock { $0 }
        cache?.write { self.isCancelled.load(ordering: .acquiring) }
        isRunning.store(false, ordering: .releasing)
    }
}
