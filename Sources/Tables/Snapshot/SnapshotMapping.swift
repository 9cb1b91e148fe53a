import CMapping

/// A snapshot in the memory of the process, whose bytes stay as they were read and checked, whatever becomes of the file.
///
/// Reading it needs no memory of its own: filling that with zeros and copying to it took most of the time of a reopening.
///
/// Sendable although it holds pointers: what changes behind them is changed under locks of its own.
final class SnapshotMapping: @unchecked Sendable {
    private let mapping: OpaquePointer
    private let length: Int

    /// - Parameter parts: how many stretches may be held.
    /// - Returns: nil where there is no way to hold the file as it is; it is copied then.
    init?(_ descriptor: Int32, length: Int, parts: Int) {
        guard length > 0, parts >= 0, let mapping = cmapping_open(descriptor, length, parts) else { return nil }
        self.mapping = mapping
        self.length = length
    }

    deinit { cmapping_close(mapping) }

    /// A part of the file that stays as it is.
    struct Part {
        let bytes: UnsafePointer<UInt8>
        fileprivate let number: Int
    }

    /// `count` bytes from `start` on, with `padding` readable ones behind them; nil when they are not held.
    func hold(_ start: Int, _ count: Int, padding: Int) -> Part? {
        let rest = length - start
        guard start >= 0, count > 0, count <= rest, padding <= rest - count else { return nil }
        let number = cmapping_hold(mapping, start, count + padding)
        return number < 0 ? nil : Part(bytes: cmapping_start(mapping) + start, number: number)
    }

    /// Says that a part was checked and is used from now on; false when it could not be read.
    func trust(_ part: Part) -> Bool { cmapping_trust(mapping, part.number) }

    /// How often, since the program began, a part that was trusted could neither be read again nor be kept.
    static var failures: UInt32 { cmapping_failures() }
}
