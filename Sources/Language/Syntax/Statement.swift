import Values

/// One statement with its place and the comments that stand before it.
package struct Statement: Sendable {
    package indirect enum Kind: Hashable, Sendable {
        // Definitions
        case connect(ConnectionDefinition)
        case load(Load)
        case dataset(DatasetDefinition)
        case source(SourceDefinition)
        case dimension(DimensionDefinition)
        case metric(MetricDefinition)
        case target(TargetDefinition)
        case calendar(CalendarDefinition)
        /// `let q = 2026-Q1`.
        case constant(name: Label, value: Expression)
        /// `param quarter = this quarter "Quarter to report"`.
        case parameter(name: Label, value: Expression, description: String?)
        /// `set today 2017-12-31`, `set exact on`.
        case set(name: Label, value: Expression)
        case use(path: Label)
        // Questions
        case show(Question)
        case rows(RowsQuestion)
        case cohort(CohortQuestion)
        case scorecard(ScorecardQuestion)
        case why(WhyQuestion)
        case forecast(ForecastQuestion)
        /// `drill 3`: the rows behind a line of the last answer.
        case drill(Drill)
        case funnel(FunnelQuestion)
        case check(CheckQuestion)
        /// `explain show …`: the statement behind it is a question.
        case explain(Statement)
        /// `watch 10s show …`.
        case watch(Watch)
        case describe(Name)
        /// `describe 2026-Q2`.
        case describePeriod(PeriodExpression)
        case list(ListKind)
        case help(String?)
        // Commands
        /// `last`, `last as csv to "x.csv"`.
        case last(Output)
        /// `back`, `back 2`: an earlier answer, which is the last one then.
        case back(EarlierAnswer)
        /// `diff`, `diff 2`: the last answer against an earlier one.
        case diff(EarlierAnswer)
        /// `export last to "file.csv"`.
        case export(Output)
        /// `copy`, `copy as markdown`: the last answer to the clipboard.
        case copy(format: Label?)
        /// `save NAME`, `save NAME = show …`, `save workspace`.
        case save(name: Label, question: Statement?)
        /// `run NAME quarter=2026-Q1`, `run NAME as html to "board.html"`.
        case run(name: Label, arguments: [Argument], output: Output = Output())
        case edit(Label?)
        /// `disconnect wh`: nobody is connected until it is asked again.
        case disconnect(Label)
        /// `history`, `history 20`, `history TEXT`.
        case history(HistoryRequest)
        case reload
        case quit
    }

    package var kind: Kind
    package var span: Span
    /// Comment lines before the statement, each without its `#` and the blank behind it.
    package var comments: [String]

    /// Whether it says what is loaded, what it means or how answers are wanted, as opposed to a question or a command.
    package var isDefinition: Bool {
        switch kind {
        case .connect, .load, .dataset, .source, .dimension, .metric, .target, .calendar, .constant, .parameter, .set,
            .use:
            true
        default: false
        }
    }

    package init(_ kind: Kind, span: Span, comments: [String] = []) {
        self.kind = kind
        self.span = span
        self.comments = comments
    }
}

extension Statement: Hashable {
    package static func == (left: Statement, right: Statement) -> Bool {
        left.kind == right.kind && left.comments == right.comments
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

/// `load "q1.txt" as deals with delimiter ";", decimal ",", encoding latin1, dates dmy, skip 2`.
///
/// `load "crm.deals" from wh as deals`, `load deals from wh as local_deals`: rows of a database are brought here.
package struct Load: Hashable, Sendable {
    /// A file; of a connection a table, a `SELECT`, or one of its datasets.
    package var path: Label
    package var connection: Label?
    package var name: Label?
    package var options: [ReadOption]

    package init(path: Label, connection: Label? = nil, name: Label? = nil, options: [ReadOption] = []) {
        self.path = path
        self.connection = connection
        self.name = name
        self.options = options
    }
}

/// One option of reading a file: `delimiter ";"`, `skip 2`. The value is kept as text; numbers as digits.
package struct ReadOption: Hashable, Sendable {
    /// `delimiter`, `decimal`, `encoding`, `dates`, `skip`, `header`, `quote`; and `sheet`, which stands before the
    /// others, behind the path.
    package var name: Label
    package var value: Label

    package init(name: Label, value: Label) {
        self.name = name
        self.value = value
    }

    package var isSheet: Bool { name.text == Keyword.sheet.rawValue }
}

/// `dataset deals from "sales.csv" [sheet "…"] [as SOURCE] [with …] { … }`, `dataset deals from wh "crm.deals" { … }`.
package struct DatasetDefinition: Hashable, Sendable {
    package var name: Label
    /// A file; of a connection a table or a `SELECT`.
    package var path: Label
    package var connection: Label?
    /// The source that says what the file means, `hubspot_deals`, or one of its datasets, `hubspot_deals.stage_history`.
    package var source: Name?
    package var options: [ReadOption]
    package var clauses: [Clause]

    package init(
        name: Label, path: Label, connection: Label? = nil, source: Name? = nil, options: [ReadOption] = [],
        clauses: [Clause] = []
    ) {
        self.name = name
        self.path = path
        self.connection = connection
        self.source = source
        self.options = options
        self.clauses = clauses
    }

    package struct Clause: Hashable, Sendable {
        package indirect enum Kind: Hashable, Sendable {
            /// `key opportunity_id`, or several columns that are unique together.
            case key([Name])
            case time(Name)
            /// `active from start_date to end_date`.
            case active(from: Name, to: Name)
            case join(Join)
            /// `rename deal_stage as stage`; of several columns, `rename deal_name | name as deal`, the first that the
            /// file has.
            case rename([Name], as: Label)
            /// `derive days_open = days(engage_date, close_date)`.
            case derive(Label, Expression)
            /// `stages stage: Prospecting > Engaging > Won | Lost`: steps in order, each one or more alternatives; none
            /// where they are to be found in the data.
            case stages(Name, [[Label]])
            /// `money amount, mrr in currency`: amounts with the column, or the code, of their currency.
            case money([Name], currency: Name)
            // Clauses that change which rows there are, carried out in their order.
            /// `drop rows where stage is missing`.
            case drop(Expression)
            /// `fill status, order_date down [per order]`: a blank cell takes the value above it.
            case fill([Name], per: [Name])
            /// `merge rows per order [adding quantity]`: one row for each key, other cells the first that is not blank.
            case merge(per: [Name], adding: [Name])
            case unpivot(Unpivot)
        }
        package var kind: Kind
        package var span: Span

        package init(_ kind: Kind, span: Span) {
            self.kind = kind
            self.span = span
        }

        package static func == (left: Clause, right: Clause) -> Bool { left.kind == right.kind }
        package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
    }
}

/// `join accounts [as parent] on account`, `join sales_teams on sales_agent = sales_teams.agent`.
package struct Join: Hashable, Sendable {
    package var dataset: Label
    /// Another name for the joined dataset, needed when it is joined twice.
    package var alias: Label?
    /// The column of this dataset.
    package var column: Name
    /// The column of the joined dataset; nil for its key.
    package var otherColumn: Name?

    package init(dataset: Label, alias: Label? = nil, column: Name, otherColumn: Name? = nil) {
        self.dataset = dataset
        self.alias = alias
        self.column = column
        self.otherColumn = otherColumn
    }
}

/// `dimension segment = accounts.sector, spend.segment`.
package struct DimensionDefinition: Hashable, Sendable {
    package var name: Label
    package var sources: [Expression]

    package init(name: Label, sources: [Expression]) {
        self.name = name
        self.sources = sources
    }
}

/// `target bookings by team from "targets.csv" { time month; value target }`.
package struct TargetDefinition: Hashable, Sendable {
    package var metric: Label
    /// Dimensions that the file has a column for.
    package var dimensions: [Label]
    /// A file; of a connection a table or a `SELECT`.
    package var path: Label
    package var connection: Label?
    package var options: [ReadOption]
    /// The column of days or periods; nil for the first one that has them.
    package var time: Name?
    /// The column of the target's value; nil for the only one of numbers.
    package var value: Name?

    package init(
        metric: Label, dimensions: [Label] = [], path: Label, connection: Label? = nil, options: [ReadOption] = [],
        time: Name? = nil, value: Name? = nil
    ) {
        self.connection = connection
        self.metric = metric
        self.dimensions = dimensions
        self.path = path
        self.options = options
        self.time = time
        self.value = value
    }
}

/// `calendar { fiscal year starts February; week starts Monday }`.
package struct CalendarDefinition: Hashable, Sendable {
    package var fiscalYearStart: Int?
    package var weekStart: Int?

    package init(fiscalYearStart: Int? = nil, weekStart: Int? = nil) {
        self.fiscalYearStart = fiscalYearStart
        self.weekStart = weekStart
    }
}

/// `rows deals where … for … sort … limit …`.
package struct RowsQuestion: Hashable, Sendable {
    package var dataset: Name
    package var condition: Expression?
    package var periods: [PeriodExpression]
    package var sort: [SortKey]
    package var limit: Int?
    package var output: Output

    package init(
        dataset: Name, condition: Expression? = nil, periods: [PeriodExpression] = [], sort: [SortKey] = [],
        limit: Int? = nil, output: Output = Output()
    ) {
        self.dataset = dataset
        self.condition = condition
        self.periods = periods
        self.sort = sort
        self.limit = limit
        self.output = output
    }
}

package enum ListKind: Hashable, Sendable {
    case metrics, dimensions, datasets, sources, connections, scripts, settings
    case values(Expression)
}

/// `quarter=2026-Q1` behind `run`.
package struct Argument: Hashable, Sendable {
    package var name: Label
    package var value: Expression

    package init(name: Label, value: Expression) {
        self.name = name
        self.value = value
    }
}
