/// What the name of a stage or status says of a deal's ending: `Closed Won`, `closedwon`, `Not won`, `Wonder`.
///
/// Whole words count, for `Wonder Ltd. in talks` is no win. A name that says both, as `Won/Lost` for a stage of either
/// ending, says neither.
package struct StageName {
    /// Whether it says that the deal was won.
    package let isWon: Bool
    /// Whether it says that the deal was lost, or not won.
    package let isLost: Bool

    /// As the CRMs call the last stages in the languages they come in, folded to lower case.
    private static let wonWords: Set<String> = [
        "won", "closedwon", "closewon", "dealwon", "gewonnen", "gagné", "gagnée", "gagnés", "gagne", "gagnee",
        "remporté",
        "remportée", "ganado", "ganada", "ganho", "ganha", "vinto", "vinta", "wygrana", "wygrane", "vunnen", "vundet",
        "vunnet",
    ]
    private static let lostWords: Set<String> = [
        "lost", "closedlost", "closelost", "deallost", "verloren", "perdu", "perdue", "perdus", "perdido", "perdida",
        "perso",
        "persa", "przegrana", "przegrane", "förlorad", "tabt", "tapt",
    ]
    /// What turns the word behind it round; `No budget - lost` is no denial.
    private static let denials: Set<String> = [
        "not", "no", "never", "nicht", "niet", "non", "pas", "ikke", "inte", "nie", "não", "almost", "nearly",
    ]
    /// What may stand between: `not yet won`.
    private static let fillers: Set<String> = ["yet", "been", "quite", "noch", "nog", "encore"]
    /// Behind these a win or loss is yet to come, as before `to be won` and `can be lost`.
    private static let futures: Set<String> = ["be", "if", "when", "until", "may", "might", "could"]

    package init(_ name: String) {
        var won = false
        var notWon = false
        var lost = false
        var notLost = false
        let words = Self.words(name)
        for (index, word) in words.enumerated() {
            let isWin = Self.wonWords.contains(word)
            guard isWin || Self.lostWords.contains(word) else { continue }
            let before = words[..<index].last { !Self.fillers.contains($0) } ?? ""
            if Self.futures.contains(before) { continue }
            let isDenied = Self.denials.contains(before)
            switch (isWin, isDenied) {
            case (true, false): won = true
            case (true, true): notWon = true
            case (false, false): lost = true
            case (false, true): notLost = true
            }
        }
        isWon = won && !lost && !notWon
        isLost = (lost || notWon) && !won && !notLost
    }

    /// The words in lower case; `ClosedWon` has two of them.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var endsInLower = false
        func close() {
            if !word.isEmpty { words.append(word.lowercased()) }
            word = ""
        }
        for character in name {
            guard character.isLetter else {
                // `won't` is a word of its own.
                if character == "'" || character == "’", !word.isEmpty {
                    word.append("'")
                } else {
                    close()
                }
                endsInLower = false
                continue
            }
            if character.isUppercase && endsInLower { close() }
            word.append(character)
            endsInLower = character.isLowercase
        }
        close()
        return words.map { $0.hasSuffix("'") ? String($0.dropLast()) : $0 }
    }
}
