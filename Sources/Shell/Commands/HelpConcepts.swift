extension HelpTopic {
    /// What is no statement of its own, but worth a page.
    static let concepts: [HelpTopic] = [
        HelpTopic(
            name: "names", summary: "how names are written",
            grammar: "name   dataset.column   `any title`   $parameter",
            text: "Letters' case does not matter. A column titled Close Date is close_date, or `Close Date` in"
                + " backquotes. Reserved words can be names\nin backquotes.",
            examples: ["rows {dataset} limit 3"], related: ["literals", "describe"]),
        HelpTopic(
            name: "literals", summary: "numbers, texts, days",
            grammar: "12  1.5  10k  2.5M  1_000_000  20%   \"text\"  'text'   true  false  missing   2026-06-15",
            text: "A quote inside of a text is doubled. 20% is 0.2.",
            examples: ["rows {dataset} where {amount} > 1k limit 3"], related: ["periods", "names"]),
        HelpTopic(
            name: "values", summary: "the values of a dimension", grammar: "list values of DIMENSION",
            text: "With the number of rows of each. Behind `where X =` TAB shows them with their share of the metric.",
            examples: ["list values of {dimension}"], related: ["where", "list"]),
        HelpTopic(
            name: "ratios", summary: "why a ratio is right on every line and in the total",
            grammar: "metric NAME = EXPRESSION / EXPRESSION",
            text: "A ratio is computed from its sums on each line, and once more for totals; it is never an average of"
                + " ratios. Over nothing\nit has no value (`—`).",
            examples: ["show {ratio} by {dimension}", "describe {ratio}"], related: ["metric", "totals"]),
        HelpTopic(
            name: "joins", summary: "from rows to what they belong to", grammar: "join DATASET [as NAME] on COLUMN",
            text:
                "Many to one: each row leads to one row of the other dataset at most, so nothing is counted twice. A join"
                + " whose right side repeats\nis refused. Rows without a partner are `missing`.",
            examples: ["describe {dataset}", "check {dataset}"], related: ["dataset", "missing"]),
        HelpTopic(
            name: "balances", summary: "what there is at a moment: at start, at end",
            grammar: "sum(X at start)  sum(X at end)  count(distinct X at end)  avg(X at end by day)",
            text: "For a dataset with `active from … to …`: rows count on the days from the first to the day before the"
                + " last.",
            examples: ["show sum({interval}.{balance} at end) as balance by quarter for {interval_year}"],
            related: ["movements", "dataset"]),
        HelpTopic(
            name: "parameters", summary: "values that are set from outside",
            grammar: "let NAME = VALUE    param NAME = VALUE [\"DESCRIPTION\"]    $NAME",
            text: "`param` can be set when a script is run, by `run SCRIPT NAME=VALUE` or `--set NAME=VALUE`; `let`"
                + " cannot.",
            examples: ["let q = {quarter}", "param quarter = {quarter} \"Quarter to report\""],
            related: ["run", "let", "param"]),
        HelpTopic(
            name: "formats", summary: "how answers can be written",
            grammar: "as table | csv | tsv | json | ndjson | markdown …   set format FORMAT",
            text: "Tables are for people; data formats have machine names, unrounded numbers, and all rows.",
            examples: ["show {metric} by {dimension} as csv", "show {metric} by {dimension} as json"],
            related: ["as", "to", "export"]),
    ]

    /// Statements that need little explanation.
    static let small: [HelpTopic] = [
        HelpTopic(
            name: "let", summary: "a name for a value", grammar: "let NAME = VALUE", text: "Used as `$NAME`.",
            examples: ["let q = {quarter}"], related: ["param", "parameters"]),
        HelpTopic(
            name: "param", summary: "a value that can be set from outside",
            grammar: "param NAME = VALUE [\"DESCRIPTION\"]", text: "Like `let`, with a value for when none is given.",
            examples: ["param quarter = {quarter} \"Quarter to report\""], related: ["run", "let", "parameters"]),
        HelpTopic(
            name: "calendar", summary: "where the fiscal year and the week begin",
            grammar: "calendar { fiscal year starts MONTH; week starts DAY }",
            text: "`fiscal quarter`, `FY2026` and `FY2026-Q1` follow from it.",
            examples: ["calendar { fiscal year starts February; week starts Monday }", "describe calendar"],
            related: ["periods"]),
        HelpTopic(
            name: "use", summary: "the definitions of another workspace", grammar: "use \"FILE or FOLDER\"",
            text: "Paths in it start from its own folder.", examples: ["use \"../crm/workspace.qst\""],
            related: ["load", "dataset"]),
        HelpTopic(
            name: "export", summary: "the last answer into a file", grammar: "export [last] to \"FILE\"",
            text: "The file's ending tells the format.", examples: ["export last to \"answer.csv\""],
            related: ["last", "to"]),
        HelpTopic(
            name: "help", summary: "this", grammar: "help [WORD]",
            text: "WORD is a statement, a clause, a function, a metric, a dimension, a setting or one of the topics.",
            examples: ["help", "help where", "help functions"], related: ["describe", "keys"]),
        HelpTopic(
            name: "quit", summary: "leave", grammar: "quit", text: "So does Ctrl-D on an empty line.",
            examples: ["quit"]),
    ]
}
