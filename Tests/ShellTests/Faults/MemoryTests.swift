import Foundation
import Testing

/// `set memory` as it is typed, and what becomes of a statement that wants more.
struct MemoryTests {
    @Test(arguments: [
        ("set memory 2G", "2 GB"), ("set memory 1.5G", "1.5 GB"), ("set memory 500M", "500 MB"),
        ("set memory 64_000k", "64 MB"), ("set memory 3000000000", "3 GB"),
    ])
    func amounts(statement: String, shown: String) throws {
        let run = try ProgramRun(["t.csv": "x\n1\n"])
        let told = try run.run(["t.csv", "-c", statement, "-c", "list settings"])
        let line = told.text.split(separator: "\n").first { $0.hasPrefix("memory ") } ?? ""
        #expect(
            told.code == 0 && line.split(separator: " ").dropFirst().prefix(2).joined(separator: " ") == shown,
            "\(told)")
    }

    @Test(arguments: [
        "set memory 0", "set memory 1M", "set memory -2G", "set memory lots", "set memory \"2G\"", "set memory 0.5",
        "set memory 99999999999999999999999G", "set memory 0%",
    ])
    func otherAmounts(statement: String) throws {
        let told = try ProgramRun(["t.csv": "x\n1\n"]).run(["t.csv", "-c", statement])
        #expect(told.code == 1 && told.text.contains("^"), "\(told)")
    }

    @Test func `a statement that wants too much ends, and the next is answered`() throws {
        let run = try ProgramRun()
        var text = "id,name,x\n"
        for row in 0..<250_000 { text += "\(row),a text of its own that has the number \(row),\(row % 7)\n" }
        try run.write(text, to: "t.csv")
        let statements = [
            "set memory 64M", "show count(t) as n by name, id top 3", "set memory 4G", "show count(t) as n as csv",
        ]
        let told = try run.run(["--keep-going", "--no-cache", "t.csv"] + statements.flatMap { ["-c", $0] })
        #expect(told.code == 1)
        #expect(told.text.contains("this takes more memory than Quaestor may use: 64 MB"), "\(told)")
        #expect(told.text.contains("or allow more: `set memory 4G`"))
        #expect(told.text.hasSuffix("n\r\n250000\r\n"), "\(told)")
    }
}
