/// The currency signs and codes that may stand beside an amount.
enum Currency {
    /// ISO 4217 codes; a currency is known by its place here + 1, 0 is none.
    static let codes: [String] = [
        "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON",
        "BGN", "RUB", "UAH", "TRY", "ILS", "AED", "SAR", "QAR", "KWD", "BHD", "EGP", "ZAR", "NGN", "KES", "GHS", "MAD",
        "INR", "PKR", "BDT", "LKR", "CNY", "HKD", "TWD", "SGD", "MYR", "THB", "IDR", "PHP", "VND", "KRW", "BRL", "MXN",
        "ARS", "CLP", "COP", "PEN", "UYU", "HRK", "RSD", "KZT",
    ]

    /// Signs, the longer before those they begin with, and the code each stands for.
    private static let signs: [(sign: [UInt8], code: UInt8)] = {
        let table: [(String, String)] = [
            ("US$", "USD"), ("CA$", "CAD"), ("AU$", "AUD"), ("NZ$", "NZD"), ("HK$", "HKD"), ("MX$", "MXN"),
            ("NT$", "TWD"), ("R$", "BRL"), ("C$", "CAD"), ("A$", "AUD"), ("S$", "SGD"), ("$", "USD"), ("€", "EUR"),
            ("£", "GBP"), ("¥", "JPY"), ("￥", "JPY"), ("₹", "INR"), ("Rs.", "INR"), ("Rs", "INR"), ("₩", "KRW"),
            ("₽", "RUB"), ("₺", "TRY"),
            ("₪", "ILS"), ("₫", "VND"), ("฿", "THB"), ("₱", "PHP"), ("₴", "UAH"), ("₦", "NGN"), ("zł", "PLN"),
            ("Kč", "CZK"), ("Ft", "HUF"), ("SFr.", "CHF"), ("SFr", "CHF"), ("Fr.", "CHF"), ("Rp", "IDR"),
            ("円", "JPY"), ("元", "CNY"), ("원", "KRW"),
        ]
        return table.compactMap { sign, code in
            codes.firstIndex(of: code).map { (Array(sign.utf8), UInt8($0 + 1)) }
        }
    }()

    private static let codeBytes: [[UInt8]] = codes.map { Array($0.utf8) }

    static func name(_ code: UInt8) -> String {
        let index = Int(code) - 1
        return codes.indices.contains(index) ? codes[index] : ""
    }

    /// Codes whose money is written with `$` too.
    private static let dollars = numbers([
        "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU",
    ])
    /// Those whose money is written with `¥` too.
    private static let yuans = numbers(["JPY", "CNY"])
    /// Codes whose countries set a point between thousands.
    private static let pointsThousands = numbers([
        "EUR", "DKK", "NOK", "SEK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "RUB", "UAH", "TRY", "BRL", "ARS", "CLP",
        "COP", "UYU", "IDR", "VND", "HRK", "RSD",
    ])

    /// Codes of which a thousandth is a coin.
    private static let thousandths = numbers(["KWD", "BHD"])

    private static func numbers(_ names: [String]) -> Set<UInt8> {
        Set(names.compactMap { name in codes.firstIndex(of: name).map { UInt8($0 + 1) } })
    }

    /// What two of them beside one amount mean, as in `$5 USD` and `CAD $5`; nil where they contradict each other.
    static func joined(_ one: UInt8, _ other: UInt8) -> UInt8? {
        if one == other || one == 0 { return other }
        for (sign, codes) in [(1, dollars), (4, yuans)] {
            if one == sign, codes.contains(other) { return other }
            if other == sign, codes.contains(one) { return one }
        }
        return nil
    }

    /// Whether `12.500` beside it is likely twelve thousand and five hundred.
    static func setsPointBetweenThousands(_ code: UInt8) -> Bool { pointsThousands.contains(code) }

    /// Whether three digits behind a point are usual beside it.
    static func hasThreeDecimals(_ code: UInt8) -> Bool { thousandths.contains(code) }

    /// The sign or code at the beginning of the text, and its length; nil when there is none.
    static func leading(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> (code: UInt8, length: Int)? {
        guard count > 0 else { return nil }
        if bytes[0] == 0x24 { return (1, 1) }
        for (sign, code) in signs where sign.count <= count && equal(bytes, sign) { return (code, sign.count) }
        return count >= 3 ? letters(bytes).map { ($0, 3) } : nil
    }

    /// The sign or code at the end of the text, and its length.
    static func trailing(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> (code: UInt8, length: Int)? {
        guard count > 0 else { return nil }
        for (sign, code) in signs where sign.count <= count && equal(bytes + (count - sign.count), sign) {
            return (code, sign.count)
        }
        return count >= 3 ? letters(bytes + (count - 3)).map { ($0, 3) } : nil
    }

    private static func letters(_ bytes: UnsafePointer<UInt8>) -> UInt8? {
        for index in 0..<3 where bytes[index] &- 0x41 >= 26 { return nil }
        return codeBytes.firstIndex { equal(bytes, $0) }.map { UInt8($0 + 1) }
    }

    private static func equal(_ bytes: UnsafePointer<UInt8>, _ word: [UInt8]) -> Bool {
        for (index, byte) in word.enumerated() where bytes[index] != byte { return false }
        return true
    }
}
