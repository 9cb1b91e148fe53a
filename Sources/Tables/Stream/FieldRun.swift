import CScan

/// The fields of one column in the rows of a chunk.
///
/// `bytes` is readable for `padding` bytes before the first field and behind the last.
struct FieldRun {
    /// Where the fields' places count from.
    let bytes: UnsafePointer<UInt8>
    /// For each row, `stride` apart: the place before the field, then the place behind its last byte.
    let entries: UnsafePointer<UInt32>
    let stride: Int
    let rows: Int
    let quote: UInt8
    let delimiter: UInt8
    let keepsSpaces: Bool
    /// Whether a CR may stand between the field and the line end.
    let mayEndInReturn: Bool

    static let padding = 64

    /// For the loops in C over fields of the plainest form.
    var plain: cfields_run {
        cfields_run(
            bytes: bytes, entries: entries, stride: stride, rows: rows, quote: quote,
            may_end_in_return: mayEndInReturn ? 1 : 0)
    }

    /// A field as it stands, spaces and quotes included; of 0 bytes where the row does not have it.
    @inline(__always)
    func field(_ row: Int) -> (start: UnsafePointer<UInt8>, count: Int) {
        let entry = entries + row &* stride
        let start = Int(entry[0] &+ 1)
        var end = Int(entry[1])
        if mayEndInReturn && end > start && bytes[end &- 1] == 0x0D { end &-= 1 }
        return (bytes + start, max(0, end &- start))
    }

    /// A field without spaces and quotes around it, as columns of numbers and days read it.
    @inline(__always)
    func cell(_ row: Int) -> (start: UnsafePointer<UInt8>, count: Int) {
        let (start, count) = field(row)
        // Nothing to leave out: neither a space nor a quote at either end.
        if count == 0 || (start[0] > 0x27 && start[0] < 0x80 && start[count &- 1] > 0x27 && start[0] != quote) {
            return (start, count)
        }
        return trimmed(start, count)
    }

    @inline(never)
    private func trimmed(_ start: UnsafePointer<UInt8>, _ count: Int) -> (start: UnsafePointer<UInt8>, count: Int) {
        var span = cellSpan(start, 0, count, quote: quote, delimiter: delimiter)
        if span.isQuoted {
            while span.start < span.end && isLayout(start[span.start]) { span.start += 1 }
            while span.end > span.start && isLayout(start[span.end - 1]) { span.end -= 1 }
        }
        return (start + span.start, max(0, span.end - span.start))
    }
}
