import Glibc
import Language
import Model
import Tables

/// The files that a workspace was read from, each as it is now: two of these differ when a file was written to, came or
/// went.
struct SourceFiles: Equatable {
    private struct State: Equatable {
        var device: UInt
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    /// By path; nil for a file that is not there.
    private var states: [String: State?] = [:]

    /// - Parameter definitions: the statements that made the workspace, with the folders that their paths start from.
    init(_ definitions: [(statement: Statement, folder: String)]) {
        for (statement, folder) in definitions {
            let path: Label
            switch statement.kind {
            case .load(let load): path = load.path
            case .dataset(let dataset): path = dataset.path
            case .target(let target): path = target.path
            default: continue
            }
            let isPattern = path.text.contains("*") || path.text.contains("?")
            let names = isPattern ? (try? matchFiles(pattern: path.text, in: folder)) ?? [] : [path.text]
            for name in names { note(Workspace.absolute(name, in: folder)) }
        }
    }

    private mutating func note(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            states.updateValue(nil, forKey: path)
            return
        }
        states[path] = State(
            device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}
