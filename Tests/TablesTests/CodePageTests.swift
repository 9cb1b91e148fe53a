import Foundation
import Testing

@testable import Tables

/// Text of one byte a character that is not UTF-8: its letters show the code page.
struct CodePageTests {
    /// Written by Foundation, which has tables of its own.
    static let texts: [(page: CodePage, encoding: String.Encoding, text: String)] = [
        (
            .windows1251, .windowsCP1251,
            "Клиент;Сумма;Дата\nООО «Ромашка»;1 234,50;03.02.2024\nЗАО Север № 5;99,10;15.02.2024\nИтого;1 333,60;\n"
        ), (.windows1253, .windowsCP1253, "Πελάτης;Ποσό\nΑθήνα;1.234,50\nΚρήτη και Ρόδος;99,10\n"),
        (.windows1250, .windowsCP1250, "Klient;Kwota\nŁódź Sp. z o.o.;1234,50\nŚwięty Wałęsa;99,10\n"),
        (.windows1252, .windowsCP1252, "Firma;Betrag\nMüller & Söhne “Größe”;1,50 €\nŠkoda – cœur, don’t;2,50 €\n"),
        (.windows1252, .windowsCP1252, "País;Año\nEspaña ¿qué?;1,50\nDanmark: Ærø, Sæby ³;2,50\n"),
    ]

    /// Written by Python, each scalar a byte.
    static let written: [(page: CodePage, bytes: String, text: String)] = [
        (
            .dos866,
            "\u{8A}\u{AB}\u{A8}\u{A5}\u{AD}\u{E2};\u{91}\u{E3}\u{AC}\u{AC}\u{A0}\n\u{90}\u{AE}\u{AC}\u{A0}\u{E8}\u{AA}\u{A0};1234,50\n\u{91}\u{A5}\u{A2}\u{A5}\u{E0}\u{AD}\u{EB}\u{A9} \u{A2}\u{A5}\u{E2}\u{A5}\u{E0};99,10\n",
            "Клиент;Сумма\nРомашка;1234,50\nСеверный ветер;99,10\n"
        ),
        (
            .dos850, "Firma;Betrag\nM\u{81}ller & S\u{94}hne;1,50\nGr\u{94}\u{E1}e;2,50\n",
            "Firma;Betrag\nMüller & Söhne;1,50\nGröße;2,50\n"
        ),
    ]

    private func check(_ bytes: [UInt8], _ page: CodePage, _ text: String) throws {
        let read = try table(bytes: bytes)
        let plain = try table(text)
        #expect(read.titles == plain.titles)
        #expect(read.rows == plain.rows)
        #expect(read.decisions.first == "encoding \(page.rawValue)")
        #expect(read.problems == plain.problems)
    }

    @Test(arguments: texts.indices) func lettersShowTheCodePage(_ index: Int) throws {
        let (page, encoding, text) = Self.texts[index]
        let data = try #require(text.data(using: encoding))
        try check(Array(data), page, text)
    }

    @Test(arguments: written.indices) func lettersOfDOSShowTheCodePage(_ index: Int) throws {
        let (page, bytes, text) = Self.written[index]
        try check(bytes.unicodeScalars.map { UInt8($0.value) }, page, text)
    }

    /// Every character of a table goes there and back.
    @Test(arguments: [
        (CodePage.windows1250, String.Encoding.windowsCP1250), (.windows1251, .windowsCP1251),
        (.windows1253, .windowsCP1253),
    ])
    func tablesAreThoseOfFoundation(_ page: CodePage, _ encoding: String.Encoding) {
        #expect(page.table.count == 128)
        for (place, scalar) in page.table.enumerated() {
            guard let letter = Unicode.Scalar(scalar), let bytes = String(letter).data(using: encoding) else {
                continue
            }
            #expect(Array(bytes) == [UInt8(128 + place)])
        }
    }
}
