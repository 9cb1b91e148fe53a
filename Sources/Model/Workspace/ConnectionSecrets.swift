import Language
import Values

/// What of a connection is a secret, and the connection without it.
package enum ConnectionSecrets {
    private static let words = [
        "password", "passwd", "secret", "token", "key", "credential", "passphrase", "auth_header",
    ]

    /// Whether what an option has is to be shown nowhere.
    package static func isSecret(_ option: String) -> Bool {
        let option = option.lowercased()
        return words.contains { word in
            option.utf8.indices.contains { option.utf8[$0...].starts(with: word.utf8) }
        } && !option.hasSuffix("key_id") && !option.hasSuffix("_type")
    }

    /// The password in a URI, `://user:PASSWORD@`, and those among its parameters, as they are written there.
    package static func passwords(in uri: String) -> [String] {
        guard let scheme = place(of: "://", in: uri[...]) else { return keywordPasswords(in: uri) }
        var found: [String] = []
        let rest = uri[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") {
            let login = authority[..<at]
            if let colon = login.firstIndex(of: ":") { found.append(String(login[login.index(after: colon)...])) }
        }
        if let question = rest.firstIndex(of: "?") {
            for part in rest[rest.index(after: question)...].split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1)
                if pair.count == 2, isSecret(String(pair[0])) { found.append(String(pair[1])) }
            }
        }
        return found
    }

    /// `host=db password=…`, as PostgreSQL also has it.
    private static func keywordPasswords(in text: String) -> [String] {
        text.split(separator: " ").compactMap { part in
            let pair = part.split(separator: "=", maxSplits: 1)
            return pair.count == 2 && isSecret(String(pair[0])) ? String(pair[1]) : nil
        }
    }

    /// Where a text stands in another.
    package static func place(of wanted: String, in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(wanted) { return start..<text.index(start, offsetBy: wanted.count) }
            text.formIndex(after: &start)
        }
        return nil
    }

    /// A text with each of its parts that are `wanted` replaced.
    package static func replacing(_ wanted: String, in text: String, by other: String) -> String {
        var result = ""
        var rest = text[...]
        while !wanted.isEmpty, let found = place(of: wanted, in: rest) {
            result += rest[..<found.lowerBound] + other
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}

extension ConnectionDefinition {
    /// The same with variables of the environment in place of secrets, for what is kept: `WH_PASSWORD`.
    package var withoutSecrets: ConnectionDefinition {
        var definition = self
        let variable = machineName(name.text).uppercased() + "_PASSWORD"
        definition.options = options.map { option in
            guard case .text(let text) = option.value, ConnectionSecrets.place(of: "{{", in: text.text[...]) == nil
            else {
                return option
            }
            var option = option
            if ConnectionSecrets.isSecret(option.name.text) {
                option.value = .variable(Label(variable, span: text.span))
                return option
            }
            var kept = text.text
            for password in ConnectionSecrets.passwords(in: kept) {
                kept = ConnectionSecrets.replacing(password, in: kept, by: "{{ env_var(\(variable)) }}")
            }
            option.value = .text(Label(kept, span: text.span))
            return option
        }
        return definition
    }
}

extension Statement {
    /// The same with variables of the environment in place of secrets, for what is kept.
    package var withoutSecrets: Statement {
        guard case .connect(let definition) = kind else { return self }
        return Statement(.connect(definition.withoutSecrets), span: span, comments: comments)
    }
}
