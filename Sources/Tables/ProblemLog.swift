/// Damage found while a file is read, by byte offset; lines are counted only at the end, in one pass.
struct ProblemLog: Sendable {
    struct Note: Sendable {
        /// Nil when it concerns the whole file.
        var offset: Int?
        var reason: String
    }

    private(set) var notes: [Note] = []
    private(set) var count = 0

    /// The text is only built while there is room for it.
    mutating func add(at offset: Int?, _ reason: @autoclosure () -> String) {
        count += 1
        if notes.count < Table.problemLimit { notes.append(Note(offset: offset, reason: reason())) }
    }

    /// Counts what was found and is not kept.
    mutating func count(more: Int) { count += max(0, more) }

    mutating func append(_ other: ProblemLog) {
        notes += other.notes.prefix(max(0, Table.problemLimit - notes.count))
        count += other.count
    }

    /// Counts offsets from another place, `distance` before.
    mutating func move(by distance: Int) {
        for index in notes.indices { notes[index].offset? += distance }
    }

    /// Where something was found.
    var offsets: Set<Int> { Set(notes.compactMap(\.offset)) }

    /// Forgets what was found at `offset`, and tells whether that was anything.
    mutating func remove(at offset: Int) -> Bool {
        let kept = notes.filter { $0.offset != offset }
        count -= notes.count - kept.count
        defer { notes = kept }
        return kept.count < notes.count
    }

    /// Forgets what was found behind `offset` and before `end`, in text that turned out not to be data.
    mutating func remove(from offset: Int, before end: Int = .max) {
        let kept = notes.filter { ($0.offset ?? 0) < offset || ($0.offset ?? 0) >= end }
        count -= notes.count - kept.count
        notes = kept
    }

    /// In the order of the file, with physical lines from 1.
    func problems(file: String, bytes: ByteBuffer, newline: UInt8) -> [FileProblem] {
        var line = 1
        var counted = 0
        return notes.sorted { ($0.offset ?? -1) < ($1.offset ?? -1) }.map { note in
            guard let offset = note.offset else { return FileProblem(file: file, reason: note.reason) }
            let place = min(max(offset, counted), bytes.count)
            line += countBytes(bytes.start, counted, place, newline)
            counted = place
            return FileProblem(file: file, line: line, reason: note.reason)
        }
    }
}
