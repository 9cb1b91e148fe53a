import Values

@testable import Tables

/// A snapshot taken apart, and put together again with right checksums.
struct Forgery {
    var body: [UInt8]
    var directory: SnapshotDirectory

    init(_ bytes: [UInt8]) throws {
        let header = try SnapshotHeader(Array(bytes.prefix(64)))
        body = Array(bytes[64..<header.directoryStart])
        directory = try SnapshotDirectory(Array(bytes[header.directoryStart...]), end: header.directoryStart)
    }

    var bytes: [UInt8] { Self.bytes(body, directory.bytes) }

    static func bytes(_ body: [UInt8], _ directory: [UInt8]) -> [UInt8] {
        let header = SnapshotHeader(
            directoryStart: 64 + body.count, directoryLength: directory.count,
            directoryChecksum: Checksum.of(directory), fileLength: 64 + body.count + directory.count)
        return header.bytes + body + directory
    }

    /// Changes bytes of a stretch, and its checksum with them.
    mutating func change(
        _ stretch: WritableKeyPath<SnapshotColumn, SnapshotStretch>, of column: Int, at place: Int,
        to bytes: [UInt8]
    ) {
        let place0 = directory.columns[column][keyPath: stretch].start - 64
        for (offset, byte) in bytes.enumerated() { body[place0 + place + offset] = byte }
        let length = directory.columns[column][keyPath: stretch].length
        directory.columns[column][keyPath: stretch].checksum = Array(body[place0..<place0 + length])
            .withUnsafeBytes { memory in
                Checksum.whole(memory.baseAddress.map { [Checksum.block($0, length, index: 0)] } ?? [])
            }
    }
}
