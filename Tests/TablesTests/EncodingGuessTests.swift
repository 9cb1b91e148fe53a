import Foundation
import Testing

@testable import Tables

/// Text in an encoding other than UTF-8: its letters show which.
struct EncodingGuessTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var encoding: ReadOptions.Encoding
        /// Written by Python's codecs, in Base64.
        var bytes: String
        var text: String
        var testDescription: String { encoding.label + ": " + text.prefix(20) }
    }

    static let cases: [Case] = [
        Case(
            encoding: .windows1251,
            bytes: "yuvo5e3yO9Hz7OzgO8Tg8uAKzs7OIKvQ7uzg+OrguzsxIDIzNCw1MDswMy4wMi4yMDI0CsfAziDR5eLl8CC5IDU7"
                + "OTksMTA7MTUuMDIuMjAyNArI8u7j7jsxIDMzMyw2MDsK",
            text: "Клиент;Сумма;Дата\nООО «Ромашка»;1 234,50;03.02.2024\n"
                + "ЗАО Север № 5;99,10;15.02.2024\nИтого;1 333,60;\n"),
        Case(
            encoding: .koi8r,
            bytes: "68zJxc7UO/PVzc3BCvLPzcHby8E7MTIzNCw1MArzxdfF0s7ZyiDXxdTF0js5OSwxMAo=",
            text: "Клиент;Сумма\nРомашка;1234,50\nСеверный ветер;99,10\n"),
        Case(
            encoding: .dos866,
            bytes: "iquopa3iO5HjrKygCpCurKDoqqA7MTIzNCw1MAqRpaKl4K3rqSCipeKl4Ds5OSwxMAo=",
            text: "Клиент;Сумма\nРомашка;1234,50\nСеверный ветер;99,10\n"),
        Case(
            encoding: .windows1253,
            bytes: "0OXr3PTn8jvQ7/P8CsHo3u3hOzEuMjM0LDUwCsrx3vTnIOrh6SDR/OTv8js5OSwxMAo=",
            text: "Πελάτης;Ποσό\nΑθήνα;1.234,50\nΚρήτη και Ρόδος;99,10\n"),
        Case(
            encoding: .windows1255,
            bytes: "7Pfl5zvx6+XtCvns5e0g5eHw6eU7MTIzNC41MArp+OX57OntOzk5LjEwCg==",
            text: "לקוח;סכום\nשלום ובניו;1234.50\nירושלים;99.10\n"),
        Case(
            encoding: .windows1256,
            bytes: "x+Ha4+3hO8fh48jh2wrU0d/JIMfh5ObROzEyMzQuNTAKx+Hex+XRyTs5OS4xMAo=",
            text: "العميل;المبلغ\nشركة النور;1234.50\nالقاهرة;99.10\n"),
        Case(
            encoding: .windows874,
            bytes: "xdmhpOnSO8LNtOCn1LkKusPUydG3ysLSwTsxMjM0LjUwCqHD2Kfgt747OTkuMTAK",
            text: "ลูกค้า;ยอดเงิน\nบริษัทสยาม;1234.50\nกรุงเทพ;99.10\n"),
        Case(
            encoding: .windows1250,
            bytes: "S2xpZW50O0t3b3RhCqPzZJ8gU3AuIHogby5vLjsxMjM0LDUwCox3aep0eSBXYbPqc2E7OTksMTAK",
            text: "Klient;Kwota\nŁódź Sp. z o.o.;1234,50\nŚwięty Wałęsa;99,10\n"),
        Case(
            encoding: .windows1250,
            bytes: "TmFtZTtDaXR5Ck38bGxlcjtL9mxuCqN1a2Fzejuj82SfClpv6ztCcmVtZW4K",
            text: "Name;City\nMüller;Köln\nŁukasz;Łódź\nZoë;Bremen\n"),
        Case(
            encoding: .windows1250,
            bytes: "S2xpZW50O8jhc3RrYQpQ+O1rbGFkb3bhIHNwb2xl6G5vc3Q7MTIzNCw1MApaZGVu7Gsgimlt+W5lazs5OSwxMApU"
                + "b23hmiBEdm/44Ws7NSwwMAo=",
            text: "Klient;Částka\nPříkladová společnost;1234,50\nZdeněk Šimůnek;99,10\nTomáš Dvořák;5,00\n"),
        Case(
            encoding: .windows1250,
            bytes: "3Gd5ZulsO9Zzc3plZwpFcmT1cyDpcyBU4XJzYTsxMjM0LDUwCkd59XIgS2Z0LiB24WxsYWxrb3rhczs5OSwxMApT"
                + "evtjczs1LDAwCg==",
            text: "Ügyfél;Összeg\nErdős és Társa;1234,50\nGyőr Kft. vállalkozás;99,10\nSzűcs;5,00\n"),
        Case(
            encoding: .windows1250,
            bytes: "Q2xpZW50O1N1beMKQnVjdXJlunRpOzEyMzQsNTAKQ29uc3Rhbv5hOzk5LDEwCg==",
            text: "Client;Sumă\nBucureşti;1234,50\nConstanţa;99,10\n"),
        Case(
            encoding: .windows1254,
            bytes: "Tfz+dGVyaTtUdXRhcgpJ/v1rIFRpY2FyZXQ7MTIzNCw1MApZ/Wxk/Xog3W7+YWF0Ozk5LDEwCkRv8GFuOzUsMDAK",
            text: "Müşteri;Tutar\nIşık Ticaret;1234,50\nYıldız İnşaat;99,10\nDoğan;5,00\n"),
        Case(
            encoding: .windows1252,
            bytes: "RmlybWE7QmV0cmFnCk38bGxlciAmIFP2aG5lIJNHcvbfZZQ7MSw1MCCACoprb2RhIJYgY5x1ciwgZG9uknQ7Miw1"
                + "MCCACg==",
            text: "Firma;Betrag\nMüller & Söhne “Größe”;1,50 €\nŠkoda – cœur, don’t;2,50 €\n"),
        Case(
            encoding: .windows1252,
            bytes: "UGHtcztB8W8KRXNwYfFhIL9xdek/OzEsNTAKRGFubWFyazogxnL4LCBT5mJ5ILM7Miw1MAo=",
            text: "País;Año\nEspaña ¿qué?;1,50\nDanmark: Ærø, Sæby ³;2,50\n"),
        Case(
            encoding: .windows1252,
            bytes: "TmFmbjtVcHBo5vAKR3XwcvpuIN7zcnNk83R0aXI7MSw1MArdbWlyIEJq9nJuc3NvbjsyLDUwCg==",
            text: "Nafn;Upphæð\nGuðrún Þórsdóttir;1,50\nÝmir Björnsson;2,50\n"),
        Case(
            encoding: .windows1252,
            bytes: "Q2lkYWRlO076bWVybwpT428gSm/jbzsxLDUwCk38bGxlciBB5/VlczsyLDUwCg==",
            text: "Cidade;Número\nSão João;1,50\nMüller Ações;2,50\n"),
        Case(
            encoding: .windows1252,
            bytes: "S2xpZW50O1N1bW1hClT1bnUgSvVnaTsxLDUwCkFuZHLpIE3kZ2k7Miw1MAo=",
            text: "Klient;Summa\nTõnu Jõgi;1,50\nAndré Mägi;2,50\n"),
        Case(
            encoding: .windows1252,
            bytes: "bm90ZSxhbW91bnQKd2FpdJd3aGF0IGRvbpJ0LDEKd2WScmUgZG9uZSCWIGl0knMgozUsMgpzYWlkk3llc5QsMwo=",
            text: "note,amount\nwait—what don’t,1\nwe’re done – it’s £5,2\nsaid“yes”,3\n"),
        Case(
            encoding: .windows1252,
            bytes: "TkFNRTtPUlQKTdxMTEVSO0vWTE4KQkrYUk47R0FSQ81BCg==",
            text: "NAME;ORT\nMÜLLER;KÖLN\nBJØRN;GARCÍA\n"),
        Case(
            encoding: .windows1250,
            bytes: "S3VwYWM7SXpub3MKTWFyaWphIEJhYmnmOzEsNTAKVG9taXNsYXYgimFyaeY7Miw1MApMdWthIEp1cmnmLCDIYWtvdmVjOzMK"
                + "cGxh5mVubywg0GFrb3ZvOzQKbmFydWSeYmEsIFBvnmVnYTs1Co51cGFuamEsIEtvdmHoZXZp5js2Cg==",
            text: "Kupac;Iznos\n"
                + "Marija Babić;1,50\n"
                + "Tomislav Šarić;2,50\n"
                + "Luka Jurić, Čakovec;3\n"
                + "plaćeno, Đakovo;4\n"
                + "narudžba, Požega;5\n"
                + "Županja, Kovačević;6\n"),
        Case(
            encoding: .windows1250,
            bytes: "WuFrYXpu7Ws7U3VtYQpUcmVu6O1uOzEsNTAKvHVib23tciBLb3bh6DsyLDUwCk1hcnRpbiDPdXJpY2E7MwpzcG9sb+hub3Od"
                + "IHMgcnXoZW7tbSBvYm1lZHplbv1tOzQKyGFkY2EsII5pbGluYSwg+uh0b3Zu7WN0dm87NQpQcmWab3YsIFTzdGhvduE7Ngo=",
            text: "Zákazník;Suma\n"
                + "Trenčín;1,50\n"
                + "Ľubomír Kováč;2,50\n"
                + "Martin Ďurica;3\n"
                + "spoločnosť s ručením obmedzeným;4\n"
                + "Čadca, Žilina, účtovníctvo;5\n"
                + "Prešov, Tóthová;6\n"),
        Case(
            encoding: .iso88592,
            bytes: "S2xpZW50O0t3b3RhCqPzZLwsIKZ3aW5vdWq2Y2llOzEsNTAKR3J6ZWdvcnogRLFicm93c2tpOzIsNTAKWmG/87PmIGfqtmyx"
                + "IGphvPE7MwpNYbNnb3J6YXRhIFdptm5pZXdza2E7NAo=",
            text: "Klient;Kwota\n"
                + "Łódź, Świnoujście;1,50\n"
                + "Grzegorz Dąbrowski;2,50\n"
                + "Zażółć gęślą jaźń;3\n"
                + "Małgorzata Wiśniewska;4\n"),
        Case(
            encoding: .iso88592,
            bytes: "S2xpZW50O8jhc3RrYQpKafjtIER2b/jhazsxLDUwCq7v4XIgbmFkIFPhemF2b3U7Miw1MApUb23huSBOb3bhaywgenJ1uWVu"
                + "YTszCkthdGX4aW5hIFL5vmnoa2E7NApE7OjtbiwgqeFya2EgS3XoZXJvduE7NQo=",
            text: "Klient;Částka\n"
                + "Jiří Dvořák;1,50\n"
                + "Žďár nad Sázavou;2,50\n"
                + "Tomáš Novák, zrušena;3\n"
                + "Kateřina Růžička;4\n"
                + "Děčín, Šárka Kučerová;5\n"),
        Case(
            encoding: .windows1257,
            bytes: "S2xpZW50YXM7U3VtYQrQaWF1bGlhaSwgUGFuZXbr/nlzOzEsNTAKUvt0YSDQaW1rdXTrOzIsNTAKS+ZzdHV0aXMsIHPgc2th"
                + "aXRhIGFwbW9r63RhOzMKdf5kYXJvamkgYWtjaW7rIGJlbmRyb3brOzQK3nlkcvtuYXMgU3RhbmtldmnoaXVzOzUKTWH+ZWlr"
                + "aWFpLCB1/nNha3ltYXMgYXTwYXVrdGFzOzYK",
            text: "Klientas;Suma\n"
                + "Šiauliai, Panevėžys;1,50\n"
                + "Rūta Šimkutė;2,50\n"
                + "Kęstutis, sąskaita apmokėta;3\n"
                + "uždaroji akcinė bendrovė;4\n"
                + "Žydrūnas Stankevičius;5\n"
                + "Mažeikiai, užsakymas atšauktas;6\n"),
        Case(
            encoding: .windows1257,
            bytes: "S2xpZW50cztTdW1tYQpS7mdhLCBS53pla25lOzEsNTAKSuJuaXMgQudyemny8DsyLDUwCk3icnRp8vAgS+9hdmny8DszCnNh"
                + "YmllZHLuYmEgYXIgaWVyb2Jl/m90dSBhdGJpbGTuYnU7NApy5+1pbnMgYXBtYWtz4nRzOzUKzGlydHMgwmJvbGny8CwgzWVr"
                + "YXZhOzYK",
            text: "Klients;Summa\n"
                + "Rīga, Rēzekne;1,50\n"
                + "Jānis Bērziņš;2,50\n"
                + "Mārtiņš Kļaviņš;3\n"
                + "sabiedrība ar ierobežotu atbildību;4\n"
                + "rēķins apmaksāts;5\n"
                + "Ģirts Āboliņš, Ķekava;6\n"),
        Case(
            encoding: .windows1252,
            bytes: "S3VuZGU7QmV0cmFnClP4cmVuIEr4cmdlbnNlbjsxLDUwCkjpbOhuZSBD9HTpLCBCZXNhbudvbjsyLDUwCkpvc+kgTvrxZXo7"
                + "MwpN/GxsZXIgJiBT9mhuZTs0Ckpv428gR29u52FsdmVzOzUKR3XwcvpuIN7zcnNk83R0aXI7NgpOaWNjb2zyOzcK",
            text: "Kunde;Betrag\n"
                + "Søren Jørgensen;1,50\n"
                + "Hélène Côté, Besançon;2,50\n"
                + "José Núñez;3\n"
                + "Müller & Söhne;4\n"
                + "João Gonçalves;5\n"
                + "Guðrún Þórsdóttir;6\n"
                + "Niccolò;7\n"),
        Case(
            encoding: .windows1252,
            bytes: "aWQ7bm9tYnJlO2ltcG9ydGUKMDvBbmdlbCBQ6XJlejsxLDUKMTvBbmdlbCBQ6XJlejsyLDUK",
            text: "id;nombre;importe\n"
                + "0;Ángel Pérez;1,5\n"
                + "1;Ángel Pérez;2,5\n"),
        Case(
            encoding: .dos850,
            bytes: "RmlybWE7QmV0cmFnCk2BbGxlciAmIFOUaG5lOzEsNTAKR3KU4WU7Miw1MAo=",
            text: "Firma;Betrag\nMüller & Söhne;1,50\nGröße;2,50\n"),
        Case(
            encoding: .dos850,
            bytes: "RklSTUE7QkVUUkFHCk2aTExFUiAmIFOZSE5FOzEsNTAKSo5HRVI7Miw1MAo=",
            text: "FIRMA;BETRAG\nMÜLLER & SÖHNE;1,50\nJÄGER;2,50\n"),
        Case(
            encoding: .macintosh,
            bytes: "bmFtZSxjaXR5Ck2fbGxlcixLmmxuCkdhcmOSYSxNh2xhZ2EKWm+RLIFyaHVzCg==",
            text: "name,city\nMüller,Köln\nGarcía,Málaga\nZoë,Århus\n"),
        Case(
            encoding: .shiftjis,
            bytes: "lNSNhiyOgZa8LIvginoKMSyOUpNjkb6YWSwxMDAwCjIsjbKToYnUjnEsMjUwMAozLJVcjqaDXIN0g2eKlI6uie+O"
                + "0CwzMDAK",
            text: "番号,氏名,金額\n1,山田太郎,1000\n2,佐藤花子,2500\n3,表示ソフト株式会社,300\n"),
        Case(
            encoding: .eucjp,
            bytes: "yNa55iy74cy+LLbis9sKMSy7s8XEwsDPuiwxMDAwCjIsurTGo7LWu9IsMjUwMAozLMm9vKilvaXVpciz9LywsvG8"
                + "0iwzMDAK",
            text: "番号,氏名,金額\n1,山田太郎,1000\n2,佐藤花子,2500\n3,表示ソフト株式会社,300\n"),
        Case(
            encoding: .gb18030,
            bytes: "seC6xSzQ1cP7LL3wtu4KMSzN9dChw/csMTAwMAoyLMDuu6osMjUwMAozLNXFzrAsMzAwCg==",
            text: "编号,姓名,金额\n1,王小明,1000\n2,李华,2500\n3,张伟,300\n"),
        Case(
            encoding: .big5,
            bytes: "vXO4uSypbaZXLKr3w0IKMSyk/aRwqfosMTAwMAoyLLNcpVy7XCwyNTAwCjMsp/W12CwzMDAK",
            text: "編號,姓名,金額\n1,王小明,1000\n2,許功蓋,2500\n3,李華,300\n"),
        Case(
            encoding: .euckr,
            bytes: "ufjIoyzAzLinLLHdvtcKMSyx6MO2vPYsMTAwMAoyLMDMv7XI8SwyNTAwCg==",
            text: "번호,이름,금액\n1,김철수,1000\n2,이영희,2500\n"),
    ]

    @Test(arguments: cases) func lettersShowTheEncoding(_ sample: Case) throws {
        let read = try table(bytes: Array(try #require(Data(base64Encoded: sample.bytes))))
        let plain = try table(sample.text)
        #expect(read.titles == plain.titles)
        #expect(read.rows == plain.rows)
        #expect(read.decisions.first == "encoding " + sample.encoding.label)
        #expect(read.problems == plain.problems)
    }

    @Test(arguments: cases) func encodingsCanBeNamed(_ sample: Case) throws {
        var options = ReadOptions()
        options.encoding = sample.encoding
        let read = try table(bytes: Array(try #require(Data(base64Encoded: sample.bytes))), options: options)
        #expect(read.rows == (try table(sample.text)).rows)
    }

    /// Bytes that are no characters stay, and are told.
    @Test func faultsAreTold() throws {
        var options = ReadOptions()
        options.encoding = .euckr
        let bytes = Array("id,name\n1,a".utf8) + [0xFF] + Array("b\n2,".utf8) + [0xB1, 0xE8, 0x0A]
        let read = try table(bytes: bytes, options: options)
        #expect(read.rows == [["1", "a\u{FF}b"], ["2", "김"]])
        #expect(read.problems.map(\.text) == ["test.csv:2: byte FF is not EUC-KR; read as U+00FF"])
    }

    /// Longer than what is converted at once, so that characters are cut.
    @Test func longTexts() throws {
        var options = ReadOptions()
        options.encoding = .shiftjis
        // 山 in Shift-JIS, of two bytes; rows of an odd number of bytes.
        let rows = 300_000
        let row: [UInt8] = [0x31, 0x2C, 0x8E, 0x52, 0x8E, 0x52, 0x0A]
        let bytes = Array("id,n\n".utf8) + (0..<rows).flatMap { _ in row }
        let read = try table(bytes: bytes, options: options)
        #expect(read.rowCount == rows)
        #expect(Set(read.texts(1)) == ["山山"])
        #expect(read.problems == [])
    }

    @Test(arguments: [
        ("UTF-8", ReadOptions.Encoding.utf8), ("cp1250", .windows1250), ("Windows-1252", .windows1252),
        ("Shift_JIS", .shiftjis), ("GBK", .gb18030), ("ISO-8859-1", .latin1), ("MacRoman", .macintosh),
    ])
    func usualNamesAreKnown(_ name: String, _ encoding: ReadOptions.Encoding) {
        #expect(ReadOptions.Encoding(name: name) == encoding)
    }
}
