import Testing
import Values

@testable import Language

@Suite("watch")
struct WatchTests {
    @Test(arguments: [
        ("watch 10s show a", 10, "watch 10s show a"),
        ("WATCH 5m rows deals limit 3", 300, "watch 5m rows deals limit 3"),
        ("watch 1h check", 3600, "watch 1h check"), ("watch 90s show a by b", 90, "watch 90s show a by b"),
        ("watch 60s show a", 60, "watch 1m show a"), ("watch 7200s funnel deals", 7200, "watch 2h funnel deals"),
        ("watch 10S why a", 10, "watch 10s why a"),
    ])
    func read(_ text: String, _ seconds: Int, _ printing: String) throws {
        let script = parseScript(text)
        #expect(script.diagnostics.isEmpty)
        let statement = try #require(script.statements.first)
        guard case .watch(let watch) = statement.kind else {
            Issue.record("no watch: \(statement)")
            return
        }
        #expect(watch.seconds == seconds)
        #expect(printed(statement) == printing)
        #expect(parseScript(printing).statements == [statement])
    }

    @Test(arguments: [
        ("watch", "unexpected-end"), ("watch show a", "unexpected"), ("watch 10 show a", "unexpected"),
        ("watch 10x show a", "unexpected"), ("watch 0s show a", "watch-interval"),
        ("watch 10s", "unexpected-end"), ("watch 10s set exact on", "unexpected"),
        ("watch 99999999999999999h show a", "watch-interval"), ("watch 1.5s show a", "number-with-letters"),
    ])
    func refused(_ text: String, _ code: String) {
        #expect(parseScript(text).diagnostics.map(\.code).contains(code), "\(parseScript(text).diagnostics)")
    }

    @Test func `numbers elsewhere keep their letters`() {
        #expect(parseScript("show a where b > 10k and watch < 2M").diagnostics.isEmpty)
    }
}
