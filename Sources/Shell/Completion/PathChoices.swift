import Glibc
import Language
import Model
import Reports
import Tables

/// Files and folders behind `load`, `from`, `use` and `to`.
extension CompletionProvider {
    func paths(_ place: CompletionPlace) -> [Choice] {
        let typed = Self.expanded(place.typed)
        let folder = typed.contains("/") ? String(typed[...(typed.lastIndex(of: "/") ?? typed.startIndex)]) : ""
        let isTarget = place.context.clause == .to
        let endings = isTarget ? Self.outputEndings : place.context.verb == .use ? [".qst"] : dataEndings
        // Answers are written where the shell runs, files are read from where the workspace is.
        let start = isTarget ? "" : workspace.folder
        let entries = folderEntries(Workspace.absolute(folder.isEmpty ? "." : folder, in: start)) ?? []
        let isHidden = typed.split(separator: "/", omittingEmptySubsequences: false).last?.hasPrefix(".") == true
        let shown = entries.filter { entry in
            (isHidden || !entry.name.hasPrefix("."))
                && (entry.isFolder || endings.contains { entry.name.lowercased().hasSuffix($0) })
        }
        return shown.sorted { ($0.isFolder ? 1 : 0, $0.name) < ($1.isFolder ? 1 : 0, $1.name) }.map { entry in
            let path = folder + entry.name + (entry.isFolder ? "/" : "")
            // A folder is gone on with, so its quote stays open.
            return Choice(
                place.inQuotes(path, isOpen: entry.isFolder), label: path, kind: entry.isFolder ? "folder" : "file")
        }
    }

    /// The sheets of a workbook, which is opened for that.
    func sheets(of path: String, _ place: CompletionPlace) -> [Choice] {
        sheetNames(path: Workspace.absolute(path, in: workspace.folder)).map { name in
            Choice(place.inQuotes(name), label: name, kind: "sheet")
        }
    }

    private static let outputEndings = [".csv", ".tsv", ".json", ".ndjson", ".md", ".txt", ".html", ".svg", ".xlsx"]

    /// `~/x` as the path that it stands for.
    private static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + (path == "~" ? "/" : path.dropFirst())
    }
}
