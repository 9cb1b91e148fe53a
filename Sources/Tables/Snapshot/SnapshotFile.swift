import Glibc
import Synchronization
import Values

/// A snapshot opened for reading.
///
/// What was read and checked once stays as it was: long stretches are read where the file is mapped, if the kernel holds
/// back those who would change it, and are copied else.
final class SnapshotFile: Sendable {
    let directory: SnapshotDirectory
    private let descriptor: Int32
    private let mapping = Mutex(Mapping.untried)
    private let length: Int
    private let mapsFrom: Int

    private enum Mapping {
        /// Until the first stretch that is long.
        case untried
        /// Stretches are copied.
        case impossible
        case made(SnapshotMapping)
    }

    /// Bytes; shorter stretches are copied as fast as they are mapped.
    static let longStretch = 256 << 10

    /// Reads header and directory; nil when there is no such snapshot, or anything about it is not as it has to be.
    ///
    /// - Parameters:
    ///   - isUse: whether this counts as a use, for what is removed first.
    ///   - mapsFrom: bytes of the shortest stretch that is not copied.
    init?(_ name: String, in folder: SnapshotFolder, isUse: Bool = true, mapsFrom: Int = longStretch) {
        guard let (descriptor, status) = folder.open(name) else { return nil }
        guard let directory = try? Self.readDirectory(descriptor, fileLength: Int(status.st_size)) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.directory = directory
        length = Int(status.st_size)
        self.mapsFrom = mapsFrom
        if isUse { Self.noteUse(descriptor, status) }
    }

    deinit { close(descriptor) }

    private static func readDirectory(_ descriptor: Int32, fileLength: Int) throws(Damaged) -> SnapshotDirectory {
        let header = try SnapshotHeader(read(descriptor, 0, SnapshotHeader.length, of: fileLength))
        guard header.fileLength == fileLength else { throw Damaged() }
        let bytes = try read(descriptor, header.directoryStart, header.directoryLength, of: fileLength)
        guard Checksum.of(bytes) == header.directoryChecksum else { throw Damaged() }
        return try SnapshotDirectory(bytes, end: header.directoryStart)
    }

    private static func read(
        _ descriptor: Int32, _ start: Int, _ length: Int, of fileLength: Int
    ) throws(Damaged) -> [UInt8] {
        guard start >= 0, length >= 0, start <= fileLength, length <= fileLength - start else { throw Damaged() }
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { memory, count in
            guard let base = memory.baseAddress else { return }
            isWhole = readFully(descriptor, start, UnsafeMutableRawPointer(base), length)
            count = isWhole ? length : 0
        }
        guard isWhole else { throw Damaged() }
        return bytes
    }

    /// Snapshots that were not used for long are the first to go; a minute more or less does not count.
    private static func noteUse(_ descriptor: Int32, _ status: stat) {
        let age = FileState.Time.now.seconds.subtractingReportingOverflow(status.st_mtim.tv_sec)
        if age.overflow || !(0...60).contains(age.partialValue) { futimens(descriptor, nil) }
    }

    /// Reads one block to where it belongs in `memory`, which has room for all; false when it cannot be read or is damaged.
    func read(_ index: Int, of blocks: SnapshotBlocks, to memory: UnsafeMutableRawPointer) -> Bool {
        let place = blocks.block(index)
        let block = memory + place.lowerBound
        return readFully(descriptor, blocks.start + place.lowerBound, block, place.count)
            && Checksum.block(block, place.count, index: index) == blocks.checksums[index]
    }

    /// The bytes of a long stretch where the file is mapped, checked; nil when it is short or cannot be held as it is, and
    /// has to be copied.
    ///
    /// - Parameter look: as of `read`.
    /// - Returns: the bytes, nil for those that are damaged.
    func mapped(
        _ stretch: SnapshotStretch, look: @escaping @Sendable (Int, UnsafeRawPointer, Int) -> Bool
    ) -> ByteBuffer?? {
        guard stretch.length >= mapsFrom, let mapping = heldMapping(),
            let part = mapping.hold(stretch.start, stretch.length, padding: ByteBuffer.padding)
        else { return nil }
        let bytes = ByteBuffer(mapped: part.bytes, count: stretch.length, of: mapping)
        let isSound = check(stretch, look: look) { first, _ in UnsafeRawPointer(bytes.start + first) }
        return .some(isSound && mapping.trust(part) ? bytes : nil)
    }

    private func heldMapping() -> SnapshotMapping? {
        mapping.withLock { mapping in
            if case .untried = mapping {
                // A column that was given up for others to have room may be read again.
                let parts = 4 * directory.columns.count + 64
                mapping = SnapshotMapping(descriptor, length: length, parts: parts).map { .made($0) } ?? .impossible
            }
            if case .made(let made) = mapping { return made }
            return nil
        }
    }

    /// Reads a stretch to memory of its length and checks it, with all cores where it is long.
    ///
    /// `look` gets each block while it is in the cache: where in the stretch it begins, its bytes and how many; false
    /// when it does not hold what it should.
    ///
    /// False when it cannot be read or is damaged; the memory then holds anything.
    func read(
        _ stretch: SnapshotStretch, to memory: UnsafeMutableRawPointer,
        look: @escaping @Sendable (Int, UnsafeRawPointer, Int) -> Bool = { _, _, _ in true }
    ) -> Bool {
        let target = BlockTarget(memory: memory)
        let descriptor = descriptor
        return check(stretch, look: look) { first, count in
            let block = target.memory + first
            return readFully(descriptor, stretch.start + first, block, count) ? UnsafeRawPointer(block) : nil
        }
    }

    /// - Parameter block: gives the bytes from a place in the stretch on, so many; nil when they cannot be read.
    private func check(
        _ stretch: SnapshotStretch, look: @escaping @Sendable (Int, UnsafeRawPointer, Int) -> Bool,
        block: @escaping @Sendable (Int, Int) -> UnsafeRawPointer?
    ) -> Bool {
        let size = Checksum.blockSize
        let count = (stretch.length + size - 1) / size
        let checksums = Mutex([UInt64?](repeating: nil, count: count))
        let one: @Sendable (Int) -> Void = { index in
            if Work.isStopped { return }
            let first = index * size
            let length = min(size, stretch.length - first)
            guard let bytes = block(first, length) else { return }
            let checksum = Checksum.block(bytes, length, index: index)
            guard look(first, bytes, length) else { return }
            checksums.withLock { $0[index] = checksum }
        }
        // Waking another thread takes as long as a few blocks do.
        if count < 4 { for index in 0..<count { one(index) } } else { concurrently(count, one) }
        let found = checksums.withLock { $0.compactMap { $0 } }
        return found.count == count && Checksum.whole(found) == stretch.checksum
    }
}

/// Memory that several threads fill, each its own part.
private struct BlockTarget: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
}

/// Reads `count` bytes from `start` on to `memory`; false where the file ends before or fails.
private func readFully(_ descriptor: Int32, _ start: Int, _ memory: UnsafeMutableRawPointer, _ count: Int) -> Bool {
    var done = 0
    while done < count {
        let got = pread(descriptor, memory + done, count - done, off_t(start + done))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { return false }
        done += got
    }
    return true
}
