import Engine
import Values

/// What a script, or one question, comes to as a document: its text and its answers in order, what the metrics mean, where
/// the rows came from, and how it was made.
package struct Report: Sendable {
    /// One line of plain text.
    package var title: String
    package var blocks: [Block]
    /// The metrics that the answers use, each once, in order of first use.
    package var definitions: [Definition] = []
    /// The datasets behind the answers, in order of first use.
    package var sources: [Source] = []
    package var origin: Origin

    package init(title: String, blocks: [Block], origin: Origin) {
        self.title = title
        self.blocks = blocks
        self.origin = origin
    }

    package enum Block: Sendable {
        /// Text of the script's author, as Markdown. A heading of the first level is at most the document's title.
        case text(String)
        case answer(Section)
        /// Plain lines of the program: a description, a plan, a list. The statement that asked for them stands beside.
        case lines([String], statement: String)
        /// A question that could not be answered, and why, in lines.
        case failure([String], statement: String)
    }

    /// An answer and what asked for it.
    package struct Section: Sendable {
        package var answer: Answer
        /// The question in its canonical layout.
        package var question: String
        /// What stands behind `as` in the question: `chart`, `table`, `card`; nil where it does not say.
        package var form: String?

        package init(answer: Answer, question: String, form: String? = nil) {
            self.answer = answer
            self.question = question
            self.form = form
        }
    }

    /// What a metric means.
    package struct Definition: Sendable {
        /// `win_rate`, as columns are named in data formats.
        package var name: String
        /// `Win rate`.
        package var title: String
        /// The expression in the language: `count(deals where stage = Won) / …`.
        package var expression: String
        package var description: String?
        /// `percent`, `money USD`; nil where it is a bare number.
        package var unit: String?
        /// Where the definition comes from: a book, a standard.
        package var source: String?
        /// `higher is better`.
        package var direction: String?

        package init(name: String, title: String, expression: String) {
            self.name = name
            self.title = title
            self.expression = expression
        }
    }

    /// A dataset and its files.
    package struct Source: Sendable {
        package var dataset: String
        /// As the workspace names them.
        package var files: [String]
        package var rows: Int
        /// The first and the last day on its time axis; nil where it has none.
        package var days: ClosedRange<Day>?
        /// When the newest of its files was last changed, as `2026-07-03 09:41 UTC`; nil where that is not known.
        package var changed: String?

        package init(dataset: String, files: [String], rows: Int) {
            self.dataset = dataset
            self.files = files
            self.rows = rows
        }
    }

    /// When and how the document was made.
    package struct Origin: Sendable {
        package struct Parameter: Sendable {
            package var name: String
            /// What the parameter is for: "Quarter to report".
            package var description: String?
            /// `2026-Q1`.
            package var value: String

            package init(name: String, description: String? = nil, value: String) {
                self.name = name
                self.description = description
                self.value = value
            }
        }

        /// Of the program.
        package var version: String
        /// The file's name; nil where nothing but questions was given.
        package var script: String?
        package var parameters: [Parameter] = []
        /// What `today` meant.
        package var today: Day
        /// `2026-07-03 09:41 UTC`.
        package var madeAt: String

        package init(version: String, script: String? = nil, today: Day, madeAt: String) {
            self.version = version
            self.script = script
            self.today = today
            self.madeAt = madeAt
        }
    }
}

extension Report {
    /// The answers, in order.
    package var answers: [Section] {
        blocks.compactMap { if case .answer(let section) = $0 { section } else { nil } }
    }
}
