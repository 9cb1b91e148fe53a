import Glibc

/// A descriptor that is readable while it is raised: one thread wakes another that waits for it, or for a key as well.
final class EventDescriptor: Sendable {
    /// -1 where the system has none left; then nobody is woken.
    let descriptor: Int32
    private let writer: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, writer) = (ends[0], ends[1])
    }

    deinit { for end in [descriptor, writer] where end >= 0 { close(end) } }

    func raise() {
        var byte: UInt8 = 0
        // A full pipe is raised already.
        _ = write(writer, &byte, 1)
    }

    func lower() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }

    /// Waits until it is raised, and lowers it; false when that does not happen in time. Without a limit it waits on.
    @discardableResult
    func wait(milliseconds limit: Int32 = -1) -> Bool {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var ready = poll(&source, 1, limit)
        while ready < 0, errno == EINTR { ready = poll(&source, 1, limit) }
        guard ready > 0 else { return false }
        lower()
        return true
    }
}
