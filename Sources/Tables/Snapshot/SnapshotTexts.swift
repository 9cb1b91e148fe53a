import Synchronization
import Values

/// The different texts of a column in a snapshot; read block by block, since most questions about columns of many texts
/// end with a few of them or none.
///
/// Sendable although it has variables: each is written once, under the lock, before its flag says so.
final class SnapshotTexts: TextStore, @unchecked Sendable {
    let count: Int
    private let place: SnapshotColumn.Texts
    private let file: SnapshotFile
    private let readAnew: @Sendable () -> StoredTexts?
    private let lock = Mutex(())
    private let isOpen = Atomic(false)
    private var starts: LoadedBlocks?
    private var texts: LoadedBlocks?
    private let isDamaged = Atomic(false)
    /// Whether all texts were read and found sound, so that they can be given without a further look.
    private let isSettled = Atomic(false)
    private var settled: (starts: UnsafeRawPointer, texts: UnsafePointer<UInt8>)?
    private var anew: StoredTexts?

    /// - Parameter readAnew: the same texts from the files, when the snapshot is damaged; nil where that cannot be.
    init(_ place: SnapshotColumn.Texts, file: SnapshotFile, readAnew: @escaping @Sendable () -> StoredTexts?) {
        count = place.count
        self.place = place
        self.file = file
        self.readAnew = readAnew
    }

    func give(_ index: Int, to body: (UnsafeBufferPointer<UInt8>) -> Void) { body(bytes(index)) }

    /// An empty text where they can no longer be had; the cache then tells that it failed.
    private func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        guard index >= 0, index < count else { return none }
        if isSettled.load(ordering: .acquiring), let settled {
            let (first, end) = ends(settled.starts + index * place.startWidth)
            return UnsafeBufferPointer(start: settled.texts + first, count: end - first)
        }
        if !isDamaged.load(ordering: .acquiring), let text = stored(index) { return text }
        replace()
        guard let anew, index < anew.count else { return none }
        return anew.bytes(index)
    }

    /// Nil where the snapshot is damaged.
    private func stored(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        if !isOpen.load(ordering: .acquiring) { open() }
        let width = place.startWidth
        guard let starts, let texts, let places = starts.bytes(index * width..<(index + 2) * width) else { return nil }
        let (first, end) = ends(places)
        guard first >= 0, first <= end, end <= place.byteCount, index > 0 || first == 0,
            index < count - 1 || end == place.byteCount, let text = texts.bytes(first..<end)
        else { return nil }
        return UnsafeBufferPointer(start: text.assumingMemoryBound(to: UInt8.self), count: end - first)
    }

    /// Where a text begins and ends.
    private func ends(_ places: UnsafeRawPointer) -> (Int, Int) {
        place.startWidth == 4
            ? (Int(places.load(as: UInt32.self)), Int(places.load(fromByteOffset: 4, as: UInt32.self)))
            : (
                Int(truncatingIfNeeded: places.load(as: UInt64.self)),
                Int(truncatingIfNeeded: places.load(fromByteOffset: 8, as: UInt64.self))
            )
    }

    /// Afterwards no text turns out to be damaged any more.
    func settle() {
        guard !isSettled.load(ordering: .acquiring), !isDamaged.load(ordering: .acquiring) else { return }
        if !isOpen.load(ordering: .acquiring) { open() }
        guard let starts, let texts, starts.readAll(), texts.readAll(),
            let firstStart = starts.bytes(0..<(count + 1) * place.startWidth),
            let firstText = texts.bytes(0..<place.byteCount)
        else { return replace() }
        for index in 0..<count {
            if index % ColumnCells.patience == 0, Work.isStopped { return }
            if stored(index) == nil { return replace() }
        }
        lock.withLock { _ in
            settled = (firstStart, firstText.assumingMemoryBound(to: UInt8.self))
            isSettled.store(true, ordering: .releasing)
        }
    }

    private func open() {
        lock.withLock { _ in
            guard !isOpen.load(ordering: .relaxed) else { return }
            starts = LoadedBlocks(place.starts, of: file)
            texts = LoadedBlocks(place.bytes, of: file)
            isOpen.store(true, ordering: .releasing)
        }
    }

    /// Texts that were given stay where they are.
    private func replace() {
        lock.withLock { _ in
            guard !isDamaged.load(ordering: .relaxed) else { return }
            anew = readAnew()
            isDamaged.store(true, ordering: .releasing)
        }
    }
}

/// Texts in memory, one behind the other, and where each begins.
struct StoredTexts: Sendable {
    let count: Int
    /// `count + 1` numbers of 8 bytes, ascending from 0 to no more than the bytes there are.
    private let starts: ByteBuffer
    private let texts: ByteBuffer

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
        count = order.count
        self.starts = starts
        self.texts = texts
    }

    private func start(_ index: Int) -> Int {
        Int(truncatingIfNeeded: UnsafeRawPointer(starts.start).load(fromByteOffset: index * 8, as: UInt64.self))
    }

    /// Text number `index`, from 0, below `count`.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let first = start(index)
        return UnsafeBufferPointer(start: texts.start + first, count: start(index + 1) - first)
    }
}
