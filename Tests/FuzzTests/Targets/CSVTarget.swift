// With: TablesTests/TableComparison.swift
#if canImport(TablesTests)
    @testable import TablesTests
#endif
@testable import Tables

/// Delimited text, read with care and in chunks: both ways end in the same table.
///
/// The first two bytes are the options of reading, and the size of the chunks with, in its lowest bit, whether columns are
/// read each by itself.
enum CSVTarget: FuzzTarget {
    private static let file = ScratchFile("table.csv")

    static func problem(_ bytes: [UInt8]) -> String? {
        var input = InputReader(bytes)
        let options = options(input.byte())
        let chunks = input.byte()
        file.fill(input.bytes())
        guard let whole = try? readWholeTables(paths: [(file.path, "file")], options: options) else {
            // What cannot be read whole has to end well in chunks too.
            guard let stream = StreamedTable(path: file.path, displayName: "file", options: options) else { return nil }
            _ = stream.facts
            return nil
        }
        // One of several tables is found over the whole file; in chunks they are not told apart.
        let isOneOfSeveral = whole.decisions.contains { $0.hasPrefix("table ") && $0.hasSuffix(" in the file") }
        guard options.section == nil, !isOneOfSeveral, whole.titles.count <= 200 else { return nil }
        return streamDifference(
            file.path, whole, chunkSize: 5 + Int(chunks & ~1), options: options, columnsAtOnce: [chunks & 1 == 0])
    }

    /// Mostly none, as most files are read.
    private static func options(_ byte: UInt8) -> ReadOptions {
        var options = ReadOptions()
        switch byte {
        case 128..<136: options.delimiter = Array(",;\t|:^~ ".utf8)[Int(byte) - 128]
        case 136: options.quote = UInt8(ascii: "'")
        case 137: options.decimalMark = UInt8(ascii: ",")
        case 138: options.decimalMark = UInt8(ascii: ".")
        case 139..<142: options.dateOrder = ReadOptions.DateOrder.allCases[Int(byte) - 139]
        case 142..<148: options.encoding = ReadOptions.Encoding.allCases[Int(byte) - 142]
        case 148..<151: options.skip = Int(byte) - 147
        case 151: options.hasHeader = true
        case 152: options.hasHeader = false
        case 153: options.keepsLocalTimes = true
        case 154..<157: options.section = Int(byte) - 153
        case 157: options.keepsTotals = true
        default: break
        }
        return options
    }
}
