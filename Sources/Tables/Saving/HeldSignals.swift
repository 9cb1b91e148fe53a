import Glibc

/// The signals that would end the process in the middle of writing: this thread does not get them until they are released,
/// by the same thread.
///
/// Helping threads get none anyway, so that a signal waits until then. SIGXFSZ, by which the system tells of a file that
/// must not grow, is dropped: the write that it is about fails as well.
struct HeldSignals {
    private static let ending = [SIGTERM, SIGHUP]

    private var before = sigset_t()
    private var isHeld = true

    init() {
        var held = sigset_t()
        sigemptyset(&held)
        for signal in Self.ending + [SIGXFSZ] { sigaddset(&held, signal) }
        pthread_sigmask(SIG_BLOCK, &held, &before)
    }

    /// Whether one of them has come that ends the process.
    var areWaiting: Bool {
        var waiting = sigset_t()
        guard isHeld, sigpending(&waiting) == 0 else { return false }
        var before = before
        return Self.ending.contains { sigismember(&waiting, $0) == 1 && sigismember(&before, $0) == 0 }
    }

    mutating func release() {
        guard isHeld else { return }
        isHeld = false
        if sigismember(&before, SIGXFSZ) == 0 {
            var dropped = sigset_t()
            sigemptyset(&dropped)
            sigaddset(&dropped, SIGXFSZ)
            var none = timespec()
            while sigtimedwait(&dropped, nil, &none) > 0 {}
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
