import Glibc
import Tables
import Values

/// A file of deals to read and to ask about, of the layout that `Scripts/compare` generates.
///
/// The same number of rows gives the same bytes. It goes with the process, and is read from the page cache.
public final class DealsFile: Sendable {
    public let rowCount: Int
    public let byteCount: Int
    private let descriptor: Int32

    /// Writes a file of `rowCount` deals, two thirds of them still open.
    ///
    /// Throws where `$TMPDIR` or `/tmp` has no room for it: some 145 bytes a row.
    public init(rowCount: Int) throws {
        self.rowCount = rowCount
        descriptor = try Self.nameless()
        var writer = DealsWriter()
        var written = 0
        // In pieces, so that the text is not held twice.
        for first in stride(from: 0, to: rowCount, by: 10_000) {
            let text = writer.lines(first..<min(first + 10_000, rowCount))
            written += try Self.write(text, to: descriptor)
        }
        byteCount = written
    }

    deinit { close(descriptor) }

    /// What the file is called in this process.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// Splits the file into rows and fields; the rows.
    ///
    /// Throws what reading throws.
    public func split() throws -> Int { try open().rowCount }

    /// Opens the file with none of its columns parsed.
    public func open() throws -> OpenedDeals {
        OpenedDeals(try readTable(path: path, displayName: "deals.csv", options: ReadOptions()))
    }

    /// A file without a name, which nothing has to remove.
    private static func nameless() throws -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array((folder + "/quaestor-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Diagnostic("no-file", "no file can be made in `\(folder)`") }
        unlink(path)
        return descriptor
    }

    private static func write(_ text: String, to descriptor: Int32) throws -> Int {
        var text = text
        return try text.withUTF8 { bytes in
            var position = 0
            while position < bytes.count, let start = bytes.baseAddress {
                let count = Glibc.write(descriptor, start + position, bytes.count - position)
                guard count > 0 else { throw Diagnostic("no-room", "the file of deals cannot be written") }
                position += count
            }
            return position
        }
    }
}

/// A file of deals that was opened, whose columns are parsed when they are asked for.
public struct OpenedDeals: Sendable {
    private let table: Table

    init(_ table: Table) { self.table = table }

    public var rowCount: Int { table.rowCount }

    /// Parses one column, once: a second time costs nothing. The cells without a value.
    ///
    /// `name` is a title of the file: `amount`, `close_date`, `segment`, `account`, `id`; 0 for any other.
    public func parse(_ name: String) -> Int {
        table.index(of: name).map { table.column($0).missingCount } ?? 0
    }

    /// Parses all columns, on all cores; the cells without a value.
    ///
    /// Throws when the file cannot be read.
    public func parseAll() throws -> Int {
        try table.prepare(table.titles.indices)
        return table.titles.indices.reduce(0) { $0 + table.column($1).missingCount }
    }
}
