/// A coarser view of the lines: which result each line goes into. Every number of an answer, totals and others
/// included, is computed from rows at its own level, never from other numbers.
struct Level {
    /// For each line its result; -1 for lines that do not take part.
    var position: [Int32]
    var count: Int

    /// Every line by itself.
    static func lines(_ count: Int) -> Level { Level(position: (0..<Int32(count)).map { $0 }, count: count) }

    /// One result for everything.
    static func total(_ lines: Int) -> Level { Level(position: [Int32](repeating: 0, count: lines), count: 1) }

    /// For each result the cell whose instant a balance takes: the last one it spans, or the first.
    func instantCells(cellCount: Int, atStart: Bool) -> [Int32] {
        var result = [Int32](repeating: -1, count: count)
        for (line, target) in position.enumerated() where target >= 0 {
            let cell = Int32(line % cellCount)
            let known = result[Int(target)]
            if known < 0 || (atStart ? cell < known : cell > known) { result[Int(target)] = cell }
        }
        return result
    }
}
