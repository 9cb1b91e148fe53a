import Values

/// `check [DATASET] [by dataset | by column]`.
extension Parser {
    mutating func check() throws(Failure) -> CheckQuestion {
        record(.dataset)
        var question = CheckQuestion()
        if current.text != nil {
            throw .of(
                unexpected(
                    "a dataset, or nothing, behind `check`",
                    remedies: ["to look through a script, write `quaestor check FILE.qst` on the command line"]))
        }
        // A verb begins the next statement instead.
        if current.beginsName, current.keyword?.isVerb != true {
            question.dataset = try name("a dataset behind `check`")
        }
        defer { partial = .check(question) }
        try clauses([.by, .as, .to]) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            guard clause == .by else { return try parser.outputClause(clause, &question.output) }
            if parser.take(.dataset) {
                question.grouping = .dataset
            } else if parser.take(.column) {
                question.grouping = .column
            } else {
                throw .of(
                    parser.unexpected(
                        "`dataset` or `column` behind `by`",
                        reason: ["without `by`, `check` tells what it found; with it, the scores"]))
            }
        }
        return question
    }
}
