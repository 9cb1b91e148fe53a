import Foundation
import Glibc
import Language
import Model
import Testing
import Values

@testable import Shell

/// The first lines of an answer while its question is typed.
@Suite("Preview")
struct PreviewTests {
    private let folder: String
    private let session: Session

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("preview-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var text = "id,region,amount,closed\n"
        for (row, region) in ["North", "South", "North", "West", "East"].enumerated() {
            text += "\(row + 1),\(region),\((row + 1) * 10).50,2025-0\(row + 1)-15\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/deals.csv"))
        session = Session(folder: folder, today: try #require(Day(text: "2025-12-31")))
        try run("load \"deals.csv\"")
        session.settings.preview = .on
    }

    private func run(_ text: String) throws {
        for statement in parseScript(text).statements { _ = try session.execute(statement) }
    }

    private func question(_ text: String, columns: Int = 60, rows: Int = 9) -> PreviewQuestion {
        PreviewQuestion(
            text: text, workspace: session.workspace, settings: session.settings, columns: columns, rows: rows)
    }

    /// The rows without the last one, which tells the time.
    private func rows(_ text: String, columns: Int = 60, rows: Int = 9) -> [String] {
        question(text, columns: columns, rows: rows).shownRows(Work()).dropLast().map { $0 }
    }

    @Test func `a whole answer`() {
        let all = question("show sum(deals.amount) as total by region").shownRows(Work())
        #expect(
            all.dropLast() == [
                "total by region", "2025-01-15 to 2025-05-15 · 5 rows of deals", "region  total", "──────  ─────",
                "East     50.5", "North    41.0", "West     40.5", "South    20.5",
            ])
        #expect(all.last?.hasPrefix("and totals · ") == true && all.last?.hasSuffix(" ms") == true)
        let tall = question("show sum(deals.amount) as total by region", rows: 11).shownRows(Work())
        #expect(tall.dropLast().suffix(2) == ["──────  ─────", "Total   152.5"])
    }

    @Test func `the first lines of a longer one, and how many are left`() {
        let all = question("show sum(deals.amount) as total by id", rows: 7).shownRows(Work())
        #expect(all.count == 7)
        #expect(all.last?.hasPrefix("3 more lines · ") == true)
        #expect(all[4] == " 5   50.5" && all[5] == " 4   40.5")
    }

    @Test func `no row is wider than the screen`() {
        for columns in [10, 20, 33] {
            let all = question("show sum(deals.amount) as total by region, id vs 2025-01 for 2025-02", columns: columns)
                .shownRows(Work())
            #expect(all.allSatisfy { displayWidth($0) <= columns }, "\(all)")
        }
    }

    @Test(arguments: [
        "", "show", "show sum(deals.amount) by", "show nothing", "set exact on", "load \"deals.csv\"",
        "metric a = count(deals)", "show count(deals) to \"x.csv\"", "last", "save x", "reload", "quit",
        "show count(deals); show count(deals)", "export last to \"x.csv\"", "run x", "help",
    ])
    func `nothing but one question that can be answered`(_ text: String) {
        #expect(question(text).shownRows(Work()).isEmpty)
        #expect(question(text).reason(Work()).isEmpty)
    }

    @Test(arguments: [
        "show count(deals)", "rows deals", "rows deals as csv", "check deals", "show count(deals) as json",
        "cohort count(distinct deals.id) by month", "why sum(deals.amount) by region for 2025-02 vs 2025-01",
    ])
    func `every question`(_ text: String) {
        #expect(rows(text).count >= 2, "\(rows(text))")
    }

    @Test func `where it is stopped it tells why`() {
        let slow = Work()
        slow.stop()
        let question = question("show count(deals)")
        #expect(question.reason(slow) == ["takes longer than 50 ms; Enter asks it"])
        let large = Work(readLimit: 0)
        _ = large.run { Work.mayRead("deals.csv", size: 144 << 20) }
        #expect(question.reason(large) == ["Enter reads deals.csv (144 MiB)"])
    }

    @Test func `a thread answers and wakes whoever waits`() throws {
        let previewer = Previewer()
        let question = question("show count(deals) by region")
        #expect(previewer.rows(for: question.text, columns: 60, rows: 9) == nil)
        previewer.ask(question)
        var source = pollfd(fd: previewer.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&source, 1, 10_000) == 1)
        let found = try #require(previewer.rows(for: question.text, columns: 60, rows: 9))
        #expect(found.contains { $0.hasPrefix("North") && $0.hasSuffix("2") })
        // Taken, so that nobody is woken twice; and not for another text or room.
        #expect(poll(&source, 1, 0) == 0)
        #expect(previewer.rows(for: question.text + " ", columns: 60, rows: 9) == nil)
        #expect(previewer.rows(for: question.text, columns: 59, rows: 9) == nil)
        previewer.forget()
        #expect(previewer.rows(for: question.text, columns: 60, rows: 9) == nil)
        #expect(previewer.finish())
    }

    @Test func `only the last question is answered, while the session goes on`() throws {
        let previewer = Previewer()
        for number in 1...200 {
            previewer.ask(question("show count(deals where amount > \(number)) as n by region"))
            // What a key does meanwhile: the tables and definitions are the same.
            if number % 20 == 0 {
                try run("metric m\(number) = sum(deals.amount where id > \(number % 5))")
                try run("show m\(number) by region")
                usleep(35_000)
            }
            if number % 3 == 0 { previewer.cancel() }
        }
        let last = question("show count(deals where amount > 25) as n")
        previewer.ask(last)
        var found: [String]?
        for _ in 0..<1000 where found == nil {
            usleep(10_000)
            found = previewer.rows(for: last.text, columns: 60, rows: 9)
        }
        #expect(try #require(found).contains { $0.trimmingCharacters(in: .whitespaces) == "3" })
        #expect(previewer.finish(within: 1000))
    }

    @Test func `the setting`() throws {
        for (text, mode) in [("off", PreviewMode.off), ("on", .on), ("auto", .auto)] {
            try run("set preview \(text)")
            #expect(session.settings.preview == mode)
        }
        #expect(throws: Diagnostic.self) { try run("set preview sometimes") }
    }
}
