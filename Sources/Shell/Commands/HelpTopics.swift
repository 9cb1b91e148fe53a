import Language

/// One topic of `help`: its grammar, what it means, and examples.
package struct HelpTopic: Sendable {
    package var name: String
    package var summary: String
    package var grammar: String
    package var text: String
    /// With `{metric}`, `{dimension}` and the like for names of the loaded data, as `ExampleWords` has them.
    package var examples: [String]
    /// Topics that tell more.
    package var related: [String] = []
}

extension HelpTopic {
    /// In the order of the overview.
    package static let all: [HelpTopic] = [
        HelpTopic(
            name: "show", summary: "ask for metrics by dimensions and periods",
            grammar:
                "show METRIC [as LABEL], … [by DIMENSION, …] [across DIMENSION] [for PERIOD, …] [vs PERIOD | previous |"
                + " last year | target]\n     [where CONDITION] [having CONDITION] [sort by X [asc|desc]] [top N [by X] [with others]]"
                + " [limit N] [with totals | without totals]\n     [as FORMAT] [to \"FILE\"]",
            text:
                "Clauses come in any order, each once. Without `for` all time counts. Totals are recomputed from the rows.",
            examples: ["show {metric} by {dimension} for {quarter}", "show {metric} by quarter for {year} vs previous"]),
        HelpTopic(
            name: "cohort", summary: "what became of those who came in the same month",
            grammar: "cohort METRIC [per ENTITY] by GRAIN [, DIMENSION …] [for PERIOD] [where CONDITION] [as FORMAT]",
            text: "A line for those who first appear in a month (quarter, …), with their number, and the metric of them"
                + " alone by age:\nmonth 0 is the one in which they came. `for` chooses cohorts. Steps that have not"
                + " begun stay empty.",
            examples: [
                "cohort customers by quarter", "cohort customers by quarter, {dimension}",
            ]),
        HelpTopic(
            name: "scorecard", summary: "a department's metrics with targets, changes and trends",
            grammar: "scorecard [sales | marketing | finance | customer success | support | partners | all]\n"
                + "  [by DIMENSION, …] [for PERIOD] [where CONDITION] [as FORMAT] [to \"FILE\"]",
            text:
                "A line for each metric of the department: value, target, attainment, change against the period before"
                + " and the year before, and a trend\nover eight steps. Without `for` the last whole month or quarter of"
                + " the data. Notes tell what could not be computed, and why.",
            examples: ["scorecard sales for {quarter}", "scorecard all for {quarter} as markdown"]),
        HelpTopic(
            name: "why", summary: "which values of which dimensions drove a change",
            grammar: "why METRIC [by DIMENSION, …] for PERIOD [vs PERIOD | previous | last year] [where CONDITION]"
                + " [top N] [as FORMAT]",
            text:
                "The contributions of each dimension add up to the change. Without `by` the dimensions are searched for"
                + " those that tell most;\nwithout `vs` it is the period before. Ratios are divided into what rates and"
                + " what the mix did, balances into what moved.",
            examples: [
                "why {metric} by {dimension} for {quarter} vs previous",
                "why {ratio} by {dimension} for {quarter} vs previous",
            ]),
        HelpTopic(
            name: "forecast", summary: "what is to come, with the error of earlier forecasts",
            grammar: "forecast METRIC [by DIMENSION, …] [for PERIOD] for next N days|weeks|months|quarters|years"
                + " [where CONDITION] [as FORMAT]",
            text: "The method that did best from earlier ends of the series goes on from its last whole step. The other"
                + " `for` says what to learn from;\nwithout it that is everything.",
            examples: [
                "forecast {metric} for next 3 months", "forecast {metric} by {dimension} for next 2 months",
            ]
        ),
        HelpTopic(
            name: "drill", summary: "the rows behind a line of the last answer",
            grammar:
                "drill N [of DATASET or MEASURE] [where CONDITION] [sort by COLUMN] [limit N] [as FORMAT] [to \"FILE\"]",
            text: "Lines are counted from 1. `of` chooses where several datasets stand behind the answer.",
            examples: ["drill 1", "drill 1 sort by {amount} desc as csv"]),
        HelpTopic(
            name: "funnel", summary: "a process step by step, and where it leaks",
            grammar: "funnel DATASET [any order] [value EXPRESSION] [by DIMENSION, …] [for PERIOD] [where CONDITION]"
                + " [as FORMAT] [to \"FILE\"]",
            text: "How many reached each stage, what they are worth, the conversion from the stage before and from the"
                + " first, the median days,\nhow many are open or ended there, and where it leaks against the others. The"
                + " dataset has a history of stages;\nwith the stage of today alone, what ended cannot be placed.",
            examples: ["funnel {process}", "funnel {staged}", "funnel {staged} any order"]),
        HelpTopic(
            name: "check", summary: "how good the data are: findings and scores",
            grammar: "check [DATASET] [by dataset | by column] [as FORMAT] [to \"FILE\"]",
            text: "What is missing, repeated, without a partner, stale, impossible, spelled in two ways or far from the"
                + " rest, the worst first,\nwith the rows behind it. The score of 100 weighs accuracy 30, completeness"
                + " 25, freshness 20, duplication 15,\nconsistency 10; `by dataset` and `by column` show it.",
            examples: ["check", "check {dataset}", "check {dataset} by column"]),
        HelpTopic(
            name: "rows", summary: "see the rows themselves",
            grammar: "rows DATASET [where CONDITION] [for PERIOD] [sort by COLUMN] [limit N] [as FORMAT] [to \"FILE\"]",
            text: "A table shows the first 40; a data format gives them all.",
            examples: ["rows {dataset} limit 5", "rows {dataset} for {quarter} sort by {amount} desc limit 5"]),
        HelpTopic(
            name: "periods", summary: "how to write days and periods",
            grammar: "2026  2026-H1  2026-Q2  2026-06  2026-W07  2026-06-15  FY2026  FY2026-Q1\nthis|last|next"
                + " week|month|quarter|year   last 6 months   quarter to date   all time\n2026-01 to 2026-06   since"
                + " 2026-01   until 2026-06",
            text: "Relative periods count from today; `set today 2017-12-31` fixes it.",
            examples: [
                "show {metric} by month for {quarter}", "show {metric} for {year} vs last year", "describe {quarter}",
            ]),
        HelpTopic(
            name: "load", summary: "read a file",
            grammar: "load \"FILE\" [sheet \"NAME\"] [as NAME] [with OPTION VALUE, …]",
            text:
                "Everything is detected; the options (delimiter, quote, decimal, encoding, dates, skip, header) override it."
                + "\nOf JSON (.json, .ndjson, .jsonl) the objects of an array, or those a line, are rows."
                + "\nOf a workbook (.xlsx) each sheet with a table is a dataset; `sheet` names one.",
            examples: [
                "load \"crm/deals.csv\"", "load \"q1.txt\" as deals with delimiter \";\", decimal \",\", dates dmy",
                "load \"board.xlsx\" sheet \"Targets\" as targets",
            ]),
        HelpTopic(
            name: "dataset", summary: "say what a file means",
            grammar:
                "dataset NAME from \"FILE or PATTERN\" [sheet \"NAME\"] {\n  key COLUMN\n  time COLUMN\n  active from COLUMN to COLUMN\n"
                + "  join DATASET [as NAME] on COLUMN [= DATASET.COLUMN]\n  rename COLUMN as NAME\n  derive NAME ="
                + " EXPRESSION\n  stages COLUMN: A > B > C | D\n  money COLUMN, … in CURRENCY or COLUMN\n"
                + "  drop rows where CONDITION\n  fill COLUMN, … down [per COLUMN, …]\n"
                + "  merge rows per COLUMN, … [adding COLUMN, …]\n  unpivot \"TITLE *\" as NAME, NAME [after NAME]\n}",
            text: "Joins are many to one: from each row to at most one row of the other dataset.\n`dataset NAME from"
                + " \"FILE\" as SOURCE { … }` takes a file as the export of a system.",
            examples: ["dataset deals from \"deals.csv\" { key deal; time close_date; join accounts on account }"]),
        HelpTopic(
            name: "connect", summary: "ask a database, or bring its rows here",
            grammar:
                "connect NAME = adbc \"DRIVER\" { OPTION \"VALUE\"; OPTION env(\"VARIABLE\") }\n"
                + "dataset NAME from CONNECTION \"SCHEMA.TABLE\" { … }\ndataset NAME from CONNECTION \"SELECT …\" { … }\n"
                + "load DATASET or \"SCHEMA.TABLE\" from CONNECTION [as NAME]\nlist connections   describe CONNECTION  "
                + " disconnect CONNECTION",
            text:
                "A driver is named as other tools of ADBC name it, or by the path of its library; `profile://NAME` takes"
                + " driver and options from a profile.\nA password stays in the environment or the profile:"
                + " `password env(\"NAME\")`. `WAREHOUSES.md` has a session for each engine.",
            examples: [
                "connect wh = adbc \"postgresql\" { uri \"postgresql://reader@db/crm\" }",
                "dataset deals from wh \"crm.opportunities\" { key id; time close_date }",
                "load deals from wh as local_deals", "list connections",
            ], related: ["dataset", "load"]),
        HelpTopic(
            name: "source", summary: "how a system's export is recognised",
            grammar:
                "source NAME \"Title\" [with OPTION VALUE, …] {\n  needs COLUMN | COLUMN, …\n  also COLUMN, …\n"
                + "  unless COLUMN, …\n  trim \"PREFIX *\", …\n  gives DATASET { clauses of a dataset }\n}",
            text: "A file with the titles that it needs becomes its datasets when it is loaded. `list sources` shows"
                + " those there are, `describe NAME` what\none looks for. `load \"FILE\" as NAME` recognises nothing.",
            examples: ["list sources", "describe hubspot_deals", "dataset deals from \"d.csv\" as hubspot_deals"]),
        HelpTopic(
            name: "metric", summary: "define a metric",
            grammar: "metric NAME [\"Title\"] = EXPRESSION [as money [CURRENCY] | percent | days | count | number] [{\n"
                + "  higher | lower is better\n  leading | lagging\n  department sales, finance, …\n  synonyms NAME, …\n"
                + "  description \"…\"\n  source \"…\"\n}]",
            text: "Aggregates: sum avg min max median stddev count first last, count(distinct x), percentile(x, 90%);"
                + " each takes `where CONDITION` and `on TIME_COLUMN`. A ratio is a ratio of sums at every level.",
            examples: [
                "metric win_rate = count(deals where stage = Won) / count(deals where stage in (Won, Lost)) as percent"
            ]),
        HelpTopic(
            name: "target", summary: "what a metric should reach",
            grammar: "target METRIC [by DIMENSION, …] from \"FILE\" [{ time COLUMN; value COLUMN }]\n"
                + "target(METRIC)  attainment(METRIC)    in an expression",
            text: "A file with a line for each period (2026-01, 2026-Q1, 2026, a first day) and each value of the"
                + " dimensions. `vs target` sets it beside the\nmetric: summed for what adds up, that of the last step"
                + " for balances; rates are not added up. A dataset called targets, with the columns metric, period and"
                + " value,\nsets those of all metrics that it names.",
            examples: ["target bookings by team from \"targets.csv\"", "show {metric} for {quarter} vs target"]),
        HelpTopic(
            name: "movements", summary: "what moved a balance: new, expansion, churned, …",
            grammar: "opening | new | reactivated | expansion | contraction | churned | closing (AMOUNT per ENTITY"
                + " [where CONDITION])\nmoved_in | moved_out (AMOUNT per ENTITY)\ncount(new(AMOUNT per ENTITY))",
            text:
                "opening + new + reactivated + expansion − contraction − churned = closing, for each entity between the"
                + " day before the period and its last.\nThe dataset has `active from … to …`. Grouped by what differs"
                + " from row to row (a plan), going over is moved_in and moved_out.",
            examples: [
                "show opening({interval}.{balance} per {entity}), new({interval}.{balance} per {entity}),"
                    + " churned({interval}.{balance} per {entity}) by month for {interval_year}",
                "show count(churned({interval}.{balance} per {entity})) by quarter for {interval_year}",
            ]),
        HelpTopic(
            name: "time", summary: "a metric over another time: previous, ytd, rolling, avg by month",
            grammar: "previous(METRIC)  year_ago(METRIC)  ytd(METRIC)  qtd(METRIC)  mtd(METRIC)  running(METRIC)\n"
                + "rolling(METRIC, 3 months)\navg | sum | min | max | median | stddev (METRIC by month [over 12 months])",
            text: "They look from the time of the line that they stand on. Sub-periods are whole steps that are over;"
                + " those before the data begin are left out.",
            examples: [
                "show {metric}, {metric} / year_ago({metric}) - 1 as growth by quarter for {year}",
                "show avg({metric} by month over 3 months) by quarter for {year}",
            ]),
        HelpTopic(
            name: "conversion", summary: "from one stage to a later one",
            grammar: "conversion(DATASET from STAGE to STAGE [within 30 days] [any order] [where CONDITION])",
            text:
                "The share of those that first entered one stage in the period that entered the other after it. Stages"
                + " between are entered in their order;\na history of stages is a dataset with `stages`, `time` and a"
                + " join. Its column days_in_stage says how long a stage lasted.",
            examples: ["show conversion({process} from {first} to {second} within 30 days)"]),
        HelpTopic(
            name: "money", summary: "currencies, and convert between them",
            grammar: "money COLUMN, … in CURRENCY or COLUMN    in a dataset\nconvert(AMOUNT, CURRENCY COLUMN to EUR"
                + " [on DAY COLUMN])    in an aggregate",
            text: "Amounts of two currencies are never added. `convert` takes the rate of the row's day from a dataset"
                + " called rates, with day, from, to and rate.",
            examples: ["show sum(convert(amount, currency to EUR)) by region for 2026"]),
        HelpTopic(
            name: "dimension", summary: "one name across datasets", grammar: "dimension NAME = DATASET.COLUMN, …",
            text: "What metrics are split by. Each dataset uses the first source that it reaches.",
            examples: ["dimension segment = accounts.sector"]),
        HelpTopic(
            name: "describe", summary: "what a name means, and why", grammar: "describe NAME",
            text: "Definitions, where the data comes from, and every decision made in reading it.",
            examples: ["describe {metric}", "describe {dataset}", "describe {quarter}"]),
        HelpTopic(
            name: "list", summary: "what there is",
            grammar: "list metrics | dimensions | datasets | sources | scripts | settings | values of DIMENSION",
            text: "Values come with their number of rows.", examples: ["list metrics", "list values of {dimension}"]),
        HelpTopic(
            name: "explain", summary: "how a question is computed", grammar: "explain show …",
            text: "Datasets, joins, filters, periods, and the definitions in full.",
            examples: ["explain show {metric} by {dimension} for {quarter}"]),
        HelpTopic(
            name: "watch", summary: "ask a question again and again", grammar: "watch 10s | 5m | 1h QUESTION",
            text: "Files that changed are read again; what differs from the answer before is marked. A key or Ctrl-C"
                + " ends it.",
            examples: ["watch 10s show bookings by month for this quarter"]),
        HelpTopic(
            name: "save", summary: "keep the last question as a script",
            grammar: "save NAME [= QUESTION]\nsave workspace",
            text:
                "The script has what the question needs of the definitions of the session, and its periods and values as"
                + " parameters:\n`run NAME period=2026-Q1` asks it of another. An existing script is replaced when you agree."
                + " `save workspace` writes what was\nloaded and detected as definitions.",
            examples: ["save board", "save board = show {metric} by quarter"]),
        HelpTopic(
            name: "run", summary: "run a script", grammar: "run NAME [PARAMETER=VALUE …] [as FORMAT] [to \"FILE\"]",
            text:
                "Scripts are files in the folder `scripts` of the workspace. `to` makes one document of the answers and of "
                + "the text in the script's comments.",
            examples: ["run {script}", "run {script} to \"{script}.md\""]),
        HelpTopic(
            name: "last", summary: "the last answer again", grammar: "last [as FORMAT] [to \"FILE\"]",
            text: "`export last to \"FILE\"` takes the format from the file's name: csv, tsv, json, ndjson, md, svg.",
            examples: ["last as csv", "export last to \"board.md\""]),
        HelpTopic(
            name: "copy", summary: "the last answer to the clipboard", grammar: "copy [as FORMAT]",
            text: "Copies it as tsv, for spreadsheets, through the terminal: over `ssh` and in `tmux` too.",
            examples: ["copy", "copy as markdown"]),
        HelpTopic(
            name: "edit", summary: "in your own editor", grammar: "edit [NAME]",
            text:
                "Opens what was typed last, or a script, in $VISUAL or $EDITOR, and runs it when you changed it. Ctrl-X Ctrl-E"
                + " opens the line\nthat is being typed.",
            examples: ["edit", "edit board"]),
        HelpTopic(
            name: "reload", summary: "read files again", grammar: "reload",
            text:
                "Files and the workspace are read again; definitions of the session and settings stay. The prompt tells when a"
                + " file has changed;\n`set reload auto` reads it without asking.",
            examples: ["reload", "set reload auto"]),
        HelpTopic(
            name: "history", summary: "what was asked before", grammar: "history [N | TEXT]",
            text:
                "The newest 50 entries, the newest N, or those that hold the text, each with its number. `!23` puts entry"
                + " 23 on the line, `!!`\nthe newest; Ctrl-R searches while you type. A leading blank keeps a statement out.",
            examples: ["history", "history 200", "history churn"]),
        HelpTopic(
            name: "back", summary: "the answer before the last one", grammar: "back [N] [as FORMAT] [to \"FILE\"]",
            text: "It is the last answer then: `drill`, `save` and `diff` go on from it, and `back` goes further back.",
            examples: ["back", "back 2"]),
        HelpTopic(
            name: "diff", summary: "the last answer against the one before, cell by cell",
            grammar: "diff [N] [as FORMAT] [to \"FILE\"]",
            text:
                "Lines are matched by what they are split by, columns by their names; each value stands beside the one"
                + " before and the change.\n`diff 2` goes two answers back.",
            examples: ["diff", "diff 2 as csv"]),
        HelpTopic(
            name: "set", summary: "settings",
            grammar:
                "set today DAY | exact on|off | format FORMAT | color on|off | ascii on|off\n  width N | bars on|off|auto | pager on|off|\"COMMAND\" | timer on|off"
                + "\n  theme auto|dark|light|none | reload auto|tell | preview on|off|auto",
            text:
                "`set` alone lists all with their values; they last as long as the session, `init.qst` sets them at each start.\n`let NAME = VALUE` and `param NAME = VALUE` define `$NAME`.",
            examples: ["set today 2017-12-31"]),
        HelpTopic(
            name: "functions", summary: "functions and aggregates", grammar: "help functions",
            text: "Lists them all.", examples: ["help days"]),
    ]

    /// The topic of that name, or the one that tells of that word of the language.
    static func named(_ name: String) -> HelpTopic? {
        topic(name) ?? ofWords[name].flatMap(topic)
    }

    private static func topic(_ name: String) -> HelpTopic? { everything.first { $0.name == name } }

    /// Those of the overview, and those that it only names.
    static var everything: [HelpTopic] { all + small + clauses + concepts + [keys] }

    static var keys: HelpTopic {
        HelpTopic(
            name: "keys", summary: "the keys of the line editor", grammar: Command.help.joined(separator: "\n"),
            text: "All else is libedit's, in emacs' or vi's manner; `~/.editrc` can bind other keys.", examples: [],
            related: ["history", "set"])
    }
}
