import Glibc

/// A folder for files of this process alone, in memory where the system has a place for that.
///
/// It stays when a fuzzer ends in the middle of things; the system empties such places when it starts.
let scratchFolder: String = {
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/var/tmp"
    var template = Array((place + "/quaestor-fuzz-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { return place }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}()

/// A file that is filled anew for every input.
final class ScratchFile: @unchecked Sendable {
    let path: String
    private let descriptor: Int32

    init(_ name: String) {
        path = scratchFolder + "/" + name
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }

    deinit { close(descriptor) }

    func fill(_ bytes: [UInt8]) {
        _ = ftruncate(descriptor, off_t(bytes.count))
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}
