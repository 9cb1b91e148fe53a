import Values

/// Connections, and what is loaded from them.
extension StatementPrinter {
    func lines(of connection: ConnectionDefinition) -> [Line] {
        let head = "connect \(definitionName(connection.name)) = adbc \(quoted(connection.driver.text))"
        let start = connection.name.span.start
        let options = connection.options.map { option in
            let name = isOptionWord(option.name.text) ? option.name.text : quoted(option.name.text)
            switch option.value {
            case .text(let text): return name + " " + quoted(text.text)
            case .variable(let variable): return name + " env(\(quoted(variable.text)))"
            }
        }
        if options.isEmpty { return [Line(text: head, start: start)] }
        let short = head + " { \(options.joined(separator: "; ")) }"
        if !breaksAlways, short.count <= Self.width { return [Line(text: short, start: start)] }
        return [Line(text: head + " {", start: start)]
            + zip(connection.options, options).map { Line(text: $1, indent: 2, start: $0.name.span.start) }
            + [Line(text: "}", start: .max)]
    }

    /// A word that needs no quotes as an option: it can neither be taken for a clause nor for the next statement.
    private func isOptionWord(_ text: String) -> Bool {
        isPlainName(text) && Keyword.named(text.lowercased()).map { !$0.isReserved && !$0.isVerb } ?? isPlainName(text)
    }

    /// What is loaded, and from where.
    func loaded(_ load: Load) -> String {
        guard let connection = load.connection else { return quoted(load.path.text) }
        let isName = isPlainFoldedName(load.path.text) && Keyword.named(load.path.text)?.isVerb != true
        return (isName ? load.path.text : quoted(load.path.text)) + " from " + definitionName(connection)
    }
}
