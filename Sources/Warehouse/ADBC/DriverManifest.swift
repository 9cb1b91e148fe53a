import Glibc
import Tables
import Values

/// Where the library of a driver is, found as its users' other tools find it
/// (https://arrow.apache.org/adbc/current/format/driver_manifests.html).
struct DriverManifest: Hashable {
    /// As the statement names it: `postgresql`, or a path.
    var name: String
    var library: String
    /// The function that the library is entered by; nil for the usual ones.
    var entrypoint: String?

    /// Finds a driver by the path of its library or manifest, or by the name of a manifest.
    ///
    /// Fails with `driver-missing` or `driver-manifest`.
    init(_ name: String, folders: [String] = DriverManifest.folders(environment("ADBC_DRIVER_PATH"), "drivers"))
        throws(Diagnostic)
    {
        if name.contains("/") {
            guard isFile(name) else {
                throw Diagnostic(
                    "driver-missing", "there is no driver at `\(visible(name))`",
                    remedies: ["give the path of the driver's library (`.so`), or the name of a driver"])
            }
            try self.init(name, at: name)
            return
        }
        for folder in folders {
            let path = folder + "/" + name + ".toml"
            if isFile(path) {
                try self.init(name, at: path)
                return
            }
        }
        throw Diagnostic(
            "driver-missing", "there is no driver called `\(visible(name))`",
            reason: [
                "`\(visible(name)).toml` was looked for in "
                    + folders.map { "`\(visible($0))`" }.joined(separator: ", ")
            ],
            remedies: [
                "install it, for instance by `dbc install \(visible(name))`",
                "or give the path of its library: `connect NAME = adbc \"/path/to/libadbc_driver_\(visible(name)).so\"`",
            ])
    }

    private init(_ name: String, at path: String) throws(Diagnostic) {
        self.name = name
        guard path.hasSuffix(".toml") else {
            library = path
            return
        }
        let text = try readSettings(path)
        entrypoint = text["Driver", "entrypoint"]
        guard let shared = text["Driver", "shared"] ?? text["Driver", "shared", Self.platform] else {
            throw Diagnostic(
                "driver-manifest", "the driver manifest `\(visible(path))` has no library for this machine",
                reason: ["`Driver.shared` should have one under `\(Self.platform)`"],
                remedies: ["install the driver for this machine"])
        }
        library = shared.hasPrefix("/") ? shared : splitPath(path).folder + "/" + shared
        guard isFile(library) else {
            throw Diagnostic(
                "driver-missing", "the library of the driver `\(visible(name))` is not there",
                reason: ["its manifest `\(visible(path))` says `\(visible(library))`"], remedies: ["install it again"])
        }
    }

    /// The machine, as manifests name it.
    private static var platform: String {
        #if arch(arm64)
            "linux_arm64"
        #else
            "linux_amd64"
        #endif
    }

    /// The folders that are looked through: those of a variable, those of a Python environment, the user's, the system's.
    static func folders(_ variable: String?, _ kind: String) -> [String] {
        var folders = (variable ?? "").split(separator: ":").map(String.init)
        for root in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
            if let root = environment(root) { folders.append(root + "/etc/adbc/" + kind) }
        }
        if let home = environment("XDG_CONFIG_HOME") ?? environment("HOME").map({ $0 + "/.config" }) {
            folders.append(home + "/adbc/" + kind)
        }
        return folders + ["/etc/adbc/" + kind]
    }
}

/// A variable of the environment; nil where it is not set or empty.
func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
}

/// Reads a manifest or a profile.
func readSettings(_ path: String) throws(Diagnostic) -> TOMLText {
    let text = try readTextFile(path: path)
    do throws(TOMLText.Failure) {
        return try TOMLText(text)
    } catch {
        throw Diagnostic(
            "driver-manifest", "`\(visible(path))` cannot be read: line \(error.line): \(error.reason)",
            remedies: ["mend it, or install the driver again"])
    }
}
