import Foundation
import Shell
import Testing

/// A worked example of the field's literature: its numbers as rows, asked in the language.
struct WorkedExample: CustomTestStringConvertible, Sendable {
    var id: String
    /// Names and texts of files.
    var files: [String: String]
    var definitions: String
    /// Each question with the values of its lines, as the source has them.
    var questions: [(question: String, lines: [String])]

    var testDescription: String { id }

    init(
        _ id: String, _ files: [String: String], _ definitions: String,
        _ questions: KeyValuePairs<String, [String]>
    ) {
        self.id = id
        self.files = files
        self.definitions = definitions
        self.questions = questions.map { ($0.key, $0.value) }
    }

    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("worked-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        ExampleTests.check(
            questions.map { Expected($0.question, $0.lines) }, in: try session(folder, defining: definitions),
            sourceLocation: sourceLocation)
    }
}

/// Rows of one kind, several times.
struct Rows {
    var count: Int
    /// The cells behind the row's number.
    var cells: String

    init(_ count: Int, _ cells: String) {
        self.count = count
        self.cells = cells
    }
}

/// A file with a header, whose first column numbers the rows.
func numbered(_ header: String, _ rows: Rows...) -> String {
    var text = "id,\(header)\n"
    var number = 0
    for row in rows {
        for _ in 0..<row.count {
            number += 1
            text += "\(number),\(row.cells)\n"
        }
    }
    return text
}

/// Subscriptions of customers who are numbered as the rows are, each with one.
func customers(_ rows: Rows...) -> [String: String] {
    var text = "customer,mrr,start_date,end_date\n"
    var number = 0
    for row in rows {
        for _ in 0..<row.count {
            number += 1
            text += "C\(number),\(row.cells)\n"
        }
    }
    return ["subscriptions.csv": text]
}
