import Language
import Values

/// Something that is wrong with the data, or may be.
struct Finding {
    var dataset: String
    /// Empty where it is about whole rows.
    var columns: [String]
    /// Nil where it takes nothing from a score.
    var aspect: QualityAspect?
    /// What was found, in a few words: `missing`, `no partner in products`.
    var what: String
    /// How many rows (or months, or problems) of how many.
    var count: Int
    var of: Int
    var example: String
    /// What to do.
    var remedy: String
    /// The rows that it is about, in order; empty where it is not about rows, or where they are too many to keep.
    var rows: [Int32] = []
    /// Those that count in the score, where these are not all of its rows: of rows that repeat each other all but one.
    var surplus: [Int32]?
    /// Nil where no condition says which rows they are.
    var condition: Expression?
    /// The share of the dataset's amounts that stands on these rows.
    var ofValue: Double?
    /// What it takes by itself from the 100 of its dataset, by the weight of its aspect and the share of rows or cells.
    var points = 0.0

    /// The columns in words.
    var column: String {
        columns.count <= 3
            ? columns.joined(separator: ", ") : "\(columns[0]), \(columns[1]) and \(columns.count - 2) more"
    }

    var share: Double { of == 0 ? 0 : Double(count) / Double(of) }

    /// `rows deals where …`; empty where no condition says which rows they are.
    var sentence: String {
        condition.map { "rows " + printed(Name([.init(dataset)], span: .none)) + " where " + printed($0) } ?? ""
    }

    var population: Population {
        if let condition { return .condition(dataset: dataset, condition) }
        return rows.isEmpty ? .none : .rows(dataset: dataset, rows)
    }
}
