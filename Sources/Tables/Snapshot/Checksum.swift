import CScan

/// Checksums of stretches of a snapshot, taken block by block so that blocks can be checked at the same time.
enum Checksum {
    /// Bytes of a block; a block fits into the cache of a core, to be looked at again right after it was checked.
    static let blockSize = 256 << 10

    /// The checksum of block number `index` of a stretch; `count` is a multiple of 64.
    static func block(_ bytes: UnsafeRawPointer, _ count: Int, index: Int) -> UInt64 {
        precondition(count >= 0 && count & 63 == 0)
        return ccells_checksum(bytes, count, UInt64(truncatingIfNeeded: index))
    }

    /// The checksum of a stretch from those of its blocks in their order: another one for every change of a single block.
    static func whole(_ blocks: [UInt64]) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: blocks.count) &* 0x9E37_79B1_85EB_CA87
        for block in blocks {
            state = (state ^ block) &* 0xC2B2_AE3D_27D4_EB4F
            state ^= state >> 29
        }
        state = (state ^ (state >> 32)) &* 0x1656_67B1_9E37_79F9
        return state ^ (state >> 29)
    }

    /// The checksum of bytes in memory, filled up with zeros; `seed` sets kinds of content apart.
    static func of(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        var filled = bytes
        filled.append(contentsOf: repeatElement(0, count: -bytes.count & 63))
        // The count tells the zeros of the content from those that were added.
        let mixed = seed &+ UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        return filled.withUnsafeBytes { memory in
            memory.baseAddress.map { ccells_checksum($0, memory.count, mixed) } ?? mixed
        }
    }
}
