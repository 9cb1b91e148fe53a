extension ReadOptions.Encoding {
    /// An encoding by one of its usual names, in any case and with any signs: `UTF-8`, `cp1252`, `Shift_JIS`.
    package init?(name: String) {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        let page = plain.hasPrefix("cp125") ? "windows" + plain.dropFirst(2) : plain
        self.init(rawValue: Self.aliases[page] ?? page)
    }

    private static let aliases = [
        "iso88591": "latin1", "latin2": "iso88592", "cp850": "dos850", "ibm850": "dos850", "cp866": "dos866",
        "ibm866": "dos866",
        "macroman": "macintosh", "mac": "macintosh", "cp874": "windows874", "tis620": "windows874",
        "sjis": "shiftjis", "cp932": "shiftjis", "windows31j": "shiftjis", "gbk": "gb18030", "gb2312": "gb18030",
        "cp936": "gb18030", "cp950": "big5", "cp949": "euckr", "uhc": "euckr",
    ]

    /// For `describe`.
    var label: String { names.label }

    /// What the C library calls it; nil for those that are read without it.
    var charset: String? { names.charset }

    private var names: (label: String, charset: String?) {
        switch self {
        case .utf8: ("UTF-8", nil)
        case .utf16: ("UTF-16", nil)
        case .utf16le: ("UTF-16 little endian", nil)
        case .utf16be: ("UTF-16 big endian", nil)
        case .latin1: ("Latin-1", nil)
        case .windows1252: ("Windows-1252", nil)
        case .windows1250: ("Windows-1250", "CP1250")
        case .windows1251: ("Windows-1251", "CP1251")
        case .windows1253: ("Windows-1253", "CP1253")
        case .windows1254: ("Windows-1254", "CP1254")
        case .windows1255: ("Windows-1255", "CP1255")
        case .windows1256: ("Windows-1256", "CP1256")
        case .windows1257: ("Windows-1257", "CP1257")
        case .iso88592: ("ISO 8859-2", "ISO-8859-2")
        case .windows874: ("Windows-874", "CP874")
        case .dos850: ("DOS 850", "CP850")
        case .dos866: ("DOS 866", "CP866")
        case .koi8r: ("KOI8-R", "KOI8-R")
        case .macintosh: ("Mac Roman", "MACINTOSH")
        case .shiftjis: ("Shift-JIS", "CP932")
        case .eucjp: ("EUC-JP", "EUC-JP-MS")
        case .gb18030: ("GB 18030", "GB18030")
        case .big5: ("Big5", "BIG5-HKSCS")
        case .euckr: ("EUC-KR", "CP949")
        }
    }
}
