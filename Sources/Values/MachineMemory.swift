import Glibc

/// The memory that there is for this process.
enum MachineMemory {
    /// The bytes of the machine, or of the control group that the process runs in, or of the addresses that it may use
    /// (`ulimit -v`), where that is less.
    static var bytes: Int {
        let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
        let machine = pages.multipliedReportingOverflow(by: Int(sysconf(Int32(_SC_PAGESIZE))))
        let limits = groupLimits() + [addresses ?? Int.max]
        return ([machine.overflow ? Int.max : machine.partialValue] + limits).filter { $0 > 0 }.min() ?? Int.max
    }

    /// The bytes of addresses that the process may use, where that is bounded: more than it writes to, as code, stacks
    /// and mapped files take them too.
    static let addresses: Int? = {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt(Int.max) else {
            return nil
        }
        return Int(limit.rlim_cur)
    }()

    /// What the control group and those above it may take.
    private static func groupLimits() -> [Int] {
        guard let text = firstBytes(of: "/proc/self/cgroup") else { return [] }
        var limits: [Int] = []
        for line in text.split(separator: "\n") {
            // `0::/user.slice/…`, or of the first version `4:memory:/…`.
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isSecond = parts[0] == "0" && parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
            let (root, name) =
                isSecond ? ("/sys/fs/cgroup", "memory.max") : ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            var path = parts[2].split(separator: "/")
            while true {
                let folder = ([root] + path.map(String.init)).joined(separator: "/")
                if let limit = firstBytes(of: folder + "/" + name).flatMap({ Int($0.prefix { $0.isNumber }) }) {
                    limits.append(limit)
                }
                if path.isEmpty { break }
                path.removeLast()
            }
        }
        return limits
    }

    /// The beginning of a small file of the system, of ASCII; nil where there is none.
    static func firstBytes(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
