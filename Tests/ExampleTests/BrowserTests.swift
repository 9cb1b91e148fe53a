import Foundation
import Testing

/// The board's page in a real browser, Chromium without a window: it is drawn, nothing is loaded, nothing complains, and it
/// prints.
@Suite("A page in a browser", .serialized)
struct BrowserTests {
    private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("quaestor-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// What the browser writes; nil where there is none, or none that starts here.
    private func browse(_ arguments: [String], _ page: URL) throws -> (output: Data, errors: String)? {
        guard let browser = Self.browser else {
            print("skipped: Chromium is not installed")
            return nil
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments =
            [
                "60", browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars", "--disable-component-update", "--disable-background-networking", "--no-first-run",
                "--user-data-dir=" + folder.appendingPathComponent("profile").path, "--enable-logging=stderr", "--v=0",
            ] + arguments + [page.absoluteString]
        let files = ["browser.out", "browser.err"].map(folder.appendingPathComponent)
        for file in files { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print("skipped: Chromium does not start here (\(process.terminationStatus))")
            return nil
        }
        return (try Data(contentsOf: files[0]), try String(contentsOf: files[1], encoding: .utf8))
    }

    private func page() throws -> URL {
        let page = folder.appendingPathComponent("board.html")
        let run = try runProgram(
            ["run", "Examples/acme/scripts/board.qst", "quarter=2026-Q1", "--to", page.path],
            environment: ["SOURCE_DATE_EPOCH": "1780000000"])
        try #require(run.code == 0, "\(run.errors)")
        return page
    }

    @Test("It is drawn in light and dark, loads nothing, and no one complains")
    func drawn() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = try page()
        var pictures: [Data] = []
        for scheme in ["1", "0"] {
            let picture = folder.appendingPathComponent("page-\(scheme).png")
            let log = folder.appendingPathComponent("net.json")
            guard
                let found = try browse(
                    [
                        "--screenshot=" + picture.path, "--window-size=1280,2400", "--log-net-log=" + log.path,
                        "--blink-settings=preferredColorScheme=" + scheme,
                    ], page)
            else { return }
            // What the page does wrong is told by the console.
            #expect(!found.errors.contains("CONSOLE"), "\(found.errors)")
            // The log of the network has no request of the page's own.
            let requests = try String(contentsOf: log, encoding: .utf8)
            for line in requests.split(separator: "\n") where line.contains("\"url\":\"http") {
                // The browser's own services are not the page's.
                #expect(line.contains("google") || line.contains("gvt1"), "\(line.prefix(300))")
            }
            pictures.append(try Data(contentsOf: picture))
        }
        // PNG; a blank page of this size takes some 20 kB.
        #expect(pictures.allSatisfy { $0.starts(with: [0x89, 0x50, 0x4E, 0x47]) && $0.count > 60_000 })
        #expect(pictures[0] != pictures[1])
    }

    @Test("The browser reads the text that was written")
    func text() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        guard let found = try browse(["--dump-dom"], try page()) else { return }
        let text = String(decoding: found.output, as: UTF8.self)
        for expected in [
            "<h1>Acme: the quarter for the board</h1>", "<dd>2026-Q1</dd>", "Recurring revenue", "$18,777,192",
            "How this was computed", "<h2 id=\"definitions\">Definitions</h2>", "stripe_subscriptions.csv", "<svg",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        #expect(!text.contains("<script"))
    }

    @Test("It prints")
    func printed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("board.pdf")
        guard try browse(["--no-pdf-header-footer", "--print-to-pdf=" + file.path], try page()) != nil else { return }
        let pdf = try Data(contentsOf: file)
        #expect(pdf.starts(with: Data("%PDF-".utf8)) && pdf.count > 20_000)
    }
}
