import Values

/// Reads one file of delimited text as a table.
///
/// Its columns are parsed when they are first asked for.
///
/// Fails with `file-not-found`, `file-is-folder`, `file-permission`, `file-read`, `file-empty`, `file-format` or
/// `file-memory`; damage inside the file is told in `problems` and stops nothing.
package func readTable(path: String, displayName: String, options: ReadOptions) throws(Diagnostic) -> Table {
    try readTables(paths: [(path, displayName)], options: options)
}

/// Reads several files as one table, rows in the order of the files.
///
/// Columns are matched by machine name; where a file does not have a column its cells are missing, as `decisions`
/// tells. Types are decided over all files together.
///
/// One large file is only looked at here, and read when its columns are asked for.
///
/// Fails as `readTable` does, except that an empty file among others is only a problem.
package func readTables(
    paths: [(path: String, displayName: String)], options: ReadOptions
) throws(Diagnostic) -> Table {
    if paths.count == 1, options.section == nil, options.sheet == nil, fileSize(paths[0].path) >= streamedSize,
        let table = StreamedTable(path: paths[0].path, displayName: paths[0].displayName, options: options)
    {
        return Table(table)
    }
    return try readWholeTables(paths: paths, options: options)
}

/// Files of so many bytes are read in chunks.
let streamedSize = 8 << 20

/// Reads files into memory, whole.
func readWholeTables(
    paths: [(path: String, displayName: String)], options: ReadOptions
) throws(Diagnostic) -> Table {
    var files: [LoadedFile] = []
    var problems: [FileProblem] = []
    for (path, displayName) in paths {
        guard Work.mayRead(displayName, size: fileSize(path)) else { throw .interrupted }
        do {
            files.append(try loadFile(path: path, displayName: displayName, options: options))
        } catch let problem {
            guard problem.code == "file-empty", paths.count > 1 else { throw problem }
            problems.append(FileProblem(file: displayName, reason: "the file is empty; left out"))
        }
    }
    guard let first = files.first else {
        throw Diagnostic("file-empty", paths.isEmpty ? "no file was named" : "all of the files are empty")
    }

    var titles = first.titles
    for file in files.dropFirst() {
        let known = Set(titles.map(\.name))
        titles += file.titles.filter { !known.contains($0.name) }
    }
    var problemCount = problems.count
    for file in files {
        problems += file.problems.prefix(max(0, Table.problemLimit - problems.count))
        problemCount += file.problemCount
    }
    let places = files.map { file in
        Dictionary(zip(file.titles.map(\.name), file.fields), uniquingKeysWith: { first, _ in first })
    }
    let fields = titles.map { title in places.map { $0[title.name] } }
    return Table(
        files: paths.map(\.displayName), titles: titles, rowCount: files.reduce(0) { $0 + $1.rowCount },
        decisions: tableDecisions(files, titles), problems: problems, problemCount: problemCount,
        source: FileColumns(files: files, titles: titles, fields: fields, options: options))
}

/// What was decided for all files alike is told once; the rest under the name of its file.
private func tableDecisions(_ files: [LoadedFile], _ titles: [Table.Title]) -> [String] {
    guard files.count > 1, let first = files.first else { return files.first?.decisions ?? [] }
    let common = first.decisions.filter { decision in files.allSatisfy { $0.decisions.contains(decision) } }
    var result = common
    for file in files {
        result += file.decisions.filter { !common.contains($0) }.map { file.name + ": " + $0 }
        let own = Set(file.titles.map(\.name))
        let absent = titles.filter { !own.contains($0.name) }.map { "`\($0.name)`" }
        if !absent.isEmpty {
            result.append(
                "\(file.name) has no column \(absent.joined(separator: ", ")): missing in its \(file.rowCount) rows")
        }
    }
    return result
}
