/// Encodings of one byte a character that a text may be in which is not UTF-8, as its letters show.
///
/// Source: the code pages of Microsoft as unicode.org has them (Public/MAPPINGS/VENDORS/MICSFT).
enum CodePage: String, CaseIterable {
    case windows1252 = "Windows-1252"
    case windows1250 = "Windows-1250"
    case windows1251 = "Windows-1251"
    case windows1253 = "Windows-1253"
    case dos850 = "DOS 850"
    case dos866 = "DOS 866"

    /// The characters of 0x80 to 0xFF, or of as many of them as are not those of Latin-1.
    var table: [UInt32] { Self.tables[self] ?? [] }

    private static let tables = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.characters) })

    private var characters: [UInt32] {
        switch self {
        case .windows1252: Tables.windows1252
        case .windows1250:
            [
                "€\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź",
                "\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż",
                "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß",
                "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
            ].flatMap { $0.unicodeScalars.map(\.value) }
        case .windows1251:
            [
                "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ",
                "\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї",
                "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
                "абвгдежзийклмнопрстуфхцчшщъыьэюя",
            ].flatMap { $0.unicodeScalars.map(\.value) }
        case .windows1253:
            [
                "€\u{81}‚ƒ„…†‡\u{88}‰\u{8A}‹\u{8C}\u{8D}\u{8E}\u{8F}\u{90}‘’“”•–—\u{98}™\u{9A}›\u{9C}\u{9D}\u{9E}\u{9F}",
                "\u{A0}΅Ά£¤¥¦§¨©ª«¬\u{AD}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ",
                "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡÒΣΤΥΦΧΨΩΪΫάέήί",
                "ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώÿ",
            ].flatMap { $0.unicodeScalars.map(\.value) }
        case .dos850:
            [
                "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ",
                "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐",
                "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀",
                "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}",
            ].flatMap { $0.unicodeScalars.map(\.value) }
        case .dos866:
            [
                "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
                "абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
                "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
                "рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{A0}",
            ].flatMap { $0.unicodeScalars.map(\.value) }
        }
    }

    /// Windows-1252, unless the bytes above 127 clearly look like words in another code page.
    ///
    /// `bytes` has the text up to `end`, of which the beginning is looked at.
    static func likely(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> CodePage {
        let seen = HighBytes(bytes, from: start, to: min(end, start + sampleSize))
        // Words of nothing but such bytes: another alphabet, by its most frequent letters.
        if seen.inWords * 2 > seen.count {
            let shares = frequent.map { (page: $0.page, share: seen.share(of: $0.bytes)) }
            if let best = shares.max(by: { $0.share < $1.share }), best.share > 0.4 { return best.page }
            return .windows1252
        }
        // Within words Windows-1252 has neither quotes nor commas: `Gr”áe` is `Größe`.
        let signs = [0x81, 0x82, 0x84, 0x87, 0x88, 0x89, 0x94].reduce(0) { $0 + seen.inside[$1] }
        let letters = [0xE0, 0xE4, 0xE7, 0xE8, 0xE9, 0xF1, 0xF6, 0xFC].reduce(0) { $0 + seen.inside[$1] }
        if signs * 4 > seen.count, letters == 0 { return .dos850 }
        // `£ód³` is `Łódź`.
        let proof = seen.inside[0xB3] + seen.inside[0xB9] + seen.inside[0xBF] + seen.beside[0x9F]
        let polish = [
            0xB3, 0xB9, 0x9C, 0x9F, 0xBF, 0xEA, 0xE6, 0xF1, 0xF3, 0xA3, 0x8C, 0x8F, 0xAF, 0xA5, 0xCA, 0xC6, 0xD3,
        ].reduce(0) { $0 + seen.beside[$1] }
        return proof > 0 && polish * 10 >= seen.count * 9 ? .windows1250 : .windows1252
    }

    private static let sampleSize = 1 << 20

    /// The most frequent letters of other alphabets, small and capital, as bytes of the code pages that have them.
    private static let frequent: [(page: CodePage, bytes: [Int])] = [
        (.windows1251, windows1251.bytes(of: "оеаинтсрвл")), (.dos866, dos866.bytes(of: "оеаинтсрвл")),
        (.windows1253, windows1253.bytes(of: "αοιετσνηρκάό")),
    ]

    private func bytes(of letters: String) -> [Int] {
        let wanted = Set((letters + letters.uppercased()).unicodeScalars.map(\.value))
        return table.indices.filter { wanted.contains(table[$0]) }.map { 128 + $0 }
    }
}

/// Which bytes above 127 a text has, and where; those for spaces, dashes and quotes left aside.
private struct HighBytes {
    private(set) var count = 0
    /// Those in words of three and more of them and no letter of ASCII.
    private(set) var inWords = 0
    /// By byte, those that stand between letters of ASCII, others of them aside, and those beside one.
    private(set) var inside = [Int](repeating: 0, count: 256)
    private(set) var beside = [Int](repeating: 0, count: 256)
    private var counts = [Int](repeating: 0, count: 256)

    private static let signs: Set<UInt8> = [0xA0, 0xAB, 0xBB, 0x80, 0x85, 0x91, 0x92, 0x93, 0x96, 0x97]

    init(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) {
        var place = firstHighByte(bytes, start, end)
        while place < end {
            let first = place
            while place < end, bytes[place] > 127 { place += 1 }
            let isBehind = first > start && isLetter(bytes[first - 1])
            let isBefore = place < end && isLetter(bytes[place])
            var letters = 0
            for byte in UnsafeBufferPointer(start: bytes + first, count: place - first) {
                if isBehind && isBefore { inside[Int(byte)] += 1 }
                if Self.signs.contains(byte) { continue }
                letters += 1
                counts[Int(byte)] += 1
                if isBehind || isBefore { beside[Int(byte)] += 1 }
            }
            count += letters
            if !isBehind, !isBefore, letters > 2 { inWords += letters }
            place = firstHighByte(bytes, place, end)
        }
    }

    /// The share that is one of these bytes.
    func share(of bytes: [Int]) -> Double {
        Double(bytes.reduce(0) { $0 + counts[$1] }) / Double(max(1, count))
    }
}
