import CArrow
import Values

/// The cells of one array, looked at with care: what a driver hands over is outside data.
///
/// Lengths of buffers are not part of the interface, so what can be checked is that there are buffers, that offsets
/// ascend from 0, and that codes and views lead into what is there. Valid as long as the array is.
struct ArrowCells {
    let format: ArrowFormat
    /// Of the array, and how many cells stand before the first of them in its buffers.
    let count: Int
    private let first: Int
    private let validity: UnsafePointer<UInt8>?
    private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>?
    private let bufferCount: Int

    /// - Parameters:
    ///   - skipped: cells at its beginning that are left out, as the offset of the array that it is a child of says.
    ///   - wanted: how many of those behind them are looked at.
    init(_ array: ArrowArray, _ format: ArrowFormat, skipping skipped: Int, count wanted: Int) throws(Diagnostic) {
        let limit = Int64(1) << 40
        guard array.length >= 0, array.offset >= 0, array.length < limit, array.offset < limit, skipped >= 0,
            wanted >= 0, Int64(skipped) + Int64(wanted) <= array.length
        else { throw ArrowField.malformed("a column has fewer cells than its batch") }
        self.format = format
        count = wanted
        first = Int(array.offset) + skipped
        buffers = array.buffers
        bufferCount = Int(clamping: array.n_buffers)
        guard bufferCount >= format.bufferCount else {
            throw ArrowField.malformed("a column has \(bufferCount) buffers, \(format.bufferCount) expected")
        }
        if wanted > 0, format.bufferCount >= 2 {
            // The bytes of texts may be missing where all of them are empty.
            guard buffers?[1] != nil else { throw ArrowField.malformed("a column has no cells") }
        }
        let hasValidity = format.bufferCount > 0 && array.null_count != 0
        validity = hasValidity ? buffers?[0]?.assumingMemoryBound(to: UInt8.self) : nil
    }

    @inline(__always)
    func isMissing(_ row: Int) -> Bool {
        guard let validity else { return false }
        let place = first &+ row
        return validity[place &>> 3] & (1 &<< UInt8(truncatingIfNeeded: place & 7)) == 0
    }

    /// Whether no cell is known to be missing, so that none has to be asked.
    var hasValidity: Bool { validity != nil }

    /// The first cell of a format with cells of so many bytes; only where `count` is above 0.
    func values<Cell>(_: Cell.Type) -> UnsafePointer<Cell>? {
        guard bufferCount > 1, let start = buffers?[1] else { return nil }
        return start.assumingMemoryBound(to: Cell.self) + first
    }

    /// The bytes of a cell of a format whose cells are of `bytes`, which need not be aligned.
    @inline(__always)
    func start(_ row: Int, bytes: Int) -> UnsafeRawPointer? {
        guard bufferCount > 1, let start = buffers?[1] else { return nil }
        return start + (first &+ row) &* bytes
    }

    func flag(_ row: Int) -> Bool {
        guard bufferCount > 1, let bits = buffers?[1]?.assumingMemoryBound(to: UInt8.self) else { return false }
        let place = first &+ row
        return bits[place &>> 3] & (1 &<< UInt8(truncatingIfNeeded: place & 7)) != 0
    }

    /// The bytes of a text, which need not be UTF-8, or of what is no text.
    func text(_ row: Int) throws(Diagnostic) -> UnsafeBufferPointer<UInt8> {
        switch format {
        case .text(offsetBytes: 4), .bytes(offsetBytes: 4):
            guard let offsets = values(Int32.self) else { break }
            return try text(from: Int(offsets[row]), to: Int(offsets[row &+ 1]))
        case .text, .bytes:
            guard let offsets = values(Int64.self) else { break }
            return try text(from: Int(offsets[row]), to: Int(offsets[row &+ 1]))
        case .textView: return try view(row)
        default: break
        }
        throw ArrowField.malformed("a column of texts has none")
    }

    @inline(__always)
    private func text(from start: Int, to end: Int) throws(Diagnostic) -> UnsafeBufferPointer<UInt8> {
        guard start >= 0, end >= start, end < 1 << 44 else {
            throw ArrowField.malformed("a text ends before it begins")
        }
        if start == end { return UnsafeBufferPointer(start: nil, count: 0) }
        guard bufferCount > 2, let bytes = buffers?[2] else {
            throw ArrowField.malformed("a column of texts has no bytes")
        }
        return UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: UInt8.self) + start, count: end - start)
    }

    /// A view: 4 bytes of length; then up to 12 bytes of text, or 4 of its beginning, the buffer and the place in it.
    private func view(_ row: Int) throws(Diagnostic) -> UnsafeBufferPointer<UInt8> {
        guard let view = start(row, bytes: 16) else { throw ArrowField.malformed("a column of texts has none") }
        let count = Int(view.loadUnaligned(as: Int32.self))
        guard count >= 0 else { throw ArrowField.malformed("a text of \(count) bytes") }
        if count <= 12 {
            return UnsafeBufferPointer(start: (view + 4).assumingMemoryBound(to: UInt8.self), count: count)
        }
        let buffer = Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
        let place = Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
        // The last buffer has the sizes of the others.
        let sizes = buffers?[bufferCount - 1]
        guard buffer >= 0, place >= 0, buffer < bufferCount - 3, let bytes = buffers?[2 + buffer], let sizes,
            place + count <= sizes.loadUnaligned(fromByteOffset: 8 * buffer, as: Int64.self)
        else { throw ArrowField.malformed("a text lies outside of its buffer") }
        return UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: UInt8.self) + place, count: count)
    }
}
