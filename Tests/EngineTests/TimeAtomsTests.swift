import Model
import Testing
import Values

@testable import Engine

/// Columns of time as atoms: every day of a column, and no other, belongs to one of the column's atoms.
struct TimeAtomsTests {
    static let first = 19_000

    static func window(_ start: Int, _ end: Int) -> Window {
        Window(span: Period(start: Day(first + start), end: Day(first + end)), period: 0)
    }

    static func axis(_ columns: [[Window]]) -> TimeAxis {
        TimeAxis(columns: columns.enumerated().map { TimeAxis.Column(windows: $1, origin: $0) })
    }

    /// The days below 40 whose atom is among those of each column.
    static func days(_ atoms: TimeAtoms, _ axis: TimeAxis) -> [[Int]]? {
        let table = atoms.table(Int64(first)...Int64(first + 39))
        return atoms.columns(of: axis)?.map { slots in
            (0..<40).filter { day in slots.contains { $0 == Int(table[day + 1]) } }
        }
    }

    @Test func neighboursAndOverlaps() throws {
        // Running months of ten days, and the second of them alone.
        let axis = Self.axis([[Self.window(0, 10)], [Self.window(0, 20)], [Self.window(0, 30)], [Self.window(10, 20)]])
        let atoms = TimeAtoms([axis], keepsElsewhere: false)
        #expect(atoms.count == 3)
        #expect(Self.days(atoms, axis) == [Array(0..<10), Array(0..<20), Array(0..<30), Array(10..<20)])
        #expect(try #require(atoms.columns(of: axis)).map(\.runs) == [[0..<1], [0..<2], [0..<3], [1..<2]])
        // What begins within an atom is not made of whole ones.
        #expect(atoms.columns(of: Self.axis([[Self.window(5, 20)]])) == nil)
        #expect(atoms.columns(of: Self.axis([[Self.window(0, 30)]])) != nil)
    }

    @Test func stretchesThatAlwaysCountTogetherAreOneAtom() throws {
        // Two stretches of one column lie apart: whoever asks for one of them asks for half an atom.
        let axis = Self.axis([[Self.window(0, 5), Self.window(20, 25)], [Self.window(5, 20)]])
        let atoms = TimeAtoms([axis], keepsElsewhere: false)
        #expect(atoms.count == 2)
        #expect(Self.days(atoms, axis) == [Array(0..<5) + Array(20..<25), Array(5..<20)])
        #expect(atoms.columns(of: Self.axis([[Self.window(0, 5)]])) == nil)
        #expect(atoms.columns(of: Self.axis([[Self.window(0, 20)]])) == nil)
        #expect(Self.days(atoms, Self.axis([[Self.window(0, 25)]])) == [Array(0..<25)])
    }

    @Test func rowsWithoutADay() throws {
        let all = Window(span: Period(start: .first, end: .last), period: 0)
        let axis = Self.axis([[all], [Self.window(0, 10)], [Window(span: nil, period: 0)]])
        let atoms = TimeAtoms([axis], keepsElsewhere: true)
        let columns = try #require(atoms.columns(of: axis))
        let undated = try #require(atoms.undatedAtom)
        #expect(Self.days(atoms, axis) == [Array(0..<40), Array(0..<10), []])
        #expect(columns.map { $0.contains(undated) } == [true, false, true])
    }

    /// More columns than stretches are put together for: each stretch is an atom.
    @Test func manyColumns() throws {
        let count = 1200
        let axis = Self.axis((1...count).map { [Self.window(0, $0)] })
        let atoms = TimeAtoms([axis], keepsElsewhere: false)
        let columns = try #require(atoms.columns(of: axis))
        #expect(atoms.count == count)
        #expect(columns.map(\.runs) == (1...count).map { [0..<$0] })
    }

    @Test func slotsAreCovered() {
        let all = [SlotRuns(ascending: [1, 2, 5]), SlotRuns(ascending: [2, 3]), SlotRuns()]
        #expect(all[0].runs == [1..<3, 5..<6])
        #expect(all.map(\.count) == [3, 2, 0])
        #expect(SlotRuns.covered(all, count: 7) == [false, true, true, true, false, true, false])
        #expect(SlotRuns.covered([], count: 2) == [false, false])
    }
}
