import CZlib
import Testing
import Values

@testable import Tables

/// Delimited files compressed with gzip.
@Suite struct GzipTests {
    /// By zlib's own packer.
    private func gzip(_ text: String) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return []
        }
        defer { deflateEnd(stream) }
        var source = Array(text.utf8)
        return source.withUnsafeMutableBufferPointer { source in
            let room = Int(deflateBound(stream, uLong(source.count)))
            return [UInt8](unsafeUninitializedCapacity: room) { target, count in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = uInt(source.count)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = uInt(room)
                _ = deflate(stream, Z_FINISH)
                count = room - Int(stream.pointee.avail_out)
            }
        }
    }

    private let text = "day,amount,team\n2026-06-15,1.50,Nörd\n2026-06-16,2.25,Süd\n"

    private func failure(_ bytes: [UInt8]) -> String {
        do {
            _ = try table(bytes: bytes, name: "t.csv.gz")
            return ""
        } catch let error as Diagnostic {
            return ([error.message] + error.reason).joined(separator: " | ")
        } catch {
            return "\(error)"
        }
    }

    @Test func readsLikeTheFileItself() throws {
        let packed = try table(bytes: gzip(text), name: "t.csv.gz")
        let plain = try table(text)
        #expect(packed.rows == plain.rows)
        #expect(packed.rows == [["2026-06-15", "1.50", "Nörd"], ["2026-06-16", "2.25", "Süd"]])
        // Parts behind each other are one file.
        #expect(
            try table(bytes: gzip("a,b\n1,2\n") + gzip("3,4\n"), name: "t.csv.gz").rows == [["1", "2"], ["3", "4"]])
    }

    @Test func everyByteFlippedAndEveryCut() throws {
        let bytes = gzip(text)
        let folder = try TemporaryFolder()
        for place in bytes.indices.dropFirst(2) {
            var damaged = bytes
            damaged[place] ^= 0x41
            let path = try folder.write("t.csv.gz", damaged)
            // Flags, time and system in the header mean nothing to the content.
            guard let table = try? readTable(path: path, displayName: "t.csv.gz", options: ReadOptions()) else {
                continue
            }
            #expect(table.rows == [["2026-06-15", "1.50", "Nörd"], ["2026-06-16", "2.25", "Süd"]], "byte \(place)")
        }
        for end in 3..<bytes.count {
            #expect(failure(Array(bytes[..<end])).contains("breaks off before its end"), "\(end) bytes")
        }
    }

    @Test func bombsAndNothing() {
        #expect(
            failure(gzip(String(repeating: " ", count: 66 << 20)))
                == "`t.csv.gz` unpacks to more than is read | more than 64 MiB come out of \(gzip(String(repeating: " ", count: 66 << 20)).count) bytes; 4 GiB, and 500 times the size of the file, are the most"
        )
        #expect(failure(gzip("")) == "`t.csv.gz`: the file is empty: 0 bytes are packed in it")
    }

    @Test func bytesBehindThePackedDataAreTold() throws {
        let folder = try TemporaryFolder()
        for (behind, told) in [
            ([UInt8](repeating: 0, count: 512), []),
            ([1, 2, 3], ["t.csv.gz: 3 bytes behind the packed data are none; left out"]),
        ] {
            let table = try readTable(
                path: folder.write("t.csv.gz", gzip(text) + behind), displayName: "t.csv.gz", options: ReadOptions())
            #expect(table.rowCount == 2)
            #expect(table.problems.map(\.text) == told)
        }
    }
}
