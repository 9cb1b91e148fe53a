import Glibc
import Synchronization

/// Work that may take long: who wants it can stop it and sees how far it has come.
///
/// It belongs to the threads that do it, those of the worker pool included, so that the code that reads files, computes
/// and draws asks `Work.isStopped` and tells its `WorkStage` without being handed anything. Once stopped it stays so:
/// functions that cannot throw then give anything of the right shape, which nobody keeps, and whoever began the work ends
/// it with the error `interrupted`.
package final class Work: Sendable {
    private let shouldStop: @Sendable () -> Bool
    private let stopped = Atomic(false)
    private let current = Mutex<WorkStage?>(nil)
    /// Files of which more bytes have to be read first are not read.
    private let readLimit: Int?
    private let refusedFile = Mutex<(name: String, size: Int)?>(nil)
    private let memory: MemoryLimit?
    /// What was being done when there was no memory for it; nil where there was.
    private let short = Mutex<Diagnostic?>(nil)

    /// - Parameters:
    ///   - readLimit: the most bytes of one file that may be read for it, nil for any; a larger file stops the work.
    ///   - memory: what it may take; taking more stops it.
    ///   - shouldStop: asked often, from any of its threads.
    package init(
        readLimit: Int? = nil, memory: MemoryLimit? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.readLimit = readLimit
        self.memory = memory
        self.shouldStop = shouldStop
    }

    package var isStopped: Bool {
        if stopped.load(ordering: .relaxed) { return true }
        if shouldStop() {
            stop()
            return true
        }
        guard let memory, memory.isExceeded() else { return false }
        noteShortage(of: memory)
        return true
    }

    /// Why it was stopped, where that was for want of memory.
    package var memoryFailure: Diagnostic? { short.withLock { $0 } }

    private func noteShortage(of memory: MemoryLimit) {
        let failure = Diagnostic.memoryLimit(memory.bytes, while: stage?.name)
        short.withLock { $0 = $0 ?? failure }
        stop()
    }

    package func stop() { stopped.store(true, ordering: .relaxed) }

    /// What is being done now; nil before the first stage and between stages.
    package var stage: WorkStage? { current.withLock { $0 } }

    /// The file that was too large to be read, which has stopped the work.
    package var refused: (name: String, size: Int)? { refusedFile.withLock { $0 } }

    /// Does something as this work: on this thread, and on all that help it.
    package func run<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let key = Self.key else { return try body() }
        let outer = pthread_getspecific(key)
        pthread_setspecific(key, Unmanaged.passUnretained(self).toOpaque())
        defer {
            pthread_setspecific(key, outer)
            withExtendedLifetime(self) {}
        }
        return try body()
    }

    // MARK: The work of this thread

    /// What this thread works at; nil where nobody has said so.
    package static var ofThread: Work? {
        guard let key, let work = pthread_getspecific(key) else { return nil }
        return Unmanaged<Work>.fromOpaque(work).takeUnretainedValue()
    }

    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    /// Whether what this thread does should end.
    package static var isStopped: Bool { ofThread?.isStopped ?? false }

    /// Throws `interrupted` where what this thread does should end.
    package static func check() throws(Diagnostic) { if isStopped { throw .interrupted } }

    /// Whether a file may be read; where not, the work is stopped.
    package static func mayRead(_ name: String, size: Int) -> Bool {
        guard let work = ofThread, let limit = work.readLimit, size > limit else { return true }
        work.refusedFile.withLock { $0 = $0 ?? (name, size) }
        work.stop()
        return false
    }

    /// Whether so many bytes may be taken at once; where not, the work is stopped.
    package static func mayTake(_ bytes: Int) -> Bool {
        guard bytes >= MemoryLimit.alwaysAllowed, let work = ofThread, let memory = work.memory else { return true }
        if memory.hasRoom(for: bytes) { return true }
        work.noteShortage(of: memory)
        return false
    }

    /// Asks for room for so many bytes; throws `interrupted` where they may not be taken.
    package static func checkRoom(for bytes: Int) throws(Diagnostic) { if !mayTake(bytes) { throw .interrupted } }

    /// Whether so many elements may be appended: what is full is copied into twice the room.
    package static func mayGrow<Element>(_ elements: [Element], by count: Int) -> Bool {
        elements.capacity - elements.count >= count
            || mayTake(MemoryLayout<Element>.stride * max(2 * elements.count, elements.count + count))
    }

    /// Does something that is shown as a stage while it takes long.
    package static func stage<Result, Failure: Error>(
        _ stage: @autoclosure () -> WorkStage, _ body: (WorkStage?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let work = ofThread else { return try body(nil) }
        let stage = stage()
        let outer = work.current.withLock { current in
            defer { current = stage }
            return current
        }
        defer { work.current.withLock { $0 = outer } }
        return try body(stage)
    }
}

/// The numbers from 0 below `count`, as many of them as there is time for until the work is stopped.
package struct StoppableSteps: Sequence, IteratorProtocol {
    private var step = 0
    private let count: Int

    package init(_ count: Int) { self.count = count }

    package mutating func next() -> Int? {
        guard step < count, step % 1024 != 0 || !Work.isStopped else { return nil }
        defer { step += 1 }
        return step
    }
}

/// A part of some work, such as reading one file.
package final class WorkStage: Sendable {
    /// In words: `reading deals.csv`.
    package let name: String
    /// All there is to do, in any unit; nil where that is not known.
    package let total: Int?
    private let stepsDone = Atomic(0)
    private let rowsDone = Atomic(0)

    package init(_ name: String, of total: Int? = nil) {
        self.name = name
        self.total = total
    }

    /// Notes what was done. To be called for thousands of rows at once.
    package func advance(_ steps: Int, rows: Int) {
        stepsDone.wrappingAdd(steps, ordering: .relaxed)
        rowsDone.wrappingAdd(rows, ordering: .relaxed)
    }

    /// How much of the total is done.
    package var done: Int { stepsDone.load(ordering: .relaxed) }
    package var rows: Int { rowsDone.load(ordering: .relaxed) }
}

extension Diagnostic {
    /// The end of work that was stopped by whoever wanted it.
    package static let interrupted = Diagnostic("interrupted", "interrupted")

    package var isInterruption: Bool { code == Diagnostic.interrupted.code }

    /// The end of work that took more memory than it may.
    static func memoryLimit(_ bytes: Int, while stage: String?) -> Diagnostic {
        Diagnostic(
            "memory-limit", "this takes more memory than Quaestor may use: \(memoryText(bytes))",
            reason: [
                (stage.map { "it was \($0)" } ?? "it was computing the answer")
                    + "; what was taken for it is given back"
            ],
            remedies: [
                "ask for less at once: fewer columns, groups or rows",
                MachineMemory.addresses == nil
                    ? "or allow more: `set memory 4G`" : "or allow the process more: `ulimit -v` bounds it",
            ])
    }
}
