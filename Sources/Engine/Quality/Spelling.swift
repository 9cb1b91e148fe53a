import Language
import Model
import Tables
import Values

/// Texts that look like another spelling of a text beside them, in the column that they lead to, in a column of the same
/// meaning, or of a word that is written in one way only.
struct Spelling {
    private(set) var findings: [Finding] = []
    /// Columns that were looked at.
    private(set) var columns: Set<String> = []

    /// More different texts than these are no list of values.
    private static let mostTexts = 20_000
    /// Of more each cannot be compared with each.
    private static let mostCompared = 300
    /// Findings of one column, the others counted together.
    private static let mostFindings = 5

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        for field in checked.fields where !field.role.isPersonName {
            guard let own = Vocabulary(field, checked), own.texts.count <= Self.mostTexts else { continue }
            try checked.evaluator.checkInterrupt()
            let isList = own.isRepeated
            var variants: [String: Variant] = [:]
            func add(_ found: [Variant]) {
                for variant in found where variants[variant.text] == nil { variants[variant.text] = variant }
            }
            if isList { add(Self.within(own)) }
            add(try Self.acrossJoins(own, field, checked))
            if isList { add(Self.acrossDatasets(own, field, checked)) }
            if isList { add(Self.known(own)) }
            if isList || !variants.isEmpty { columns.insert(field.name) }
            report(variants.values.filter { !FoldedText.isPlaceholder($0.text) }, field, checked)
        }
    }

    private mutating func report(_ variants: [Variant], _ field: CheckedDataset.Field, _ checked: CheckedDataset) {
        let ordered = variants.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
        let single = ordered.count > Self.mostFindings ? ordered.prefix(Self.mostFindings - 1) : ordered[...]
        for variant in single {
            let finding = checked.finding(
                .consistency, field, "looks like \"\(variant.meant)\"", texts: [variant.text], example: variant.text,
                remedy: "write \"\(variant.meant)\"\(variant.place)")
            if let finding { findings.append(finding) }
        }
        let rest = ordered.dropFirst(single.count)
        guard let first = rest.first else { return }
        let finding = checked.finding(
            .consistency, field, "\(rest.count) more look-alike spellings", texts: rest.map(\.text),
            example: "\(first.text) / \(first.meant)", remedy: "write each in one way")
        if let finding { findings.append(finding) }
    }

    // MARK: Where to look

    /// Two spellings in one column: the rarer of them is the variant.
    private static func within(_ own: Vocabulary) -> [Variant] {
        var found: [Variant] = []
        var byFolded: [String: [Int]] = [:]
        for (index, entry) in own.texts.enumerated() where !entry.folded.isEmpty {
            byFolded[entry.folded, default: []].append(index)
        }
        for indices in byFolded.values where indices.count > 1 {
            guard let meant = indices.max(by: { own.isRarer($0, $1) }) else { continue }
            for index in indices where index != meant {
                found.append(Variant(own.texts[index], meant: own.texts[meant].text, place: ""))
            }
        }
        guard own.texts.count <= mostCompared else { return found }
        let known = Set(found.map(\.text))
        for (index, entry) in own.texts.enumerated()
        where !known.contains(entry.text) && KnownWords.all[entry.folded] == nil {
            let meant = own.texts.indices.filter { other in
                // The right spelling is much more frequent than the wrong one.
                other != index && own.texts[other].count >= entry.count * 5
                    && LookAlike.isNear(entry.words, own.texts[other].words)
            }.max { own.isRarer($0, $1) }
            if let meant { found.append(Variant(entry, meant: own.texts[meant].text, place: "")) }
        }
        return found
    }

    /// Keys without a partner that look like a key that is there.
    private static func acrossJoins(
        _ own: Vocabulary, _ field: CheckedDataset.Field, _ checked: CheckedDataset
    ) throws(Diagnostic) -> [Variant] {
        var found: [Variant] = []
        for join in checked.dataset.joins where join.column == field.name {
            guard let other = checked.workspace.datasets[join.dataset], let index = other.columnIndex(join.otherColumn),
                let dictionary = other.fileColumn(index)?.dictionary, dictionary.count <= mostTexts
            else { continue }
            let lost = own.texts.filter { dictionary.code(of: $0.text) == nil }
            guard !lost.isEmpty, lost.count <= 2000 else { continue }
            let keys = dictionary.texts.map { (text: $0, words: FoldedText.words($0)) }
            var byFolded: [String: String] = [:]
            for key in keys.reversed() { byFolded[key.words.joined()] = key.text }
            // Of names of firms the legal form may be left out.
            var byEntity: [String: String] = [:]
            if field.role.isEntityName {
                for key in keys.reversed() { byEntity[FoldedText.entity(key.text)] = key.text }
            }
            let place = ", as \(join.name) does"
            for entry in lost where !entry.folded.isEmpty {
                if let meant = byFolded[entry.folded] ?? byEntity[FoldedText.entity(entry.text)] {
                    found.append(Variant(entry, meant: meant, place: place))
                } else if lost.count <= mostCompared, keys.count <= 10 * mostCompared,
                    let meant = keys.first(where: { LookAlike.isNear(entry.words, $0.words) })
                {
                    found.append(Variant(entry, meant: meant.text, place: place))
                }
            }
        }
        return found
    }

    /// Texts that a column of the same name, or of the same dimension, has in another spelling.
    private static func acrossDatasets(
        _ own: Vocabulary, _ field: CheckedDataset.Field, _ checked: CheckedDataset
    ) -> [Variant] {
        guard own.texts.count <= mostCompared else { return [] }
        var found: [Variant] = []
        for (dataset, column) in relatives(of: field.name, checked) {
            guard let other = checked.workspace.datasets[dataset], let index = other.columnIndex(column),
                let dictionary = other.fileColumn(index)?.dictionary, dictionary.count <= mostCompared
            else { continue }
            for text in dictionary.texts {
                let words = FoldedText.words(text)
                let folded = words.joined()
                guard !folded.isEmpty, !own.has(text) else { continue }
                for entry in own.texts
                where dictionary.code(of: entry.text) == nil && KnownWords.all[entry.folded] == nil {
                    // Of two spellings that are as good as each other the one of the dataset asked about is told.
                    let isOther = entry.folded == folded ? entry.text != text : LookAlike.isNear(entry.words, words)
                    if isOther { found.append(Variant(entry, meant: text, place: ", as \(dataset) does")) }
                }
            }
        }
        return found
    }

    private static func relatives(of column: String, _ checked: CheckedDataset) -> [(dataset: String, column: String)] {
        var result: [(String, String)] = []
        func add(_ dataset: String, _ column: String) {
            guard dataset != checked.name, !result.contains(where: { $0 == (dataset, column) }) else { return }
            result.append((dataset, column))
        }
        for dataset in checked.workspace.namedDatasets where dataset.columnIndex(column) != nil {
            add(dataset.name, column)
        }
        for dimension in checked.workspace.dimensions.values {
            let names = dimension.sources.compactMap { source -> (String, String)? in
                guard case .name(let name) = source.kind, name.parts.count == 2 else { return nil }
                return (name.parts[0].text, name.parts[1].text)
            }
            guard names.contains(where: { $0 == (checked.name, column) }) else { continue }
            for (dataset, other) in names { add(dataset, other) }
        }
        return result
    }

    /// Words with a mistake, in a column of words that are known.
    private static func known(_ own: Vocabulary) -> [Variant] {
        guard own.texts.count <= mostCompared else { return [] }
        let unknown = own.texts.filter { KnownWords.all[$0.folded] == nil }
        let knownCount = own.texts.count - unknown.count
        // Otherwise these are names of something else that only happen to be near.
        guard knownCount >= 3, knownCount * 2 >= own.texts.count else { return [] }
        return unknown.compactMap { entry in
            guard entry.folded.count >= 7,
                let meant = KnownWords.all.keys.sorted().first(where: { LookAlike.distance(entry.folded, $0) == 1 })
            else { return nil }
            // As the others in the column are written.
            let isLower = own.texts.allSatisfy { $0.text == $0.text.lowercased() }
            let word = KnownWords.all[meant] ?? meant
            return Variant(entry, meant: isLower ? word.lowercased() : word, place: "")
        }
    }
}

/// A text and the one that it should be.
struct Variant {
    var text: String
    var meant: String
    var count: Int
    /// Where it is written so: `, as products does`.
    var place: String

    init(_ entry: Vocabulary.Entry, meant: String, place: String) {
        text = entry.text
        count = entry.count
        self.meant = meant
        self.place = place
    }
}

/// The different texts of a column, with how many rows have each.
struct Vocabulary {
    struct Entry {
        var text: String
        var count: Int
        var words: [String]
        var folded: String
    }

    private(set) var texts: [Entry] = []
    private let dictionary: TextDictionary
    /// Whether texts occur again and again, so that they are values of a list.
    let isRepeated: Bool

    init?(_ field: CheckedDataset.Field, _ checked: CheckedDataset) {
        guard let dictionary = field.cells.dictionary, dictionary.count > 0, dictionary.count <= 20_000 else {
            return nil
        }
        self.dictionary = dictionary
        let counts = checked.counts(field)
        for index in 0..<dictionary.count where counts[index + 1] > 0 {
            guard let text = dictionary.text(Int32(index + 1)) else { continue }
            let words = FoldedText.words(text)
            texts.append(Entry(text: text, count: counts[index + 1], words: words, folded: words.joined()))
        }
        isRepeated = texts.count * 2 <= checked.rowCount - field.cells.missingCount && texts.count > 1
    }

    func has(_ text: String) -> Bool { dictionary.code(of: text) != nil }

    /// The rarer first, then the one later in the alphabet.
    func isRarer(_ first: Int, _ second: Int) -> Bool {
        (texts[first].count, texts[second].text) < (texts[second].count, texts[first].text)
    }
}

/// Whether two texts differ by what a slip of the finger does.
enum LookAlike {
    /// One word differs, is long, has no digits, and differs by one letter, or by two where it is very long.
    static func isNear(_ first: [String], _ second: [String]) -> Bool {
        guard first.count == second.count else { return false }
        var differing: (String, String)?
        for (a, b) in zip(first, second) where a != b {
            if differing != nil { return false }
            differing = (a, b)
        }
        guard let (a, b) = differing else { return false }
        let length = min(a.count, b.count)
        guard length >= 5, !(a + b).contains(where: \.isNumber) else { return false }
        guard let distance = distance(a, b) else { return false }
        return distance <= (length >= 10 ? 2 : 1)
    }

    static func distance(_ first: String, _ second: String) -> Int? {
        abs(first.utf8.count - second.utf8.count) > 4 ? nil : editDistance(first, second, limit: 2)
    }
}
