import CScan
import Synchronization

/// The different texts of a column in a snapshot; read when the first of them is asked for, since most questions about
/// columns of many texts end with a few of them or none.
///
/// Sendable although it has a variable: `loaded` is written once, before `isLoaded` says so.
final class SnapshotTexts: TextStore, @unchecked Sendable {
    let count: Int
    private let read: @Sendable () -> StoredTexts?
    private let lock = Mutex(())
    private let isLoaded = Atomic(false)
    private var loaded: StoredTexts?

    /// - Parameter readAnew: the same texts from the files, when the snapshot is damaged; nil where that cannot be.
    init(_ place: SnapshotColumn.Texts, file: SnapshotFile, readAnew: @escaping @Sendable () -> StoredTexts?) {
        count = place.count
        read = { StoredTexts(place, file) ?? readAnew() }
    }

    /// An empty text where they can no longer be had; the cache then tells that it failed.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        if !isLoaded.load(ordering: .acquiring) { load() }
        guard let loaded, index >= 0, index < loaded.count else { return UnsafeBufferPointer(start: nil, count: 0) }
        return loaded.bytes(index)
    }

    private func load() {
        lock.withLock { _ in
            guard !isLoaded.load(ordering: .relaxed) else { return }
            loaded = read()
            isLoaded.store(true, ordering: .releasing)
        }
    }
}

/// Texts in memory, one behind the other, and where each begins.
struct StoredTexts: Sendable {
    let count: Int
    /// `count + 1` numbers of `width` bytes, ascending from 0 to no more than the bytes there are.
    private let starts: ByteBuffer
    private let width: Int
    private let texts: ByteBuffer

    /// Reads them from a snapshot; nil where it is damaged.
    init?(_ place: SnapshotColumn.Texts, _ file: SnapshotFile) {
        func read(_ stretch: SnapshotStretch) -> ByteBuffer? {
            var isWhole = false
            let buffer = ByteBuffer(capacity: stretch.length) { memory in
                isWhole = file.read(stretch, to: memory)
                return stretch.length
            }
            return isWhole ? buffer : nil
        }
        guard let starts = read(place.starts), let texts = read(place.bytes) else { return nil }
        self.init(count: place.count, starts: starts, width: place.startWidth, texts: texts)
        guard start(place.count) == place.byteCount else { return nil }
    }

    /// Copies texts: text number i is `dictionary`'s text number `order[i]`, from 0.
    init?(_ dictionary: TextDictionary, order: [Int]) {
        guard order.allSatisfy({ $0 >= 0 && $0 < dictionary.count }) else { return nil }
        var size = 0
        for index in order { dictionary.withBytes(index) { size += $0.count } }
        let texts = ByteBuffer(capacity: size) { memory in
            var position = 0
            for index in order {
                dictionary.withBytes(index) { text in
                    if let base = text.baseAddress { (memory + position).update(from: base, count: text.count) }
                    position += text.count
                }
            }
            return position
        }
        let starts = ByteBuffer(capacity: (order.count + 1) * 8) { memory in
            var position: UInt64 = 0
            let raw = UnsafeMutableRawPointer(memory)
            for (place, index) in order.enumerated() {
                raw.storeBytes(of: position, toByteOffset: place * 8, as: UInt64.self)
                dictionary.withBytes(index) { position += UInt64($0.count) }
            }
            raw.storeBytes(of: position, toByteOffset: order.count * 8, as: UInt64.self)
            return (order.count + 1) * 8
        }
        guard let texts, let starts else { return nil }
        self.init(count: order.count, starts: starts, width: 8, texts: texts)
    }

    private init?(count: Int, starts: ByteBuffer, width: Int, texts: ByteBuffer) {
        guard count >= 0, starts.count >= (count + 1) * width else { return nil }
        self.count = count
        self.starts = starts
        self.width = width
        self.texts = texts
        let ascends =
            width == 4 ? ccells_ascending32(starts.start, count + 1) : ccells_ascending64(starts.start, count + 1)
        guard ascends != 0, start(0) == 0, start(count) <= texts.count else { return nil }
    }

    private func start(_ index: Int) -> Int {
        let raw = UnsafeRawPointer(starts.start)
        return width == 4
            ? Int(raw.load(fromByteOffset: index * 4, as: UInt32.self))
            : Int(truncatingIfNeeded: raw.load(fromByteOffset: index * 8, as: UInt64.self))
    }

    /// Text number `index`, from 0, below `count`.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let first = start(index)
        return UnsafeBufferPointer(start: texts.start + first, count: start(index + 1) - first)
    }
}
