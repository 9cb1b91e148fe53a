/// What the cells of an Arrow column are, by its format string
/// (https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings).
enum ArrowFormat: Hashable {
    case null
    case boolean
    /// Whole numbers of 1, 2, 4 or 8 bytes.
    case signed(bytes: Int)
    case unsigned(bytes: Int)
    /// 2, 4 or 8 bytes.
    case float(bytes: Int)
    /// UTF-8 between offsets of 4 or 8 bytes.
    case text(offsetBytes: Int)
    /// Bytes of any meaning between offsets of 4 or 8 bytes.
    case bytes(offsetBytes: Int)
    /// UTF-8, short texts in place, the others in buffers of their own.
    case textView
    /// Decimals in 4, 8, 16 or 32 bytes; the scale may be negative.
    case decimal(scale: Int, bytes: Int)
    /// Days since 1970 in 4 bytes, or milliseconds in 8.
    case day32
    case day64
    /// Since 1970, so many a second; with a time zone it is the moment in UTC, without one what the clock said.
    case moment(perSecond: Int64)
    /// The time of a day.
    case time(perSecond: Int64, bytes: Int)
    /// What has no column here, such as lists.
    case other(String)

    init(_ text: String) {
        switch text {
        case "n": self = .null
        case "b": self = .boolean
        case "c": self = .signed(bytes: 1)
        case "s": self = .signed(bytes: 2)
        case "i": self = .signed(bytes: 4)
        case "l": self = .signed(bytes: 8)
        case "C": self = .unsigned(bytes: 1)
        case "S": self = .unsigned(bytes: 2)
        case "I": self = .unsigned(bytes: 4)
        case "L": self = .unsigned(bytes: 8)
        case "e": self = .float(bytes: 2)
        case "f": self = .float(bytes: 4)
        case "g": self = .float(bytes: 8)
        case "u": self = .text(offsetBytes: 4)
        case "U": self = .text(offsetBytes: 8)
        case "z": self = .bytes(offsetBytes: 4)
        case "Z": self = .bytes(offsetBytes: 8)
        case "vu": self = .textView
        case "tdD": self = .day32
        case "tdm": self = .day64
        case "tts": self = .time(perSecond: 1, bytes: 4)
        case "ttm": self = .time(perSecond: 1000, bytes: 4)
        case "ttu": self = .time(perSecond: 1_000_000, bytes: 8)
        case "ttn": self = .time(perSecond: 1_000_000_000, bytes: 8)
        default: self = Self.decimal(text) ?? Self.moment(text) ?? .other(text)
        }
    }

    /// `d:12,2` or `d:12,2,256`: precision, scale, bits.
    private static func decimal(_ text: String) -> ArrowFormat? {
        guard text.hasPrefix("d:") else { return nil }
        let numbers = text.dropFirst(2).split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(numbers.count), let scale = numbers[1], (-38...76).contains(scale) else { return nil }
        let bits = numbers.count == 3 ? numbers[2] : 128
        guard let bits, [32, 64, 128, 256].contains(bits) else { return nil }
        return .decimal(scale: scale, bytes: bits / 8)
    }

    /// `tsu:` or `tsu:Europe/Berlin`.
    private static func moment(_ text: String) -> ArrowFormat? {
        let units: [Character: Int64] = ["s": 1, "m": 1000, "u": 1_000_000, "n": 1_000_000_000]
        let letters = Array(text.prefix(4))
        guard letters.count == 4, letters[0] == "t", letters[1] == "s", letters[3] == ":", let unit = units[letters[2]]
        else { return nil }
        return .moment(perSecond: unit)
    }

    /// Buffers that an array of this format has at least.
    var bufferCount: Int {
        switch self {
        case .null: 0
        case .text, .bytes: 3
        case .textView: 3
        case .other: 0
        default: 2
        }
    }

    /// Whether its cells say what they are.
    var isReadable: Bool {
        switch self {
        case .other, .bytes: false
        default: true
        }
    }
}
