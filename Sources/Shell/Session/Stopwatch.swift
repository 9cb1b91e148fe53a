import Glibc

/// Tells how long something took; it runs from when it is made.
struct Stopwatch {
    private let start = Self.nanoseconds()

    /// The time since then with three decimals: `12.345`.
    var milliseconds: String { Self.milliseconds(Self.nanoseconds() - start) }

    static func milliseconds(_ nanoseconds: Int) -> String {
        let microseconds = (max(0, nanoseconds) + 500) / 1000
        let decimals = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - decimals.count) + decimals
    }

    /// Of a clock that never goes back.
    static func nanoseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
