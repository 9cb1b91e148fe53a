/// A coarser view of the lines: which result each line goes into. Every number of an answer, totals and others
/// included, is computed from rows at its own level, never from other numbers.
///
/// A line is a group in a time cell, and so is a result: a part of the groups in a part of the cells.
struct Level {
    /// For each group the part it goes into; -1 for groups that do not take part.
    var groupPart: [Int32]
    var groupCount: Int
    /// For each time cell the part it goes into; -1 for cells that do not take part.
    var cellPart: [Int32]
    var cellCount: Int
    /// Whether a part is what is left of the steps of time, here and there, that are not among the best.
    var hasScatteredSteps = false

    var count: Int { groupCount * cellCount }

    /// Whether every line is a result by itself.
    var isLines: Bool { groupCount == groupPart.count && cellCount == cellPart.count }

    /// Whether every time cell is a part by itself, so that its time axes are those of the lines.
    var hasAllCells: Bool { cellCount == cellPart.count && !cellPart.contains(-1) }

    /// Every line by itself.
    static func lines(groups: Int, cells: Int) -> Level {
        Level(
            groupPart: (0..<Int32(groups)).map { $0 }, groupCount: groups, cellPart: (0..<Int32(cells)).map { $0 },
            cellCount: cells)
    }

    /// One result for everything.
    static func total(groups: Int, cells: Int) -> Level {
        Level(
            groupPart: [Int32](repeating: 0, count: groups), groupCount: 1,
            cellPart: [Int32](repeating: 0, count: cells), cellCount: 1)
    }

    /// One result that no row goes into.
    static func nothing(groups: Int, cells: Int) -> Level {
        Level(
            groupPart: [Int32](repeating: -1, count: groups), groupCount: 1,
            cellPart: [Int32](repeating: 0, count: cells), cellCount: 1)
    }

    /// The result of a line, -1 for one that does not take part.
    func position(_ line: Int) -> Int32 {
        let group = groupPart[line / cellPart.count]
        let cell = cellPart[line % cellPart.count]
        return group < 0 || cell < 0 ? -1 : group * Int32(cellCount) + cell
    }
}
