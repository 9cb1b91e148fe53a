import Glibc
import Synchronization

/// Blocks of a snapshot in memory, each read and checked when it is first needed.
///
/// Sendable although it holds pointers: a block is written once, under the lock, before its flag says so.
final class LoadedBlocks: @unchecked Sendable {
    private let file: SnapshotFile
    private let blocks: SnapshotBlocks
    /// Takes pages where blocks are written.
    private let memory: UnsafeMutableRawPointer
    private let isThere: UnsafeMutablePointer<Atomic<Bool>>
    /// How many blocks were read one by one.
    private let readAlone = Mutex(0)

    /// Once so many blocks were read one by one, all others are read with them.
    private static let fewBlocks = 48
    /// `MADV_HUGEPAGE`.
    private static let adviseHugePages: Int32 = 14

    /// Nil when there is no memory.
    init?(_ blocks: SnapshotBlocks, of file: SnapshotFile) {
        guard
            let map = mmap(
                nil, max(blocks.length, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
            map != MAP_FAILED
        else { return nil }
        self.file = file
        self.blocks = blocks
        memory = map
        isThere = .allocate(capacity: blocks.checksums.count)
        for index in blocks.checksums.indices { (isThere + index).initialize(to: Atomic(false)) }
    }

    deinit {
        munmap(memory, max(blocks.length, 1))
        isThere.deallocate()
    }

    /// The bytes of a range, which stay where they are; nil when the range is not among them, or they are damaged.
    func bytes(_ range: Range<Int>) -> UnsafeRawPointer? {
        guard range.lowerBound >= 0, range.upperBound <= blocks.length else { return nil }
        if !range.isEmpty {
            for index in range.lowerBound / SnapshotBlocks.size...(range.upperBound - 1) / SnapshotBlocks.size {
                if !isThere[index].load(ordering: .acquiring) && !load(index) { return nil }
            }
        }
        return UnsafeRawPointer(memory + range.lowerBound)
    }

    private func load(_ index: Int) -> Bool {
        readAlone.withLock { count in
            if count < Self.fewBlocks {
                count += 1
                read(index)
            } else {
                readOthers()
            }
            return isThere[index].load(ordering: .relaxed)
        }
    }

    /// Reads all blocks that were not read yet; whether all are sound.
    func readAll() -> Bool {
        readAlone.withLock { _ in
            readOthers()
            return blocks.checksums.indices.allSatisfy { isThere[$0].load(ordering: .relaxed) }
        }
    }

    private func readOthers() {
        // Fresh memory costs a page fault a page.
        madvise(memory, blocks.length, Self.adviseHugePages)
        let group = 16
        let all = blocks.checksums.count
        concurrently((all + group - 1) / group) { [self] first in
            for index in first * group..<min((first + 1) * group, all) { read(index) }
        }
    }

    private func read(_ index: Int) {
        if !isThere[index].load(ordering: .relaxed), file.read(index, of: blocks, to: memory) {
            isThere[index].store(true, ordering: .releasing)
        }
    }
}
