import Testing

@testable import Shell

@Suite struct HistoryPickerTests {
    private func picker(_ texts: String..., typing query: String = "") -> HistoryPicker {
        let history = History(path: nil)
        for text in texts { history.append(text) }
        var picker = HistoryPicker(history: history)
        for scalar in query.unicodeScalars { picker.append(scalar) }
        return picker
    }

    private func texts(_ picker: HistoryPicker) -> [String] {
        var picker = picker
        return picker.found.indices.compactMap { index in
            picker.move(index == 0 ? 0 : 1)
            return picker.match
        }
    }

    @Test func withoutLettersAllStandThereNewestFirstAndOnce() {
        #expect(texts(picker("a one", "b two", "a one")) == ["a one", "b two"])
    }

    @Test func exactMatchesStandBeforeLettersInOrder() {
        let found = picker(
            "show wins by region", "show win_rate by region", "show bookings by region", "wx i y n z", typing: "win")
        #expect(texts(found) == ["show win_rate by region", "show wins by region", "wx i y n z"])
        #expect(
            texts(picker("show win_rate by region", "show bookings by segment", typing: "wrr")) == [
                "show win_rate by region"
            ])
        // The beginnings of words count more than letters in the middle of them.
        #expect(texts(picker("show bookings by region", "show by_brand_or_region", typing: "sbbr")).count == 2)
        #expect(texts(picker("list metrics", typing: "zz")).isEmpty)
    }

    @Test func matchingPassesOverCase() {
        #expect(texts(picker("SHOW Bookings", typing: "bOOk")) == ["SHOW Bookings"])
    }

    @Test func movingStopsAtTheEnds() {
        var found = picker("a", "b", "c")
        found.move(-1)
        #expect(found.match == "c")
        found.move(100)
        #expect(found.match == "a")
        found.append("b")
        #expect(found.match == "b")
        found.append("q")
        #expect(found.match == nil)
        #expect(found.head(columns: 40).text == "(not found) bq")
        found.deleteLast()
        found.clear()
        #expect(found.head(columns: 40).text == "(search)    1 of 3")
    }

    @Test func rowsFitAndShowTheWholeOfTheSelectedEntry() {
        let found = picker("help", "show bookings\n  by region\n  for 2017", typing: "re")
        let rows = found.rows(columns: 60, limit: 20, color: false, folder: "", now: 0)
        #expect(rows.first?.hasPrefix("> show bookings ⏎ by region") == true)
        #expect(rows.dropFirst() == ["", "  show bookings", "    by region", "    for 2017"])
        for columns in [1, 5, 12, 20, 39] {
            for limit in 0...6 {
                let rows = found.rows(columns: columns, limit: limit, color: false, folder: "", now: 0)
                #expect(rows.count <= limit)
            }
        }
    }

    @Test func matchedLettersAreMarked() {
        let line = EntryLine("show arr", matched: [5, 6, 7], columns: 40)
        #expect(line.text(color: true) == "show \u{1b}[1;4marr\u{1b}[0m")
        #expect(line.text(color: false) == "show arr")
        #expect(line.width == 8)
    }

    @Test func aLongEntryIsShownAroundItsMatch() {
        let text = String(repeating: "x", count: 100) + "needle" + String(repeating: "y", count: 100)
        let line = EntryLine(text, matched: Array(100..<106), columns: 30)
        #expect(line.text(color: false) == "…xxxxxxxxxneedleyyyyyyyyyyyyy…")
        #expect(line.width == 30)
        #expect(line.isCut)
    }

    @Test(arguments: [
        (0, "just now"), (59, "just now"), (60, "1 minute ago"), (3599, "59 minutes ago"), (7200, "2 hours ago"),
        (86_400, "yesterday"), (172_800, "2 days ago"), (1_209_600, "2 weeks ago"), (5_184_000, "2 months ago"),
        (63_072_000, "2 years ago"), (-5, "just now"),
    ])
    func agesInWords(seconds: Int, words: String) throws {
        let time = try #require(EntryTime("2026-11-23T10:00:00Z"))
        // 2026-11-23 10:00 UTC: 20,780 days after 1970-01-01.
        #expect(time.seconds == 20_780 * 86_400 + 36_000)
        #expect(time.age(now: time.seconds + seconds) == words)
    }

    @Test(arguments: ["", "yesterday", "2026-11-23", "2026-11-23T10:00:00", "2026-11-23T10:00:00+1"])
    func otherTimesAreNone(text: String) { #expect(EntryTime(text) == nil) }
}
