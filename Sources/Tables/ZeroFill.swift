/// A file without the zeros that fill it up to the end of a block, as a crash or a full disk leaves them; nil where
/// there are none.
///
/// UTF-16 may end in up to three.
func withoutZerosAtEnd(_ file: FileBytes) -> FileBytes? {
    let bytes = file.buffer.start
    var end = file.buffer.count
    while end > 0 && bytes[end - 1] == 0 { end -= 1 }
    let zeros = file.buffer.count - end
    guard file.hasZero, zeros > 3, end > 0, bytes[end - 1] < 0x80, !isArchive(file.buffer),
        let buffer = ByteBuffer(
            capacity: end,
            fill: { memory in
                memory.update(from: bytes, count: end)
                return end
            })
    else { return nil }
    var result = file
    result.buffer = buffer
    result.hasZero = survey(buffer.start, 0, end).zero
    result.damage = "\(zeros) NUL bytes at the end of the file; left out"
    return result
}
