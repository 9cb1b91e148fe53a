import Values

/// A column to be read in a pass.
struct ColumnPlan: Sendable {
    /// The column's place in the table.
    var column: Int
    /// Its place in a row.
    var field: Int
    var guess: ColumnGuess
    /// For texts that are given codes; without one they are kept as they stand.
    var dictionary: SharedDictionary?

    /// About how many bytes a cell will take.
    var likelyWidth: Int {
        switch guess {
        case .numbers(let scale): scale == 0 ? 2 : 4
        case .days, .numericDays, .months: 2
        case .moments, .epochs: 8
        case .flags, .unclear: 1
        case .numbered: 4
        case .texts(let many): !many ? 1 : dictionary == nil ? 12 : 4
        case .codes(let many): many ? 4 : 1
        }
    }
}

/// The rows of a chunk: those that begin in it.
struct ChunkResult {
    enum State {
        /// Where its first row begins could not be told, or not all of it was in order: to be read again once the chunk
        /// before has told.
        case open
        case done
        /// The file has to be read whole.
        case needsWhole
        case noMemory
        case unreadable
    }
    var state = State.open
    /// Where its first row begins, and where the first of the next chunk does.
    var start = 0
    var end = 0
    var rows = 0
    var columns: [ChunkCells] = []
    var log = ProblemLog()
    var blankLines = 0
    /// How many rows were found before those were left out that are no data, and how many of them have another number of
    /// fields: by these it is decided whether the beginning of the file misled, as where a file is read whole.
    var foundRows = 0
    var raggedRows = 0

    /// Of a chunk in which something stands that only all rows together tell.
    static let needsWhole = {
        var result = ChunkResult()
        result.state = .needsWhole
        return result
    }()
}
