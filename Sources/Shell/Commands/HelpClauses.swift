extension HelpTopic {
    /// The clauses of questions, and words that stand in them.
    static let clauses: [HelpTopic] = [
        HelpTopic(
            name: "by", summary: "what the lines are split by", grammar: "by DIMENSION or EXPRESSION [as NAME], …",
            text:
                "A line for each value, or for each combination of several. `day`, `week`, `month`, `quarter`, `half`,"
                + " `year` and, with `fiscal`\nbefore them, the steps of the fiscal year are dimensions too.",
            examples: ["show {metric} by {dimension}", "show {metric} by quarter, {dimension} for {year}"],
            related: ["across", "top", "dimension"]),
        HelpTopic(
            name: "across", summary: "a column for each value", grammar: "across DIMENSION",
            text: "What `by` makes lines of, `across` makes columns of.",
            examples: ["show {metric} by {dimension} across quarter for {year}"], related: ["by"]),
        HelpTopic(
            name: "for", summary: "the period that is asked for", grammar: "for PERIOD, …",
            text: "Without it all time counts. Several periods are several lines. A period that is not over, or reaches"
                + " beyond the data, is marked `*`.",
            examples: ["show {metric} for {quarter}", "show {metric} by {dimension} for {quarter}"],
            related: ["periods", "vs"]),
        HelpTopic(
            name: "vs", summary: "compare with another period, or with the target",
            grammar: "vs PERIOD | vs previous | vs last year | vs target",
            text: "Adds the other value, the change, and the change in percent. Like is compared with like: of a period"
                + " that is not over\nas many days are compared.",
            examples: [
                "show {metric} for {quarter} vs previous", "show {metric} by {dimension} for {quarter} vs last year",
            ],
            related: ["for", "target", "why"]),
        HelpTopic(
            name: "where", summary: "which rows count", grammar: "where CONDITION",
            text: "Compares columns and dimensions of the rows: `=`, `!=`, `<`, `<=`, `>`, `>=`, `in (…)`, `in PERIOD`,"
                + " `between … and …`, `like`,\n`is missing`, joined by `and`, `or`, `not`. A bare word that is a value of"
                + " the column needs no quotes. TAB shows the values with\ntheir rows and their share.",
            examples: [
                "show {metric} where {dimension} = {value}", "rows {dataset} where {dimension} != {value} limit 5",
            ],
            related: ["having", "like", "missing"]),
        HelpTopic(
            name: "having", summary: "which lines are shown", grammar: "having CONDITION",
            text: "Compares the values of metrics on the lines, after they are computed.",
            examples: ["show {metric} by {dimension} having {metric} > 0"], related: ["where", "top"]),
        HelpTopic(
            name: "sort", summary: "the order of the lines", grammar: "sort [by] X [asc | desc], …",
            text:
                "Without it time ascends, and other lines descend by the first metric. Metrics descend unless `asc` is"
                + " said.",
            examples: [
                "show {metric} by {dimension} sort by {metric} asc", "rows {dataset} sort by {amount} desc limit 5",
            ],
            related: ["top", "limit"]),
        HelpTopic(
            name: "top", summary: "the best lines only",
            grammar: "top N [by X] [with others] | bottom N [by X] [with others]",
            text: "`with others` puts all that is left out together into one more line.",
            examples: ["show {metric} by {dimension} top 3 with others", "show {metric} by {dimension} bottom 2"],
            related: ["limit", "sort"]),
        HelpTopic(
            name: "limit", summary: "so many lines at most", grammar: "limit N",
            text: "Cuts what is shown, after sorting; totals stay those of all.",
            examples: ["rows {dataset} limit 5", "show {metric} by {dimension} limit 2"], related: ["top"]),
        HelpTopic(
            name: "totals", summary: "the line of totals", grammar: "with totals | without totals",
            text: "Totals are recomputed from the rows, never added up from lines. Tables have them; data formats only"
                + " `with totals`.",
            examples: [
                "show {metric} by {dimension} without totals", "show {metric} by {dimension} with totals as csv",
            ],
            related: ["by"]),
        HelpTopic(
            name: "as", summary: "a label, or the format of the answer", grammar: "MEASURE as LABEL    as FORMAT",
            text: "Behind a measure or grouping it names the column; at the end it chooses how the answer is written.",
            examples: ["show {metric} as total by {dimension}", "show {metric} by {dimension} as csv"],
            related: ["to", "export"]),
        HelpTopic(
            name: "to", summary: "write the answer into a file", grammar: "to \"FILE\"",
            text: "The file's ending tells the format. An existing file is not overwritten without `--force`.",
            examples: ["show {metric} by {dimension} to \"answer.csv\""], related: ["as", "export"]),
        HelpTopic(
            name: "like", summary: "texts that look like a pattern",
            grammar: "X like \"PATTERN\"   X not like \"PATTERN\"",
            text: "`*` stands for any letters, `?` for one; letters' case is passed over.",
            examples: ["show {metric} where {dimension} like \"*a*\""], related: ["where"]),
        HelpTopic(
            name: "missing", summary: "where there is no value", grammar: "X is missing   X is not missing   missing",
            text:
                "A blank cell, or a key without a partner. Rows without a value of a dimension stay, under `missing`.",
            examples: ["show {metric} where {dimension} is not missing", "check {dataset}"],
            related: ["check", "where"]),
    ]
}
