import Values

/// `metric NAME "Title" = EXPRESSION as UNIT { attributes }`.
extension Parser {
    mutating func metric() throws(Failure) -> MetricDefinition {
        let name = try newName("a name behind `metric`")
        var title: String?
        record(.text)
        if case .text(let text) = current.kind {
            advance()
            title = text
        }
        try expect(.equal, title == nil ? "or a title in quotes behind the metric's name" : "behind the metric's title")
        let expression = try expression([.metric, .column, .dataset, .function])
        var metric = MetricDefinition(name: name, title: title, expression: expression, unit: try unit())
        guard take(.openBrace) else { return metric }
        defer { partial = .metric(metric) }
        try metricAttributes(of: &metric)
        return metric
    }

    /// `as money USD`, `as percent`, if it stands here.
    private mutating func unit() throws(Failure) -> Unit? {
        guard take(.as) else { return nil }
        record(.unit)
        if take(.percent) { return .percent }
        if take(.days) { return .days }
        if take(.count) { return .count }
        if take(.number) { return .number }
        guard take(.money) else {
            throw .of(unexpected("a unit behind `as`: `money`, `percent`, `days`, `count` or `number`"))
        }
        record(.unit)
        // A currency is a word of three letters that is no verb: `USD`.
        guard case .word(let word) = current.kind, current.keyword?.isVerb != true, current.keyword?.isReserved != true,
            word.utf8.count == 3, word.utf8.allSatisfy({ $0 >= 97 && $0 <= 122 })
        else { return .money(nil) }
        advance()
        return .money(word.uppercased())
    }

    // MARK: Attributes

    private mutating func metricAttributes(of metric: inout MetricDefinition) throws(Failure) {
        var seen: [Int: Span] = [:]
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            let start = current.span
            let kind = try metricAttribute()
            let attribute = MetricDefinition.Attribute(kind, span: span(from: start))
            if let first = seen.updateValue(start, forKey: kind.position) {
                report(
                    Diagnostic(
                        "repeated", "this stands twice in the metric", at: attribute.span,
                        reason: [firstPlace(first)], remedies: ["write it once; lists take commas"]))
            }
            metric.attributes.append(attribute)
        }
    }

    private mutating func metricAttribute() throws(Failure) -> MetricDefinition.Attribute.Kind {
        if at(.higher) || at(.lower) {
            let direction: MetricDefinition.Direction = advance().keyword == .higher ? .higher : .lower
            try expect(.is, "behind `\(direction.rawValue)`")
            try expect(.better, "behind `is`")
            return .direction(direction)
        }
        if take(.leading) { return .timing(.leading) }
        if take(.lagging) { return .timing(.lagging) }
        if take(.department) {
            var departments: [Department] = []
            repeat { departments.append(try department("behind `department`")) } while take(.comma)
            return .departments(departments)
        }
        if take(.synonyms) {
            var names: [Label] = []
            repeat { names.append(try synonym()) } while take(.comma)
            return .synonyms(names)
        }
        if take(.description) { return .description(try attributeText("behind `description`")) }
        if take(.source) { return .source(try attributeText("behind `source`")) }
        if current.isEnd { throw .of(unexpected("`}`", reason: ["the `{` of the metric is still open"])) }
        throw .of(
            unexpected(
                "`higher is better`, `lower is better`, `leading`, `lagging`, `department`, `synonyms`,"
                    + " `description`, `source` or `}`"))
    }

    /// Any word that is not reserved, or a text: between braces no statement begins.
    private mutating func synonym() throws(Failure) -> Label {
        record([.newName, .text])
        let token = current
        switch token.kind {
        case .text(let text), .quotedName(let text):
            advance()
            return Label(text, span: token.span)
        case .word where token.keyword?.isReserved != true:
            advance()
            return Label(sourceText(token.span), span: token.span)
        default: throw .of(unexpected("another name, a word or a text in quotes"))
        }
    }

    private mutating func attributeText(_ place: String) throws(Failure) -> String {
        record(.text)
        guard case .text(let text) = current.kind else { throw .of(unexpected("a text in quotes \(place)")) }
        advance()
        return text
    }

    /// `sales`, `customer success`, or the same in quotes.
    mutating func department(_ place: String) throws(Failure) -> Department {
        if take(.customer) {
            try expect(.success, "behind `customer`")
            return .customerSuccess
        }
        let words: [(Keyword, Department)] = [
            (.sales, .sales), (.marketing, .marketing), (.finance, .finance), (.support, .support),
            (.partners, .partners),
        ]
        for (word, department) in words where take(word) { return department }
        if case .text(let text) = current.kind, let department = Department(rawValue: text.lowercased()) {
            advance()
            return department
        }
        throw .of(
            unexpected(
                "a department \(place)",
                reason: ["departments are " + Department.allCases.map(\.rawValue).joined(separator: ", ")]))
    }
}

extension MetricDefinition.Attribute.Kind {
    /// Its place among the kinds, each of which stands once.
    fileprivate var position: Int {
        switch self {
        case .direction: 0
        case .timing: 1
        case .departments: 2
        case .synonyms: 3
        case .description: 4
        case .source: 5
        }
    }
}
