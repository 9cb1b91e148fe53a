import Foundation

/// A stretch of whole months, counted from January of year 0.
struct Months: Hashable {
    var first: Int
    var count: Int

    init(first: Int, count: Int) { (self.first, self.count) = (first, count) }

    /// From a month of a year on.
    init(_ year: Int, _ month: Int, count: Int) { self.init(first: year * 12 + month - 1, count: count) }

    var firstDay: String { Self.day(first) }
    /// The first day behind the stretch.
    var end: String { Self.day(first + count) }
    var months: [Months] { (0..<count).map { Months(first: first + $0, count: 1) } }
    /// As Quaestor writes it: `2026-04 to 2026-06`.
    var text: String { count == 1 ? Self.name(first) : "\(Self.name(first)) to \(Self.name(first + count - 1))" }

    /// `previous` is as many months before; `last 6 months` ends where this one does; `last quarter` is the last one that
    /// is over then.
    func shifted(_ shift: Substring) throws -> Months {
        if shift == "previous" { return Months(first: first - count, count: count) }
        if shift == "last quarter" { return Months(first: (first + count) / 3 * 3 - 3, count: 3) }
        guard let match = shift.wholeMatch(of: /last (\d+) months?/), let length = Int(match.1) else {
            throw DefinitionError(description: "no shift: \(shift)")
        }
        return Months(first: first + count - length, count: length)
    }

    private static func name(_ month: Int) -> String { String(format: "%04d-%02d", month / 12, month % 12 + 1) }
    private static func day(_ month: Int) -> String { name(month) + "-01" }
}

struct DefinitionError: Error, CustomStringConvertible { var description: String }

/// What each metric means, in SQL: the files of the folder `SQL`.
///
/// `-- metric NAME` stands before a query that gives a line for each value of a dimension, `d`, with its `value`;
/// `-- part NAME` before one that others build on, as `{NAME}`. `$d` is the dimension, `$first` and `$last` are the first
/// and the last day of the period.
///
/// `-- metric NAME = EXPRESSION` computes with metrics, as `[NAME]`: 0 where one has no line, or, as `[NAME?]`, no value.
/// `@ previous`, `@ last 6 months` and `@ last quarter` behind a name ask it over another period.
struct MetricDefinitions {
    private enum Definition {
        case query(String)
        case expression(String)
    }
    private var definitions: [String: Definition] = [:]
    private(set) var metrics: [String] = []

    init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path })
        where file.pathExtension == "sql" && file.lastPathComponent != "canonical.sql" {
            var name: Substring?
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if let head = line.wholeMatch(of: /-- (metric|part) (\w+)(?: = (.*))?/) {
                    name = head.3 == nil ? head.2 : nil
                    if head.1 == "metric" { metrics.append(String(head.2)) }
                    definitions[String(head.2)] = head.3.map { .expression(String($0)) } ?? .query("")
                } else if line.hasPrefix("--") {
                    name = nil
                } else if let name, case .query(let text)? = definitions[String(name)] {
                    definitions[String(name)] = .query(text + line + "\n")
                }
            }
        }
    }

    /// The query that answers a metric by a dimension (a column of the canonical tables, or nil) over a period.
    func query(_ name: Substring, by dimension: String?, for period: Months) throws -> String {
        switch definitions[String(name)] {
        case nil: throw DefinitionError(description: "no SQL for \(name)")
        case .query(var text):
            for reference in Set(text.matches(of: /\{(\w+)(?: @ ([\w ]+))?\}/).map(\.output.0)) {
                text.replace(reference, with: try self.reference(reference, by: dimension, for: period))
            }
            text.replace("$first", with: "'\(period.firstDay)'")
            text.replace("$last", with: "date('\(period.end)', '-1 day')")
            text.replace("$d", with: dimension ?? "'all'")
            return text
        case .expression(var text):
            let references = Array(Set(text.matches(of: /\[\w+\??(?: @ [\w ]+)?\]/).map(\.output))).sorted()
            let columns = references.indices.map { "c\($0)" }
            // A line for each metric and group, with 0 or no value for the other metrics.
            let blanks = references.map { $0.contains("?") ? "NULL" : "0.0" }
            var lines: [String] = []
            for (index, reference) in references.enumerated() {
                text.replace(reference, with: columns[index])
                var cells = blanks
                cells[index] = "value * 1.0"
                let named = zip(cells, columns).map { "\($0) AS \($1)" }.joined(separator: ", ")
                lines.append("SELECT d, \(named) FROM \(try self.reference(reference, by: dimension, for: period))")
            }
            let sums = columns.map { "SUM(\($0)) AS \($0)" }.joined(separator: ", ")
            return """
                SELECT d, \(text) AS value FROM (SELECT d, \(sums) FROM (\(lines.joined(separator: " UNION ALL "))) \
                GROUP BY d)
                """
        }
    }

    /// `{name @ shift}` or `[name? @ shift]` as a query in parentheses.
    private func reference(_ reference: Substring, by dimension: String?, for period: Months) throws -> String {
        let words = reference.dropFirst().dropLast().split(separator: " ", maxSplits: 2)
        let name = words[0].hasSuffix("?") ? words[0].dropLast() : words[0]
        let shifted = words.count == 3 ? try period.shifted(words[2]) : period
        return "(\(try query(name, by: dimension, for: shifted)))"
    }
}
