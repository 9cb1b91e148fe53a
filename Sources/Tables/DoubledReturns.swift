/// Whether the first line ends in CR CR LF, as Windows makes of CR LF where a file is copied as text.
func hasDoubledReturns(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Bool {
    let feed = firstByte(0x0A, bytes, start, end)
    return feed < end && feed >= start + 2 && bytes[feed - 1] == 0x0D && bytes[feed - 2] == 0x0D
}

/// The text with CR LF for each CR CR LF, where its first line ends so; nil elsewhere, or where there is no memory.
func withSingleReturns(_ buffer: ByteBuffer, from start: Int) -> ByteBuffer? {
    let bytes = buffer.start
    guard hasDoubledReturns(bytes, from: start, to: buffer.count) else { return nil }
    return ByteBuffer(capacity: buffer.count) { memory in
        var out = 0
        for place in 0..<buffer.count {
            let isDoubled =
                bytes[place] == 0x0D && place + 2 < buffer.count && bytes[place + 1] == 0x0D && bytes[place + 2] == 0x0A
            if isDoubled { continue }
            memory[out] = bytes[place]
            out += 1
        }
        return out
    }
}
