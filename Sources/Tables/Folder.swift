import Glibc
import Values

/// One entry of a folder.
package struct FolderEntry {
    package var name: String
    package var isFolder: Bool
    /// A named pipe, a socket or a device: opening it may wait for somebody, and reading it takes away what it held.
    package var isSpecial = false
}

/// The entries of a folder except `.` and `..`, in no order; nil when it cannot be read.
package func folderEntries(_ folder: String) -> [FolderEntry]? {
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return nil }
    defer { closedir(stream) }
    var result: [FolderEntry] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        // DT_DIR is 4, DT_REG 8; where the kind is not told (DT_UNKNOWN, 0) or a link (DT_LNK, 10), ask. A link that
        // leads nowhere counts as a file, so that reading it says so.
        let kind = entry.pointee.d_type
        var (isFolder, isFile) = (kind == 4, kind == 8)
        if kind == 0 || kind == 10 {
            let format = mode(joinPath(folder, name)).map { $0 & S_IFMT }
            (isFolder, isFile) = (format == S_IFDIR, format == S_IFREG || format == nil)
        }
        result.append(FolderEntry(name: name, isFolder: isFolder, isSpecial: !isFolder && !isFile))
    }
    return result
}

package func isFolder(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFDIR } ?? false }
package func isFile(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFREG } ?? false }

private func mode(_ path: String) -> mode_t? {
    var info = stat()
    return stat(path, &info) == 0 ? info.st_mode : nil
}

/// Folder and last part of a path: `a/b.csv` is `a`, `b.csv`; a bare name is in the current folder, ``.
package func splitPath(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
}

func joinPath(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

private func bytesPrecede(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

/// Names of delimited text files and of JSON, also compressed, and of workbooks by their ending.
package let dataEndings: [String] = {
    let texts = [".csv", ".tsv", ".tab", ".txt", ".psv"] + jsonEndings
    return texts + texts.map { $0 + ".gz" } + [".xlsx", ".xlsm"]
}()

/// The data files directly in a folder (`csv`, `tsv`, `tab`, `txt`, `psv`, `json`, `ndjson`, `jsonl`, each also as `csv.gz`;
/// `xlsx`, `xlsm`), sorted by bytes;
/// hidden ones are left out, and so are the marks (`~$board.xlsx`) that a spreadsheet leaves beside what it has open.
///
/// The result is file names, not paths; in `special` are those of named pipes, sockets and devices. Fails with
/// `file-not-found` when there is no such folder.
package func dataFiles(in folder: String) throws(Diagnostic) -> (files: [String], special: [String]) {
    guard let entries = folderEntries(folder) else { throw missingFolder(folder) }
    let named = entries.filter { entry in
        !entry.isFolder && !entry.name.hasPrefix(".") && !entry.name.hasPrefix("~$")
            && dataEndings.contains { entry.name.lowercased().hasSuffix($0) }
    }.sorted { bytesPrecede($0.name, $1.name) }
    return (named.filter { !$0.isSpecial }.map(\.name), named.filter(\.isSpecial).map(\.name))
}

/// The files that a pattern names, as paths that begin as the pattern does, relative to `folder` unless the pattern
/// is absolute; sorted by bytes. Named pipes, sockets and devices are left out.
///
/// `*` stands for any characters of one name, `?` for one; neither for a leading `.` or for `/`. Fails with
/// `file-not-found`, and names that are near.
package func matchFiles(pattern: String, in folder: String) throws(Diagnostic) -> [String] {
    let isAbsolute = pattern.hasPrefix("/")
    let parts = pattern.split(separator: "/").map(String.init)
    var found = [isAbsolute ? "/" : ""]
    var seen: [String] = []
    for (index, part) in parts.enumerated() {
        let wantsFolder = index < parts.count - 1
        var next: [String] = []
        for base in found {
            if part == "." || part == ".." {
                next.append(joinPath(base, part))
                continue
            }
            let place = isAbsolute ? base : (base.isEmpty ? folder : joinPath(folder, base))
            let entries = folderEntries(place) ?? []
            seen = entries.filter { $0.isFolder == wantsFolder && !$0.isSpecial }.map(\.name)
            next += seen.filter { matches($0, part) }.map { joinPath(base, $0) }
        }
        if next.isEmpty {
            if index == 0 && folderEntries(isAbsolute ? "/" : folder) == nil { throw missingFolder(folder) }
            throw noMatch(pattern, part: part, wantsFolder: wantsFolder, among: seen)
        }
        found = next
    }
    if parts.isEmpty { throw noMatch(pattern, part: pattern, wantsFolder: false, among: []) }
    return found.sorted(by: bytesPrecede)
}

private func noMatch(_ pattern: String, part: String, wantsFolder: Bool, among names: [String]) -> Diagnostic {
    let visible = names.filter { !$0.hasPrefix(".") }.sorted(by: bytesPrecede)
    let stem = part.filter { $0 != "*" && $0 != "?" }
    var near = nearest(stem, among: visible)
    if near.isEmpty { near = Array(visible.prefix(5)) }
    let kind = wantsFolder ? "folder" : "file"
    return Diagnostic(
        "file-not-found", "no \(kind) matches `\(pattern)`",
        reason: visible.isEmpty ? ["there are no \(kind)s there"] : [],
        remedies: near.isEmpty ? [] : ["there: " + near.map { "`\($0)`" }.joined(separator: ", ")])
}

private func missingFolder(_ folder: String) -> Diagnostic {
    let (parent, name) = splitPath(folder)
    let near = nearest(name, among: (folderEntries(parent) ?? []).filter(\.isFolder).map(\.name))
    return Diagnostic(
        "file-not-found", "there is no folder `\(folder)`",
        remedies: near.isEmpty ? [] : ["did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"])
}

/// Whether a name matches a pattern of `*` and `?`.
///
/// Linear in practice: only the last `*` is ever tried again.
func matches(_ name: String, _ pattern: String) -> Bool {
    let text = Array(name.unicodeScalars)
    let wanted = Array(pattern.unicodeScalars)
    if text.first == "." && wanted.first != "." { return false }
    var at = 0
    var want = 0
    var star = -1
    var starAt = 0
    while at < text.count {
        if want < wanted.count && wanted[want] == "*" {
            star = want
            starAt = at
            want += 1
        } else if want < wanted.count && (wanted[want] == "?" || wanted[want] == text[at]) {
            at += 1
            want += 1
        } else if star >= 0 {
            starAt += 1
            at = starAt
            want = star + 1
        } else {
            return false
        }
    }
    while want < wanted.count && wanted[want] == "*" { want += 1 }
    return want == wanted.count
}
