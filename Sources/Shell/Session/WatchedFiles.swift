import Glibc
import Model
import Tables

/// The files that the workspace was read from, and which of them have changed since.
struct WatchedFiles {
    /// What a file was when it was looked at; any difference is a change.
    private struct State: Hashable {
        var size: Int
        var seconds: Int
        var nanoseconds: Int
        var file: UInt64

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (size, file) = (Int(status.st_size), UInt64(status.st_ino))
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    private struct Watched {
        /// The files as they were read.
        var read: [String: State]
        /// As they were when a change was told.
        var told: [String: State]
    }

    /// By path, which may be a pattern.
    private var watched: [String: Watched] = [:]

    /// Notes what a file, or the files of a pattern, are before they are read.
    mutating func note(_ path: String) {
        let states = Self.states(path)
        watched[path] = Watched(read: states, told: states)
    }

    /// The names of files that have changed, appeared or gone since they were read, each change told once.
    mutating func changes() -> [String] {
        var changed: Set<String> = []
        for (path, known) in watched {
            let now = Self.states(path)
            guard now != known.told else { continue }
            watched[path]?.told = now
            for file in Set(now.keys).union(known.read.keys) where now[file] != known.read[file] {
                changed.insert(file)
            }
        }
        return changed.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.sorted()
    }

    private static func states(_ path: String) -> [String: State] {
        guard path.contains(where: { $0 == "*" || $0 == "?" }) else { return State(path).map { [path: $0] } ?? [:] }
        let files = (try? matchFiles(pattern: path, in: ".")) ?? []
        var states: [String: State] = [:]
        for file in files { states[file] = State(file) }
        return states
    }
}

extension Session {
    /// Tells which files have changed since they were read, or reads them again where `set reload auto` says so.
    ///
    /// Costs a look at each file's times.
    func noticeChangedFiles() {
        let names = files.changes()
        guard let first = names.first else { return }
        let which = names.count <= 3 ? names.joined(separator: ", ") : "\(first) and \(names.count - 1) more files"
        guard settings.reloadsChanges else {
            return notice("\(which) changed: `reload` reads \(names.count == 1 ? "it" : "them")", .done)
        }
        do {
            try reload()
            notice("\(which) changed: read again", .done)
        } catch {
            notice(
                "\(which) changed, but cannot be read again: \(summary(error)); what was read before stays", .warning)
        }
    }
}
