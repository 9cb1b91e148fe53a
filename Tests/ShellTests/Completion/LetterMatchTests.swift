import Testing

@testable import Shell

@Suite struct LetterMatchTests {
    private func best(_ typed: String, _ names: [String]) -> [String] {
        names.compactMap { name in LetterMatch(typed, in: name).map { (name, $0) } }.sorted { $0.1 < $1.1 }.map(\.0)
    }

    @Test func `a beginning, then the beginning of a word, then anywhere, then letters in order`() {
        #expect(
            best("rate", ["separate_x", "r_a_t_e_s", "win_rate", "rates"]) == [
                "rates", "win_rate", "separate_x", "r_a_t_e_s",
            ])
    }

    @Test func `beginnings of words and runs come first`() {
        #expect(best("wr", ["answer", "win_rate", "wear_out"]) == ["win_rate", "wear_out", "answer"])
        #expect(LetterMatch("wr", in: "win_rate")?.places == [0, 4])
        #expect(LetterMatch("nrr", in: "net_revenue_retention")?.places == [0, 4, 12])
    }

    @Test func `one wrong letter, two in a longer word`() {
        #expect(LetterMatch("bokings", in: "bookings")?.kind == .inOrder)
        #expect(LetterMatch("boikings", in: "bookings")?.kind == .misspelt)
        #expect(LetterMatch("segmnet", in: "segment")?.kind == .misspelt)
        #expect(LetterMatch("arx", in: "arr")?.kind == .misspelt)
        #expect(LetterMatch("xyz", in: "arr") == nil)
        #expect(LetterMatch("", in: "arr") == nil)
    }

    @Test func `letters' case and accents`() {
        #expect(LetterMatch("ÉCO", in: "école")?.kind == .beginning)
        #expect(LetterMatch("東", in: "東京")?.places == [0])
    }
}
