import Language
import Values

extension Workspace {
    /// A condition as a heading tells it: as it was asked, with the values of its parameters in their place.
    package func text(of condition: Expression) -> String { replacingParameters(printed(condition)) }

    private func replacingParameters(_ text: String) -> String {
        var result = ""
        var quote: Character?
        var rest = text[...]
        while let character = rest.first {
            rest.removeFirst()
            if character == "$", quote == nil {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                if !name.isEmpty, let value = try? parameterValue(String(name), at: .none) {
                    rest = rest.dropFirst(name.count)
                    result += replacingParameters(printed(value))
                    continue
                }
            }
            if character == "\"" || character == "`" { quote = quote == character ? nil : quote ?? character }
            result.append(character)
        }
        return result
    }
}
