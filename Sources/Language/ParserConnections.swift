import Values

/// `connect NAME = adbc "driver" { option "value"; option env("VARIABLE") }`, `disconnect NAME`, and what of a connection
/// a dataset is.
extension Parser {
    mutating func connect() throws(Failure) -> ConnectionDefinition {
        let name = try newName("a name behind `connect`")
        try expect(.equal, "behind the name")
        try expect(.adbc, "behind `=`")
        record(.driver)
        guard case .text(let driver) = current.kind else {
            throw .of(unexpected("the name or path of a driver in quotes behind `adbc`"))
        }
        var connection = ConnectionDefinition(name: name, driver: Label(driver, span: advance().span))
        defer { partial = .connect(connection) }
        guard take(.openBrace) else { return connection }
        while !take(.closeBrace) {
            if take(.semicolon) { continue }
            if current.isEnd { throw .of(unexpected("`}`", reason: ["the `{` of the connection is still open"])) }
            connection.options.append(try connectionOption())
        }
        return connection
    }

    private mutating func connectionOption() throws(Failure) -> ConnectionDefinition.Option {
        record(.text)
        let token = current
        let name: Label
        switch token.kind {
        case .text(let text): name = Label(text, span: advance().span)
        case .word where token.keyword?.isReserved != true: name = Label(sourceText(advance().span), span: token.span)
        default:
            throw .of(unexpected("an option of the driver, such as `uri`, or `}`"))
        }
        record([.keyword(Keyword.env.rawValue), .text])
        if case .text(let text) = current.kind {
            return .init(name: name, value: .text(Label(text, span: advance().span)))
        }
        guard take(.env) else {
            throw .of(
                unexpected(
                    "a text in quotes or `env(\"VARIABLE\")` behind `\(visible(name.text))`"))
        }
        try expect(.open, "behind `env`")
        guard case .text(let variable) = current.kind else {
            throw .of(unexpected("the name of a variable in quotes behind `env(`"))
        }
        let value = Label(variable, span: advance().span)
        try expect(.close, "behind the variable")
        return .init(name: name, value: .variable(value))
    }

    /// The name of a connection.
    mutating func connectionName(_ place: String) throws(Failure) -> Label {
        record(.connection)
        return try label("a connection \(place)")
    }

    /// A table of a connection, or a `SELECT`.
    mutating func relation(of connection: Label) throws(Failure) -> Label {
        record(.table(connection: connection.text))
        guard case .text(let text) = current.kind else {
            throw .of(
                unexpected(
                    "a table in quotes behind `\(visible(connection.text))`, such as \"crm.opportunities\", or a `SELECT`"
                ))
        }
        return Label(text, span: advance().span)
    }

    /// Whether a connection and its table stand here: a path is in quotes, and a word alone is one that should be.
    var beginsConnection: Bool {
        guard current.beginsName, current.keyword?.isVerb != true else { return false }
        if case .text = ahead(1).kind { return true }
        // Where somebody types, the table is still to come.
        return records && ahead(1).isEnd
    }
}
