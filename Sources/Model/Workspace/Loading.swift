import Language
import Tables
import Values

/// A table by the files and options that it is read with.
struct ReadAhead: Hashable {
    var paths: [String]
    var options: ReadOptions
}

/// Carries out `load`, and finds and reads files.
extension Workspace {
    mutating func load(_ load: Load) throws(Diagnostic) -> [DefinitionNote] {
        let isPattern = Self.isPattern(load.path.text)
        let paths = try files(load.path)
        if isPattern, paths.count > 1, let name = load.name {
            throw Diagnostic(
                "load-name", "`as \(name.text)` cannot name \(paths.count) datasets", at: name.span,
                remedies: ["leave it out, or read them as one: `dataset \(name.text) from \"\(load.path.text)\"`"])
        }
        var parts: [LoadedPart] = []
        for path in paths {
            let shown = isPattern ? Self.relative(path, to: folder) : load.path.text
            parts += try located(load.path.span) { () throws(Diagnostic) in
                try self.parts(of: path, shown: shown, options: load.options)
            }
        }
        if let name = load.name, parts.count > 1, parts[0].sheet != nil {
            throw Diagnostic(
                "load-name", "`as \(name.text)` cannot name \(parts.count) datasets", at: name.span,
                reason: ["`\(load.path.text)` has \(parts.count) sheets with tables"],
                remedies: [
                    "name the sheet too: `load \"\(load.path.text)\" sheet \"\(parts[0].sheet ?? "")\" as \(name.text)`"
                ])
        }
        let others = readAhead
        defer { readAhead = others }
        var notes = parts.flatMap(\.notes).map { DefinitionNote($0) }
        var loaded: Set<String> = []
        for (part, plan) in zip(parts, plans(for: parts, name: load.name?.text)) {
            switch plan {
            case .plain(let name):
                notes += place(part, as: name)
                loaded.insert(name)
            case .recognised(let definitions, let told):
                for definition in definitions {
                    readAhead[part.key] = part.table
                    notes += try define(definition)
                    loaded.insert(definition.name.text)
                }
                notes += told.map { DefinitionNote($0) }
            }
        }
        Detection.join(&self, new: loaded)
        return notes
    }

    /// A table that was loaded without a definition.
    private mutating func place(_ part: LoadedPart, as name: String) -> [DefinitionNote] {
        var dataset = Dataset(name: name, table: part.table, path: part.shown, options: part.options)
        Detection.describe(&dataset)
        Detection.findKey(&dataset)
        Detection.findMoney(&dataset)
        let before = datasets[name]
        datasets[name] = dataset
        var notes = [Self.summary(dataset)]
        if let before, before.path != part.shown { notes.append("\(name) was read from \(before.path) before") }
        return notes
    }

    /// The tables of a file: one, but for workbooks with several sheets and exports that hold several.
    func parts(of path: String, shown: String, options: [ReadOption]) throws(Diagnostic) -> [LoadedPart] {
        guard !options.contains(where: \.isSheet),
            let selection = try sheetSelection(path: path, displayName: shown)
        else { return try sections(of: path, shown: shown, options: options) }
        var result: [LoadedPart] = []
        for sheet in selection.names where selection.names.count > 1 {
            let option = ReadOption(name: Label("sheet", span: .none), value: Label(sheet, span: .none))
            for part in try sections(of: path, shown: shown, options: [option] + options) {
                result.append(part)
                result[result.count - 1].sheet = sheet
            }
        }
        if result.isEmpty { result = try sections(of: path, shown: shown, options: options) }
        result[0].notes = selection.told
        return result
    }

    /// The tables of a file of text, or of a sheet.
    private func sections(of path: String, shown: String, options: [ReadOption]) throws(Diagnostic) -> [LoadedPart] {
        let read = try ReadOptions(options)
        let count = read.section == nil ? sectionCount(path: path, options: read) : 1
        var result: [LoadedPart] = []
        for section in 1...max(1, count) {
            var own = options
            if count > 1 {
                own.append(ReadOption(name: Label("section", span: .none), value: Label("\(section)", span: .none)))
            }
            let key = ReadAhead(paths: [path], options: try ReadOptions(own))
            let table: Table
            if let known = readAhead[key] {
                table = known
            } else {
                table = try readTables(
                    paths: [(path: path, displayName: shown)], options: key.options, snapshots: snapshots)
            }
            result.append(
                LoadedPart(shown: shown, options: own, key: key, table: table, section: count > 1 ? section : nil))
        }
        return result
    }

    /// The table of a definition's files.
    mutating func readTable(_ definition: DatasetDefinition) throws(Diagnostic) -> Table {
        if let connection = definition.connection { return try remoteTable(definition.path, of: connection) }
        let options = try ReadOptions(definition.options)
        let paths = try files(definition.path)
        if let table = readAhead[ReadAhead(paths: paths, options: options)] { return table }
        let isPattern = Self.isPattern(definition.path.text)
        return try located(definition.path.span) { () throws(Diagnostic) in
            try readTables(
                paths: paths.map { path in
                    (path: path, displayName: isPattern ? Self.relative(path, to: folder) : definition.path.text)
                }, options: options, snapshots: snapshots)
        }
    }

    static func isPattern(_ path: String) -> Bool {
        path.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    func files(_ path: Label) throws(Diagnostic) -> [String] {
        try located(path.span) { () throws(Diagnostic) in
            let named = Self.isPattern(path.text) ? try matchFiles(pattern: path.text, in: folder) : [path.text]
            return named.map { Self.absolute($0, in: folder) }
        }
    }

    /// An error of reading, blamed on the path in the statement.
    func located<Result>(
        _ span: Span, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do {
            return try body()
        } catch {
            var placed = error
            placed.span = placed.span ?? span
            throw placed
        }
    }

    package static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
    }

    package static func relative(_ path: String, to folder: String) -> String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.utf8.count + 1)) : path
    }

    /// `crm/sales_pipeline.csv` is `sales_pipeline`.
    package static func datasetName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.split(separator: ".").first.map(String.init) ?? file
        let name = machineName(stem)
        return name.isEmpty ? "data" : name
    }

    /// `sales_pipeline: 8,800 rows, 8 columns (sales_pipeline.csv)`.
    static func summary(_ dataset: Dataset) -> DefinitionNote {
        let recognised = dataset.recognition.map { ", " + $0.title } ?? ""
        let sheet = dataset.options.first { $0.isSheet }.map { ", sheet \"\($0.value.text)\"" } ?? ""
        let columns =
            "\(dataset.columns.count) column\(dataset.columns.count == 1 ? "" : "s")"
            + " (\(dataset.connection.map { $0 + ": " } ?? "")\(dataset.path)\(sheet)\(recognised))"
        if dataset.table.livesElsewhere { return "\(dataset.name): \(columns), asked when needed" }
        if let size = dataset.table.unreadSize {
            return "\(dataset.name): \(size >> 20) MiB, \(columns), read when asked for"
        }
        let rows = dataset.table.rowCount
        var note: DefinitionNote =
            "\(dataset.name): \(rows) row\(rows == 1 ? "" : "s"), \(columns)"
        // What is recognised is known to end in sums and notes.
        let isExpected =
            dataset.recognition != nil && dataset.table.problemCount == dataset.table.problems.count
            && dataset.table.problems.allSatisfy(\.isAroundTheData)
        if dataset.table.problemCount > 0 && !isExpected {
            note.isWarning = true
            note.text += ", \(dataset.table.problemCount) problem\(dataset.table.problemCount == 1 ? "" : "s")"
            if let first = dataset.table.problems.first { note.text += "; first: \(first.text)" }
        }
        return note
    }
}
