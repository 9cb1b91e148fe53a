/// What a number format makes of a number.
enum CellFormat: Hashable, Sendable {
    case number
    /// A day, or a day and a time of day.
    case date
    /// A time of day without a day.
    case time
    /// Hours, minutes, seconds that count on: `[h]:mm`.
    case elapsed
    /// An amount in a currency (a `Currency` code).
    case money(UInt8)
    /// So many digits, with zeros before them: `00000`.
    case padded(Int)

    /// A format code as workbooks have it: `#,##0.00`, `yyyy-mm-dd`, `[$€-407] #,##0.00`.
    init(code: String) {
        let lowered = code.lowercased()
        if lowered == "general" || lowered == "standard" {
            self = .number
            return
        }
        let parts = FormatParts(code)
        if parts.isElapsed {
            self = .elapsed
        } else if !parts.hasDigits, parts.letters.contains(where: { "ymdhs".contains($0) }) {
            self = parts.isTime ? .time : .date
        } else if let currency = parts.currency {
            self = .money(currency)
        } else if code.utf8.count >= 3, code.utf8.allSatisfy({ $0 == 0x30 }) {
            self = .padded(code.utf8.count)
        } else {
            self = .number
        }
    }

    /// A format that workbooks refer to by number without spelling it out (ECMA-376 18.8.30).
    init(builtIn number: Int) {
        switch number {
        // 27 to 36 and 50 to 58 are dates in East Asian editions and nothing in others.
        case 14...17, 22, 27...36, 50...58: self = .date
        case 18...21, 45, 47: self = .time
        case 46: self = .elapsed
        default: self = .number
        }
    }
}

/// The first section of a format code taken apart.
private struct FormatParts {
    /// What is no literal: digits, letters of dates, signs; in lower case.
    var letters = ""
    var isElapsed = false
    /// Whether it has places for digits, but for fractions of seconds: `0 days` is a number.
    var hasDigits = false
    /// The currency that a literal or `[$…]` names.
    var currency: UInt8?

    init(_ code: String) {
        var rest = Substring(code)
        while let character = rest.popFirst() {
            switch character {
            case ";": return
            case "\"":
                let literal = rest.prefix { $0 != "\"" }
                note(literal)
                rest = rest[literal.endIndex...].dropFirst()
            case "\\":
                if let literal = rest.popFirst() { note(String(literal)[...]) }
            // A gap as wide as the next character, or the next character over and over.
            case "_", "*": rest = rest.dropFirst()
            case "[":
                let inner = rest.prefix { $0 != "]" }
                rest = rest[inner.endIndex...].dropFirst()
                take(inner)
            default:
                if character == "#" || character == "?" || character == "0" && !letters.contains("s") {
                    hasDigits = true
                }
                if character.isLetter {
                    // `R$ 0` and `CHF 0`, which some write without quotes.
                    let word = rest.prefix { $0.isLetter }
                    let sign = rest.prefix { $0.isLetter || $0 == "$" }
                    if let found = Self.currency(String(character) + sign) {
                        rest = rest[sign.endIndex...]
                        currency = currency ?? found
                    } else {
                        rest = rest[word.endIndex...]
                        letters += (String(character) + word).lowercased()
                    }
                } else if character.isNumber {
                    letters += character.lowercased()
                } else {
                    note(String(character)[...])
                }
            }
        }
    }

    /// Hours or seconds and no days; `m` beside them is minutes.
    var isTime: Bool {
        letters.contains { "hs".contains($0) } && !letters.contains { $0 == "y" || $0 == "d" }
            && !isMonthBesideHours
    }

    /// `mmm h:mm`: names of months.
    private var isMonthBesideHours: Bool { letters.contains("mmm") }

    /// What stands in brackets: a currency and language, a unit of time that counts on, a colour, a condition.
    private mutating func take(_ inner: Substring) {
        if inner.first == "$" {
            note(inner.dropFirst().prefix { $0 != "-" })
        } else if let first = inner.lowercased().first, "hms".contains(first),
            inner.lowercased().allSatisfy({ $0 == first })
        {
            isElapsed = true
        }
    }

    private mutating func note(_ literal: Substring) {
        if currency == nil { currency = Self.currency(String(literal.filter { !$0.isWhitespace })) }
    }

    /// The currency whose sign or code this is.
    private static func currency(_ text: String) -> UInt8? {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress, let found = Currency.leading(start, bytes.count),
                found.length == bytes.count
            else { return nil }
            return found.code
        }
    }
}

/// `styles.xml`: the format of each style of cells.
final class StyleReader: XMLListener {
    /// By the number that cells give.
    private(set) var formats: [CellFormat] = []
    private var codes: [Int: String] = [:]
    private var isInStyles = false

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "numFmt":
            if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
                codes[id] = code
            }
        case "cellXfs": isInStyles = true
        case "xf":
            guard isInStyles else { return }
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            formats.append(codes[id].map { CellFormat(code: $0) } ?? CellFormat(builtIn: id))
        default: break
        }
    }

    func end(_ name: XMLName) {
        if "cellXfs" ~= name { isInStyles = false }
    }
}
