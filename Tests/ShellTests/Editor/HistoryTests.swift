import Glibc
import Testing

@testable import Shell

/// A folder that is removed with its files.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/history-test-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? ""
    }

    deinit {
        for name in ["history.jsonl", "history.jsonl.new", "target"] { unlink(path + "/" + name) }
        for name in ["/state/quaestor/history.jsonl"] { unlink(path + name) }
        for name in ["/state/quaestor", "/state", ""] { rmdir(path + name) }
    }

    var file: String { path + "/history.jsonl" }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
    }

    func read() -> String {
        let descriptor = open(file, O_RDONLY)
        defer { close(descriptor) }
        var input = StandardInput(descriptor: descriptor)
        return (try? input.readAll()) ?? ""
    }

    static func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

@Suite struct HistoryTests {
    let folder = TemporaryFolder()

    func texts(_ history: History) -> [String] { history.entries.map(\.text) }

    @Test func whatOneSessionTypesTheNextOneFinds() {
        History(path: folder.file).append("show arr\n   by team")
        let next = History(path: folder.file)
        #expect(texts(next) == ["show arr\n   by team"])
        next.append("show mrr")
        #expect(texts(next) == ["show arr\n   by team", "show mrr"])
        #expect(texts(History(path: folder.file)) == ["show arr\n   by team", "show mrr"])
    }

    @Test func blankAndHiddenAndRepeatedStatementsAreLeftOut() {
        let history = History(path: folder.file)
        for text in ["", " secret", "\n", "help", "help", "help ", "list", "help"] { history.append(text) }
        #expect(texts(history) == ["help", "list", "help"])
        #expect(texts(History(path: folder.file)) == ["help", "list", "help"])
    }

    @Test func aLineIsAJSONObjectWithTimeAndText() {
        History(path: folder.file).append("where name = \"A\\B\"\n\tand é")
        let line = folder.read()
        #expect(line.hasPrefix("{\"t\":\"20"))
        #expect(line.hasSuffix("Z\",\"q\":\"where name = \\\"A\\\\B\\\"\\n\\tand é\"}\n"))
        #expect(
            line.utf8.count
                == "{\"t\":\"2026-11-23T10:00:00Z\",\"q\":\"where name = \\\"A\\\\B\\\"\\n\\tand é\"}\n".utf8.count)
    }

    @Test func onlyTheUserMayReadIt() {
        let path = folder.path + "/state/quaestor/history.jsonl"
        History(path: path).append("show arr")
        #expect(TemporaryFolder.mode(path) == 0o600)
        #expect(TemporaryFolder.mode(folder.path + "/state/quaestor") == 0o700)
        #expect(TemporaryFolder.mode(folder.path + "/state") == 0o700)
    }

    @Test func aFileThatOthersMayReadIsClosedToThem() {
        folder.write("")
        chmod(folder.file, 0o644)
        History(path: folder.file).append("show arr")
        #expect(TemporaryFolder.mode(folder.file) == 0o600)
    }

    @Test func whereItWasTypedIsKept() {
        let history = History(path: folder.file)
        history.folder = "/data/\"exports\""
        history.append("show arr")
        #expect(History(path: folder.file).entries.map(\.folder) == ["/data/\"exports\""])
        #expect(folder.read().contains(#""w":"/data/\"exports\"","q":"show arr"}"#))
    }

    @Test func secretsAreNotKept() {
        History(path: folder.file).append("connect w = \"postgres://a:b@c\"")
        #expect(!folder.read().contains("a:b"))
        #expect(texts(History(path: folder.file)) == ["connect w = \"postgres://a:***@c\""])
    }

    @Test func entriesAreFoundByTheirNumbers() {
        let history = History(path: nil)
        for text in ["one", "two", "three"] { history.append(text) }
        let found = ["!1", "!3 ", "!!", "!-1", "!-3"].map { history.entry(referredTo: $0)?.text }
        #expect(found == ["one", "three", "three", "three", "one"])
        for text in ["!0", "!4", "!-4", "!", "!x", "1", "! 1", "!9223372036854775808", "!!!"] {
            #expect(history.entry(referredTo: text) == nil, "\(text)")
        }
        #expect(history.numbered(newest: 2).map(\.number) == [2, 3])
        #expect(history.numbered(containing: "T").map(\.entry.text) == ["two", "three"])
    }

    @Test func aLockThatIsNeverGivenUpDoesNotStopTheShell() {
        folder.write("")
        let other = open(folder.file, O_RDWR)
        defer { close(other) }
        flock(other, LOCK_EX)
        let history = History(path: folder.file)
        history.append("one")
        #expect(history.takeWarning()?.reason == ["another program holds it"])
        #expect(texts(history) == ["one"])
    }

    @Test func aTornLineIsPassedOverAndTheNextOneIsWhole() {
        folder.write("{\"t\":\"\",\"q\":\"one\"}\n{\"t\":\"2026-11-23T10:00:00Z\",\"q\":\"sho")
        History(path: folder.file).append("two")
        #expect(texts(History(path: folder.file)) == ["one", "two"])
        #expect(folder.read().split(separator: "\n").count == 3)
    }

    @Test func linesThatAreNoEntryArePassedOver() {
        folder.write("\nnot json\n[1]\n{}\n{\"q\":1}\n{\"q\":\"good\"}\n{\"q\":\"lone \\ud800\"}\n{\"q\":\"tail\"} x\n")
        #expect(texts(History(path: folder.file)) == ["good"])
    }

    @Test(arguments: [1023, 1024, 1025, 100_000])
    func longStatementsSurvive(length: Int) {
        let text = String(repeating: "x", count: length)
        History(path: folder.file).append(text)
        #expect(texts(History(path: folder.file)) == [text])
    }

    @Test func severalWritersLoseNothing() async {
        let path = folder.file
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let history = History(path: path)
                    for number in 0..<200 { history.append("writer \(writer) statement \(number)") }
                }
            }
        }
        let found = texts(History(path: path))
        #expect(found.count == 1600)
        #expect(Set(found).count == 1600)
        for writer in 0..<8 {
            let own = found.filter { $0.hasPrefix("writer \(writer) ") }
            #expect(own == (0..<200).map { "writer \(writer) statement \($0)" })
        }
    }

    @Test func writersLoseNothingWhileTheFileIsCompacted() async {
        // 200 entries of 40 KiB: 4 MiB are passed more than once.
        let path = folder.file
        let filler = String(repeating: "y", count: 40 << 10)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let history = History(path: path)
                    for number in 0..<50 { history.append("\(writer)-\(number) \(filler)") }
                }
            }
        }
        let found = History(path: path).entries.map { String($0.text.prefix { $0 != " " }) }
        // The newest 2 MiB are kept by a compaction: at least the last 20 entries are there, in order for each writer.
        #expect(found.count >= 20)
        #expect(Set(found).count == found.count)
        for writer in 0..<4 {
            let own = found.filter { $0.hasPrefix("\(writer)-") }
            #expect(own == (0..<50).suffix(own.count).map { "\(writer)-\($0)" })
        }
    }

    @Test func aFileThatHasGrownTooLargeIsCompacted() {
        let line = "{\"t\":\"\",\"q\":\"" + String(repeating: "z", count: 985)
        // 4,200 lines of 1,010 bytes.
        folder.write((0..<4200).map { line + " \(100_000 + $0)\"}\n" }.joined())
        let history = History(path: folder.file)
        history.append("last")
        #expect(folder.read().utf8.count <= 2 << 20)
        let texts = texts(History(path: folder.file))
        #expect(texts.last == "last")
        #expect(texts.dropLast().last?.hasSuffix(" 104199") == true)
        #expect(TemporaryFolder.mode(folder.file) == 0o600)
        #expect(access(folder.file + ".new", F_OK) == -1)
    }

    @Test func theNewestTenThousandAreKept() {
        folder.write((1...10_050).map { "{\"q\":\"s\($0)\"}\n" }.joined())
        let texts = texts(History(path: folder.file))
        #expect(texts.count == 10_000)
        #expect(texts.first == "s51")
        #expect(texts.last == "s10050")
    }

    @Test func aFileThatCannotBeWrittenIsToldOnce() {
        let history = History(path: "/proc/history.jsonl")
        history.append("one")
        history.append("two")
        #expect(history.takeWarning()?.code == "history-not-kept")
        history.append("three")
        #expect(history.takeWarning() == nil)
        #expect(texts(history) == ["one", "two", "three"])
    }

    @Test func aLinkIsNotFollowed() {
        symlink(folder.path + "/target", folder.file)
        let history = History(path: folder.file)
        history.append("one")
        #expect(history.takeWarning()?.code == "history-not-kept")
        #expect(access(folder.path + "/target", F_OK) == -1)
    }

    @Test func aSearchFindsNewestFirstAndEachOnce() {
        let history = History(path: nil)
        for text in ["show ARR", "list", "show arr by team", "list", "help"] { history.append(text) }
        #expect(history.search("Arr").map(\.text) == ["show arr by team", "show ARR"])
        #expect(history.search("list").map(\.text) == ["list"])
        #expect(history.search("").map(\.text) == ["help", "list", "show arr by team", "show ARR"])
        #expect(history.search("nothing").isEmpty)
    }
}
