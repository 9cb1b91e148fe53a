import Values

/// `target METRIC [by D, …] from "path" [sheet "name"] [with options] [{ time COLUMN; value COLUMN }]`.
extension Parser {
    mutating func target() throws(Failure) -> TargetDefinition {
        record(.metric)
        let metric = try label("a metric behind `target`")
        var dimensions: [Label] = []
        if take(.by) {
            repeat {
                record(.dimension)
                dimensions.append(try label("a dimension behind `by`"))
            } while take(.comma)
        }
        try expect(.from, "and a path behind the metric")
        var target: TargetDefinition
        record(.connection)
        if beginsConnection {
            let connection = try connectionName("behind `from`")
            target = TargetDefinition(
                metric: metric, dimensions: dimensions, path: try relation(of: connection), connection: connection)
        } else {
            target = TargetDefinition(metric: metric, dimensions: dimensions, path: try path("behind `from`"))
            target.options = try sheetOption(of: target.path)
            target.options += try readOptions()
        }
        defer { partial = .target(target) }
        if take(.openBrace) { try targetColumns(of: &target) }
        return target
    }

    private mutating func targetColumns(of target: inout TargetDefinition) throws(Failure) {
        clauseWords = [.time, .value]
        defer { clauseWords = [] }
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            let start = current.span
            let isRepeated: Bool
            if take(.time) {
                isRepeated = target.time != nil
                target.time = try column("behind `time`")
            } else if take(.value) {
                isRepeated = target.value != nil
                target.value = try column("behind `value`")
            } else if current.isEnd {
                throw .of(unexpected("`}`", reason: ["the `{` of the target is still open"]))
            } else {
                throw .of(unexpected("`time` and a column, `value` and a column, or `}`"))
            }
            if isRepeated {
                report(Diagnostic("repeated", "this stands twice in the target", at: span(from: start)))
            }
        }
    }
}
