import Glibc
import Language
import Model
import Values

/// Looks at a text while it is typed: colours, what is wrong so far, what could follow.
///
/// It is asked before each key, and keeps what it found out between two statements.
final class Adviser {
    private let session: Session
    private var highlighter: Highlighter?
    private var units: [String: String] = [:]
    /// What was wrong with the text that was bound last, which the cursor alone does not change.
    private var bound: (text: String, problems: [Diagnostic])?
    /// How many questions took longer to bind than a key may; after some, none is bound any more.
    private var slowQuestions = 0

    /// The longest that binding may work, in nanoseconds.
    private static let patience = 10_000_000
    private static let mostSlowQuestions = 3

    init(_ session: Session) { self.session = session }

    /// A statement has run: names may mean something else.
    func forget() {
        highlighter = nil
        units = [:]
        bound = nil
        slowQuestions = 0
    }

    func advice(on text: String, cursor: Int) -> Advice {
        var advice = Advice()
        guard !text.isEmpty else { return advice }
        let lexed = tokenized(text)
        var highlighter = highlighter ?? Highlighter(session.workspace)
        advice.parts = highlighter.parts(of: lexed)
        advice.partner = Self.partner(in: lexed.tokens, cursor: cursor)
        let script = parseScript(text)
        // What is being typed is not wrong yet; to bind a name that is not one yet would only look for others like it.
        let isBinding = script.diagnostics.isEmpty && !isInUnknownWord(cursor, lexed.tokens, &highlighter)
        let problems = isBinding ? problems(of: script, text) : script.diagnostics.filter { !$0.isCurable }
        let found = problems.filter { !Self.isBeingTyped($0, cursor) }
        advice.wrong = found.compactMap { $0.span?.range }.filter { !$0.isEmpty }
        if let first = found.first {
            advice.hint = first.remedies.first.map { first.message + " · " + $0 } ?? first.message
            advice.hintIsComplaint = true
        } else {
            advice.hint =
                remark(onWordAt: cursor, lexed.tokens, &highlighter) ?? expected(text, cursor, script.diagnostics) ?? ""
        }
        self.highlighter = highlighter
        return advice
    }

    // MARK: What is wrong

    private func isInUnknownWord(_ cursor: Int, _ tokens: [Token], _ highlighter: inout Highlighter) -> Bool {
        guard let token = tokens.first(where: { $0.span.start < cursor && cursor <= $0.span.end }),
            case .word(let word) = token.kind, token.keyword == nil
        else { return false }
        return highlighter.role(ofName: word) == nil && CallHelp.named(word) == nil
    }

    /// What is wrong with the names of a script that can be parsed.
    private func problems(of script: ParsedScript, _ text: String) -> [Diagnostic] {
        if let bound, bound.text == text { return bound.problems }
        let problems = unboundNames(in: script)
        bound = (text, problems)
        return problems
    }

    private func unboundNames(in script: ParsedScript) -> [Diagnostic] {
        guard slowQuestions < Self.mostSlowQuestions else { return [] }
        for statement in script.statements {
            // A scorecard asks a question for each metric.
            if case .scorecard = statement.kind { continue }
            let start = Self.worked()
            defer { if Self.worked() - start > Self.patience { slowQuestions += 1 } }
            do {
                _ = try session.bind(statement)
            } catch {
                return [error]
            }
        }
        return []
    }

    /// The nanoseconds for which this thread has worked so far; a machine that is busy with others does not count.
    private static func worked() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }

    private static func isBeingTyped(_ problem: Diagnostic, _ cursor: Int) -> Bool {
        guard let span = problem.span else { return false }
        return span.start <= cursor && cursor <= span.end
    }

    /// The other one of the pair of brackets before or behind the cursor.
    private static func partner(in tokens: [Token], cursor: Int) -> Range<Int>? {
        let isBracket = { (token: Token) in token.symbol.map { "(){}".contains($0.rawValue) } ?? false }
        let brackets = tokens.filter(isBracket)
        let here =
            brackets.firstIndex { $0.span.start == cursor } ?? brackets.firstIndex { $0.span.end == cursor }
        guard let here else { return nil }
        let opens = brackets[here].symbol == .open || brackets[here].symbol == .openBrace
        var depth = 0
        for index in stride(from: here, to: opens ? brackets.count : -1, by: opens ? 1 : -1) {
            let symbol = brackets[index].symbol
            depth += symbol == .open || symbol == .openBrace ? 1 : -1
            if depth == 0 { return brackets[index].span.range }
        }
        return nil
    }

    // MARK: Remarks

    private func remark(onWordAt cursor: Int, _ tokens: [Token], _ highlighter: inout Highlighter) -> String? {
        guard let index = tokens.firstIndex(where: { $0.span.start <= cursor && cursor <= $0.span.end && !$0.isEnd }),
            case .word(let word) = tokens[index].kind, tokens[index].keyword?.isReserved != true
        else { return nil }
        let isCall = index + 1 < tokens.count && tokens[index + 1].symbol == .open
        if isCall, session.workspace.metrics[word] == nil, let call = CallHelp.named(word) { return call.signature }
        switch highlighter.role(ofName: word) {
        case .metric:
            guard let metric = session.workspace.metric(word) else { return nil }
            let title =
                metric.title ?? session.workspace.attributes(of: metric).description ?? printed(metric.expression)
            return [unit(of: metric), title].filter { !$0.isEmpty }.joined(separator: " · ")
        case .dimension:
            guard let dimension = session.workspace.dimensions[word] else { return nil }
            return "dimension · " + dimension.sources.map(printed).joined(separator: ", ")
        default: return nil
        }
    }

    private func unit(of metric: Workspace.Metric) -> String {
        if let unit = metric.unit { return unit.text }
        if let known = units[metric.name] { return known }
        var binder = MetricBinder(session.workspace, notes: BindingNotes())
        let bound = try? binder.bind(Expression(.name(Name([.init(metric.name)], span: .none)), span: .none))
        var text = ""
        if case .number(let unit)? = bound?.kind { text = unit.text }
        units[metric.name] = text
        return text
    }

    /// What must follow at the end of a text that is not complete.
    private func expected(_ text: String, _ cursor: Int, _ diagnostics: [Diagnostic]) -> String? {
        guard cursor == text.utf8.count, diagnostics.contains(where: \.isCurable) else { return nil }
        let context = cursorContext(text, at: cursor)
        guard context.typed.isEmpty else { return nil }
        var phrases: [String] = []
        for case let phrase? in context.expected.map(\.phrase) where !phrases.contains(phrase) {
            phrases.append(phrase)
        }
        // Names tell more than words, which completion shows all.
        let names = phrases.filter { !$0.hasPrefix("`") }
        let shown = (names.isEmpty ? phrases : names).prefix(3)
        return shown.isEmpty ? nil : shown.joined(separator: ", ")
    }
}
