import Glibc
import Values

/// A file while it is written: under a name of its own beside its place, and in its place only when it is whole.
///
/// Whatever goes wrong on the way, a crash and a full disk included, what was in its place before is there unchanged.
/// Everything that is saved is saved by it. It is used by one thread, which gets no signals that end the process as long
/// as the file is neither in its place nor given up.
package final class NewFile {
    /// For writing at any position.
    package let descriptor: Int32
    private let folder: Int32
    private let name: String
    private var signals: HeldSignals
    private var isOpen = true
    private var isNamed = true

    /// Begins a file of a folder, after removing what writers have left there that were killed.
    ///
    /// - Parameters:
    ///   - folder: a descriptor of it, which has to stay open.
    ///   - permissions: what the file shall have.
    package init(in folder: Int32, permissions: mode_t) throws(SavingFailure) {
        LeftOver.removeAll(in: folder)
        self.folder = folder
        var signals = HeldSignals()
        do {
            (descriptor, name) = try Self.create(in: folder)
        } catch {
            signals.release()
            throw error
        }
        self.signals = signals
        // Tells others that it is being written.
        flock(descriptor, LOCK_EX | LOCK_NB)
        if fchmod(descriptor, permissions) != 0 {
            let code = errno
            giveUp()
            throw SavingFailure(.create, code)
        }
    }

    deinit { giveUp() }

    private static func create(in folder: Int32) throws(SavingFailure) -> (Int32, String) {
        var number = LeftOver.number()
        for _ in 0..<100 {
            let name = LeftOver.name(process: getpid(), number: number)
            let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let file = retried { openat(folder, name, flags, 0o600) }
            if file >= 0 { return (file, name) }
            guard errno == EEXIST else { break }
            // Another thread has taken the same nanosecond.
            number &+= 1
        }
        throw SavingFailure(.create, errno)
    }

    /// Gives the file to somebody else, where that is allowed.
    package func give(to user: uid_t, _ group: gid_t) { _ = fchown(descriptor, user, group) }

    /// Whether a signal that ends the process waits for the end of the writing, which is better given up.
    package var isUnwanted: Bool { signals.areWaiting }

    /// Writes all of `bytes` behind what was written in this way before; ends with `stopped` where the work is.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(SavingFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if Work.isStopped || isUnwanted { throw .stopped }
            // Piece by piece, so that Ctrl-C need not wait for all of it.
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
            let written = retried { Glibc.write(descriptor, part.baseAddress, part.count) }
            guard written > 0 else { throw SavingFailure(.write, written < 0 ? errno : EIO) }
            rest = rest.dropFirst(written)
        }
    }

    /// Flushes the file and puts it into its place in the folder.
    ///
    /// - Parameter replaces: whether it may take the place of another file; else it fails with `EEXIST` where there is one.
    package func put(as target: String, replaces: Bool) throws(SavingFailure) {
        if retried({ fsync(descriptor) }) != 0 { throw SavingFailure(.flush, errno) }
        isOpen = false
        // Linux has closed it also where it says that it was interrupted.
        if close(descriptor) != 0 && errno != EINTR { throw SavingFailure(.flush, errno) }
        if replaces {
            if retried({ renameat(folder, name, folder, target) }) != 0 { throw SavingFailure(.rename, errno) }
        } else {
            try link(to: target)
        }
        isNamed = false
        signals.release()
        // There is nothing to do where folders cannot be flushed.
        if retried({ fsync(folder) }) != 0 && ![EINVAL, EBADF, EROFS, ENOTSUP, EACCES].contains(errno) {
            throw SavingFailure(.flushFolder, errno)
        }
    }

    /// Gives the file its place unless something is there already.
    private func link(to target: String) throws(SavingFailure) {
        if retried({ linkat(folder, name, folder, target, 0) }) == 0 {
            unlinkat(folder, name, 0)
            return
        }
        if errno == EEXIST { throw SavingFailure(.rename, EEXIST) }
        // A file system without links: what comes there in this very moment is lost.
        var status = stat()
        if fstatat(folder, target, &status, AT_SYMLINK_NOFOLLOW) == 0 { throw SavingFailure(.rename, EEXIST) }
        if retried({ renameat(folder, name, folder, target) }) != 0 { throw SavingFailure(.rename, errno) }
    }

    private func giveUp() {
        if isOpen { close(descriptor) }
        if isNamed { unlinkat(folder, name, 0) }
        (isOpen, isNamed) = (false, false)
        signals.release()
    }
}

/// What a system call gives in the end, where signals interrupt it.
func retried<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
