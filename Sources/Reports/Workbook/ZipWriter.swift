import CZlib
import Values

/// Makes a ZIP file of deflated parts, the same bytes for the same parts: all of them are dated 1 January 1980.
struct ZipWriter {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Sizes and places are told in 32 bits.
    private static let largest = Int(UInt32.max)

    /// Fails with `file-memory`, and with `file-too-large` beyond 4 GiB.
    mutating func add(_ name: String, _ content: [UInt8]) throws(Diagnostic) {
        guard let packed = Self.deflated(content) else {
            throw Diagnostic("file-memory", "there is no memory to pack the workbook")
        }
        let offset = bytes.count
        guard content.count < Self.largest, offset + packed.count < Self.largest - 1 << 16 else {
            throw Diagnostic(
                "file-too-large", "the workbook would be larger than 4 GiB", reason: ["nothing was written"],
                remedies: ["write it as CSV: `to \"FILE.csv\"`"])
        }
        let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        let name = Array(name.utf8)
        // Version 2.0, names in UTF-8, deflated, no time, 1 January 1980.
        let head: [(Int, Int)] = [
            (20, 2), (0x0800, 2), (8, 2), (0, 2), (0x21, 2), (Int(checksum), 4), (packed.count, 4), (content.count, 4),
            (name.count, 2), (0, 2),
        ]
        Self.put([(0x0403_4B50, 4)] + head, into: &bytes)
        bytes += name
        bytes += packed
        Self.put([(0x0201_4B50, 4), (20, 2)] + head + [(0, 2), (0, 2), (0, 2), (0, 4), (offset, 4)], into: &directory)
        directory += name
        count += 1
    }

    /// The whole file.
    func finished() -> [UInt8] {
        var result = bytes
        result += directory
        Self.put(
            [(0x0605_4B50, 4), (0, 4), (count, 2), (count, 2), (directory.count, 4), (bytes.count, 4), (0, 2)],
            into: &result)
        return result
    }

    /// Numbers in so many bytes, the lowest first.
    private static func put(_ numbers: [(Int, Int)], into target: inout [UInt8]) {
        for (value, size) in numbers {
            for place in 0..<size { target.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
        }
    }

    /// Packed by zlib, without header; nil when there is no memory.
    private static func deflated(_ content: [UInt8]) -> [UInt8]? {
        // zlib notes where its state lies.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer {
            stream.deinitialize(count: 1)
            stream.deallocate()
        }
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(stream, 5, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return nil
        }
        defer { deflateEnd(stream) }
        var result: [UInt8] = []
        let step = 1 << 20
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: step)
        defer { room.deallocate() }
        return content.withUnsafeBufferPointer { source -> [UInt8]? in
            var done = 0
            while true {
                if stream.pointee.avail_in == 0, let start = source.baseAddress {
                    let piece = min(step, source.count - done)
                    // zlib does not write to what it reads, though its type says that it may.
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: start + done)
                    stream.pointee.avail_in = uInt(piece)
                    done += piece
                }
                stream.pointee.next_out = room
                stream.pointee.avail_out = uInt(step)
                let outcome = deflate(stream, done == source.count ? Z_FINISH : Z_NO_FLUSH)
                guard outcome == Z_OK || outcome == Z_STREAM_END || outcome == Z_BUF_ERROR else { return nil }
                result += UnsafeBufferPointer(start: room, count: step - Int(stream.pointee.avail_out))
                if outcome == Z_STREAM_END { return result }
            }
        }
    }
}
