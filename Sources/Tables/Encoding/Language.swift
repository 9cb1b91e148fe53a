/// A language by the letters that it has besides those of ASCII, to tell in which encoding a text makes words of it.
///
/// A text of western Europe has letters of one or several languages there; read as another encoding, they are those of no
/// single language. A text of Poland has the letters of one language in its own encoding, and of none in Windows-1252.
struct Language {
    private let letters: Set<UInt32>
    private let encodings: [ReadOptions.Encoding]

    private init(_ letters: String, _ encodings: [ReadOptions.Encoding]) {
        self.letters = Set((letters + letters.uppercased()).unicodeScalars.map(\.value))
        self.encodings = encodings
    }

    /// Those written in Windows-1252: German, French, Spanish, Portuguese, Italian, Swedish, Danish and Norwegian,
    /// Icelandic, Dutch, Estonian, Catalan.
    private static let western = [
        "äöüß", "éèêëàâîïôûùçœ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìòù", "äöåé", "æøåé", "áðéíóúýþæö", "ëïéèöüá", "äöõüšž",
        "àçèéíïòóúü",
    ].map { Language($0, [.windows1252]) }

    /// Polish, Czech, Slovak, Croatian and Slovene, Romanian, Lithuanian, Latvian.
    private static let others = [
        Language("ąćęłńóśźż", [.windows1250, .iso88592]), Language("áčďéěíňóřšťúůýž", [.windows1250, .iso88592]),
        Language("áäčďéíĺľňóôŕšťúýž", [.windows1250, .iso88592]), Language("čćđšž", [.windows1250, .iso88592]),
        Language("ăâîşţ", [.windows1250]), Language("ąčęėįšųūž", [.windows1257]),
        Language("āčēģīķļņšūž", [.windows1257]),
    ]

    /// The encoding in which the letters of a text are those of one language, where they are clearly of none in
    /// Windows-1252; nil otherwise.
    static func encoding(of seen: HighBytes) -> ReadOptions.Encoding? {
        let total = (0x80...0xFF).reduce(0) { $0 + seen.asLetter(UInt8($1)) }
        guard total > 0 else { return nil }
        let west = western.map { $0.fit(.windows1252, seen).letters }.max() ?? 0
        // Nothing to ask where one language has all of them.
        if west == total { return nil }
        var best: (language: Language, fit: Fit)?
        for language in others {
            for encoding in language.encodings {
                let fit = language.fit(encoding, seen)
                if fit.letters > best?.fit.letters ?? 0 { best = (language, fit) }
            }
        }
        guard let best, best.fit.letters * 50 >= total * 49, isClear(best.fit, west: west, of: total) else {
            return nil
        }
        // Where letters differ that stand at the ends of words only, the encoding that has more of them.
        let counts = best.language.encodings.map { (encoding: $0, count: best.language.count($0, seen)) }
        return counts.reversed().max { $0.count < $1.count }?.encoding
    }

    private func count(_ encoding: ReadOptions.Encoding, _ seen: HighBytes) -> Int {
        bytes(encoding).reduce(0) { $0 + seen.besideLetter($1.byte) }
    }

    /// Whether what speaks for a language is more than chance among names of several western ones.
    private static func isClear(_ fit: Fit, west: Int, of total: Int) -> Bool {
        if fit.signs > 1, west * 10 < total * 9 { return true }
        if fit.signs > 0, west * 2 <= total, fit.letters == total { return true }
        guard fit.different > 1 else { return false }
        return fit.differing > 2 && west * 5 < total * 3 || total - west > 3 && west * 100 < total * 88
    }

    private struct Fit {
        var letters = 0
        /// Of those the ones for which Windows-1252 has others, how many different, and those for which it has signs.
        var differing = 0
        var different = 0
        var signs = 0
    }

    private func fit(_ encoding: ReadOptions.Encoding, _ seen: HighBytes) -> Fit {
        var fit = Fit()
        for (byte, character) in bytes(encoding) {
            let count = seen.asLetter(byte)
            if count == 0 { continue }
            fit.letters += count
            if character == windows1252Scalar(byte) { continue }
            fit.differing += count
            fit.different += 1
            if !HighBytes.isWesternLetter(byte) { fit.signs += count }
        }
        return fit
    }

    /// The bytes that stand for its letters.
    private func bytes(_ encoding: ReadOptions.Encoding) -> [(byte: UInt8, character: UInt32)] {
        // Behind those that are named, characters are as in Latin-1.
        let named = encoding.characters
        return (0..<128).compactMap { place in
            let character = named.indices.contains(place) ? named[place] : UInt32(0x80 + place)
            return letters.contains(character) ? (UInt8(0x80 + place), character) : nil
        }
    }
}
