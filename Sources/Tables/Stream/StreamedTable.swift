import Synchronization
import Values

/// A table over one large file, which is read in chunks when its columns are first asked for: each reading splits all
/// rows and parses the columns that are needed.
///
/// What does not fit (another encoding, cells of no plain form) has the file read whole, with the same rows.
final class StreamedTable: TableSource {
    let files: [String]
    let titles: [Table.Title]
    private let file: StreamedFile
    private let head: StreamHead
    private let options: ReadOptions
    private let chunkSize: Int
    private let state: Mutex<State>

    static let chunkSize = 256 << 10

    private struct State: Sendable {
        var facts: TableFacts?
        var columns: [Column?]
        /// Guesses become better when a reading shows that they were wrong.
        var guesses: [ColumnGuess]
        /// The file read whole.
        var whole: Table?
        var failure: Diagnostic?
    }

    /// Nil for a file that has to be read whole, and for one that cannot be read.
    init?(path: String, displayName: String, options: ReadOptions, chunkSize: Int = StreamedTable.chunkSize) {
        guard let file = StreamedFile(path: path, name: displayName), let head = StreamHead(file, options) else {
            return nil
        }
        files = [displayName]
        titles = head.titles
        self.file = file
        self.head = head
        self.options = options
        self.chunkSize = chunkSize
        state = Mutex(State(columns: head.titles.map { _ in nil }, guesses: head.guesses))
    }

    var likelyRowCount: Int { state.withLock { $0.facts?.rowCount } ?? head.rowEstimate }
    var size: Int? { state.withLock { $0.facts == nil } ? file.size : nil }
    var failure: Diagnostic? {
        state.withLock { state in
            state.failure ?? (state.columns.contains { $0?.hasFailed == true } ? memoryFailure() : nil)
        }
    }
    var waitsForPass: Bool { state.withLock { $0.columns.contains { $0 == nil } } }

    var facts: TableFacts {
        state.withLock { state in
            if let facts = state.facts { return facts }
            // Once a column could not be read there are no rows: all columns are of one length.
            if state.failure == nil {
                do throws(Diagnostic) {
                    try read([], wantsCodes: false, &state) { Work.isStopped }
                } catch {
                    note(error, &state)
                }
            }
            return state.facts ?? TableFacts(rowCount: 0, decisions: head.decisions, problems: [], problemCount: 0)
        }
    }

    func outline(_ index: Int) -> ColumnOutline? {
        state.withLock { state in
            if let column = state.columns[index] { return ColumnOutline(column) }
            guard state.whole == nil, let type = state.guesses[index].type else { return nil }
            var outline = ColumnOutline(
                type: type, currency: nil, isBlank: head.looksBlank[index], isCertain: false)
            outline.looksRepeated = state.guesses[index].manyTexts == false
            return outline
        }
    }

    func column(_ index: Int) -> Column {
        state.withLock { state in
            if let column = state.columns[index] { return column }
            do throws(Diagnostic) {
                try read([index], wantsCodes: true, &state) { Work.isStopped }
            } catch {
                note(error, &state)
            }
            // Whoever asks for a column looks at `failure` before its cells reach anybody.
            return state.columns[index] ?? .blank(rows: state.facts?.rowCount ?? 0)
        }
    }

    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        try state.withLock { (state) throws(Diagnostic) in
            try read(columns, wantsCodes: wantsCodes, &state, isInterrupted)
        }
    }

    /// Keeps why a reading failed; one that was stopped can be tried again.
    private func note(_ failure: Diagnostic, _ state: inout sending State) {
        if !failure.isInterruption { state.failure = failure }
    }

    // MARK: Reading

    /// - Parameter wantsCodes: whether texts are to be grouped or counted, not only shown.
    private func read(
        _ columns: [Int], wantsCodes: Bool, _ state: inout sending State,
        _ isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        var waiting = columns.filter { state.columns[$0] == nil }
        if waiting.isEmpty && state.facts != nil { return }
        if state.whole == nil && file.hasChanged { throw file.changedFailure() }
        guard Work.mayRead(file.name, size: file.size) else { throw .interrupted }
        // A guess may be bettered once.
        for _ in 0..<3 where state.whole == nil && (!waiting.isEmpty || state.facts == nil) {
            waiting = try pass(waiting, wantsCodes: wantsCodes, &state, isInterrupted)
        }
        if waiting.isEmpty && state.facts != nil { return }
        try readWhole(waiting, &state, isInterrupted)
    }

    /// One reading in chunks; gives the columns that are still wanted.
    private func pass(
        _ waiting: [Int], wantsCodes: Bool, _ state: inout sending State,
        _ isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) -> [Int] {
        var plans: [ColumnPlan] = []
        for column in waiting {
            var plan = ColumnPlan(column: column, field: head.fields[column], guess: state.guesses[column])
            if plan.guess == .unclear {
                try readWhole(waiting, &state, isInterrupted)
                return []
            }
            if plan.guess.needsDictionary, wantsCodes || plan.guess.manyTexts == false {
                // Where the system counts memory that is only reserved, what is likely has to do.
                let dictionary =
                    SharedDictionary(rows: (head.dataEnd - head.layout.dataStart) / 2)
                    ?? SharedDictionary(rows: head.rowEstimate * 2)
                guard let dictionary else {
                    throw memoryFailure()
                }
                plan.dictionary = dictionary
            }
            plans.append(plan)
        }
        let result: PassResult
        do throws(StreamPass.Failure) {
            result = try StreamPass(file, head, plans, chunkSize: chunkSize, isInterrupted: isInterrupted).run()
        } catch {
            switch error {
            case .interrupted: throw .interrupted
            case .unreadable: throw file.hasChanged ? file.changedFailure() : file.readFailure()
            case .noMemory: throw memoryFailure()
            case .needsWhole:
                try readWhole(waiting, &state, isInterrupted)
                return []
            }
        }
        if file.hasChanged { throw file.changedFailure() }
        let split = SplitRows(
            dialect: head.dialect, layout: head.layout, segments: [], log: result.log, blankLines: result.blankLines,
            raggedRows: result.raggedRows)
        let share = result.raggedRows < 3 ? 0 : Double(result.raggedRows) / Double(max(result.foundRows, 1))
        if share > 0.2 && options.delimiter == nil {
            // The beginning misled: the whole file decides.
            try readWhole(waiting, &state, isInterrupted)
            return []
        }
        if state.facts == nil {
            state.facts = TableFacts(
                rowCount: result.rowCount,
                decisions: head.decisions + split.decisions(bytes: head.buffer, newline: head.dialect.newline),
                problems: problems(result.log), problemCount: result.log.count)
        }
        var rest: [Int] = []
        for (plan, column) in zip(plans, result.columns) {
            switch column {
            case .odd:
                state.guesses[plan.column] = plan.guess.orElse
                rest.append(plan.column)
            case .needsScale(let scale):
                state.guesses[plan.column] = .numbers(scale: scale)
                rest.append(plan.column)
            case .found(let narrow, let cells):
                let text = { (row: Int) in
                    let code = narrow.cell(at: row) ?? 0
                    return narrow.dictionary?.text(Int32(truncatingIfNeeded: code)) ?? ""
                }
                if let decisions = finish(plan, cells, result, text), let type = plan.guess.type {
                    state.columns[plan.column] = Column(
                        type: type, narrow: narrow, missingCount: cells.missing, decisions: decisions)
                } else {
                    state.guesses[plan.column] = .unclear
                    rest.append(plan.column)
                }
            case .packed(let packed, let cells):
                if let decisions = finish(plan, cells, result, { packed.text(at: $0) ?? "" }) {
                    state.columns[plan.column] = Column(
                        packed: packed, missingCount: cells.missing, decisions: decisions)
                } else {
                    state.guesses[plan.column] = .unclear
                    rest.append(plan.column)
                }
            }
        }
        return rest
    }

    /// What was decided, if all cells together bear out the guess; nil when they do not.
    ///
    /// `text` gives the text of a row.
    private func finish(
        _ plan: ColumnPlan, _ cells: ChunkCells, _ result: PassResult, _ text: (Int) -> String
    ) -> [String]? {
        let rows = result.rowCount
        let spaces =
            cells.trimmed > 0
            ? ["spaces around \(cells.trimmed) cell\(cells.trimmed == 1 ? "" : "s") left out"] : []
        switch plan.guess {
        case .numbers(let scale):
            let hasFraction = cells.proofs.contains(.fraction)
            if scale > 0 && !hasFraction { return nil }
            let isProven = cells.proofs.contains(hasFraction ? .decimalPoint : .notEightDigits)
            return cells.missing < rows && isProven ? [] : nil
        case .days: return cells.missing < rows ? [] : nil
        case .moments: return cells.missing < rows && cells.proofs.contains(.timeOfDay) ? [] : nil
        case .numericDays(let monthFirst, _):
            return cells.proofOffset.map { offset in
                ["dates read as \(monthFirst ? "month/day" : "day/month")/year (\(proof(offset)))"]
            }
        case .months: return cells.missing < rows ? [ColumnDecision.monthsDecision] : nil
        case .epochs(let unit): return cells.missing < rows ? [unit.decision] : nil
        case .flags:
            let mayBePlaces = saysPlace(titles[plan.column].name) && cells.largest < 1
            return cells.proofs.contains(.wholeWord) && !mayBePlaces ? [] : nil
        case .texts, .numbered:
            if cells.missing == rows { return spaces }
            // The same cells that the careful reading looks at, to come to the same end.
            let texts = CellSample.rows(of: rows).lazy.map(text)
            let sample = CellSample(texts)
            let name = titles[plan.column].name
            // Cells of damaged rows may be all that keeps others from being months or durations.
            let mayBeTimes =
                options.dateOrder == nil && ColumnGuess.months(texts, sample, name) != nil
                || ColumnDecision.looksLikeDurations(sample, named: name)
                || result.log.count > 0 && (sample.months > 0 || sample.durations > 0)
            return sample.texts * 2 > sample.filled && !mayBeTimes ? spaces : nil
        case .codes:
            return cells.proofOffset.map { offset in
                ["text, because these are codes with leading zeros: \(proof(offset))"] + spaces
            }
        case .unclear: return nil
        }
    }

    /// `line 14 has 10/20/2016`.
    private func proof(_ offset: Int) -> String {
        let line = file.lines(of: [offset], newline: head.dialect.newline).first ?? 0
        var text = ""
        if let bytes = file.bytes(offset, 64) {
            var end = 0
            while end < bytes.count, isDigit(bytes.start[end]) || bytes.start[end] == 0x2F || bytes.start[end] == 0x2D {
                end += 1
            }
            text = bytes.text(0..<end)
        }
        return "line \(line) has " + quoted(text)
    }

    private func problems(_ log: ProblemLog) -> [FileProblem] {
        let notes = log.notes.sorted { ($0.offset ?? -1) < ($1.offset ?? -1) }
        let lines = file.lines(of: notes.compactMap(\.offset), newline: head.dialect.newline)
        var next = 0
        return notes.map { note in
            var line: Int?
            if note.offset != nil {
                line = lines.indices.contains(next) ? lines[next] : nil
                next += 1
            }
            return FileProblem(file: file.name, line: line, reason: note.reason)
        }
    }

    /// Reads the file whole and takes the columns from there; those that are known stay as they are.
    private func readWhole(
        _ waiting: [Int], _ state: inout sending State, _ isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        let whole: Table
        if let known = state.whole {
            whole = known
        } else {
            whole = try readWholeTables(paths: [(file.path, file.name)], options: options)
            guard whole.titles == titles, state.facts?.rowCount ?? whole.rowCount == whole.rowCount else {
                throw file.hasChanged ? file.changedFailure() : layoutFailure(whole)
            }
            state.whole = whole
            state.facts = TableFacts(
                rowCount: whole.rowCount, decisions: whole.decisions, problems: whole.problems,
                problemCount: whole.problemCount)
        }
        try whole.prepare(waiting, isInterrupted: isInterrupted)
        for column in waiting {
            let parsed = whole.column(column)
            try Work.check()
            state.columns[column] = parsed
        }
    }

    /// The beginning of the file, by which the table was opened, has misled.
    private func layoutFailure(_ whole: Table) -> Diagnostic {
        Diagnostic(
            "file-layout", "`\(file.name)` does not go on as it begins",
            reason: [
                "its beginning looks like a table of \(titles.count) columns, all of it like one of"
                    + " \(whole.titles.count) with \(whole.rowCount) rows"
            ],
            remedies: ["say how it is to be read: `with delimiter \";\"`, `with skip 3` or `with section 1`"])
    }

    private func memoryFailure() -> Diagnostic {
        Diagnostic(
            "file-memory", "the columns of `\(file.name)` do not fit into memory",
            remedies: ["split the file, or use a machine with more memory"])
    }
}
