import Language
import Tables
import Values

/// A table that was read, before it has a meaning.
struct LoadedPart {
    /// The path as the user wrote it.
    var shown: String
    var options: [ReadOption]
    var key: ReadAhead
    var table: Table
    /// Of a file with several tables, which one it is.
    var section: Int?
    /// The sheet, where it was not named and the workbook has several.
    var sheet: String?
    /// What is told when it is loaded.
    var notes: [String] = []
}

/// Decides what loaded files are.
extension Workspace {
    /// What becomes of a loaded table.
    enum LoadPlan {
        case plain(name: String)
        case recognised([DatasetDefinition], told: [String])
    }

    /// A dataset that a recognised file gives, before it has a name.
    private struct Candidate {
        var part: Int
        var match: SourceMatch
        var dataset: String
        /// How many columns of the canonical dataset it has.
        var fit: Int
    }

    /// - Parameter name: what the user calls the dataset; then nothing is recognised.
    func plans(for parts: [LoadedPart], name: String?) -> [LoadPlan] {
        let sources = name == nil && !parts.isEmpty ? knownSources : []
        var candidates: [Candidate] = []
        for (index, part) in parts.enumerated() {
            guard let match = SourceMatch.best(part.table.titles, among: sources) else { continue }
            for given in match.source.given {
                guard let resolved = ResolvedSource(match.source, dataset: given, titles: part.table.titles) else {
                    continue
                }
                let canonical = CanonicalModel.columns(of: given.name.text)
                candidates.append(
                    Candidate(
                        part: index, match: match, dataset: given.name.text,
                        fit: canonical.count { resolved.names.contains($0) }))
            }
        }
        var taken = Set<String>()
        let names = names(for: candidates, parts, &taken)
        var used = UniqueNames(taken: taken)
        return parts.indices.map { index in
            let own = candidates.indices.filter { candidates[$0].part == index }
            if own.isEmpty { return .plain(name: name ?? plainName(parts[index], &used)) }
            return .recognised(
                own.map { definition(candidates[$0], name: names[$0], parts[index]) },
                told: own.compactMap { told(candidates[$0], name: names[$0], among: candidates, names, parts) })
        }
    }

    /// The canonical name for the file that has most of the canonical columns, names of their own for others.
    private func names(for candidates: [Candidate], _ parts: [LoadedPart], _ taken: inout Set<String>) -> [String] {
        var names = candidates.map(\.dataset)
        let order = candidates.indices.sorted { (-candidates[$0].fit, $0) < (-candidates[$1].fit, $1) }
        for index in order {
            let candidate = candidates[index]
            let stem = Self.datasetName(parts[candidate.part].shown)
            let system = candidate.match.source.system
            let possible = [
                candidate.dataset, system + "_" + candidate.dataset, stem, stem + "_" + candidate.dataset,
            ]
            names[index] =
                possible.first { isFree($0, for: parts[candidate.part], taken) }
                ?? unused(stem + "_" + candidate.dataset, parts[candidate.part], taken)
            taken.insert(names[index])
        }
        return names
    }

    /// Whether no other file has the name.
    private func isFree(_ name: String, for part: LoadedPart, _ taken: Set<String>) -> Bool {
        guard !taken.contains(name) else { return false }
        guard let before = datasets[name] else { return true }
        return before.path == part.shown && before.options == part.options
    }

    private func unused(_ name: String, _ part: LoadedPart, _ taken: Set<String>) -> String {
        var number = 2
        while !isFree(name + "_\(number)", for: part, taken) { number += 1 }
        return name + "_\(number)"
    }

    /// From the file's name; two files of one name in a pattern (a.csv, a.tsv) are two datasets.
    private func plainName(_ part: LoadedPart, _ used: inout UniqueNames) -> String {
        let sheet = part.sheet.map { "_" + machineName($0) } ?? ""
        let section = part.section.map { $0 > 1 ? "_\($0)" : "" } ?? ""
        return used.unique(Self.datasetName(part.shown) + sheet + section)
    }

    private func definition(_ candidate: Candidate, name: String, _ part: LoadedPart) -> DatasetDefinition {
        let source = Name([.init(candidate.match.source.name.text), .init(candidate.dataset)], span: .none)
        return DatasetDefinition(
            name: Label(name, span: .none), path: Label(part.shown, span: .none), source: source,
            options: part.options)
    }

    /// That a file is kept apart from another one of the same meaning.
    private func told(
        _ candidate: Candidate, name: String, among candidates: [Candidate], _ names: [String], _ parts: [LoadedPart]
    ) -> String? {
        guard name != candidate.dataset else { return nil }
        let holder = candidates.indices.first { names[$0] == candidate.dataset }.map {
            parts[candidates[$0].part].shown
        }
        guard let other = holder ?? datasets[candidate.dataset]?.path else { return nil }
        return
            "\(candidate.dataset) is \(other); \(parts[candidate.part].shown) holds \(candidate.dataset) too and is kept"
            + " apart as \(name)"
    }

    /// The statements that load the data files of a folder, each as what it was recognised as, and what could not be
    /// read. The tables are kept until their definitions take them.
    package mutating func recognise(
        _ files: [String]
    ) -> (statements: [Statement], told: [String], failures: [Diagnostic]) {
        var parts: [LoadedPart] = []
        var failures: [Diagnostic] = []
        for file in files {
            let shown = Self.relative(file, to: folder)
            do {
                parts += try self.parts(of: Self.absolute(shown, in: folder), shown: shown, options: [])
            } catch {
                failures.append(error)
            }
        }
        var statements: [Statement] = []
        var told: [String] = []
        for (part, plan) in zip(parts, plans(for: parts, name: nil)) {
            told += part.notes
            readAhead[part.key] = part.table
            switch plan {
            case .plain(let name):
                let isPlain = name == Self.datasetName(part.shown) && part.section == nil && part.sheet == nil
                let load = Load(
                    path: Label(part.shown, span: .none), name: isPlain ? nil : Label(name, span: .none),
                    options: part.options)
                statements.append(Statement(.load(load), span: .none))
            case .recognised(let definitions, let notes):
                statements += definitions.map { Statement(.dataset($0), span: .none) }
                told += notes
            }
        }
        return (statements, told, failures)
    }

    /// Forgets tables that were read ahead and not taken.
    package mutating func forgetReadAhead() { readAhead = [:] }
}
