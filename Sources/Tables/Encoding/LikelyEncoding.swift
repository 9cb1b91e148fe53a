import Synchronization

extension ReadOptions.Encoding {
    /// The encoding that a text is likely in which is not UTF-8, as the beginning shows: Windows-1252, unless the bytes
    /// above 127 clearly look like words in another.
    static func likely(_ bytes: UnsafePointer<UInt8>, to end: Int) -> Self {
        let end = min(end, sampleSize)
        if let wide = EastAsianText.encoding(bytes, count: min(end, EastAsianText.sampleSize)) { return wide }
        let seen = HighBytes(bytes, to: end)
        // Words of nothing but such bytes: another alphabet, by its most frequent letters.
        if seen.inWords * 2 > seen.count {
            let shares = alphabets.map { (encoding: $0.encoding, share: seen.share(of: $0.letters, in: $0.encoding)) }
            if let best = shares.max(by: { $0.share < $1.share }), best.share > 0.4 { return best.encoding }
            return .windows1252
        }
        let western = [Self.windows1252, .dos850, .macintosh].map { (encoding: $0, share: seen.westernShare(in: $0)) }
        if western[0].share < 0.75, let best = western.max(by: { $0.share < $1.share }), best.share > 0.9 {
            return best.encoding
        }
        return Language.encoding(of: seen) ?? neighbours.first { $0.isSeen(in: seen) }?.encoding ?? .windows1252
    }

    private static let sampleSize = 1 << 20

    /// The most frequent letters of other alphabets.
    private static let alphabets: [(encoding: Self, letters: String)] = [
        (.windows1251, "оеаинтсрвл"), (.dos866, "оеаинтсрвл"), (.koi8r, "оеаинтсрвл"),
        (.windows1253, "αοιετσνηρκάό"), (.windows1255, "יוהלאמרשתבנד"), (.windows1256, "اليمنورتهبدع"),
        (.windows874, "านรกอเงมยลวดทส่้ี"),
    ]

    /// Languages whose letters stand where Windows-1252 has others.
    private static let neighbours = [
        // `£ód³` is `Łódź`.
        Neighbour(.windows1250, needs: ["łŁąĄżŻźŹ"], letters: "ąćęłńśźżĄĆĘŁŃŚŹŻ"),
        Neighbour(.windows1250, needs: ["ě", "řčů", "šžŠŽ"], letters: "ěřčůťňďĚŘČŮŤŇĎ"),
        Neighbour(.windows1250, needs: ["őűŐŰ", "öüÖÜ", "áÁ", "éÉ"], letters: "őűŐŰ", never: "ä"),
        Neighbour(.windows1250, needs: ["ăĂ", "ţŢ"], letters: "ăşţĂŞŢ", never: "ő"),
        Neighbour(.windows1254, needs: ["ı", "şŞ"], letters: "ışğİŞĞ", never: "áíóúæ"),
    ]

    /// The characters from 0x80 on, as many as are not those of Latin-1; none where the C library does not know them.
    var characters: [UInt32] {
        if self == .windows1252 { return windows1252Characters }
        if let known = Self.known.withLock({ $0[self] }) { return known }
        guard let charset, let converter = TextConverter(from: charset) else { return [] }
        let found = (UInt8(0x80)...0xFF).map { byte in
            withUnsafePointer(to: byte) { converter.characters($0, count: 1).text.unicodeScalars.first?.value ?? 0 }
        }
        Self.known.withLock { $0[self] = found }
        return found
    }

    private static let known = Mutex<[Self: [UInt32]]>([:])
}

/// What tells a language by its letters in an encoding that differs from Windows-1252 in few of them.
private struct Neighbour {
    let encoding: ReadOptions.Encoding
    /// Of each of these some letter has to be there.
    private let needs: [String]
    /// Its letters that Windows-1252 has not in their place: nearly all that differ have to be of them.
    private let letters: String
    private let never: String

    init(_ encoding: ReadOptions.Encoding, needs: [String], letters: String, never: String = "") {
        self.encoding = encoding
        self.needs = needs
        self.letters = letters
        self.never = never
    }

    func isSeen(in seen: HighBytes) -> Bool {
        let characters = encoding.characters
        func count(_ letters: String) -> Int {
            let wanted = Set(letters.unicodeScalars.map(\.value))
            return characters.indices.filter { wanted.contains(characters[$0]) }
                .reduce(0) { $0 + seen.asLetter(UInt8(0x80 + $1)) }
        }
        guard needs.allSatisfy({ count($0) > 0 }), count(never) == 0 else { return false }
        let differing = characters.indices.filter { characters[$0] != windows1252Scalar(UInt8(0x80 + $0)) }
        let all = differing.reduce(0) { $0 + seen.asLetter(UInt8(0x80 + $1)) }
        return count(letters) * 10 >= all * 9
    }
}
