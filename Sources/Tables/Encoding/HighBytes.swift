/// Which bytes above 127 a text has, and where; those for spaces, dashes and quotes left aside.
struct HighBytes {
    private(set) var count = 0
    /// Those in words of three and more of them and no letter of ASCII.
    private(set) var inWords = 0
    /// By byte, those that stand between letters of ASCII, others of them aside.
    private var inside = [Int](repeating: 0, count: 256)
    /// Those and the ones behind a letter, by the letter that follows, or else the one before: small and capital.
    private var small = [Int](repeating: 0, count: 256)
    private var capital = [Int](repeating: 0, count: 256)
    /// Those beside one at least.
    private var beside = [Int](repeating: 0, count: 256)
    private var counts = [Int](repeating: 0, count: 256)

    private static let signs: Set<UInt8> = [0xA0, 0xAB, 0xBB, 0x80, 0x85, 0x91, 0x92, 0x93, 0x96, 0x97]

    /// Signs of Windows-1252 that may follow a word, as `”` and `™` do.
    private static let signsBehind = signs.union([0x84, 0x86, 0x87, 0x89, 0x8B, 0x94, 0x95, 0x98, 0x99, 0x9B])
        .union(0xA1...0xBF)

    init(_ bytes: UnsafePointer<UInt8>, to end: Int) {
        var place = firstHighByte(bytes, 0, end)
        while place < end {
            let first = place
            while place < end, bytes[place] > 127 { place += 1 }
            let isBehind = first > 0 && isLetter(bytes[first - 1])
            let isBefore = place < end && isLetter(bytes[place])
            let isSmall = isBehind && (isBefore ? bytes[place] : bytes[first - 1]) > 0x60
            var letters = 0
            for byte in UnsafeBufferPointer(start: bytes + first, count: place - first) {
                let isSign = Self.signs.contains(byte)
                if isBehind && isBefore { inside[Int(byte)] += 1 }
                if isBehind && (isBefore || !Self.signsBehind.contains(byte)) {
                    if isSmall { small[Int(byte)] += 1 } else { capital[Int(byte)] += 1 }
                }
                if isSign { continue }
                letters += 1
                counts[Int(byte)] += 1
                if isBehind || isBefore { beside[Int(byte)] += 1 }
            }
            count += letters
            if !isBehind, !isBefore, letters > 2 { inWords += letters }
            place = firstHighByte(bytes, place, end)
        }
    }

    /// The share of these letters, small and capital, in an encoding.
    func share(of letters: String, in encoding: ReadOptions.Encoding) -> Double {
        let wanted = Set((letters + letters.uppercased()).unicodeScalars.map(\.value))
        var found = 0
        for (place, character) in encoding.characters.enumerated() where wanted.contains(character) {
            found += counts[128 + place]
        }
        return Double(found) / Double(max(1, count))
    }

    /// The share of those within and at the end of words that are letters of western languages in an encoding, as small as
    /// the letter beside them; 1 where there are none. Within words Windows-1252 has neither quotes nor commas: `Gr”áe` is `Größe`.
    func westernShare(in encoding: ReadOptions.Encoding) -> Double {
        let characters = encoding.characters
        var all = 0
        var found = 0
        for byte in 128..<256 {
            let character = byte - 128 < characters.count ? characters[byte - 128] : UInt32(byte)
            all += small[byte] + capital[byte]
            if Self.smallLetters.contains(character) { found += small[byte] }
            if Self.capitalLetters.contains(character) { found += capital[byte] }
        }
        return all == 0 ? 1 : Double(found) / Double(all)
    }

    /// How often a byte stands where a letter does: beside another, or, where Windows-1252 has a sign, between two.
    func asLetter(_ byte: UInt8) -> Int {
        Self.isWesternLetter(byte) ? beside[Int(byte)] : inside[Int(byte)]
    }

    static func isWesternLetter(_ byte: UInt8) -> Bool {
        byte >= 0xC0 && byte != 0xD7 && byte != 0xF7 || [0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F].contains(byte)
    }

    /// How often a byte stands beside a letter, whatever Windows-1252 has there.
    func besideLetter(_ byte: UInt8) -> Int { beside[Int(byte)] }

    /// What stands between letters in English.
    private static let marks = "’–—…"
    private static let smallLetters = scalars("àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœšžðþ" + marks)
    private static let capitalLetters = scalars("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßŒŠŽÐÞ" + marks)

    private static func scalars(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }
}
