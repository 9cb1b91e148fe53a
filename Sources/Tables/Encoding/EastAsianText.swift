/// Text of China, Japan and Korea in the encodings that were usual before UTF-8, in which a character takes two bytes.
enum EastAsianText {
    /// How many bytes of the beginning are looked at.
    static let sampleSize = 1 << 16
    /// Fewer characters show nothing.
    private static let fewest = 4

    /// The encoding in which the text has no fault and a third of its characters are among the most frequent; nil where
    /// there is none.
    static func encoding(_ bytes: UnsafePointer<UInt8>, count: Int) -> ReadOptions.Encoding? {
        guard hasPairs(bytes, count: count) else { return nil }
        let shares = frequent.map { page in
            (encoding: page.encoding, share: share(of: page.characters, page.encoding, bytes, count))
        }
        guard let best = shares.max(by: { $0.share < $1.share }), best.share > 1 / 3 else { return nil }
        return best.encoding
    }

    /// Whether one in three of the bytes above 127 may begin a character of two bytes, the least that such a text has.
    private static func hasPairs(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
        var high = 0
        var pairs = 0
        // Pairs with a letter of ASCII beside them, as the `Án` of `Ángel` has.
        var inWords = 0
        var behind = 0
        var place = firstHighByte(bytes, 0, count)
        while place < count {
            let isPair = place + 1 < count && bytes[place + 1] >= 0x40
            if isPair {
                let isBehindLetter = place > behind && isLetter(bytes[place - 1])
                if isBehindLetter || place + 2 < count && isLetter(bytes[place + 2]) { inWords += 1 }
                behind = place + 2
            }
            high += isPair && bytes[place + 1] > 127 ? 2 : 1
            pairs += isPair ? 1 : 0
            place = firstHighByte(bytes, min(place + (isPair ? 2 : 1), count), count)
        }
        return pairs >= fewest && pairs * 3 >= high && inWords * 2 <= pairs
    }

    private static func share(
        of characters: Set<UInt32>, _ encoding: ReadOptions.Encoding, _ bytes: UnsafePointer<UInt8>, _ count: Int
    ) -> Double {
        guard let charset = encoding.charset, let converter = TextConverter(from: charset) else { return 0 }
        let (text, faults) = converter.characters(bytes, count: count)
        let letters = text.unicodeScalars.lazy.map(\.value).filter { $0 > 0x7F && !isSign($0) }
        var all = 0
        var found = 0
        for letter in letters {
            all += 1
            if characters.contains(letter) { found += 1 }
        }
        // The last character may be cut off.
        return all >= fewest && faults <= 1 + all / 100 ? Double(found) / Double(all) : 0
    }

    /// Spaces, brackets, and letters of ASCII in full width.
    private static func isSign(_ scalar: UInt32) -> Bool {
        (0x3000...0x303F).contains(scalar) || (0xFF00...0xFF60).contains(scalar) || (0x2000...0x206F).contains(scalar)
    }

    private static let frequent: [(encoding: ReadOptions.Encoding, characters: Set<UInt32>)] = [
        (.gb18030, scalars(simplified)), (.big5, scalars(traditional)), (.euckr, scalars(korean)),
        (.shiftjis, scalars(japanese).union(kana)), (.eucjp, scalars(japanese).union(kana)),
    ]

    private static let kana = Set<UInt32>(0x3041...0x3096).union(0x30A1...0x30FC)

    private static func scalars(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }

    // The most frequent characters, those of family names, and those of the titles of business tables.

    private static let simplified =
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
        + "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
        + "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美"
        + "相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
        + "水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计"
        + "管期市直资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设"
        + "式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运编号姓额客户订"
        + "单销售限阶段责华李刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
        + "潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江顾侯邵孟龙雷钱汤尹黎易武乔贺赖龚京州深圳广浙网技集团"
        + "费价备注状态联邮箱职省县街款税货商店采购项"

    private static let traditional =
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
        + "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日"
        + "軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美"
        + "相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解"
        + "水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計"
        + "管期市直資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設"
        + "式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運編號姓額客戶訂"
        + "單銷售限階段責華李劉陳楊趙黃周吳徐孫胡朱林郭羅梁宋鄭謝韓唐馮蕭曹袁鄧傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉閻余"
        + "潘杜戴夏鍾汪田姜范石姚譚廖鄒熊陸郝孔崔康毛邱秦江顧侯邵孟龍雷錢湯尹黎易武喬賀賴龔雄灣網技集團費價備註"
        + "狀態聯絡郵箱職稱縣街款稅貨商店採購專案"

    private static let japanese =
        "日本人大年出中子見国言上分生手自行者二間事思時気会十家女三前的方入小地合後目長場代私下立部学物月田何"
        + "来彼話体動社知理山内同心発高実作当新世今書度明五戦力名金性対意用男主通関文屋感郎業定政持道外取所現番"
        + "号顧客注商品売株式付担門計受額価格税込数量単請求納期支店営課様御積状況住電郵便都府県市区町村佐藤鈴木"
        + "橋渡辺伊林加吉松井清水口阿池森石川岡太一四六七八九百千万円和美雄夫東京阪北海横浜古福製造開運輸銀連絡"
        + "先備考"

    private static let korean =
        "이다는의을가하고지에사대기인리도은시자로정어한서를수그만과제부장주일전라보공상구원동조유비여안연나우"
        + "성해아위무신스경소관치재용년영학진미업선생중계객금액문품번호름매출회식합담당날짜김박최강윤임오권황송"
        + "홍민현석준희혜숙철순옥길남북화메세율량단거래처등급태코드분류역팀월"
}
