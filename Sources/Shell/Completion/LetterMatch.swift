import Values

/// How well typed letters fit a name, and which of its letters they are.
struct LetterMatch: Comparable {
    /// The better kinds are smaller.
    enum Kind: Int {
        case beginning, wordStart, within, inOrder, misspelt
    }
    var kind: Kind
    /// Smaller is better, among those of one kind.
    var cost: Int
    /// The characters of the name, from 0, that were typed.
    var places: [Int]

    static func < (left: LetterMatch, right: LetterMatch) -> Bool {
        (left.kind.rawValue, left.cost) < (right.kind.rawValue, right.cost)
    }

    static func == (left: LetterMatch, right: LetterMatch) -> Bool { !(left < right) && !(right < left) }

    /// Nil where they do not fit; letters' case is passed over.
    init?(_ typed: String, in name: String) {
        let wanted = typed.map(Self.folded)
        let letters = name.map(Self.folded)
        guard !wanted.isEmpty else { return nil }
        if letters.starts(with: wanted) {
            self.init(kind: .beginning, cost: 0, places: Array(wanted.indices))
        } else if let start = Self.place(of: wanted, in: letters) {
            let isWordStart = Self.isWordStart(start, letters)
            self.init(
                kind: isWordStart ? .wordStart : .within, cost: start,
                places: Array(start..<start + wanted.count))
        } else if let (cost, places) = Self.inOrder(wanted, letters) {
            self.init(kind: .inOrder, cost: cost, places: places)
        } else if let distance = Self.distance(wanted, letters) {
            self.init(kind: .misspelt, cost: distance, places: [])
        } else {
            return nil
        }
    }

    private init(kind: Kind, cost: Int, places: [Int]) {
        (self.kind, self.cost, self.places) = (kind, cost, places)
    }

    private static func folded(_ character: Character) -> Character { character.lowercased().first ?? character }

    private static func isWordStart(_ place: Int, _ letters: [Character]) -> Bool {
        place == 0 || !(letters[place - 1].isLetter || letters[place - 1].isNumber)
    }

    private static func place(of wanted: [Character], in letters: [Character]) -> Int? {
        guard letters.count >= wanted.count else { return nil }
        let starts = (0...letters.count - wanted.count).filter { letters[$0...].starts(with: wanted) }
        return starts.first { isWordStart($0, letters) } ?? starts.first
    }

    /// The letters in order, word starts and runs first: a jump costs, one to the start of a word less.
    private static func inOrder(_ wanted: [Character], _ letters: [Character]) -> (Int, [Int])? {
        guard letters.count > wanted.count, letters.count <= 200 else { return nil }
        // best[j]: the cheapest way that has the letter at hand at place j, with the way.
        var best: [(cost: Int, places: [Int])?] = letters.indices.map { place in
            guard letters[place] == wanted[0] else { return nil }
            return (isWordStart(place, letters) ? 0 : 4, [place])
        }
        for letter in wanted.dropFirst() {
            var next: [(cost: Int, places: [Int])?] = letters.map { _ in nil }
            for place in letters.indices.dropFirst() where letters[place] == letter {
                for before in 0..<place {
                    guard let way = best[before] else { continue }
                    let step = before == place - 1 ? 0 : isWordStart(place, letters) ? 1 : 4
                    let cost = way.cost + step
                    if next[place].map({ cost < $0.cost }) ?? true { next[place] = (cost, way.places + [place]) }
                }
            }
            best = next
        }
        guard let way = best.compactMap({ $0 }).min(by: { $0.cost < $1.cost }) else { return nil }
        // Letters that are strewn about say nothing.
        guard way.cost <= 4 * wanted.count, wanted.count > 1 else { return nil }
        return (way.cost * 100 + letters.count, way.places)
    }

    /// One wrong letter in a short word, two in a longer one; of a name that goes on, in its beginning.
    private static func distance(_ wanted: [Character], _ letters: [Character]) -> Int? {
        guard wanted.count >= 3 else { return nil }
        let limit = wanted.count >= 6 ? 2 : 1
        let word = String(wanted)
        let whole = editDistance(word, String(letters), limit: limit)
        let beginning = editDistance(word, String(letters.prefix(wanted.count)), limit: limit).map { $0 + 1 }
        return [whole, beginning].compactMap { $0 }.min()
    }
}
