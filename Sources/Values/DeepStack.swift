import Glibc

/// Runs `work` on a thread with a large stack, and in place where the current one is such a thread already.
///
/// For what follows deep trees level by level. A thread costs some 30 microseconds, so callers ask for it only when a
/// tree is deep.
package func withDeepStack<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
) throws(Failure) -> Result {
    if isOnDeepStack { return try work() }
    var outcome: Swift.Result<Result, Failure>?
    let effort = Work.ofThread
    withoutActuallyEscaping(work) { escapable in
        onDeepStack {
            outcome = Swift.Result { () throws(Failure) in
                guard let effort else { return try escapable() }
                return try effort.run(escapable)
            }
        }
    }
    // Where no thread could be had, the stack there is has to do.
    guard let outcome else { return try work() }
    return try outcome.get()
}

/// Address space only: the system gives memory to pages that are touched.
private let stackSizes = [512 << 20, 128 << 20, 32 << 20]

/// Set on threads with a large stack.
private let mark: pthread_key_t? = {
    var key = pthread_key_t()
    return pthread_key_create(&key, nil) == 0 ? key : nil
}()

private var isOnDeepStack: Bool { mark.map { pthread_getspecific($0) != nil } ?? false }

private final class Job {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
}

/// Runs `body` on a thread of its own and waits for it; not at all where no thread can be had.
private func onDeepStack(_ body: () -> Void) {
    withoutActuallyEscaping(body) { escapable in
        for size in stackSizes {
            let job = Unmanaged.passRetained(Job(escapable))
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            pthread_attr_setstacksize(&attributes, size)
            var thread = pthread_t()
            let result = pthread_create(
                &thread, &attributes,
                { argument in
                    if let mark { pthread_setspecific(mark, argument) }
                    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, job.toOpaque())
            if result == 0 {
                pthread_join(thread, nil)
                return
            }
            job.release()
        }
    }
}
