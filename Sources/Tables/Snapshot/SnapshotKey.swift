import Glibc

/// What a snapshot is of: files as they stood, and how they were read.
///
/// It is kept whole in the snapshot and compared whole.
struct SnapshotKey: Hashable, Sendable {
    /// One of the files that were read.
    struct Source: Hashable, Sendable {
        /// Absolute, without links.
        var path: String
        /// As problems and decisions call it.
        var displayName: String
        var state: FileState
    }

    let sources: [Source]
    /// Names the snapshot: the same for the same files read the same way, however often they change.
    let name: String
    let bytes: [UInt8]

    /// Nil where one of the paths is not an ordinary file: what comes out of a pipe comes once.
    init?(paths: [(path: String, displayName: String)], options: ReadOptions, program: String) {
        var sources: [Source] = []
        for (path, displayName) in paths {
            guard let resolved = realpath(path, nil) else { return nil }
            defer { free(resolved) }
            guard let path = String(validatingCString: resolved), let state = FileState(path: path) else { return nil }
            sources.append(Source(path: path, displayName: displayName, state: state))
        }
        guard !sources.isEmpty else { return nil }
        self.sources = sources

        var place = ByteEncoder()
        place.put(sources) { encoder, source in
            encoder.put(source.path)
            encoder.put(source.displayName)
        }
        Self.put(options, into: &place)
        name = Self.name(of: place.bytes)
        var whole = ByteEncoder()
        whole.put(place.bytes)
        whole.put(sources) { encoder, source in source.state.put(into: &encoder) }
        whole.put(program)
        // Another build of the same version may read a file differently.
        whole.put(FileState(path: "/proc/self/exe")) { encoder, state in state.put(into: &encoder) }
        bytes = whole.bytes
    }

    /// Bytes of all the files.
    var sourceSize: Int { sources.reduce(0) { $0.addingReportingOverflow($1.state.size).partialValue } }

    /// Whether all files are still as they were.
    var isCurrent: Bool { sources.allSatisfy { FileState(path: $0.path) == $0.state } }

    /// The files that a key of a snapshot names, as they stood.
    static func sources(of bytes: [UInt8]) throws(Damaged) -> [Source] {
        var whole = ByteDecoder(bytes)
        var place = ByteDecoder(try whole.content())
        let names = try place.list { (decoder) throws(Damaged) in (try decoder.text(), try decoder.text()) }
        let states = try whole.list { (decoder) throws(Damaged) in try FileState(from: &decoder) }
        guard names.count == states.count else { throw Damaged() }
        return zip(names, states).map { Source(path: $0.0, displayName: $0.1, state: $1) }
    }

    private static func put(_ options: ReadOptions, into encoder: inout ByteEncoder) {
        func put(_ byte: UInt8?) { encoder.put(byte) { $0.put(Int($1)) } }
        func put(_ text: String?) { encoder.put(text) { $0.put($1) } }
        put(options.delimiter)
        put(options.quote)
        put(options.decimalMark)
        put(options.encoding?.rawValue)
        put(options.dateOrder?.rawValue)
        encoder.put(options.skip) { $0.put($1) }
        encoder.put(options.hasHeader) { $0.put($1) }
        encoder.put(options.section) { $0.put($1) }
        encoder.put(options.keepsLocalTimes) { $0.put($1) }
        encoder.put(options.keepsTotals) { $0.put($1) }
        put(options.sheet)
        encoder.put(options.missingWords.count)
        for word in options.missingWords { put(word) }
    }

    /// 128 bits in hexadecimal digits.
    private static func name(of bytes: [UInt8]) -> String {
        [Checksum.of(bytes, seed: 1), Checksum.of(bytes, seed: 2)].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}

/// By what a change of a file is noticed.
struct FileState: Hashable, Sendable {
    /// Seconds and nanoseconds since 1970.
    struct Time: Hashable, Sendable {
        var seconds: Int
        var nanoseconds: Int

        init(_ time: timespec) {
            seconds = time.tv_sec
            nanoseconds = time.tv_nsec
        }

        static var now: Time {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Time(time)
        }

        /// Whether a change right after `moment` may bear this very time.
        ///
        /// Clocks of file systems tick every few milliseconds, some every second or two.
        func mayRepeat(after moment: Time) -> Bool {
            let (distance, overflow) = moment.seconds.subtractingReportingOverflow(seconds)
            guard !overflow, distance < 1 << 30 else { return seconds > moment.seconds }
            guard distance >= 0 else { return true }
            let isCoarse = nanoseconds % 10_000_000 == 0
            return distance * 1_000_000_000 + moment.nanoseconds - nanoseconds
                <= (isCoarse ? 2_000_000_000 : 20_000_000)
        }
    }

    /// The number of the file; not that of its device, which may be another one after a restart.
    var node: UInt64
    var size: Int
    /// When the content was changed, as anybody may set it.
    var modified: Time
    /// When content or properties were changed, as the file system notes it.
    var changed: Time

    /// Nil where there is no ordinary file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        node = UInt64(status.st_ino)
        size = Int(status.st_size)
        modified = Time(status.st_mtim)
        changed = Time(status.st_ctim)
    }

    /// Whether the file may change behind `moment`, when it began to be read, without that it can be seen from here.
    func isTooFresh(at moment: Time) -> Bool {
        modified.mayRepeat(after: moment) || changed.mayRepeat(after: moment)
    }

    func put(into encoder: inout ByteEncoder) {
        encoder.put(node)
        for number in [size, modified.seconds, modified.nanoseconds, changed.seconds, changed.nanoseconds] {
            encoder.put(number)
        }
    }

    init(from decoder: inout ByteDecoder) throws(Damaged) {
        func time(_ decoder: inout ByteDecoder) throws(Damaged) -> Time {
            var time = timespec()
            time.tv_sec = Int(Int64(bitPattern: try decoder.word()))
            time.tv_nsec = Int(Int64(bitPattern: try decoder.word()))
            return Time(time)
        }
        node = try decoder.word()
        size = try decoder.count()
        modified = try time(&decoder)
        changed = try time(&decoder)
    }
}
