import Language
import Model
import Tables
import Values

/// What a driver is given to connect: the options of the statement over those of a profile, variables filled in
/// (https://arrow.apache.org/adbc/current/format/connection_profiles.html).
struct ConnectionOptions: Sendable {
    /// Of the statement, or of the profile where that names one.
    private(set) var driver: String
    private(set) var options: [(key: String, value: String)] = []
    /// What the database speaks, where that is said: an option that the driver is not given.
    private(set) var dialect: Dialect?
    /// Texts that may be printed nowhere.
    private(set) var secrets: Set<String> = []

    /// Fails with `profile-missing`, `driver-manifest`, `no-variable` or `dialect-unknown`.
    init(_ definition: ConnectionDefinition) throws(Diagnostic) {
        driver = definition.driver.text
        var profile: String?
        if driver.hasPrefix(Self.profileScheme) {
            profile = String(driver.dropFirst(Self.profileScheme.utf8.count))
            driver = ""
        }
        var given: [(key: String, value: String)] = []
        for option in definition.options {
            switch option.value {
            case .text(let text):
                if option.name.text == "profile" {
                    profile = text.text
                } else {
                    given.append((option.name.text, try filled(text.text, at: text.span)))
                }
            case .variable(let variable):
                given.append((option.name.text, try value(ofVariable: variable.text, at: variable.span)))
            }
        }
        if let name = profile { try add(profile: name, at: definition.driver.span) }
        for (key, value) in given {
            options.removeAll { $0.key == key }
            options.append((key, value))
        }
        try takeDialect(definition)
        for (key, value) in options {
            if ConnectionSecrets.isSecret(key) { secrets.insert(value) }
            let passwords = ConnectionSecrets.passwords(in: value)
            secrets.formUnion(passwords + passwords.compactMap(Self.percentDecoded))
        }
        secrets = secrets.filter { $0.utf8.count > 2 }
    }

    private mutating func takeDialect(_ definition: ConnectionDefinition) throws(Diagnostic) {
        guard let place = options.lastIndex(where: { $0.key == "dialect" }) else { return }
        let name = options[place].value
        options.removeAll { $0.key == "dialect" }
        guard let known = Dialect.named.first(where: { $0.name == name.lowercased() }) else {
            let names = Dialect.named.map { "`\($0.name)`" }.joined(separator: ", ")
            let span = definition.options.first { $0.name.text == "dialect" }?.name.span ?? definition.driver.span
            throw Diagnostic(
                "dialect-unknown", "there is no dialect `\(visible(name))`", at: span,
                remedies: ["one of \(names); without it the driver's name says it"])
        }
        dialect = known.dialect
    }

    static let profileScheme = "profile://"

    private mutating func add(profile name: String, at span: Span) throws(Diagnostic) {
        let folders = DriverManifest.folders(environment("ADBC_PROFILE_PATH"), "profiles")
        let path =
            name.contains("/")
            ? (isFile(name) ? name : nil) : folders.map { $0 + "/" + name + ".toml" }.first { isFile($0) }
        guard let path else {
            throw Diagnostic(
                "profile-missing", "there is no profile `\(visible(name))`", at: span,
                reason: [
                    "`\(visible(name)).toml` was looked for in "
                        + folders.map { "`\(visible($0))`" }.joined(separator: ", ")
                ], remedies: ["write it there, or give the options in the statement"])
        }
        let text = try readSettings(path)
        if driver.isEmpty { driver = text["driver"] ?? "" }
        for (key, value) in text.values where key.first == "Options" && key.count > 1 {
            options.append((key.dropFirst().joined(separator: "."), try filled(value, at: span)))
        }
    }

    /// A text with `{{ env_var(NAME) }}` replaced by the variable's value.
    private mutating func filled(_ text: String, at span: Span) throws(Diagnostic) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = ConnectionSecrets.place(of: "{{", in: rest),
            let close = ConnectionSecrets.place(of: "}}", in: rest[open.upperBound...])
        {
            let inner = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            guard inner.hasPrefix("env_var("), inner.hasSuffix(")") else {
                throw Diagnostic(
                    "no-variable", "`{{\(visible(inner))}}` is not understood", at: span,
                    remedies: ["a variable of the environment is written `{{ env_var(NAME) }}`"])
            }
            let name = String(inner.dropFirst(8).dropLast())
            result += rest[..<open.lowerBound]
            result += try value(ofVariable: name, at: span)
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    private mutating func value(ofVariable name: String, at span: Span) throws(Diagnostic) -> String {
        guard let value = environment(name) else {
            throw Diagnostic(
                "no-variable", "the variable `\(visible(name))` is not set in the environment", at: span,
                remedies: ["set it before Quaestor is started: `read -rs \(visible(name)); export \(visible(name))`"])
        }
        secrets.insert(value)
        return value
    }

    private static func percentDecoded(_ text: String) -> String? {
        guard text.contains("%") else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text without any of the secrets.
    func hidden(_ text: String) -> String {
        var text = text
        for secret in secrets.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            text = ConnectionSecrets.replacing(secret, in: text, by: "***")
        }
        return text
    }
}
