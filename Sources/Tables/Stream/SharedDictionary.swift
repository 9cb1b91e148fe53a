import CScan
import Glibc
import Synchronization
import Values

/// Gives each distinct text of a column a code, asked by several threads at the same time.
///
/// Texts stand side by side in memory that never moves. Slots are claimed by compare-and-exchange; the table of slots
/// grows while nobody looks anything up: `enter` and `leave` stand around each stretch of look-ups.
///
/// Sendable although it holds pointers: texts and slots are written as described, everything else when all threads are
/// done.
final class SharedDictionary: TextStore, @unchecked Sendable {
    /// A text of up to 23 bytes in place, a longer one elsewhere: fresh memory is what costs most.
    ///
    /// Byte 0: its length, 0 for a code that was never given out, `elsewhere` for a long one. From byte 1: the text; or
    /// from byte 4 the length of a long one, and from byte 8 a pointer to it.
    static let entrySize = 24
    private static let inPlace = 23
    static let unused: UInt8 = 0
    private static let elsewhere: UInt8 = 255
    /// Codes that a thread takes at once when there are many.
    private static let reserved: UInt32 = 64
    /// Texts there can be.
    private static let textLimit = 1 << 31 - 1
    /// `MADV_HUGEPAGE`.
    private static let adviseHugePages: Int32 = 14

    /// Codes that one thread may give out: taken many at a time once there are many.
    struct Reserve {
        var next: UInt32 = 0
        var end: UInt32 = 0
        /// Where the thread's next long text goes, and how many bytes there are.
        fileprivate var longText: UnsafeMutableRawPointer?
        fileprivate var longTextRoom = 0
    }

    /// Of code 0 on; a page takes memory when it is first written to.
    let texts: UnsafeMutableRawPointer
    private let capacity: Int
    private var slots: UnsafeMutablePointer<Atomic<UInt64>>
    /// Slots are numbered by the highest bits of the hash.
    private var slotShift: UInt64
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>
    /// Codes handed out to threads, and rows that they may still look up before they leave.
    let handedOut = Atomic<UInt32>(0)
    private let promised = Atomic<Int>(0)
    /// Long texts are written here; each thread takes a block at a time, under the lock.
    private let longTexts = Mutex(ColumnMemory())
    private static let longTextBlock = 64 << 10
    let highBytes = Atomic<Bool>(false)
    /// Texts once all are there.
    var count = 0

    /// - Parameter rows: different texts at the most. Nil when there is no memory.
    init?(rows: Int) {
        // Each thread may hold back codes that it does not need.
        let spare = Int(Self.reserved) * (WorkerPool.shared.threads + 1)
        capacity = min(max(rows, 64), Self.textLimit - spare) + spare
        let size = capacity * Self.entrySize
        guard let map = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
            map != MAP_FAILED
        else { return nil }
        // Many texts on huge pages; a few take no more than they need.
        if size > 4 << 20 { madvise(map + (2 << 20), size - (2 << 20), Self.adviseHugePages) }
        texts = map
        // Twice as many slots as there can be texts, and 4,096 where there can be many.
        let bits = min(12, max(7, Int.bitWidth - (2 * min(rows, 4096)).leadingZeroBitCount))
        slotShift = UInt64(64 - bits)
        guard let slots = Self.makeSlots(1 << bits) else {
            munmap(map, size)
            return nil
        }
        self.slots = slots
        lock = .allocate(capacity: 1)
        pthread_rwlock_init(lock, nil)
    }

    deinit {
        munmap(texts, capacity * Self.entrySize)
        munmap(slots, slotCount * MemoryLayout<UInt64>.size)
        pthread_rwlock_destroy(lock)
        lock.deallocate()
    }

    private var slotCount: Int { 1 &<< Int(truncatingIfNeeded: 64 &- slotShift) }

    private static func makeSlots(_ count: Int) -> UnsafeMutablePointer<Atomic<UInt64>>? {
        let size = count * MemoryLayout<UInt64>.size
        guard Work.mayTake(size),
            let map = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), map != MAP_FAILED
        else { return nil }
        if size >= 1 << 20 { madvise(map, size, adviseHugePages) }
        return map.bindMemory(to: Atomic<UInt64>.self, capacity: count)
    }

    // MARK: Looking up

    /// Makes room for `rows` look-ups; false when there is no memory. No look-up happens outside of `enter` and `leave`.
    func enter(rows: Int) -> Bool {
        while true {
            pthread_rwlock_rdlock(lock)
            let claim = promised.wrappingAdd(rows, ordering: .relaxed).newValue
            if Int(handedOut.load(ordering: .relaxed)) + claim <= slotCount / 8 * 5 { return true }
            promised.wrappingSubtract(rows, ordering: .relaxed)
            pthread_rwlock_unlock(lock)
            pthread_rwlock_wrlock(lock)
            let isLarge = grow(for: rows)
            pthread_rwlock_unlock(lock)
            if !isLarge { return false }
        }
    }

    func leave(rows: Int) {
        promised.wrappingSubtract(rows, ordering: .relaxed)
        pthread_rwlock_unlock(lock)
    }

    /// Alone: doubles the table until `rows` more texts fit.
    private func grow(for rows: Int) -> Bool {
        let needed = Int(handedOut.load(ordering: .relaxed)) + promised.load(ordering: .relaxed) + rows
        var shift = slotShift
        while needed > (1 << Int(64 - shift)) / 8 * 5 {
            // Small tables grow by leaps: each takes fresh memory.
            shift -= 64 - shift < 20 ? 2 : 1
            if 64 - shift > 32 { return false }
        }
        if shift == slotShift { return true }
        guard let larger = Self.makeSlots(1 << Int(64 - shift)) else { return false }
        let mask = 1 << Int(64 - shift) - 1
        for index in 0..<slotCount {
            let slot = slots[index].load(ordering: .relaxed)
            if slot == 0 { continue }
            // The high half of a slot is that of the hash: enough to find its new place.
            var place = Int(truncatingIfNeeded: slot >> shift)
            while larger[place].load(ordering: .relaxed) != 0 { place = (place + 1) & mask }
            larger[place].store(slot, ordering: .relaxed)
        }
        munmap(slots, slotCount * MemoryLayout<UInt64>.size)
        slots = larger
        slotShift = shift
        return true
    }

    /// Good in its high half; reads up to eight bytes behind the text.
    @inline(__always)
    static func hash(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let raw = UnsafeRawPointer(start)
        @inline(__always) func word(_ offset: Int) -> UInt64 {
            raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        @inline(__always) func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let product = a.multipliedFullWidth(by: b)
            return product.high ^ product.low
        }
        let length = UInt64(truncatingIfNeeded: count)
        if count <= 8 {
            let bits = count == 0 ? 0 : word(0) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
            return mixed(bits ^ 0x9E37_79B9_7F4A_7C15, length ^ 0xD6E8_FEB8_6659_FD93)
        }
        if count <= 16 {
            return mixed(word(0) ^ 0x9E37_79B9_7F4A_7C15 ^ length, word(count &- 8) ^ 0xD6E8_FEB8_6659_FD93)
        }
        var state = mixed(word(0) ^ 0x9E37_79B9_7F4A_7C15 ^ length, word(8) ^ 0xD6E8_FEB8_6659_FD93)
        var position = 16
        while position &+ 16 <= count {
            state = mixed(state ^ word(position), word(position &+ 8) ^ 0xA076_1D64_78BD_642F)
            position &+= 16
        }
        return mixed(state ^ word(count &- 16), word(count &- 8) ^ 0xE703_7ED1_A0B4_28DB)
    }

    /// Brings nearer what `code` will look at first.
    @inline(__always)
    func prefetchSlot(_ hash: UInt64) { cscan_prefetch(slots + Int(truncatingIfNeeded: hash &>> slotShift)) }

    /// The first slot that can be a text's, or the free one that is to be: those before it are of other hashes, and stay
    /// so. Brings nearer the text that it leads to.
    @inline(__always)
    func slot(_ hash: UInt64) -> Int {
        let last = slotCount &- 1
        var place = Int(truncatingIfNeeded: hash &>> slotShift)
        while true {
            let slot = slots[place].load(ordering: .relaxed)
            if slot == 0 { return place }
            if (slot ^ hash) &>> 32 == 0 {
                let entry = UnsafeRawPointer(entry(UInt32(truncatingIfNeeded: slot)))
                cscan_prefetch(entry)
                // It can reach into the next line of memory.
                cscan_prefetch(entry + (Self.entrySize - 1))
                return place
            }
            place = (place &+ 1) & last
        }
    }

    /// The code of a text, from 1; 0 when there is no memory.
    ///
    /// `start` can be read up to eight bytes behind the text.
    @inline(__always)
    func code(
        _ hash: UInt64, _ start: UnsafePointer<UInt8>, _ count: Int, _ reserve: inout Reserve
    ) -> UInt32 {
        code(hash, from: Int(truncatingIfNeeded: hash &>> slotShift), start, count, &reserve)
    }

    /// The same, where its slot is known.
    @inline(__always)
    func code(
        _ hash: UInt64, from slot: Int, _ start: UnsafePointer<UInt8>, _ count: Int, _ reserve: inout Reserve
    ) -> UInt32 {
        var place = slot
        while true {
            let slot = slots[place].load(ordering: .acquiring)
            if slot == 0 { return insert(hash, place, start, count, &reserve) }
            if (slot ^ hash) &>> 32 == 0, equals(UInt32(truncatingIfNeeded: slot), start, count) {
                return UInt32(truncatingIfNeeded: slot)
            }
            place = (place &+ 1) & (slotCount &- 1)
        }
    }

    @inline(__always)
    func entry(_ code: UInt32) -> UnsafeMutableRawPointer {
        texts + Int(code) &* Self.entrySize
    }

    @inline(__always)
    private func equals(_ code: UInt32, _ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let entry = UnsafeRawPointer(entry(code))
        if count > Self.inPlace {
            return entry.load(as: UInt8.self) == Self.elsewhere
                && entry.load(fromByteOffset: 4, as: UInt32.self) == UInt32(truncatingIfNeeded: count)
                && memcmp(entry.load(fromByteOffset: 8, as: UnsafeRawPointer.self), start, count) == 0
        }
        guard entry.load(as: UInt8.self) == UInt8(truncatingIfNeeded: count) else { return false }
        let text = entry + 1
        let other = UnsafeRawPointer(start)
        @inline(__always) func differ(_ offset: Int) -> UInt64 {
            text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        if count >= 8 {
            var difference = differ(0) | differ(count &- 8)
            if count > 16 { difference |= differ(8) | differ(count &- 16) }
            return difference == 0
        }
        return count == 0 || differ(0) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count) == 0
    }

    @inline(never)
    private func insert(
        _ hash: UInt64, _ first: Int, _ start: UnsafePointer<UInt8>, _ count: Int, _ reserve: inout Reserve
    ) -> UInt32 {
        guard let code = write(start, count, &reserve) else { return 0 }
        var place = first
        while true {
            let slot = slots[place].load(ordering: .acquiring)
            if slot == 0 {
                let wanted = (hash & ~0xFFFF_FFFF) | UInt64(code)
                let result = slots[place].compareExchange(
                    expected: 0, desired: wanted, ordering: .acquiringAndReleasing)
                if result.exchanged { return code }
                continue
            }
            if (slot ^ hash) &>> 32 == 0, equals(UInt32(truncatingIfNeeded: slot), start, count) {
                // Another thread was quicker: the code is for the next text.
                reserve.next -= 1
                entry(code).storeBytes(of: Self.unused, as: UInt8.self)
                return UInt32(truncatingIfNeeded: slot)
            }
            place = (place + 1) & (slotCount - 1)
        }
    }

    /// Writes a text under a new code.
    private func write(_ start: UnsafePointer<UInt8>, _ count: Int, _ reserve: inout Reserve) -> UInt32? {
        if reserve.next == reserve.end {
            // Few texts are numbered without gaps, so that their codes fit one byte.
            let step: UInt32 = handedOut.load(ordering: .relaxed) < 4096 ? 1 : Self.reserved
            let next = handedOut.wrappingAdd(step, ordering: .relaxed).newValue
            guard Int(next) < capacity, count < Int(UInt32.max) else { return nil }
            // What is left of its block for long texts stays the thread's.
            (reserve.next, reserve.end) = (next - step + 1, next + 1)
        }
        let code = reserve.next
        let entry = entry(code)
        if count <= Self.inPlace {
            entry.storeBytes(of: UInt8(truncatingIfNeeded: count), as: UInt8.self)
            memcpy(entry + 1, start, count)
        } else {
            guard let address = writeLong(start, count, &reserve) else { return nil }
            entry.storeBytes(of: Self.elsewhere, as: UInt8.self)
            entry.storeBytes(of: UInt32(truncatingIfNeeded: count), toByteOffset: 4, as: UInt32.self)
            entry.storeBytes(of: address, toByteOffset: 8, as: UInt.self)
        }
        reserve.next += 1
        return code
    }

    /// The address of a long text's copy.
    private func writeLong(_ start: UnsafePointer<UInt8>, _ count: Int, _ reserve: inout Reserve) -> UInt? {
        if count > reserve.longTextRoom {
            let size = max(count, Self.longTextBlock)
            let block = longTexts.withLock { memory in UInt(bitPattern: memory.take(size)) }
            guard block != 0 else { return nil }
            reserve.longText = UnsafeMutableRawPointer(bitPattern: block)
            reserve.longTextRoom = size
        }
        guard let target = reserve.longText else { return nil }
        memcpy(target, start, count)
        reserve.longText = target + count
        reserve.longTextRoom -= count
        return UInt(bitPattern: target)
    }

    // MARK: When all is there

    func give(_ index: Int, to body: (UnsafeBufferPointer<UInt8>) -> Void) { body(bytes(index)) }

    /// Text number `index`, from 0.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let entry = UnsafeRawPointer(entry(UInt32(truncatingIfNeeded: index + 1)))
        let count = entry.load(as: UInt8.self)
        if count != Self.elsewhere {
            return UnsafeBufferPointer(start: (entry + 1).assumingMemoryBound(to: UInt8.self), count: Int(count))
        }
        let start = entry.load(fromByteOffset: 8, as: UnsafePointer<UInt8>.self)
        return UnsafeBufferPointer(start: start, count: Int(entry.load(fromByteOffset: 4, as: UInt32.self)))
    }
}
