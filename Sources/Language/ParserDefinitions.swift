import Values

/// `load`, `dimension`, `metric`, `calendar`, `let`, `param`, `set`.
extension Parser {
    // MARK: Files

    /// `load "path" [sheet "name"] [as name] [with options]`, `load "table" from connection [as name]`.
    mutating func load() throws(Failure) -> Load {
        var load = try loaded()
        let sheet = load.connection == nil ? try sheetOption(of: load.path) : []
        if load.connection == nil, take(.from) { load.connection = try connectionName("behind `from`") }
        if take(.as) {
            record(.newName)
            load.name = try label("a name for the dataset behind `as`")
        }
        if load.connection == nil { load.options = sheet + (try readOptions()) }
        return load
    }

    /// A path or table in quotes; `connection "table"`; or `dataset from connection`.
    private mutating func loaded() throws(Failure) -> Load {
        record([.connectedDataset, .connection])
        let isOfConnection = current.beginsName && current.keyword?.isVerb != true && ahead(1).keyword == .from
        guard beginsConnection || isOfConnection else { return Load(path: try path("behind `load`")) }
        let name = try label("a path behind `load`")
        if case .text = current.kind { return Load(path: try relation(of: name), connection: name) }
        try expect(.from, "and a connection behind the name; a path stands in quotes")
        return Load(path: name, connection: try connectionName("behind `from`"))
    }

    /// `sheet "Targets"` behind the path of a workbook, if it stands here: the first of the options of reading.
    mutating func sheetOption(of path: Label) throws(Failure) -> [ReadOption] {
        guard at(.sheet) else { return [] }
        let name = Label(Keyword.sheet.rawValue, span: advance().span)
        record(.sheet(path: path.text))
        guard case .text(let sheet) = current.kind else {
            throw .of(unexpected("the name of a sheet in quotes behind `sheet`"))
        }
        return [ReadOption(name: name, value: Label(sheet, span: advance().span))]
    }

    /// `with delimiter ";", decimal ","`, if it stands here.
    mutating func readOptions() throws(Failure) -> [ReadOption] {
        guard take(.with) else { return [] }
        var options: [ReadOption] = []
        repeat {
            let names = Keyword.options.map(\.rawValue)
            record(names.map { .keyword($0) })
            guard let keyword = current.keyword, keyword.roles.contains(.option) else {
                throw .of(
                    unexpected(
                        "an option of reading a file",
                        reason: ["options are " + names.map { "`\($0)`" }.joined(separator: ", ")]))
            }
            let name = Label(keyword.rawValue, span: advance().span)
            let value = try optionValue(keyword)
            // Several words may stand for no value.
            if let first = options.first(where: { $0.name == name && (keyword != .missing || $0.value == value) }) {
                report(
                    Diagnostic(
                        "repeated", "the option `\(keyword.rawValue)` stands twice", at: name.span,
                        reason: [firstPlace(first.name.span)], remedies: ["write it once"]))
            }
            options.append(ReadOption(name: name, value: value))
        } while take(.comma)
        return options
    }

    /// A text, a whole number, or a word such as `latin1`, `utf-8`, `dmy`.
    private mutating func optionValue(_ option: Keyword) throws(Failure) -> Label {
        record([.text, .number])
        let start = current.span
        switch current.kind {
        case .text(let text):
            advance()
            return Label(text, span: start)
        case .number(let value, false):
            guard let whole = value.wholeNumber else { break }
            advance()
            return Label(String(whole), span: start)
        case .word where current.keyword?.isReserved != true || current.keyword?.roles.contains(.constant) == true:
            advance()
            while current.symbol == .minus, current.touchesPrevious, ahead(1).touchesPrevious, ahead(1).beginsOperand {
                advance()
                advance()
            }
            let span = span(from: start)
            return Label(sourceText(span).lowercased(), span: span)
        default: break
        }
        throw .of(unexpected("a value behind `\(option.rawValue)`: a word, a whole number or a text in quotes"))
    }

    // MARK: Names for expressions

    mutating func dimension() throws(Failure) -> DimensionDefinition {
        let name = try newName("a name behind `dimension`")
        try expect(.equal, "behind the dimension's name")
        var sources: [Expression] = []
        repeat { sources.append(try expression([.column, .dimension, .function])) } while take(.comma)
        return DimensionDefinition(name: name, sources: sources)
    }

    mutating func constant() throws(Failure) -> Statement.Kind {
        let name = try newName("a name behind `let`")
        try expect(.equal, "behind the name")
        return .constant(name: name, value: try value(Level.or))
    }

    mutating func parameter() throws(Failure) -> Statement.Kind {
        let name = try newName("a name behind `param`")
        try expect(.equal, "and the parameter's usual value behind its name")
        let value = try value(Level.or)
        record(.text)
        guard case .text(let text) = current.kind else {
            return .parameter(name: name, value: value, description: nil)
        }
        advance()
        return .parameter(name: name, value: value, description: text)
    }

    mutating func setting() throws(Failure) -> Statement.Kind {
        record(.setting)
        // `set` alone lists them.
        if current.isEnd || current.symbol == .semicolon { return .list(.settings) }
        let name = try label("a setting behind `set`")
        _ = take(.equal)
        return .set(name: name, value: try value(Level.sum, [.settingValue(of: name.text)]))
    }

    /// The value of a constant, parameter, setting or argument.
    mutating func value(_ minimum: Int, _ operands: [Expectation] = []) throws(Failure) -> Expression {
        inValue = true
        defer { inValue = false }
        return try expression(operands, minimum: minimum)
    }

    mutating func newName(_ wanted: String) throws(Failure) -> Label {
        record(.newName)
        return try label(wanted)
    }

    // MARK: Calendar

    mutating func calendar() throws(Failure) -> CalendarDefinition {
        try expect(.openBrace, "behind `calendar`")
        var calendar = CalendarDefinition()
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            let start = current.span
            let isRepeated: Bool
            if take(.fiscal) {
                try expect(.year, "behind `fiscal`")
                try expect(.starts, "behind `fiscal year`")
                isRepeated = calendar.fiscalYearStart != nil
                record(Keyword.monthNames.map { .keyword($0.rawValue) })
                guard let month = current.keyword?.monthNumber else { throw .of(unexpected("the name of a month")) }
                advance()
                calendar.fiscalYearStart = month
            } else if take(.week) {
                try expect(.starts, "behind `week`")
                isRepeated = calendar.weekStart != nil
                record(Keyword.weekdayNames.map { .keyword($0.rawValue) })
                guard let day = current.keyword?.weekdayNumber else { throw .of(unexpected("the name of a weekday")) }
                advance()
                calendar.weekStart = day
            } else {
                throw .of(unexpected("`fiscal year starts …`, `week starts …` or `}`"))
            }
            if isRepeated {
                report(Diagnostic("repeated", "this stands twice in the calendar", at: span(from: start)))
            }
        }
        return calendar
    }
}
