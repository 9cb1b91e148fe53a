/// Memory that one thread uses again and again, at least as large as the largest use; it may grow, and loses its content
/// then.
final class ScratchMemory<Element>: @unchecked Sendable {
    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var capacity: Int

    init() {
        capacity = 64
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// Room for `count` elements of a trivial type.
    @inline(__always)
    func room(_ count: Int) -> UnsafeMutablePointer<Element> {
        if count > capacity { grow(count) }
        return start
    }

    private func grow(_ count: Int) {
        start.deallocate()
        capacity = max(count, capacity * 2)
        start = .allocate(capacity: capacity)
    }
}
