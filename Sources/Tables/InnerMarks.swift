/// The first byte order mark at the beginning of a line from `start` on, where one begins, as files put together have them; nil where there is
/// none.
func innerMark(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var place = firstByte(0xEF, bytes, start, end)
    while place + 2 < end {
        let isMark = bytes[place + 1] == 0xBB && bytes[place + 2] == 0xBF
        if isMark, place == start || bytes[place - 1] == 0x0A || bytes[place - 1] == 0x0D { return place }
        place = firstByte(0xEF, bytes, place + 1, end)
    }
    return nil
}

/// The text without byte order marks at the beginnings of lines, and how many there were; nil where there are none.
///
/// Lines keep their numbers.
func withoutInnerMarks(_ buffer: ByteBuffer, from start: Int) -> (buffer: ByteBuffer, count: Int)? {
    let bytes = buffer.start
    guard var mark = innerMark(bytes, from: start, to: buffer.count) else { return nil }
    var count = 0
    let plain = ByteBuffer(capacity: buffer.count) { memory in
        var out = 0
        var place = 0
        while place < buffer.count {
            (memory + out).update(from: bytes + place, count: mark - place)
            out += mark - place
            place = min(mark + 3, buffer.count)
            if mark < buffer.count { count += 1 }
            mark = innerMark(bytes, from: place, to: buffer.count) ?? buffer.count
        }
        return out
    }
    return plain.map { ($0, count) }
}
