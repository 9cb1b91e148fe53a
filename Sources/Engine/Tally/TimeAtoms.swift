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

    private var undated: Int { max(0, borders.count - 1) }
    private var elsewhere: Int { undated + 1 }

    /// Columns of stretches that are looked at when stretches are put together; beyond that each is an atom.
    private static let signatureLimit = 200_000
    /// Columns, each of up to as many stretches as there are, after which it is asked whether the work is to end.
    private static let patience: Int32 = 64

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
        var signatures = [[Int32]](repeating: [], count: segmentCount)
        var column: Int32 = 0
        var size = 0
        for axis in axes {
            for windows in axis.columns.map(\.windows) {
                if column % Self.patience == 0, Work.isStopped { break }
                for segment in Self.segments(of: windows, places, undated: segmentCount - 2) ?? [] {
                    size += 1
                    if size <= Self.signatureLimit || signatures[segment].isEmpty { signatures[segment].append(column) }
                }
                column += 1
            }
        }
        if keepsElsewhere {
            for segment in 0..<segmentCount where signatures[segment].isEmpty { signatures[segment] = [-1] }
        }
        var numbers: [[Int32]: Int32] = [:]
        var atoms: [Int32] = []
        var counts: [Int] = []
        for (segment, signature) in signatures.enumerated() {
            if signature.isEmpty {
                atoms.append(-1)
                continue
            }
            let key = size <= Self.signatureLimit ? signature : [Int32(segment)]
            let atom = numbers[key] ?? Int32(counts.count)
            if Int(atom) == counts.count {
                numbers[key] = atom
                counts.append(0)
            }
            counts[Int(atom)] += 1
            atoms.append(atom)
        }
        atomOfSegment = atoms
        segmentCounts = counts
        count = counts.count
    }

    private static func segments(of windows: [Window], _ places: [Int: Int], undated: Int) -> [Int]? {
        var result: [Int] = []
        for window in windows {
            guard let span = window.span else {
                result.append(undated)
                continue
            }
            guard Int(span.start.number) < span.endNumber else { continue }
            guard let first = places[Int(span.start.number)], let end = places[span.endNumber] else { return nil }
            result += first..<end
            // All time has every row, with or without a day.
            if span.isAllTime { result.append(undated) }
        }
        return result
    }

    /// The atoms of each column of an axis; nil where one is not made of whole atoms.
    func columns(of axis: TimeAxis) -> [[Int]]? {
        var result: [[Int]] = []
        var found = [Int](repeating: 0, count: count)
        for (index, column) in axis.columns.enumerated() {
            if index % Int(Self.patience) == 0, Work.isStopped { return nil }
            guard let segments = Self.segments(of: column.windows, places, undated: undated) else { return nil }
            var atoms: [Int] = []
            for segment in Set(segments) {
                let atom = Int(atomOfSegment[segment])
                guard atom >= 0 else { return nil }
                if found[atom] == 0 { atoms.append(atom) }
                found[atom] += 1
            }
            for atom in atoms {
                guard found[atom] == segmentCounts[atom] else { return nil }
                found[atom] = 0
            }
            result.append(atoms.sorted())
        }
        return result
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
