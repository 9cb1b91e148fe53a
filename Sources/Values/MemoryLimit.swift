import Glibc
import Synchronization

/// How much memory the process may take.
///
/// What it takes is measured, not counted: the pages that it has written to and that are its own, as the kernel tells
/// them. Work that may take long looks at that every few milliseconds, whenever it asks whether it should stop, and what
/// is about to take much at once asks first whether there is room. In between a little more can be taken: some 20 ms' worth,
/// or what takes less than `alwaysAllowed` at once.
package final class MemoryLimit: Sendable {
    /// Bytes; nothing smaller is asked for.
    package static let alwaysAllowed = 16 << 20
    /// Bytes; what the program itself needs to answer that there is too little.
    package static let least = 64_000_000
    /// Addresses for what is not asked for: stacks and pieces of less than `alwaysAllowed`.
    private static let addressReserve = 96 << 20
    private static let betweenLooks = 2_000_000
    private static let betweenTrims = 100_000_000

    /// 0 for the default, which is found out when it first matters.
    private let given: Atomic<Int>
    private let nextLook = Atomic(0)
    private let nextTrim = Atomic(0)

    /// - Parameter bytes: nil for three quarters of what the machine, or the control group that the process runs in, has.
    package init(bytes: Int? = nil) {
        given = Atomic(max(0, bytes ?? 0))
        if MachineMemory.addresses != nil { Self.sparesAddresses }
    }

    /// Three quarters of what the machine, or the control group that the process runs in, has, unless something was set.
    package var bytes: Int {
        get {
            let bytes = given.load(ordering: .relaxed)
            if bytes > 0 { return bytes }
            let usual = Self.ofMachine / 4 * 3
            given.store(usual, ordering: .relaxed)
            return usual
        }
        set { given.store(max(1, newValue), ordering: .relaxed) }
    }

    /// The bytes of the machine, or of the control group that the process runs in where that may take less.
    package static var ofMachine: Int { MachineMemory.bytes }

    /// Back to the default.
    package func reset() { given.store(0, ordering: .relaxed) }

    /// Whether more is taken than allowed; looked at every two milliseconds, false in between.
    func isExceeded() -> Bool {
        let now = Self.nanoseconds()
        let next = nextLook.load(ordering: .relaxed)
        guard now >= next,
            nextLook.compareExchange(expected: next, desired: now + Self.betweenLooks, ordering: .relaxed).exchanged
        else { return false }
        return !hasRoom(for: 0)
    }

    /// Whether so many bytes more can be taken.
    func hasRoom(for more: Int) -> Bool {
        guard let (taken, addresses) = Self.usage() else { return true }
        if let most = MachineMemory.addresses, !Self.fits(more, addresses, most) {
            guard giveBack(isUrgent: false), let now = Self.usage(), Self.fits(more, now.addresses, most) else {
                return false
            }
        }
        // A small program never looks at the machine.
        if more < Self.least, taken < Self.least, given.load(ordering: .relaxed) == 0 { return true }
        func fits(_ taken: Int) -> Bool {
            let (sum, overflow) = taken.addingReportingOverflow(more)
            return !overflow && sum <= bytes
        }
        if fits(taken) { return true }
        // What was given up may still be kept for later.
        return giveBack(isUrgent: false) && Self.taken().map(fits) ?? true
    }

    /// Whether so many bytes more fit into the addresses, of which so many are used of at most so many.
    static func fits(_ more: Int, _ addresses: Int, _ most: Int) -> Bool {
        let (sum, overflow) = addresses.addingReportingOverflow(more)
        return !overflow && sum <= most - min(addressReserve, most / 3)
    }

    /// Gives memory that is no longer used back to the system.
    ///
    /// - Parameter isUrgent: whether it is done although it was done a moment ago.
    /// - Returns: whether it was.
    @discardableResult
    package func giveBack(isUrgent: Bool = true) -> Bool {
        let now = Self.nanoseconds()
        guard isUrgent || now >= nextTrim.load(ordering: .relaxed) else { return false }
        nextTrim.store(now + Self.betweenTrims, ordering: .relaxed)
        _ = Self.trim?(0)
        return true
    }

    /// The bytes that the process has taken for itself; nil where the system does not tell.
    package static func taken() -> Int? { usage()?.taken }

    /// The bytes that the process has taken for itself, and those of addresses that it uses.
    private static func usage() -> (taken: Int, addresses: Int)? {
        guard let text = MachineMemory.firstBytes(of: "/proc/self/statm") else { return nil }
        // Size, resident, shared: in pages.
        let numbers = text.split(separator: " ").prefix(3).compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        return (max(0, numbers[1] &- numbers[2]) &* page, numbers[0] &* page)
    }

    /// `malloc_trim` of the GNU C library; others give back what is free by themselves.
    private static let trim: (@convention(c) (Int) -> Int32)? = dlsym(nil, "malloc_trim").map {
        unsafeBitCast($0, to: (@convention(c) (Int) -> Int32).self)
    }

    /// Once looked at, the GNU C library no longer keeps 64 MB of addresses ready for each thread.
    private static let sparesAddresses: Void = {
        guard let option = dlsym(nil, "mallopt") else { return }
        let arenaMost: Int32 = -8
        _ = unsafeBitCast(option, to: (@convention(c) (Int32, Int32) -> Int32).self)(arenaMost, 1)
    }()

    private static func nanoseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec &* 1_000_000_000 &+ now.tv_nsec
    }
}

/// Bytes for people: `2 GB`, `1.5 GB`, `512 MB`.
package func memoryText(_ bytes: Int) -> String {
    let (unit, name) = bytes >= 1_000_000_000 ? (1_000_000_000, "GB") : (1_000_000, "MB")
    let tenths = (Double(bytes) / Double(unit) * 10).rounded()
    let whole = Int(tenths / 10)
    let rest = Int(tenths) % 10
    return rest == 0 ? "\(whole) \(name)" : "\(whole).\(rest) \(name)"
}
