import Glibc
import Values

/// Why a file could not be saved.
package enum SavingFailure: Error, Hashable {
    package enum Step: Hashable, Sendable { case create, write, flush, rename, flushFolder }

    /// The step that failed, and what `errno` said.
    case system(Step, Int32)
    /// The work was stopped, by Ctrl-C for instance.
    case stopped

    init(_ step: Step, _ code: Int32) { self = .system(step, code) }

    /// For the user.
    /// - Parameters:
    ///   - path: as the user named it.
    ///   - existed: whether a file was there before.
    package func diagnostic(_ path: String, existed: Bool) -> Diagnostic {
        guard case .system(let step, let code) = self else { return .interrupted }
        let said = String(cString: strerror(code))
        if step == .flushFolder {
            return Diagnostic(
                "write-uncertain", "\(path) is written, but its folder cannot be flushed: \(said)",
                reason: ["after a power failure it may be as it was before"],
                remedies: ["look after the disk, and save it again"])
        }
        if code == EEXIST { return .fileExists(path) }
        let kept = existed ? "the file that was there before is unchanged" : "no file was made"
        return Diagnostic(
            "write-failed", "cannot write \(path): \(said)", reason: [kept],
            remedies: Self.remedy(code).map { [$0] } ?? [])
    }

    private static func remedy(_ code: Int32) -> String? {
        switch code {
        case ENOSPC, EDQUOT: "make room on the disk, or choose a place on another one"
        case EFBIG: "the system allows no file of this size; see `ulimit -f`"
        case EACCES, EPERM, EROFS: "choose a folder that you may write to"
        case ENOENT, ENOTDIR: "make the folder first, or choose another one"
        case EMFILE, ENFILE: "too many files are open; end other programs"
        case EIO: "look after the disk; choose a place on another one"
        case ENAMETOOLONG: "choose a shorter name"
        default: nil
        }
    }
}

extension Diagnostic {
    /// The refusal to overwrite a file.
    package static func fileExists(_ path: String) -> Diagnostic {
        Diagnostic(
            "file-exists", "\(path) exists already", reason: ["nothing was written"],
            remedies: ["choose another name, or start with `--force` to overwrite files"])
    }
}
