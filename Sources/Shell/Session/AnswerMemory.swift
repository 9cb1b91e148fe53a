import Engine
import Language
import Model
import Values

/// The answers of a session that can be asked for again, in the order in which they were looked at.
struct AnswerMemory {
    /// The most answers that are kept.
    static let countLimit = 20
    /// Beyond this many bytes the oldest answers are given up; the last one is kept whatever it takes.
    static let byteLimit = 64 << 20

    struct Kept {
        var answer: Answer
        var question: Statement
        /// Definitions of the session, and parameters with their values, that there were when it was asked.
        var definitions: [TypedDefinition]
        var parameters: [Workspace.Parameter]
        /// Whether files have been read again since.
        var isOld = false
        fileprivate var size: Int
    }

    /// Oldest first.
    private(set) var kept: [Kept] = []
    /// The place of the last answer; `back` goes down from the newest.
    private var position = -1

    /// The answer that `last`, `drill` and `save` are about.
    var last: Kept? { kept.indices.contains(position) ? kept[position] : nil }

    /// The last answer whose lines stand for rows.
    var lined: Kept? { kept.prefix(position + 1).last { $0.question.hasLines } }

    /// Keeps an answer as the last one; the one that was last before stands right before it then.
    mutating func append(
        _ answer: Answer, _ question: Statement, definitions: [TypedDefinition], parameters: [Workspace.Parameter]
    ) {
        if position >= 0, position < kept.count - 1 { kept.append(kept.remove(at: position)) }
        kept.append(
            Kept(
                answer: answer, question: question, definitions: definitions, parameters: parameters,
                size: answer.approximateSize))
        var size = kept.reduce(0) { $0 + $1.size }
        while kept.count > 1, kept.count > Self.countLimit || size > Self.byteLimit { size -= kept.removeFirst().size }
        position = kept.count - 1
    }

    /// Notes that files have been read again: no answer is of the rows that are loaded now.
    mutating func markOld() { for index in kept.indices { kept[index].isOld = true } }

    /// The answer so many steps before the last one.
    func earlier(_ request: EarlierAnswer) throws(Diagnostic) -> Kept { kept[try place(request)] }

    /// Makes the answer so many steps before the last one the last one.
    mutating func goBack(_ request: EarlierAnswer) throws(Diagnostic) -> Kept {
        position = try place(request)
        return kept[position]
    }

    private func place(_ request: EarlierAnswer) throws(Diagnostic) -> Int {
        guard position >= 0 else { throw Self.nothingYet }
        let steps = request.steps ?? 1
        let span = request.steps == nil ? nil : request.stepsSpan
        guard steps > 0 else {
            throw Diagnostic(
                "no-earlier-answer", "0 answers back is the last answer", at: span, remedies: ["`last` shows it again"])
        }
        guard steps <= position else {
            let what = position == 0 ? "no answer is" : position == 1 ? "one answer is" : "\(position) answers are"
            throw Diagnostic(
                "no-earlier-answer",
                steps == 1 ? "there is no answer before this one" : "there are not \(steps) answers before this one",
                at: span, reason: ["\(what) kept from before it, of the last \(Self.countLimit) of this session"],
                remedies: ["`history` lists what was asked"])
        }
        return position - steps
    }

    static let nothingYet = Diagnostic(
        "nothing-yet", "there is no last answer", remedies: ["ask a question first: `show …`"])
}

extension Answer {
    /// About how many bytes it takes.
    fileprivate var approximateSize: Int {
        var cells = 0
        for column in columns {
            cells += column.cells.approximateSize + Value.approximateSize(of: column.dataCells ?? [])
            cells += (column.series ?? []).reduce(0) { $0 + Value.approximateSize(of: $1) }
            cells += (column.lines?.count ?? 0) * MemoryLayout<LineMetric>.stride
        }
        return populations.reduce(cells) { sum, population in
            if case .rows(_, let rows) = population { sum + rows.count * 4 } else { sum + 64 }
        }
    }
}
