/// What totals are called: the words that a line of totals begins with, in the languages of exports, and what stands around
/// them.
private let totalWords: Set<String> = [
    "total", "totals", "grand total", "grand totals", "subtotal", "sub total", "sub-total", "subtotals", "sum", "sums",
    "grand sum", "total sum", "sum total", "overall", "overall total", "tot", "report total", "total result",
    "carried forward", "brought forward", "balance carried forward", "balance brought forward",
    "gesamt", "gesamtsumme", "gesamtergebnis", "summe", "zwischensumme", "teilsumme", "endsumme", "übertrag",
    "totale", "totale complessivo", "totale generale", "subtotale", "total général", "total general", "sous-total",
    "sous total", "somme", "à reporter", "total geral", "suma", "suma total", "suma końcowa", "suma częściowa",
    "ogółem",
    "eindtotaal", "totaal", "subtotaal", "totalt", "totalsumma", "summa", "delsumma", "samlet", "samlet sum", "i alt",
    "ialt", "sum i alt", "delsum", "mellomsum", "yhteensä", "välisumma", "kokku", "razem", "celkem", "mezisoučet",
    "spolu", "medzisúčet", "összesen", "mindösszesen", "részösszeg", "ukupno", "skupaj", "toplam", "ara toplam",
    "genel toplam", "σύνολο", "итого", "всего", "общий итог", "промежуточный итог", "разом", "усього", "общо",
    "المجموع",
    "الإجمالي", "סה\"כ", "合計", "総計", "小計", "总计", "合计", "小计", "總計", "합계", "총계", "소계", "tổng", "tổng cộng",
    "jumlah", "รวม",
]

/// Words that other lines about all rows begin with, before or behind a line of totals.
private let statisticWords: Set<String> = [
    "average", "avg", "mean", "median", "count", "record count", "records", "min", "minimum", "max", "maximum",
    "mittelwert", "durchschnitt", "anzahl", "moyenne", "nombre", "promedio", "recuento",
]

/// `Average:`, `Count`.
func namesStatistic(_ text: String) -> Bool { statisticWords.contains(plainWord(text)) }

/// `Total`, `Grand Totals (5 records)`, `TOTAL:`, `- Total -`, `T O T A L`.
func isTotal(_ text: String) -> Bool {
    guard text.utf8.count <= 100 else { return false }
    let word = plainWord(text)
    return totalWords.contains(word) || totalWords.contains(spacedOut(word))
}

/// The same, and `East Total`.
func namesTotal(_ text: String) -> Bool { isTotal(text) || text.lowercased().hasSuffix(" total") }

/// What a total is of: `EMEA` of `Total EMEA` and of `EMEA Total`; nil where the text is no such name.
func groupOfTotal(_ text: String) -> String? {
    let lowered = text.lowercased()
    if lowered.hasSuffix(" total") { return String(text.dropLast(6)) }
    for word in groupWords where lowered.hasPrefix(word) {
        let group = text.dropFirst(word.count).drop { $0 == " " || $0 == ":" }
        return group.isEmpty || group.first == "(" ? nil : String(group)
    }
    return nil
}

/// What stands before the name of a group whose total follows.
private let groupWords = [
    "total for ", "total ", "totals for ", "subtotal for ", "subtotal ", "sub-total ", "sub total ", "sum of ",
    "summe ", "zwischensumme ", "gesamt ", "totale ", "totaal ", "total de ", "sous-total ", "total: ", "subtotal: ",
]

/// `Total: Campaigns`, as advertising exports call several totals one below the other.
func namesTotalOfKind(_ text: String) -> Bool {
    let lowered = text.lowercased()
    return lowered.hasPrefix("total: ") && !isRowCount(lowered)
}

/// In small letters, without brackets and without what stands around the words.
func plainWord(_ text: String) -> String {
    var word = text.lowercased()[...]
    if let bracket = word.firstIndex(of: "(") { word = word[..<bracket] }
    func isAround(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }
    word = word.drop(while: isAround)
    while let last = word.last, isAround(last) { word.removeLast() }
    return String(word)
}

/// `total` of `t o t a l`; the word itself where its letters are not apart.
private func spacedOut(_ word: String) -> String {
    let letters = word.split(separator: " ")
    return letters.count > 2 && letters.allSatisfy { $0.count == 1 } ? letters.joined() : word
}

/// Whether a cell beside the name of a total holds words, which a total seldom has: neither a number, a day, the code of a
/// currency, a number of rows, nor a mark for no value.
func holdsWords(_ text: String) -> Bool {
    guard text.contains(where: \.isLetter), CellKind(text) == .other, !isRowCount(text.lowercased()) else {
        return false
    }
    let isCode = text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    return !isCode && !isMissingWord(text)
}

/// Words that stand with the number of rows.
private let countWords: Set<Substring> = [
    "total", "totals", "number", "count", "of", "rows", "row", "records", "record", "entries", "results", "items",
    "lines", "showing", "selected", "in", "set", "sec", "affected", "returned", "fetched",
]

/// `(2 rows)`, `Total: 5,700 records`: numbers and such words alone.
func isRowCount(_ lowered: String) -> Bool {
    // A cell of megabytes is none.
    guard lowered.utf8.count <= 200 else { return false }
    let words = lowered.split { !$0.isLetter && !$0.isNumber }
    let numbers = words.count { $0.allSatisfy(\.isNumber) }
    return numbers > 0 && numbers < words.count
        && words.allSatisfy { $0.allSatisfy(\.isNumber) || countWords.contains($0) }
}
