import Glibc

/// Runs something beside the prompt, on a thread of its own that gets no signals; false where none can be started.
///
/// - Parameter niceness: 0 for work that somebody waits for, up to 19 for what gives way to everything.
package func startInBackground(niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let work = Unmanaged.passRetained(BackgroundWork(niceness, body))
    let result = pthread_create(
        &thread, &attributes,
        { argument in
            if let argument { Unmanaged<BackgroundWork>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, work.toOpaque())
    if result != 0 { work.release() }
    return result == 0
}

private final class BackgroundWork: Sendable {
    private let niceness: Int32
    private let body: @Sendable () -> Void

    init(_ niceness: Int32, _ body: @escaping @Sendable () -> Void) {
        self.niceness = niceness
        self.body = body
    }

    func run() {
        // Signals are for the thread that reads the keyboard.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        // Of this thread, not of the process, on Linux.
        if niceness > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
        body()
    }
}
