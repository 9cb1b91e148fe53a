@_spi(_Unicode) import Swift

/// Texts with everything taken away in which two spellings of one thing differ.
enum FoldedText {
    /// In lower case, without accents, blanks and punctuation: `GTX Pro` and `gtx-pro` are `gtxpro`.
    ///
    /// Empty where nothing is left.
    static func plain(_ text: String) -> String { words(text).joined() }

    /// The same with its words apart.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func end(_ word: inout String.UnicodeScalarView) {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        // With accents apart from their letters.
        for scalar in text.lowercased()._nfd {
            switch scalar.properties.generalCategory {
            // Accents; the vowel signs of other scripts stay.
            case .nonspacingMark where (0x300...0x36F).contains(scalar.value): continue
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .spacingMark,
                .nonspacingMark,
                .decimalNumber, .letterNumber, .otherNumber:
                word.append(scalar)
            // `AT&T` and `McDonald's` are one word each.
            case .otherPunctuation where scalar == "'" || scalar == "’" || scalar == ".": continue
            default: end(&word)
            }
        }
        end(&word)
        return words
    }

    private static let legalForms: Set<String> = [
        "inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "corp", "corporation", "co", "company",
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy",
        "oyj",
        "ab", "as", "asa", "aps", "pty", "pvt", "pte", "kk", "sl", "slu", "ltda", "the", "and",
    ]

    /// The name of a firm without its legal form: `Acme Inc.` and `ACME, Inc` are `acme`.
    static func entity(_ text: String) -> String {
        let words = words(text)
        let kept = words.filter { !legalForms.contains($0) }
        return (kept.isEmpty ? words : kept).joined()
    }

    private static let placeholders: Set<String> = [
        "nan", "undefined", "unknown", "select", "(no value)", "-", "--", "---", "n/a", "#n/a", "null", "none", ".",
        "?",
        "tbd", "(blank)", "(none)", "not set", "(not set)", "not available", "no value", "select…", "select...",
        "-select-", "--select--", "please select", "-none-", "--none--", "unspecified", "not specified", "na",
    ]

    /// Whether a text says that there is no value: `NaN`, `unknown`, `Select`, `(No value)`, `-`.
    static func isPlaceholder(_ text: String) -> Bool {
        guard text.utf8.count <= 16 else { return false }
        return placeholders.contains(text.lowercased())
    }
}
