import Language
import Model
import Values

/// Tells what each word of a text is: from the language's own tokens, and from the names of the session.
struct Highlighter {
    let workspace: Workspace
    /// What each word turned out to be; looked up once.
    private var known: [String: TextRole?] = [:]

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// The parts of a text that have a role, in order.
    mutating func parts(of lexed: TokenizedText) -> [Advice.Part] {
        var parts = lexed.comments.map { Advice.Part($0.span.range, .comment) }
        let tokens = lexed.tokens
        var context = Context()
        for (index, token) in tokens.enumerated() where !token.isEnd {
            let next = index + 1 < tokens.count ? tokens[index + 1] : token
            if let role = role(of: token, before: next, context) { parts.append(Advice.Part(token.span.range, role)) }
            context.read(token)
        }
        return parts.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func role(of token: Token, before next: Token, _ context: Context) -> TextRole? {
        switch token.kind {
        case .number, .period, .text: return .literal
        case .parameter: return .parameter
        case .quotedName(let name): return role(ofName: machineName(name)) ?? .column
        case .symbol, .end: return nil
        case .word(let word):
            if context.beginsStatement, token.keyword?.isVerb == true { return .keyword }
            if token.keyword?.isReserved == true {
                return token.keyword?.roles.contains(.constant) == true ? .literal : .keyword
            }
            if next.symbol == .open, let call = role(ofCall: word) { return call }
            if let role = role(ofName: word) { return role }
            if context.wantsValue { return .literal }
            return token.keyword == nil ? nil : .keyword
        }
    }

    private mutating func role(ofCall word: String) -> TextRole? {
        if workspace.metrics[word] != nil { return .metric }
        return CallHelp.named(word) == nil ? nil : .function
    }

    /// What a name of the session is; nil for an unknown one.
    mutating func role(ofName word: String) -> TextRole? {
        if let role = known[word] { return role }
        let role: TextRole? =
            if workspace.dimensions[word] != nil {
                .dimension
            } else if workspace.datasets[word] != nil {
                .dataset
            } else if workspace.metric(word) != nil {
                .metric
            } else if workspace.datasets.values.contains(where: { $0.columnIndex(word) != nil }) {
                .column
            } else {
                nil
            }
        known[word] = .some(role)
        return role
    }

    /// What was read before a token, as far as it tells what a bare word is.
    private struct Context {
        /// At the beginning of a text, of a line or behind `;`, where a verb can stand.
        var beginsStatement = true
        /// Behind a comparison, or in the list of an `in`.
        var wantsValue = false
        private var isInList = false
        private var followsIn = false

        mutating func read(_ token: Token) {
            beginsStatement = token.symbol == .semicolon || token.keyword == .explain
            switch token.symbol {
            case .open where followsIn:
                isInList = true
                wantsValue = true
            case .close:
                isInList = false
                wantsValue = false
            case .equal?, .notEqual?: wantsValue = true
            default: wantsValue = isInList || token.keyword == .like
            }
            followsIn = token.keyword == .in
        }
    }
}

extension Span {
    /// As UTF-8 bytes of the text.
    var range: Range<Int> { start..<max(start, end) }
}
