import Language
import Model
import Values

/// One topic of `help`: its grammar, what it means, and examples.
package struct HelpTopic: Sendable {
    package var name: String
    package var summary: String
    package var grammar: String
    package var text: String
    package var examples: [String]
}

extension Session {
    func help(_ topic: String?) throws(Diagnostic) -> [String] {
        guard let topic else { return overview() }
        if topic == "functions" {
            return Functions.all.map { "\($0.signature)\n    \($0.summary)" }
                + ["", "Aggregates"] + AggregateFunction.allCases.map { "\($0.signature)\n    \($0.summary)" }
                + ["", "Others"] + CallForm.allCases.map { "\($0.signature)\n    \($0.summary)" }
        }
        if let found = HelpTopic.all.first(where: { $0.name == topic }) {
            return [found.grammar, "", found.text, "", "Examples"] + found.examples.map { "  " + $0 }
        }
        if let function = Functions.named(topic) { return [function.signature, "  " + function.summary] }
        if let aggregate = AggregateFunction(rawValue: topic) {
            return [aggregate.signature, "  " + aggregate.summary]
        }
        if let form = CallForm(rawValue: topic) { return [form.signature, "  " + form.summary] }
        let near = nearest(topic, among: HelpTopic.all.map(\.name) + Functions.all.map(\.name))
        throw Diagnostic(
            "unknown-topic", "there is no help on `\(topic)`",
            remedies: near.isEmpty ? ["`help` lists the topics"] : ["did you mean `help \(near[0])`?"])
    }

    private func overview() -> [String] {
        var lines: [String] = []
        let questions = examples()
        if questions.isEmpty {
            lines = ["Nothing is loaded yet: `load \"file.csv\"` reads a file.", ""]
        } else {
            lines = ["Three questions that this data can answer:"] + questions.map { "  " + $0 } + [""]
        }
        let width = HelpTopic.all.map(\.name.count).max() ?? 0
        lines += HelpTopic.all.map { topic in
            "  " + topic.name + String(repeating: " ", count: width - topic.name.count + 2) + topic.summary
        }
        return lines + ["", "help WORD tells more; TAB completes; Ctrl-D leaves."]
    }

    /// Questions that the loaded data can answer, made of its own names.
    package func examples() -> [String] {
        let metrics = Array(workspace.metrics.keys)
        let dimensions = Array(workspace.dimensions.keys)
        guard let dataset = workspace.datasets.values.max(by: { $0.table.rowCount < $1.table.rowCount }) else {
            return []
        }
        let measure = metrics.first ?? "count(\(dataset.name))"
        var questions: [String] = []
        func add(_ question: String) {
            // Only what really answers is suggested.
            let script = parseScript(question)
            guard script.diagnostics.isEmpty, case .show(let parsed)? = script.statements.first?.kind,
                (try? QuestionBinder(workspace).bind(parsed)) != nil, questions.count < 3
            else { return }
            questions.append(question)
        }
        for dimension in dimensions.prefix(1) {
            add(
                "show \(metrics.prefix(2).joined(separator: ", ").isEmpty ? measure : metrics.prefix(2).joined(separator: ", ")) by \(dimension)"
            )
        }
        add("show \(metrics.dropFirst().first ?? measure) by quarter")
        for dimension in dimensions.dropFirst() { add("show \(measure) by \(dimension) top 5 with others") }
        for column in dataset.columns where questions.count < 3 {
            guard let index = dataset.columnIndex(column.name), let parsed = dataset.fileColumn(index),
                case .texts(_, let dictionary) = parsed.data, (2...50).contains(dictionary.texts.count)
            else { continue }
            add("show \(measure) by \(column.name)")
        }
        add("rows \(dataset.name) limit 10")
        if questions.count < 3 { questions.append("rows \(dataset.name) limit 10") }
        return questions
    }
}

extension HelpTopic {
    /// In the order of the overview.
    package static let all: [HelpTopic] = [
        HelpTopic(
            name: "show", summary: "ask for metrics by dimensions and periods",
            grammar:
                "show METRIC [as LABEL], … [by DIMENSION, …] [across DIMENSION] [for PERIOD, …] [vs PERIOD | previous |"
                + " last year]\n     [where CONDITION] [having CONDITION] [sort by X [asc|desc]] [top N [by X] [with others]]"
                + " [limit N] [with totals | without totals]\n     [as FORMAT] [to \"FILE\"]",
            text:
                "Clauses come in any order, each once. Without `for` all time counts. Totals are recomputed from the rows.",
            examples: ["show bookings, win_rate by region for 2017", "show bookings by quarter for 2017 vs previous"]),
        HelpTopic(
            name: "rows", summary: "see the rows themselves",
            grammar: "rows DATASET [where CONDITION] [for PERIOD] [sort by COLUMN] [limit N] [as FORMAT] [to \"FILE\"]",
            text: "A table shows the first 40; a data format gives them all.",
            examples: ["rows deals where stage = Won limit 5"]),
        HelpTopic(
            name: "periods", summary: "how to write days and periods",
            grammar: "2026  2026-H1  2026-Q2  2026-06  2026-W07  2026-06-15  FY2026  FY2026-Q1\nthis|last|next"
                + " week|month|quarter|year   last 6 months   quarter to date   all time\n2026-01 to 2026-06   since"
                + " 2026-01   until 2026-06",
            text: "Relative periods count from today; `set today 2017-12-31` fixes it.",
            examples: ["show bookings by month for last 6 months", "show bookings for quarter to date vs last year"]),
        HelpTopic(
            name: "load", summary: "read a file", grammar: "load \"FILE\" [as NAME] [with OPTION VALUE, …]",
            text:
                "Everything is detected; the options (delimiter, quote, decimal, encoding, dates, skip, header) override it.",
            examples: [
                "load \"crm/deals.csv\"", "load \"q1.txt\" as deals with delimiter \";\", decimal \",\", dates dmy",
            ]),
        HelpTopic(
            name: "dataset", summary: "say what a file means",
            grammar:
                "dataset NAME from \"FILE or PATTERN\" {\n  key COLUMN\n  time COLUMN\n  active from COLUMN to COLUMN\n"
                + "  join DATASET [as NAME] on COLUMN [= DATASET.COLUMN]\n  rename COLUMN as NAME\n  derive NAME ="
                + " EXPRESSION\n  stages COLUMN: A > B > C | D\n}",
            text: "Joins are many to one: from each row to at most one row of the other dataset.",
            examples: ["dataset deals from \"deals.csv\" { key deal; time close_date; join accounts on account }"]),
        HelpTopic(
            name: "metric", summary: "define a metric",
            grammar: "metric NAME [\"Title\"] = EXPRESSION [as money [CURRENCY] | percent | days | count | number]",
            text: "Aggregates: sum avg min max median stddev count first last, count(distinct x), percentile(x, 90%);"
                + " each takes `where CONDITION` and `on TIME_COLUMN`. A ratio is a ratio of sums at every level.",
            examples: [
                "metric win_rate = count(deals where stage = Won) / count(deals where stage in (Won, Lost)) as percent"
            ]),
        HelpTopic(
            name: "dimension", summary: "one name across datasets", grammar: "dimension NAME = DATASET.COLUMN, …",
            text: "What metrics are split by. Each dataset uses the first source that it reaches.",
            examples: ["dimension segment = accounts.sector"]),
        HelpTopic(
            name: "describe", summary: "what a name means, and why", grammar: "describe NAME",
            text: "Definitions, where the data comes from, and every decision made in reading it.",
            examples: ["describe win_rate", "describe deals"]),
        HelpTopic(
            name: "list", summary: "what there is",
            grammar: "list metrics | dimensions | datasets | scripts | values of DIMENSION",
            text: "Values come with their number of rows.", examples: ["list values of segment"]),
        HelpTopic(
            name: "explain", summary: "how a question is computed", grammar: "explain show …",
            text: "Datasets, joins, filters, periods, and the definitions in full.",
            examples: ["explain show win_rate by region for 2017"]),
        HelpTopic(
            name: "save", summary: "keep the last question as a script",
            grammar: "save NAME [= QUESTION]\nsave workspace",
            text: "`save workspace` writes what was loaded and detected as definitions.",
            examples: ["save board", "save board = show bookings by quarter"]),
        HelpTopic(
            name: "run", summary: "run a script", grammar: "run NAME [PARAMETER=VALUE …]",
            text: "Scripts are files in the folder `scripts` of the workspace.", examples: ["run board quarter=2017-Q3"]
        ),
        HelpTopic(
            name: "last", summary: "the last answer again", grammar: "last [as FORMAT] [to \"FILE\"]",
            text: "`export last to \"FILE\"` takes the format from the file's name: csv, tsv, json, ndjson, md.",
            examples: ["last as csv", "export last to \"board.md\""]),
        HelpTopic(
            name: "set", summary: "settings",
            grammar: "set today DAY | exact on|off | format FORMAT | color on|off | width N",
            text: "`let NAME = VALUE` and `param NAME = VALUE` define `$NAME`.", examples: ["set today 2017-12-31"]),
        HelpTopic(
            name: "functions", summary: "functions and aggregates", grammar: "help functions",
            text: "Lists them all.", examples: ["help days"]),
    ]
}
