import Foundation
import Language
import Model
import Testing
import Values

@testable import Warehouse

/// Driver manifests, profiles and options, in folders made for the test.
@Suite("Drivers and profiles", .serialized)
struct SettingsFileTests {
    /// A folder with files, removed in the end.
    private final class Place {
        let path = NSTemporaryDirectory() + "adbc-\(UUID().uuidString)"

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (name, text) in files { try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8) }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func failure<Result>(_ body: () throws -> Result) -> Diagnostic? {
        do {
            _ = try body()
            return nil
        } catch { return error as? Diagnostic }
    }

    @Test("the part of TOML that manifests use")
    func toml() throws {
        let text = try TOMLText(
            """
            # a comment
            manifest_version = 1
            name = 'PostgreSQL'
            [ADBC]
            version = "1.1.0"   # and one behind
            [Driver.shared]
            linux_amd64 = "/opt/x \\"y\\" \\u00e9.so"
            [Options]
            "adbc.spark.tls.enabled" = true
            a.b = "c#d"
            """)
        #expect(text["manifest_version"] == "1")
        #expect(text["name"] == "PostgreSQL")
        #expect(text["ADBC", "version"] == "1.1.0")
        #expect(text["Driver", "shared", "linux_amd64"] == "/opt/x \"y\" é.so")
        #expect(text["Options", "adbc.spark.tls.enabled"] == "true")
        #expect(text["Options", "a", "b"] == "c#d")
    }

    @Test(
        "what is no such text says its line",
        arguments: [
            ("a = 1\nb", 2), ("a = \"open", 1), ("[a", 1), ("[[a]]", 1), ("a = [1]", 1), ("\n\na = \"\\x\"", 3),
            ("a = 1 2", 1), ("= 1", 1), ("a = \"\\uD800\"", 1),
        ])
    func tomlErrors(text: String, line: Int) {
        #expect {
            _ = try TOMLText(text)
        } throws: { ($0 as? TOMLText.Failure)?.line == line }
    }

    @Test("a driver is found by its manifest, its library beside it")
    func manifests() throws {
        let place = try Place([
            "one.toml": "[Driver]\nentrypoint = \"Begin\"\nshared = \"one.so\"\n", "one.so": "",
            "two.toml":
                "[Driver.shared]\nlinux_amd64 = \"one.so\"\nlinux_arm64 = \"one.so\"\n",
            "other.toml": "[Driver.shared]\nwindows_amd64 = \"one.dll\"\n",
            "gone.toml": "[Driver]\nshared = \"gone.so\"\n",
            "broken.toml": "[Driver\n",
        ])
        let one = try DriverManifest("one", folders: ["/nowhere", place.path])
        #expect(one.library == place.path + "/one.so")
        #expect(one.entrypoint == "Begin")
        #expect(try DriverManifest("two", folders: [place.path]).library == place.path + "/one.so")
        #expect(try DriverManifest(place.path + "/one.so").library == place.path + "/one.so")
        #expect(failure { try DriverManifest("other", folders: [place.path]) }?.code == "driver-manifest")
        #expect(failure { try DriverManifest("gone", folders: [place.path]) }?.code == "driver-missing")
        #expect(failure { try DriverManifest("broken", folders: [place.path]) }?.message.contains("line 1") == true)
        let missing = failure { try DriverManifest("postgresql", folders: [place.path]) }
        #expect(missing?.code == "driver-missing")
        #expect(missing?.reason.first?.contains(place.path) == true)
        #expect(missing?.remedies.first?.contains("dbc install postgresql") == true)
        #expect(failure { try DriverManifest(place.path + "/no.so") }?.code == "driver-missing")
    }

    @Test("a library that is no driver is refused")
    func libraries() throws {
        let place = try Place(["text.so": "no library"])
        let manifest = try DriverManifest(place.path + "/text.so")
        #expect(failure { try ADBCDriver.load(manifest) }?.code == "driver-load")
    }

    private func connection(_ text: String) throws -> ConnectionDefinition {
        let script = parseScript(text)
        #expect(script.diagnostics.isEmpty)
        guard case .connect(let definition) = script.statements.first?.kind else { throw CancellationError() }
        return definition
    }

    @Test("options of the statement stand over those of the profile, variables filled in")
    func options() throws {
        let place = try Place([
            "crm.toml":
                """
            profile_version = 1
            driver = "postgresql"
            [Options]
            uri = "postgresql://reader:{{ env_var(TEST_ADBC_PASSWORD) }}@db/crm"
            "adbc.x.y" = "one"
            """
        ])
        setenv("TEST_ADBC_PASSWORD", "s3cr3t word", 1)
        defer { unsetenv("TEST_ADBC_PASSWORD") }
        let options = try ConnectionOptions(
            connection("connect wh = adbc \"profile://\(place.path)/crm.toml\" { \"adbc.x.y\" \"two\" }"))
        #expect(options.driver == "postgresql")
        #expect(options.options.map(\.key).sorted() == ["adbc.x.y", "uri"])
        #expect(options.options.first { $0.key == "uri" }?.value == "postgresql://reader:s3cr3t word@db/crm")
        #expect(options.options.first { $0.key == "adbc.x.y" }?.value == "two")
        #expect(
            options.hidden("cannot reach postgresql://reader:s3cr3t word@db")
                == "cannot reach postgresql://reader:***@db")
        let given = try ConnectionOptions(
            connection("connect wh = adbc \"x\" { password env(\"TEST_ADBC_PASSWORD\") }"))
        #expect(given.options.first?.value == "s3cr3t word")
        #expect(given.hidden("got s3cr3t word") == "got ***")
        #expect(
            failure { try ConnectionOptions(connection("connect wh = adbc \"x\" { password env(\"TEST_ADBC_NO\") }")) }?
                .code == "no-variable")
        #expect(
            failure { try ConnectionOptions(connection("connect wh = adbc \"profile://nobody\"")) }?.code
                == "profile-missing")
    }

    @Test(
        "passwords are told from where they stand in a URI",
        arguments: [
            ("postgresql://reader:hush%20now@db/crm", ["hush%20now"]),
            ("postgresql://reader@db/crm?sslmode=require&password=hush", ["hush"]),
            ("host=db user=reader password=hush", ["hush"]), ("postgresql://reader@db/crm", []),
            ("user:pa@ss:wd@account/db", []),
        ])
    func passwords(uri: String, found: [String]) {
        #expect(ConnectionSecrets.passwords(in: uri) == found)
    }

    @Test("what is kept of a connection has variables in place of secrets")
    func kept() throws {
        let typed = try connection(
            "connect wh = adbc \"x\" { uri \"p://me:hush@db/crm?token=hash\"; password \"hush\"; mode \"fast\" }")
        #expect(
            printed(Statement(.connect(typed.withoutSecrets), span: .none))
                == """
                connect wh = adbc "x" {
                  uri "p://me:{{ env_var(WH_PASSWORD) }}@db/crm?token={{ env_var(WH_PASSWORD) }}"
                  password env("WH_PASSWORD")
                  mode "fast"
                }
                """)
    }
}
