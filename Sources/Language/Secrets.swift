/// What is kept and shown of a statement that names a secret: the statement with `***` in its place.
///
/// A secret is the password in a URL (`://user:PASSWORD@`); what follows a word that ends in `password`, `secret`,
/// `token`, `api_key` and the like, in quotes or inside quotes, or bare where the statement sets something (`connect`,
/// `set`, `let`, `param`); what follows `Bearer` or `Basic`; and what has the form of a well-known key.
package enum Secrets {
    package static let mark = "***"

    /// The words that a secret follows, by their ends; letters' case, `_` and `-` aside.
    private static let words: [[UInt8]] = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "secretkey", "privatekey",
        "accountkey", "authkey", "credential", "credentials", "authorization",
    ].map { Array($0.utf8) }

    /// What keys of well-known services begin with, and the fewest letters and digits behind it.
    private static let keys: [(start: [UInt8], least: Int)] = [
        ("sk_live_", 10), ("sk_test_", 10), ("rk_live_", 10), ("sk-", 20), ("ghp_", 20), ("gho_", 20), ("ghs_", 20),
        ("github_pat_", 20), ("glpat-", 16), ("xoxb-", 10), ("xoxp-", 10), ("AKIA", 16), ("ASIA", 16), ("eyJ", 30),
        ("pat-", 20), ("shpat_", 16), ("AIza", 30),
    ].map { (Array($0.0.utf8), $0.1) }

    /// Verbs behind which a bare value may be a secret.
    private static let setting: Set<String> = ["connect", "set", "let", "param"]

    /// The text with each secret replaced.
    package static func hidden(_ text: String) -> String {
        var scanner = Scanner(text)
        let found = scanner.secrets()
        if found.isEmpty { return text }
        var result: [UInt8] = []
        var end = 0
        for range in found where range.lowerBound >= end {
            result += scanner.bytes[end..<range.lowerBound] + Array(mark.utf8)
            end = range.upperBound
        }
        return String(decoding: result + scanner.bytes[end...], as: UTF8.self)
    }

    /// The text with `*` for each byte of a secret, so that every other byte stays in its place.
    static func covered(_ text: String) -> [UInt8] {
        var scanner = Scanner(text)
        let found = scanner.secrets()
        var bytes = scanner.bytes
        for range in found { for place in range { bytes[place] = UInt8(ascii: "*") } }
        return bytes
    }

    private struct Scanner {
        let bytes: [UInt8]
        private let setsSomething: Bool
        /// The quote that is open at each place: 0 for none.
        private var quote: UInt8 = 0

        init(_ text: String) {
            bytes = Array(text.utf8)
            let verb = text.prefix { $0.isLetter }.lowercased()
            setsSomething = Secrets.setting.contains(verb)
        }

        /// The places of secrets, in order.
        mutating func secrets() -> [Range<Int>] {
            var found: [Range<Int>] = []
            var position = 0
            while position < bytes.count {
                if let range = secret(at: position), !range.isEmpty {
                    found.append(range)
                    let mark = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0
                    // Past the quote that ends it, where the secret is a text of its own.
                    position = range.upperBound + (isQuote(mark) && mark != quote ? 1 : 0)
                    continue
                }
                let byte = bytes[position]
                if isQuote(byte) {
                    quote = quote == byte ? 0 : quote == 0 ? byte : quote
                }
                position += 1
            }
            return found
        }

        private func secret(at position: Int) -> Range<Int>? {
            let isWordStart = position == 0 || !isWord(bytes[position - 1])
            if isWordStart, let range = key(at: position) { return range }
            switch bytes[position] {
            case UInt8(ascii: ":"): if has("://", at: position) { return login(position + 3) }
            case UInt8(ascii: "-"): if has("-----BEGIN ", at: position) { return position..<bytes.count }
            default: break
            }
            if isWordStart, let name = word(at: position) { return value(behind: name) }
            return nil
        }

        /// `user:PASSWORD@` of a URL, up to its next `/`.
        private func login(_ start: Int) -> Range<Int>? {
            let end = bytes[start...].firstIndex { isBlank($0) || "/?#\"'".utf8.contains($0) } ?? bytes.count
            guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")),
                let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":"))
            else { return nil }
            // A variable of the environment is none.
            return has("{{", at: colon + 1) ? nil : colon + 1..<at
        }

        private func key(at position: Int) -> Range<Int>? {
            for (start, least) in Secrets.keys
            where bytes[position] == start[0] && bytes[position...].starts(with: start) {
                let end = bytes[position...].firstIndex { !isWord($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
                if end - position >= start.count + least { return position..<end }
            }
            return nil
        }

        /// The word that begins here.
        private func word(at position: Int) -> Range<Int>? {
            let end = bytes[position...].firstIndex { !isWord($0) } ?? bytes.count
            return end > position ? position..<end : nil
        }

        private func value(behind name: Range<Int>) -> Range<Int>? {
            let letters = bytes[name].filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map(lower)
            let isScheme = letters.elementsEqual("bearer".utf8) || letters.elementsEqual("basic".utf8)
            guard isScheme || Secrets.words.contains(where: { letters.suffix($0.count).elementsEqual($0) }) else {
                return nil
            }
            var start = afterBlanks(name.upperBound)
            let hasMark =
                start < bytes.count && (bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ":"))
            if hasMark { start = afterBlanks(start + 1) }
            guard start < bytes.count, start > name.upperBound, !has("env(", at: start), !has("{{", at: start) else {
                return nil
            }
            let first = bytes[start]
            if isQuote(first), first != quote {
                return start + 1..<closing(first, from: start + 1)
            }
            // `basic` is a word of other sentences too.
            if isScheme { return quote != 0 || setsSomething ? start..<valueEnd(start, stops: ";,") : nil }
            guard quote != 0 ? hasMark : setsSomething else { return nil }
            // `Authorization: Bearer abc`: the value is what stands behind the scheme.
            if let next = word(at: start), let inner = value(behind: next) { return inner }
            return start..<valueEnd(start, stops: ";&,")
        }

        /// The quote that ends a text; a doubled one does not.
        private func closing(_ quote: UInt8, from start: Int) -> Int {
            var position = start
            while position < bytes.count {
                if bytes[position] == quote {
                    guard position + 1 < bytes.count, bytes[position + 1] == quote else { return position }
                    position += 1
                }
                position += 1
            }
            return bytes.count
        }

        /// Up to one of these or the closing quote; outside of quotes, a blank.
        ///
        /// Within quotes a password may have blanks: rather too much is hidden than too little.
        private func valueEnd(_ start: Int, stops: String) -> Int {
            bytes[start...].firstIndex { byte in
                (quote == 0 ? isBlank(byte) : byte == quote) || stops.utf8.contains(byte)
            } ?? bytes.count
        }

        private func afterBlanks(_ position: Int) -> Int {
            bytes[position...].firstIndex { !isBlank($0) } ?? bytes.count
        }

        private func has(_ text: String, at position: Int) -> Bool { bytes[position...].starts(with: text.utf8) }
        private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
        private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        private func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

        private func isWord(_ byte: UInt8) -> Bool {
            let letter = lower(byte)
            return (0x61...0x7a).contains(letter) || (0x30...0x39).contains(byte) || byte >= 0x80
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
    }
}
