import CZlib

/// Unpacks deflated bytes piece by piece.
///
/// A class, since zlib notes where its state lies.
final class Inflater {
    enum Form {
        /// As in ZIP files: no header, no checksum.
        case raw
        /// With header, checksum and length, all of which are checked; several may follow each other.
        case gzip
    }

    enum Failure: Error {
        /// The bytes are no deflated data, or not those whose checksum was noted.
        case damaged
        /// They end before the data do.
        case cut
        case memory
    }

    private let form: Form
    private let source: ByteBuffer
    private let end: Int
    private var position: Int
    private let stream: UnsafeMutablePointer<z_stream>
    private var isOpen = false
    private var isOver = false
    /// Bytes behind the last part of a gzip file, once all has been read.
    private(set) var bytesBehind = 0

    /// - Parameter range: where the packed bytes lie; within the buffer.
    init(_ source: ByteBuffer, _ range: Range<Int>, _ form: Form) throws(Failure) {
        precondition(range.lowerBound >= 0 && range.upperBound <= source.count)
        self.source = source
        self.form = form
        position = range.lowerBound
        end = range.upperBound
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative: no header; 16 more than the largest window: gzip's.
        let window: Int32 = form == .raw ? -15 : 31
        guard inflateInit2_(stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .memory
        }
        isOpen = true
    }

    deinit {
        if isOpen { inflateEnd(stream) }
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Writes up to `capacity` bytes to `target` and returns how many; 0 when all has been read.
    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(Failure) -> Int {
        let room = min(capacity, 1 << 30)
        if isOver || room <= 0 { return 0 }
        stream.pointee.next_out = target
        stream.pointee.avail_out = uInt(truncatingIfNeeded: room)
        while stream.pointee.avail_out > 0 {
            if stream.pointee.avail_in == 0 { refill() }
            let result = inflate(stream, Z_NO_FLUSH)
            switch result {
            case Z_OK: break
            case Z_STREAM_END:
                let rest = end - position + Int(stream.pointee.avail_in)
                guard form == .gzip, rest > 0, beginsPart(end - rest) else {
                    isOver = true
                    bytesBehind = rest
                    return room - Int(stream.pointee.avail_out)
                }
                guard inflateReset(stream) == Z_OK else { throw .damaged }
            case Z_BUF_ERROR: throw position >= end ? .cut : .damaged
            case Z_MEM_ERROR: throw .memory
            default: throw .damaged
            }
        }
        return room
    }

    /// Whether another part of a gzip file begins at a place.
    private func beginsPart(_ place: Int) -> Bool {
        place + 1 < end && source.start[place] == 0x1F && source.start[place + 1] == 0x8B
    }

    private func refill() {
        let piece = min(end - position, 1 << 30)
        // zlib does not write to what it reads, though its type says that it may.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.start + position)
        stream.pointee.avail_in = uInt(truncatingIfNeeded: piece)
        position += piece
    }
}

/// The checksum of ZIP and gzip over more bytes than `before` was of.
func crc32(_ before: UInt32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(uLong(before), bytes, count))
}
