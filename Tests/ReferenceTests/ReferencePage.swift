import Foundation
import Testing

/// The pages of the language reference, as its examples see them.
struct ReferencePage {
    /// What a fence of examples says behind its three backquotes.
    enum Kind: String {
        /// Runs on the CRM example.
        case crm = "quaestor"
        /// Runs on the example of a software company.
        case saas = "quaestor saas"
        /// Is refused; the text behind it is the error.
        case error = "quaestor error"
        /// Only has to parse: it names files that the reader would have.
        case parse = "quaestor parse"
    }

    struct Example: CustomTestStringConvertible {
        var kind: Kind
        var source: String
        /// What a block of text right behind the example says that it gives.
        var expected: String?
        /// Lines of that block in the page, for recording.
        var expectedLines: Range<Int>?
        var line: Int

        var testDescription: String { "line \(line): \(source.prefix(60))" }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let file = root.appendingPathComponent("Grammar/REFERENCE.md")

    static func lines() throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    static func examples() -> [Example] {
        guard let lines = try? lines() else { return [] }
        var result: [Example] = []
        var position = 0
        while position < lines.count {
            guard lines[position].hasPrefix("```quaestor") else {
                position += 1
                continue
            }
            let start = position
            guard let end = lines[(start + 1)...].firstIndex(of: "```") else { break }
            position = end + 1
            guard let kind = Kind(rawValue: String(lines[start].dropFirst(3))) else { continue }
            var example = Example(
                kind: kind, source: lines[(start + 1)..<end].joined(separator: "\n") + "\n", line: start + 1)
            if position < lines.count, lines[position] == "```text",
                let close = lines[(position + 1)...].firstIndex(of: "```")
            {
                example.expectedLines = (position + 1)..<close
                example.expected = lines[(position + 1)..<close].joined(separator: "\n")
                position = close + 1
            }
            result.append(example)
        }
        return result
    }

    /// The rows of the table below a heading, each as its cells without the code marks.
    static func table(below heading: String) throws -> [[String]] {
        let lines = try lines()
        let start = try #require(lines.firstIndex(of: heading), "\(heading)")
        let rows = lines[(start + 1)...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        return rows.dropFirst(2).map { row in
            row.split(separator: "|").map { cell in
                cell.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "`", with: "")
            }
        }
    }
}
