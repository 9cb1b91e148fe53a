/// What the user said about how to read a file; everything left nil is detected.
package struct ReadOptions: Hashable, Sendable {
    package enum Encoding: String, Hashable, Sendable, CaseIterable {
        case utf8, utf16, utf16le, utf16be, latin1, windows1252
        case windows1250, windows1251, windows1253, windows1254, windows1255, windows1256, windows1257, windows874
        case iso88592
        case dos850, dos866, koi8r, macintosh, shiftjis, eucjp, gb18030, big5, euckr
    }
    package enum DateOrder: String, Hashable, Sendable, CaseIterable { case dmy, mdy, ymd }

    package var delimiter: UInt8?
    package var quote: UInt8?
    /// `.` or `,`.
    package var decimalMark: UInt8?
    package var encoding: Encoding?
    package var dateOrder: DateOrder?
    /// Lines to leave out at the top.
    package var skip: Int?
    /// Whether the first line has the titles.
    package var hasHeader: Bool?
    /// Whether a time with an offset from UTC is kept as it is written, not brought to UTC.
    package var keepsLocalTimes: Bool?
    /// Whether rows that look like totals or notes are data.
    package var keepsTotals: Bool?
    /// What cells without a value have besides the usual words, in any case of ASCII.
    package var missingWords: [String] = []
    /// Which table of a file with several that blank lines set apart, from 1.
    package var section: Int?
    /// The name of a workbook's sheet.
    package var sheet: String?

    package init(
        delimiter: UInt8? = nil, quote: UInt8? = nil, decimalMark: UInt8? = nil, encoding: Encoding? = nil,
        dateOrder: DateOrder? = nil, skip: Int? = nil, hasHeader: Bool? = nil, section: Int? = nil,
        keepsLocalTimes: Bool? = nil, keepsTotals: Bool? = nil, sheet: String? = nil
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.decimalMark = decimalMark
        self.encoding = encoding
        self.dateOrder = dateOrder
        self.skip = skip
        self.hasHeader = hasHeader
        self.section = section
        self.keepsLocalTimes = keepsLocalTimes
        self.keepsTotals = keepsTotals
        self.sheet = sheet
    }
}
