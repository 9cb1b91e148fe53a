import Testing
import Values

struct NamesTests {
    @Test(arguments: [
        ("Close Date", "close_date"), ("Amount ($)", "amount"), ("  Deal   Stage ", "deal_stage"), ("ARR", "arr"),
        ("2016 Sales", "2016_sales"),
        ("a__b", "a_b"), ("Größe (m²)", "größe_m²"), ("売上 合計", "売上_合計"), ("Année", "année"),
        ("re\u{301}gion", "re\u{301}gion"),
        ("%", ""), ("", ""), ("_id_", "id"), ("first.last", "first_last"), ("हिन्दी", "हिन्दी"),
        ("Deal\u{0}Name\n", "deal_name"),
    ])
    func machineNames(title: String, name: String) { #expect(machineName(title) == name) }

    @Test(arguments: [
        ("segmnt", "segment", 1), ("regoin", "region", 1), ("abc", "abc", 0), ("", "abc", 3), ("kitten", "sitting", 3),
        ("ABC", "abc", 0),
        ("ca", "abc", 3),
    ])
    func distances(first: String, second: String, distance: Int) {
        #expect(editDistance(first, second) == distance)
        #expect(editDistance(second, first) == distance)
    }

    @Test func distanceBeyondTheLimit() {
        #expect(editDistance("segment", "bookings") == nil)
        #expect(editDistance("kitten", "sitting", limit: 2) == nil)
        #expect(editDistance("", "abcd") == nil)
        #expect(editDistance(String(repeating: "a", count: 201), String(repeating: "a", count: 201)) == nil)
    }

    @Test func nearestNames() {
        #expect(nearest("segmnt", among: ["sector", "segment", "stage", "segments"]) == ["segment", "segments"])
        #expect(nearest("acc", among: ["accounts", "deals"]) == ["accounts"])
        #expect(nearest("date", among: ["close_date", "day"]) == ["close_date"])
        #expect(nearest("amount", among: ["deals.amount", "accounts"]) == ["deals.amount"])
        #expect(
            nearest("bookings", among: ["bookings_a", "bookings_b", "bookings_c", "booking", "bookings"]).first
                == "bookings")
        #expect(
            nearest("bookings", among: ["bookings_a", "bookings_b", "bookings_c", "booking"]) == [
                "booking", "bookings_a", "bookings_b",
            ])
        #expect(nearest("x", among: ["region", "sector"]) == [])
        #expect(nearest("", among: ["region"]) == [])
    }

    /// Folding makes one letter two (`İ`), and letters take one to four bytes.
    @Test func nearestNamesOfOtherAlphabets() {
        #expect(nearest("größe", among: ["größ", "grösse", "menge"]) == ["größ"])
        #expect(nearest("İl", among: ["il", "dal"]) == ["il"])
        #expect(nearest("売上合計", among: ["売上合", "利益"]) == ["売上合"])
        #expect(nearest(String(repeating: "a", count: 10_000_000), among: ["a", "aa"]) == [])
    }

    @Test(arguments: [
        ("close_date", "date", true), ("close_date", "dates", false), ("", "", true), ("a", "", true), ("", "a", false),
        ("aab", "ab", true), ("größe", "öß", true), ("ab", "abc", false),
    ])
    func partsByBytes(text: String, part: String, contains: Bool) { #expect(text.containsBytes(of: part) == contains) }
}
