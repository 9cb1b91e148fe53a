/// The part of TOML (https://toml.io/en/v1.0.0) that driver manifests and connection profiles are written in: tables,
/// keys bare or in quotes, dotted keys, and texts, whole numbers and booleans as values, all kept as text.
struct TOMLText {
    /// By full key, its parts joined by `.`: `Driver.shared.linux_amd64`.
    private(set) var values: [(key: [String], value: String)] = []

    /// What is wrong with a text, and in which line.
    struct Failure: Error {
        var line: Int
        var reason: String
    }

    init(_ text: String) throws(Failure) {
        var table: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var scanner = Scanner(Array(line.unicodeScalars), line: index + 1)
            scanner.skipBlanks()
            if scanner.isAtEnd { continue }
            if scanner.take("[") {
                guard !scanner.take("[") else { throw scanner.failure("lists of tables are not understood here") }
                table = try scanner.key()
                guard scanner.take("]") else { throw scanner.failure("`]` expected") }
            } else {
                let key = try scanner.key()
                guard scanner.take("=") else { throw scanner.failure("`=` expected behind a key") }
                values.append((table + key, try scanner.value()))
            }
            scanner.skipBlanks()
            guard scanner.isAtEnd else { throw scanner.failure("more on the line than a key and its value") }
        }
    }

    subscript(_ key: String...) -> String? { values.last { $0.key == key }?.value }

    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private let line: Int
        private var place = 0

        init(_ scalars: [Unicode.Scalar], line: Int) {
            self.scalars = scalars
            self.line = line
        }

        private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }
        /// At the end of the line, or at a comment.
        var isAtEnd: Bool { next == nil || next == "#" }

        func failure(_ reason: String) -> Failure { Failure(line: line, reason: reason) }

        mutating func skipBlanks() {
            while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\r" { place += 1 }
        }

        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            skipBlanks()
            guard next == scalar else { return false }
            place += 1
            return true
        }

        mutating func key() throws(Failure) -> [String] {
            var parts: [String] = []
            repeat {
                skipBlanks()
                if next == "\"" || next == "'" {
                    parts.append(try quoted())
                } else {
                    let word = bare {
                        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains($0))
                    }
                    guard !word.isEmpty else { throw failure("a key expected") }
                    parts.append(word)
                }
            } while take(".")
            return parts
        }

        mutating func value() throws(Failure) -> String {
            skipBlanks()
            if next == "\"" || next == "'" { return try quoted() }
            let word = bare { $0 != " " && $0 != "\t" && $0 != "\r" && $0 != "#" }
            guard word == "true" || word == "false" || Int(word) != nil || Double(word) != nil else {
                throw failure("a text in quotes, a number, `true` or `false` expected")
            }
            return word
        }

        private mutating func bare(_ isPart: (Unicode.Scalar) -> Bool) -> String {
            var word = String.UnicodeScalarView()
            while let scalar = next, isPart(scalar) {
                word.append(scalar)
                place += 1
            }
            return String(word)
        }

        /// A text in double quotes with escapes, or in single ones without.
        private mutating func quoted() throws(Failure) -> String {
            let quote = next
            place += 1
            var text = String.UnicodeScalarView()
            while let scalar = next, scalar != quote {
                place += 1
                guard scalar == "\\", quote == "\"" else {
                    text.append(scalar)
                    continue
                }
                guard let escape = next else { break }
                place += 1
                switch escape {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "r": text.append("\r")
                case "\"", "\\": text.append(escape)
                case "u", "U":
                    let count = escape == "u" ? 4 : 8
                    var digits = ""
                    while digits.utf8.count < count, let digit = next {
                        digits.unicodeScalars.append(digit)
                        place += 1
                    }
                    guard let number = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(number) else {
                        throw failure("an escape that is no character")
                    }
                    text.append(scalar)
                default: throw failure("an unknown escape")
                }
            }
            guard next == quote, next != nil else { throw failure("a text without its closing quote") }
            place += 1
            return String(text)
        }
    }
}
