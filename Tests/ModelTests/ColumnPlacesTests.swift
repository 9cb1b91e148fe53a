import Testing

@testable import Model

struct ColumnPlacesTests {
    private func column(_ name: String) -> Dataset.Column {
        Dataset.Column(name: name, title: name, origin: .daysInStage)
    }

    /// Copies share what they know of their columns, and each has to find its own alone.
    @Test func copiesThatGetOtherColumns() {
        let names = (0..<40).map { "c\($0)" }
        let columns = names.map(column)
        let places = ColumnPlaces()
        // Not made yet: it must not be shared.
        #expect(!places.note("late", at: 40))
        #expect(places.index(of: "c39", in: columns) == 39)
        #expect(places.index(of: "late", in: columns) == nil)
        #expect(places.note("first", at: 40))
        let first = columns + [column("first")]
        let second = columns + [column("second")]
        #expect(places.note("second", at: 40))
        #expect(places.index(of: "first", in: first) == 40)
        #expect(places.index(of: "second", in: second) == 40)
        #expect(places.index(of: "first", in: second) == nil)
        #expect(places.index(of: "second", in: columns) == nil)
        #expect(places.note("first", at: 41))
        #expect(places.index(of: "first", in: second + [column("first")]) == 41)
    }
}
