/// One kind of thing that may stand at a place.
///
/// The parser records these as it looks for them, so completion and error messages know exactly what the grammar allows
/// there.
package enum Expectation: Hashable, Sendable {
    case keyword(String)
    case metric, column, dimension, function, dataset, source
    /// A bare value of that operand, as behind `stage =`.
    case value(of: Expression)
    case period, grain, format, path, script, setting
    /// What that setting can be.
    case settingValue(of: String)
    /// `$name`.
    case parameter
    /// The name of a parameter of that script.
    case argument(script: String)
    /// A name that the statement introduces.
    case newName
    case number, text, unit, helpTopic
    /// A driver of databases, a connection, a table of one.
    case driver, connection
    /// A dataset whose rows are in a database.
    case connectedDataset
    case table(connection: String)
    /// A sheet of the workbook at that path.
    case sheet(path: String)

    /// As an error message lists it; nil for what a message leaves out.
    package var phrase: String? {
        switch self {
        case .keyword(let word): "`\(word)`"
        case .metric: "a metric"
        case .column: "a column"
        case .dimension: "a dimension"
        case .function: "a function"
        case .dataset: "a dataset"
        case .connectedDataset: "a dataset of a connection"
        case .source: "a source"
        case .value: "a value"
        case .period: "a period"
        case .grain: "`month` and the like"
        case .format: "a format"
        case .path: "a path in quotes"
        case .script: "a script's name"
        case .setting: "a setting"
        case .settingValue: nil
        case .parameter: "a parameter"
        case .argument: "`parameter=value`"
        case .newName: "a name"
        case .number: "a number"
        case .text: "a text in quotes"
        case .unit: "a unit"
        case .helpTopic: "a topic"
        case .sheet: "a sheet in quotes"
        case .driver: "a driver in quotes"
        case .connection: "a connection"
        case .table: "a table in quotes"
        }
    }
}
