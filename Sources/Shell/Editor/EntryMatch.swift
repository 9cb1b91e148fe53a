/// How well typed letters fit an entry of the history, and which of its bytes they are.
struct EntryMatch {
    /// The letters stand together as they were typed.
    var isExact: Bool
    /// Larger is better, among those that are not exact.
    var score: Int
    /// UTF-8 offsets of the entry's text in lower case.
    var places: [Int]

    /// Nil where the letters do not stand in the entry in their order. Blanks of what was typed need not be there.
    ///
    /// Both are UTF-8 in lower case. Time grows with the length of the entry.
    init?(_ wanted: [UInt8], in text: [UInt8]) {
        if let start = Self.place(of: wanted, in: text) {
            self.init(isExact: true, score: 0, places: Array(start..<start + wanted.count))
            return
        }
        let letters = wanted.filter { $0 != 0x20 }
        guard letters.count > 1, let end = Self.end(of: letters, in: text) else { return nil }
        // From the end back to the nearest beginning, the letters stand closest together.
        var places = [Int](repeating: 0, count: letters.count)
        var position = end
        for index in letters.indices.reversed() {
            while text[position] != letters[index] { position -= 1 }
            places[index] = position
            position -= 1
        }
        let score = Self.score(places, in: text)
        // Letters that are strewn about say nothing.
        guard score >= letters.count else { return nil }
        self.init(isExact: false, score: score, places: places)
    }

    private init(isExact: Bool, score: Int, places: [Int]) {
        (self.isExact, self.score, self.places) = (isExact, score, places)
    }

    private static func place(of wanted: [UInt8], in text: [UInt8]) -> Int? {
        guard let first = wanted.first, text.count >= wanted.count else { return nil }
        var start = 0
        while start <= text.count - wanted.count {
            if text[start] == first, text[start..<start + wanted.count].elementsEqual(wanted) { return start }
            start += 1
        }
        return nil
    }

    /// Where the last of the letters stands when each is taken as early as it can.
    private static func end(of letters: [UInt8], in text: [UInt8]) -> Int? {
        var found = 0
        for (position, byte) in text.enumerated() where byte == letters[found] {
            found += 1
            if found == letters.count { return position }
        }
        return nil
    }

    /// A letter next to the one before or at the beginning of a word counts for, one behind a gap against.
    private static func score(_ places: [Int], in text: [UInt8]) -> Int {
        var score = 0
        for (index, place) in places.enumerated() {
            if place == 0 || !isWord(text[place - 1]) {
                score += 4
            } else if index > 0, place == places[index - 1] + 1 {
                score += 3
            } else if index > 0 {
                score -= min(4, 1 + (place - places[index - 1]) / 8)
            }
        }
        return score
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
    }
}
