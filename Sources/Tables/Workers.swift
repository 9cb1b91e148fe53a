import Glibc

private final class Job: Sendable {
    let body: @Sendable (Int) -> Void
    let index: Int
    init(index: Int, body: @escaping @Sendable (Int) -> Void) {
        self.index = index
        self.body = body
    }
}

/// Runs `body(0)` … `body(count - 1)` at the same time, one thread each, and returns when all are done.
///
/// Where no thread can be had, the work is done in this one.
func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads: [pthread_t] = []
    for index in stride(from: 1, to: count, by: 1) {
        let job = Unmanaged.passRetained(Job(index: index, body: body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument {
                    let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
                    job.body(job.index)
                }
                return nil
            }, job.toOpaque())
        if result == 0 {
            threads.append(thread)
        } else {
            job.release()
            body(index)
        }
    }
    if count > 0 { body(0) }
    for thread in threads { pthread_join(thread, nil) }
}
