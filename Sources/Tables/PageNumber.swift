import Values

/// Words that stand before the number of a page, in small letters.
private let pageWords: Set<Substring> = ["page", "seite", "página", "pagina", "pág", "strona", "sida", "side"]

/// Words between it and how many there are.
private let ofWords: Set<Substring> = ["of", "von", "sur", "de", "di", "van", "z", "av", "af"]

/// Letters that a page's number may begin with.
let pageLetters = "ps"

/// `Page 2`, `Page 2 of 5`, `Seite 2 von 5`, `Page 2/5`, as a report has it at the foot of each page.
func isPageNumber(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ dialect: Dialect) -> Bool {
    guard (6...40).contains(range.count), beginsAsPageWord(bytes, range, dialect.quote) else { return false }
    let text = cellText(bytes, range.lowerBound, range.upperBound, dialect).lowercased()
    guard text.utf8.last.map(isDigit) == true else { return false }
    let words = text.split { !$0.isLetter && !$0.isNumber }
    let numbers = words.filter { $0.utf8.allSatisfy(isDigit) }
    guard let word = words.first, pageWords.contains(word), words.count <= 4, words.count > 1,
        (1...2).contains(numbers.count), numbers.allSatisfy({ $0.utf8.count <= 5 })
    else { return false }
    return words.dropFirst().allSatisfy { $0.utf8.allSatisfy(isDigit) || numbers.count == 2 && ofWords.contains($0) }
}

/// A quick look at the first letters, before a text is made of the cell.
private func beginsAsPageWord(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ quote: UInt8) -> Bool {
    let start = bytes[range.lowerBound] == quote ? range.lowerBound + 1 : range.lowerBound
    guard start + 2 < range.upperBound else { return false }
    switch (bytes[start] | 0x20, bytes[start + 1] | 0x20, bytes[start + 2] | 0x20) {
    // `pag`, `pág`, `sei`, `sid`, `str`
    case (0x70, 0x61, 0x67), (0x70, 0xE3, _), (0x73, 0x65, 0x69), (0x73, 0x69, 0x64), (0x73, 0x74, 0x72): return true
    default: return false
    }
}
