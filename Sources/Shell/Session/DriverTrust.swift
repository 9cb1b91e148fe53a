import Language
import Values

extension Session {
    /// Refuses the library of a driver that comes along with the workspace or script that names it: what is opened must not
    /// run code of its own. The user may name any.
    func checkDriver(_ connection: ConnectionDefinition) throws(Diagnostic) {
        let profile = "profile://"
        let driver = connection.driver.text
        let isProfile = driver.hasPrefix(profile)
        let path = isProfile ? String(driver.dropFirst(profile.count)) : driver
        guard isScripted, path.contains("/") else { return }
        let isOwn = [workspace.folder, "."].map(absolutePath).contains {
            (absolutePath(path) + "/").hasPrefix($0 + "/")
        }
        guard isProfile || !path.hasPrefix("/") || isOwn else { return }
        throw Diagnostic(
            "driver-not-trusted", "a workspace or script may not bring the driver `\(path)`",
            at: connection.driver.span,
            reason: ["it would run code that came with it"],
            remedies: ["name an installed driver, or type the `connect` yourself"])
    }
}
