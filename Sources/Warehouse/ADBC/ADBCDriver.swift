import CArrow
import Glibc
import Synchronization
import Values

/// The functions of a driver whose library is loaded.
///
/// It is never unloaded: drivers written in Go bring a runtime that cannot be. Sendable although it holds a pointer: the
/// table is filled once.
final class ADBCDriver: @unchecked Sendable {
    let functions: UnsafeMutablePointer<AdbcDriver>

    private static let loaded = Mutex<[DriverManifest: ADBCDriver]>([:])

    /// The driver of a manifest, loaded when it is first asked for.
    ///
    /// Fails with `driver-load`.
    static func load(_ manifest: DriverManifest) throws(Diagnostic) -> ADBCDriver {
        if let known = loaded.withLock({ $0[manifest] }) { return known }
        let driver = try ADBCDriver(manifest)
        return loaded.withLock { drivers in
            if let known = drivers[manifest] { return known }
            drivers[manifest] = driver
            return driver
        }
    }

    private init(_ manifest: DriverManifest) throws(Diagnostic) {
        func refuse(_ reason: String) -> Diagnostic {
            Diagnostic(
                "driver-load", "the driver `\(visible(manifest.name))` cannot be loaded", reason: [visible(reason)],
                remedies: ["install the driver for this machine again"])
        }
        // DuckDB's library from a Python package leaves Python's own names to whoever loads it.
        guard let library = dlopen(manifest.library, RTLD_NOW | RTLD_LOCAL) else {
            throw refuse(dlerror().map { String(cString: $0) } ?? manifest.library)
        }
        let names = manifest.entrypoint.map { [$0] } ?? ["AdbcDriverInit", Self.usualEntrypoint(manifest.library)]
        guard let symbol = names.lazy.compactMap({ dlsym(library, $0) }).first else {
            throw refuse("`\(manifest.library)` has no function \(names.joined(separator: " or "))")
        }
        let start = unsafeBitCast(symbol, to: AdbcDriverInitFunction.self)
        functions = .allocate(capacity: 1)
        functions.initialize(to: AdbcDriver())
        var error = AdbcError()
        var status = start(Int32(ADBC_VERSION_1_1_0), functions, &error)
        if status == UInt8(ADBC_STATUS_NOT_IMPLEMENTED) {
            error.release?(&error)
            error = AdbcError()
            functions.pointee = AdbcDriver()
            status = start(Int32(ADBC_VERSION_1_0_0), functions, &error)
        }
        defer { error.release?(&error) }
        let table = functions.pointee
        guard status == UInt8(ADBC_STATUS_OK), table.DatabaseNew != nil, table.DatabaseInit != nil,
            table.DatabaseRelease != nil, table.ConnectionNew != nil, table.ConnectionInit != nil,
            table.ConnectionRelease != nil, table.StatementNew != nil, table.StatementRelease != nil,
            table.StatementSetSqlQuery != nil, table.StatementExecuteQuery != nil
        else {
            throw refuse(error.message.map { String(cString: $0) } ?? "it does not have the functions of a driver")
        }
    }

    /// `libadbc_driver_postgresql.so` is entered by `AdbcDriverPostgresqlInit`.
    private static func usualEntrypoint(_ library: String) -> String {
        var name = library.split(separator: "/").last.map(String.init) ?? library
        if let dot = name.firstIndex(of: ".") { name = String(name[..<dot]) }
        if name.hasPrefix("lib") { name = String(name.dropFirst(3)) }
        let words = name.split { !$0.isLetter && !$0.isNumber }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Init"
    }

    /// Calls a function of the driver.
    ///
    /// - Parameter doing: what the call is for, as `ADBCFailure.Doing` has it.
    func call(
        _ doing: ADBCFailure.Doing, _ body: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode?
    ) throws(ADBCFailure) {
        var error = AdbcError()
        let status = body(&error)
        defer { error.release?(&error) }
        guard let status else {
            throw ADBCFailure(doing: doing, status: UInt8(ADBC_STATUS_NOT_IMPLEMENTED), message: "", state: "")
        }
        if status != UInt8(ADBC_STATUS_OK) { throw ADBCFailure(doing, status, error) }
    }
}
