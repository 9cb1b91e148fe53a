import Tables
import Values

/// The stretches of time that time axes are made of: cut where any of their columns begins or ends, those that always
/// count together taken as one.
struct TimeAtoms {
    private let borders: [Int]
    private let places: [Int: Int]
    /// For each stretch between two borders, then for rows without a day, then for all other days: its atom, -1 for none.
    private let atomOfSegment: [Int32]
    let count: Int
    private let segmentCounts: [Int]
    /// How many stretches before each have no atom, or one whose stretches do not lie side by side.
    private let scattered: [Int]

    private var undated: Int { max(0, borders.count - 1) }
    private var elsewhere: Int { undated + 1 }

    /// Columns of stretches that are looked at when stretches are put together; beyond that each is an atom.
    private static let signatureLimit = 200_000

    /// - Parameter keepsElsewhere: whether days that no axis looks at have an atom, too.
    init(_ axes: [TimeAxis], keepsElsewhere: Bool) {
        var days: Set<Int> = []
        for axis in axes {
            for case let span? in axis.columns.flatMap(\.windows).map(\.span)
            where Int(span.start.number) < span.endNumber {
                days.insert(Int(span.start.number))
                days.insert(span.endNumber)
            }
        }
        borders = days.sorted()
        places = Dictionary(uniqueKeysWithValues: borders.enumerated().map { ($1, $0) })
        let segmentCount = max(0, borders.count - 1) + 2
        let columns = axes.flatMap { [places] axis in
            axis.columns.map { Self.segments(of: $0.windows, places, undated: segmentCount - 2) ?? SlotRuns() }
        }
        let signatures =
            columns.reduce(0) { $0 + $1.count } <= Self.signatureLimit
            ? Self.signatures(columns, segmentCount) : Self.ownSignatures(columns, segmentCount)
        var numbers: [[Int32]: Int32] = [:]
        var atoms: [Int32] = []
        var counts: [Int] = []
        for signature in signatures {
            if signature.isEmpty && !keepsElsewhere {
                atoms.append(-1)
                continue
            }
            let atom = numbers[signature] ?? Int32(counts.count)
            if Int(atom) == counts.count {
                numbers[signature] = atom
                counts.append(0)
            }
            counts[Int(atom)] += 1
            atoms.append(atom)
        }
        atomOfSegment = atoms
        segmentCounts = counts
        count = counts.count
        var ends = [Int](repeating: 0, count: counts.count)
        for (segment, atom) in atoms.enumerated() where atom >= 0 { ends[Int(atom)] = segment }
        var starts = [Int](repeating: -1, count: counts.count)
        var scattered = [0]
        for (segment, atom) in atoms.enumerated() {
            if atom >= 0 && starts[Int(atom)] < 0 { starts[Int(atom)] = segment }
            let isApart = atom < 0 || ends[Int(atom)] - starts[Int(atom)] + 1 != counts[Int(atom)]
            scattered.append((scattered.last ?? 0) + (isApart ? 1 : 0))
        }
        self.scattered = scattered
    }

    /// For each stretch the columns that look at it.
    private static func signatures(_ columns: [SlotRuns], _ segmentCount: Int) -> [[Int32]] {
        var result = [[Int32]](repeating: [], count: segmentCount)
        for (column, segments) in columns.enumerated() {
            for segment in segments { result[segment].append(Int32(truncatingIfNeeded: column)) }
        }
        return result
    }

    /// The same where there are too many: each that any column looks at has one of its own.
    private static func ownSignatures(_ columns: [SlotRuns], _ segmentCount: Int) -> [[Int32]] {
        SlotRuns.covered(columns, count: segmentCount).enumerated().map { segment, isCovered in
            isCovered ? [Int32(truncatingIfNeeded: segment)] : []
        }
    }

    private static func segments(of windows: [Window], _ places: [Int: Int], undated: Int) -> SlotRuns? {
        var result = SlotRuns()
        for window in windows {
            guard let span = window.span else {
                result.append(undated..<undated + 1)
                continue
            }
            guard Int(span.start.number) < span.endNumber else { continue }
            guard let first = places[Int(span.start.number)], let end = places[span.endNumber] else { return nil }
            result.append(first..<end)
            // All time has every row, with or without a day.
            if span.isAllTime { result.append(undated..<undated + 1) }
        }
        return result
    }

    /// The atoms of each column of an axis; nil where one is not made of whole atoms.
    func columns(of axis: TimeAxis) -> [SlotRuns]? {
        var result: [SlotRuns] = []
        var found = [Int](repeating: 0, count: count)
        for column in axis.columns {
            guard let segments = Self.segments(of: column.windows, places, undated: undated),
                let atoms = segments.runs.allSatisfy({ scattered[$0.upperBound] == scattered[$0.lowerBound] })
                    ? neighbours(segments) : atoms(of: segments, &found)
            else { return nil }
            result.append(atoms)
        }
        return result
    }

    /// The atoms of stretches that each lie beside the others of their atom: those from the first to the last.
    private func neighbours(_ segments: SlotRuns) -> SlotRuns? {
        var atoms = SlotRuns()
        for run in segments.runs {
            let (first, last) = (run.lowerBound, run.upperBound - 1)
            guard first == 0 || atomOfSegment[first - 1] != atomOfSegment[first],
                last == atomOfSegment.count - 1 || atomOfSegment[last + 1] != atomOfSegment[last]
            else { return nil }
            atoms.append(Int(atomOfSegment[first])..<Int(atomOfSegment[last]) + 1)
        }
        return atoms
    }

    /// - Parameter found: for each atom 0, as it is left behind.
    private func atoms(of segments: SlotRuns, _ found: inout [Int]) -> SlotRuns? {
        var atoms: [Int] = []
        for segment in segments {
            let atom = Int(atomOfSegment[segment])
            guard atom >= 0 else { return nil }
            if found[atom] == 0 { atoms.append(atom) }
            found[atom] += 1
        }
        for atom in atoms {
            guard found[atom] == segmentCounts[atom] else { return nil }
            found[atom] = 0
        }
        return SlotRuns(ascending: atoms.sorted())
    }

    /// The atom of rows without a day, nil for none.
    var undatedAtom: Int? {
        let atom = atomOfSegment[undated]
        return atom < 0 ? nil : Int(atom)
    }

    /// For rows without a day, then for each day of a range, the atom; `noAtom` for none.
    func table(_ days: ClosedRange<Int64>) -> [UInt32] {
        func number(_ segment: Int) -> UInt32 {
            atomOfSegment[segment] < 0 ? noAtom : UInt32(atomOfSegment[segment])
        }
        let low = Int(days.lowerBound)
        let high = Int(days.upperBound)
        var table = [UInt32](repeating: number(elsewhere), count: high - low + 2)
        table[0] = number(undated)
        for (segment, (start, end)) in zip(borders, borders.dropFirst()).enumerated() {
            let atom = number(segment)
            let first = max(start, low)
            for day in first..<max(first, min(end, high + 1)) { table[day - low + 1] = atom }
        }
        return table
    }
}
