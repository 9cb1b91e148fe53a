/// How the SQL of an engine differs from the common core of all.
package struct Dialect: Hashable, Sendable {
    /// How days are counted.
    enum DayArithmetic: Hashable, Sendable {
        /// `a - b` is a number, `a + n` a day.
        case operators
        /// `datediff(a, b)`, `date_add(a, n)`.
        case functions
        /// `julianday(a) - julianday(b)`, `date(a, n || ' days')`.
        case julian
        case none
    }

    /// How parts of days are taken.
    enum DayParts: Hashable, Sendable {
        case extract, strftime
    }

    /// As `describe` names it: `PostgreSQL`.
    package var name: String
    var nameQuote: Character = "\""
    /// Whether `\` in a text stands for something else than itself.
    var escapesByBackslash = false
    /// Types to cast to.
    var double: SQL = "DOUBLE PRECISION"
    var integer: SQL = "BIGINT"
    var text: SQL = "VARCHAR"
    /// Whether there are exact decimals; without them numbers with a point are floats.
    var hasDecimals = true
    /// Whether results of decimals depend on the precision of what goes in, so that it has to be told.
    var limitsPrecision = false
    /// Whether there are types of days and date-times; without them they are ISO texts.
    var hasDates = true
    /// Whether texts are equal only when their bytes are, and grouped so.
    var comparesBytes = true
    /// What has texts ordered by their bytes.
    var byteOrder: SQL = ""
    var dayArithmetic = DayArithmetic.none
    var dayParts = DayParts.extract
    /// The name of the day of the week, from 1 = Monday, where days have parts by EXTRACT; nil where there is none.
    var weekday: SQL?
    /// Whether EXTRACT knows the week of ISO 8601.
    var hasWeeks = false
    /// Whether `GLOB` is what `like` means, and `instr` what `contains` does.
    var hasGlob = false

    package static let postgresql = Dialect(
        name: "PostgreSQL", text: "TEXT", byteOrder: " COLLATE \"C\"", dayArithmetic: .operators, weekday: "ISODOW",
        hasWeeks: true)

    package static let spark = Dialect(
        name: "Spark", nameQuote: "`", escapesByBackslash: true, double: "DOUBLE", text: "STRING",
        limitsPrecision: true, dayArithmetic: .functions, weekday: "DAYOFWEEK_ISO", hasWeeks: true)

    package static let sqlite = Dialect(
        name: "SQLite", double: "REAL", integer: "INTEGER", text: "TEXT", hasDecimals: false, hasDates: false,
        dayArithmetic: .julian, dayParts: .strftime, hasGlob: true)

    package static let duckdb = Dialect(
        name: "DuckDB", double: "DOUBLE", limitsPrecision: true, dayArithmetic: .operators, weekday: "ISODOW",
        hasWeeks: true)

    /// An engine that nothing is known of but that it speaks SQL.
    package static let generic = Dialect(name: "SQL", comparesBytes: false)

    /// The same of one that is known to tell texts apart by their bytes and to have exact decimals.
    package static let ansi = Dialect(name: "SQL", limitsPrecision: true)

    /// What MySQL, Doris and StarRocks have in common: names in backticks, and texts that may be equal in other letters.
    package static let mysql = Dialect(
        name: "MySQL", nameQuote: "`", escapesByBackslash: true, double: "DOUBLE", comparesBytes: false)

    /// As its documentation has it: decimals have precisions of their own, so they are computed here.
    package static let bigquery = Dialect(
        name: "BigQuery", nameQuote: "`", escapesByBackslash: true, double: "FLOAT64", integer: "INT64", text: "STRING",
        hasDecimals: false)
}
