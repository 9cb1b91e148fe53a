/// The form of a snapshot file. All numbers are little-endian, all stretches begin and end at a multiple of 64 bytes:
///
///     header       magic, version, mark of the byte order, place, length and checksum of the directory, length of the
///                  file, checksum of the header itself
///     stretches    for each column its cells, all of one width; of texts also where each begins and ends, and their bytes
///     directory    the key; files, titles, rows, decisions, problems; for each column its type, form, width, bounds and
///                  stretches with their checksums, those of texts block by block; to the end of the file
///
/// There is no byte that no checksum covers. Stretches follow each other without a gap, so that where one is follows from
/// the lengths before it and is only compared.
enum SnapshotLayout {
    static let magic: UInt64 = 0x5053_5453_4555_510A
    /// Changes with the form.
    static let version: UInt64 = 2
    static let byteOrder: UInt64 = 0x0102_0304_0506_0708
    static let alignment = 64

    /// `count` bytes as they are filled up; nil where no file is as large.
    static func filled(_ count: Int, times size: Int = 1) -> Int? {
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow, product >= 0, product <= 1 << 48 else { return nil }
        return (product + alignment - 1) & ~(alignment - 1)
    }
}

/// The first 64 bytes.
struct SnapshotHeader {
    static let length = 64

    var directoryStart: Int
    var directoryLength: Int
    var directoryChecksum: UInt64
    var fileLength: Int

    init(directoryStart: Int, directoryLength: Int, directoryChecksum: UInt64, fileLength: Int) {
        self.directoryStart = directoryStart
        self.directoryLength = directoryLength
        self.directoryChecksum = directoryChecksum
        self.fileLength = fileLength
    }

    var bytes: [UInt8] {
        var encoder = ByteEncoder()
        encoder.put(SnapshotLayout.magic)
        encoder.put(SnapshotLayout.version)
        encoder.put(SnapshotLayout.byteOrder)
        encoder.put(directoryStart)
        encoder.put(directoryLength)
        encoder.put(directoryChecksum)
        encoder.put(fileLength)
        encoder.put(Checksum.of(encoder.bytes))
        return encoder.bytes
    }

    init(_ bytes: [UInt8]) throws(Damaged) {
        guard bytes.count == Self.length else { throw Damaged() }
        var decoder = ByteDecoder(bytes)
        guard try decoder.word() == SnapshotLayout.magic, try decoder.word() == SnapshotLayout.version,
            try decoder.word() == SnapshotLayout.byteOrder
        else { throw Damaged() }
        directoryStart = try decoder.count()
        directoryLength = try decoder.count()
        directoryChecksum = try decoder.word()
        fileLength = try decoder.count()
        guard try decoder.word() == Checksum.of(Array(bytes.prefix(Self.length - 8))),
            directoryStart >= Self.length, directoryStart % SnapshotLayout.alignment == 0,
            directoryStart + directoryLength == fileLength
        else { throw Damaged() }
    }
}

/// Bytes of the file that are read and checked together.
struct SnapshotStretch: Equatable, Sendable {
    var start: Int
    /// A multiple of 64.
    var length: Int
    var checksum: UInt64
}

/// Bytes of the file of which each block is read and checked alone.
struct SnapshotBlocks: Equatable, Sendable {
    /// Bytes of a block: few are read in vain for one text, and the directory stays small.
    static let size = 16 << 10

    var start: Int
    /// A multiple of 64.
    var length: Int
    /// One for each block.
    var checksums: [UInt64]

    /// Where block number `index` lies among the bytes.
    func block(_ index: Int) -> Range<Int> { index * Self.size..<min((index + 1) * Self.size, length) }
}

/// Everything that is known of a table and its columns without reading a cell.
struct SnapshotDirectory {
    var key: [UInt8]
    var files: [String]
    var titles: [Table.Title]
    var rowCount: Int
    var decisions: [String]
    var problems: [FileProblem]
    var problemCount: Int
    /// One for each title.
    var columns: [SnapshotColumn]
}

/// What is known of a column without reading a cell.
struct SnapshotColumn: Sendable {
    var type: ColumnType
    var currency: String?
    var decisions: [String]
    var problems: [FileProblem]
    var width: NarrowCells.Width
    var range: CellRange
    /// Of days: `DaySpread.longestSilence`.
    var longestSilence: Int?
    var cells: SnapshotStretch
    /// Of texts.
    var texts: Texts?

    struct Texts: Equatable, Sendable {
        var count: Int
        /// Bytes of all texts together.
        var byteCount: Int
        /// `count + 1` numbers: where each text begins; of 4 bytes, or of 8 where all texts together are longer.
        var starts: SnapshotBlocks
        var bytes: SnapshotBlocks

        /// Bytes of a number in `starts`.
        var startWidth: Int { Self.startWidth(byteCount: byteCount) }

        static func startWidth(byteCount: Int) -> Int { byteCount <= Int(UInt32.max) ? 4 : 8 }
    }

    var form: CellForm { CellForm(type) }
}
