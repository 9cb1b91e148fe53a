import Glibc

/// A snapshot file as it grows: bytes are gathered to blocks, whose checksums are taken as they are written.
final class SnapshotOutput {
    enum Failure: Error {
        /// What `errno` says.
        case system(Int32)
        case tooLarge
        case cancelled
        /// The table has what a snapshot cannot keep.
        case unfit
    }

    private let descriptor: Int32
    private let limit: Int
    private let isCancelled: () -> Bool
    private var block: [UInt8] = []
    /// Bytes of the blocks of the stretch that is written.
    private var blockSize = Checksum.blockSize
    /// Where the block will stand in the file.
    private var position = 0
    private var checksums: [UInt64] = []

    init(_ descriptor: Int32, limit: Int, isCancelled: @escaping () -> Bool) {
        self.descriptor = descriptor
        self.limit = limit
        self.isCancelled = isCancelled
        block.reserveCapacity(Checksum.blockSize)
    }

    /// Leaves room for the header, which is written last.
    func begin() throws(Failure) {
        try write([UInt8](repeating: 0, count: SnapshotHeader.length), at: 0)
        position = SnapshotHeader.length
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(blockSize - block.count)
            block.append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
            rest = rest.dropFirst(part.count)
            if block.count == blockSize { try writeBlock() }
        }
    }

    func append<Number: FixedWidthInteger>(_ number: Number) throws(Failure) {
        withUnsafeBytes(of: number.littleEndian) { block.append(contentsOf: $0) }
        // Blocks are a multiple of every number's size.
        if block.count == blockSize { try writeBlock() }
    }

    /// Takes what `append` appends as a stretch, and tells where it stands.
    func stretch(_ append: () throws(Failure) -> Void) throws(Failure) -> SnapshotStretch {
        let blocks = try blocks(of: Checksum.blockSize, append)
        return SnapshotStretch(
            start: blocks.start, length: blocks.length, checksum: Checksum.whole(blocks.checksums))
    }

    /// The same for a stretch of small blocks.
    func blocks(_ append: () throws(Failure) -> Void) throws(Failure) -> SnapshotBlocks {
        try blocks(of: SnapshotBlocks.size, append)
    }

    private func blocks(of size: Int, _ append: () throws(Failure) -> Void) throws(Failure) -> SnapshotBlocks {
        blockSize = size
        let start = position
        try append()
        block.append(contentsOf: repeatElement(0, count: -block.count & (SnapshotLayout.alignment - 1)))
        if !block.isEmpty { try writeBlock() }
        defer { checksums = [] }
        return SnapshotBlocks(start: start, length: position - start, checksums: checksums)
    }

    /// Writes the directory and, last of all, the header.
    func finish(_ directory: SnapshotDirectory) throws(Failure) {
        let bytes = directory.bytes
        try write(bytes, at: position)
        let header = SnapshotHeader(
            directoryStart: position, directoryLength: bytes.count, directoryChecksum: Checksum.of(bytes),
            fileLength: position + bytes.count)
        try write(header.bytes, at: 0)
    }

    private func writeBlock() throws(Failure) {
        if isCancelled() { throw .cancelled }
        let checksum = block.withUnsafeBytes { memory in
            memory.baseAddress.map { Checksum.block($0, memory.count, index: checksums.count) } ?? 0
        }
        checksums.append(checksum)
        try write(block, at: position)
        position += block.count
        block.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8], at start: Int) throws(Failure) {
        guard start + bytes.count <= limit else { throw .tooLarge }
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { memory in
                memory.baseAddress.map { pwrite(descriptor, $0 + done, memory.count - done, off_t(start + done)) } ?? 0
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw .system(written < 0 ? errno : EIO) }
            done += written
        }
    }
}
