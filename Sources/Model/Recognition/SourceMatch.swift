import Language
import Tables
import Values

/// The titles of a file as a source may spell them.
struct SourceTitles {
    /// By what a source may call it, the column's machine name.
    private(set) var columns: [String: String] = [:]
    /// Columns that the source calls otherwise than the file, since it trims their titles.
    private(set) var trimmed: [(column: String, name: String)] = []

    init(_ titles: [Table.Title], _ source: SourceDefinition) {
        for title in titles { columns[title.name] = title.name }
        let patterns = source.clauses.flatMap { clause -> [TitlePattern] in
            if case .trim(let patterns) = clause.kind { patterns.map { TitlePattern($0.text) } } else { [] }
        }
        for title in titles {
            guard let part = patterns.lazy.compactMap({ $0.match(title.title) }).first else { continue }
            let name = machineName(part)
            guard !name.isEmpty, columns[name] == nil else { continue }
            columns[name] = title.name
            trimmed.append((title.name, name))
        }
    }

    /// The column of the first spelling that the file has.
    func column(_ spellings: [Name]) -> String? {
        spellings.lazy.compactMap { spelling in spelling.parts.count == 1 ? columns[machineName(spelling.text)] : nil }
            .first
    }
}

/// How well a file fits a source.
struct SourceMatch {
    var source: SourceDefinition
    /// Machine names of the columns that speak for it.
    var columns: [String]

    /// Nil when the file lacks a title that the source needs, or has one that no file of it has.
    init?(_ source: SourceDefinition, _ titles: [Table.Title]) {
        let spelled = SourceTitles(titles, source)
        var found: [String] = []
        for clause in source.clauses {
            switch clause.kind {
            case .needs(let wanted):
                for spellings in wanted {
                    guard let column = spelled.column(spellings) else { return nil }
                    found.append(column)
                }
            case .also(let wanted): found += wanted.compactMap(spelled.column)
            case .unless(let wanted):
                if wanted.contains(where: { spelled.column($0) != nil }) { return nil }
            case .trim, .gives: break
            }
        }
        guard !found.isEmpty else { return nil }
        self.source = source
        // Two titles may be one column.
        var seen: Set<String> = []
        columns = found.filter { seen.insert($0).inserted }
    }

    /// No system exports more columns, and each is compared with every pattern of every source.
    private static let mostTitles = 5000

    /// The source that most of the titles speak for; of two with as many the one that comes first.
    static func best(_ titles: [Table.Title], among sources: [SourceDefinition]) -> SourceMatch? {
        if titles.count > mostTitles { return nil }
        var best: SourceMatch?
        for source in sources {
            guard let match = SourceMatch(source, titles) else { continue }
            if match.columns.count > best?.columns.count ?? 0 { best = match }
        }
        return best
    }
}
