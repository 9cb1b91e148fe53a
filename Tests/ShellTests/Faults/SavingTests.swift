import Foundation
import Glibc
import Testing

/// What may be written where, and what becomes of it.
struct SavingTests {
    private let run: ProgramRun

    init() throws {
        run = try ProgramRun([
            "ws/t.csv": "g,x\na,1\nb,2\n", "ws/workspace.qst": "dataset t from \"t.csv\"\n", "out/keep.txt": "kept\n",
        ])
    }

    private func save(_ target: String, _ options: [String] = ["--force"]) throws -> (text: String, code: Int32) {
        try run.run(options + ["ws", "-c", "show sum(x) as s to \"\(target)\" as csv"])
    }

    @Test func `a file is replaced only where that is wished, and keeps its permissions`() throws {
        try run.write("old\n", to: "out/a.csv")
        chmod(run.path("out/a.csv"), 0o640)
        let refused = try save("out/a.csv", [])
        #expect(refused.code == 1 && refused.text.contains("out/a.csv exists already"))
        #expect(run.text("out/a.csv") == "old\n")
        #expect(try save("out/a.csv").code == 0)
        #expect(run.text("out/a.csv") == "s\r\n3\r\n")
        var status = stat()
        #expect(stat(run.path("out/a.csv"), &status) == 0 && status.st_mode & 0o7777 == 0o640)
    }

    @Test func `a new file has the permissions that the user gives new files`() throws {
        #expect(
            try run.run(["ws", "-c", "show sum(x) as s to \"out/n.csv\""], shell: "umask 077; exec \"$0\" \"$@\"").code
                == 0)
        var status = stat()
        #expect(stat(run.path("out/n.csv"), &status) == 0 && status.st_mode & 0o7777 == 0o600)
    }

    @Test func `a link is followed, and what is no file is refused`() throws {
        try run.write("old\n", to: "out/real.csv")
        symlink("real.csv", run.path("out/link.csv"))
        #expect(try save("out/link.csv").code == 0)
        var status = stat()
        #expect(lstat(run.path("out/link.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(run.text("out/real.csv") == "s\r\n3\r\n")

        mkfifo(run.path("out/pipe.csv"), 0o600)
        symlink("nowhere/a.csv", run.path("out/dangling.csv"))
        for (name, told) in [
            ("out/pipe.csv", "is not an ordinary file"), ("out", "is not an ordinary file"),
            ("out/", "is not an ordinary"),
            ("/dev/full", "is not an ordinary file"), ("/dev/null", "is not an ordinary file"),
            ("out/dangling.csv", "is a link that leads nowhere"), ("missing/a.csv", "No such file or directory"),
            ("out/\(String(repeating: "n", count: 300)).csv", "File name too long"),
        ] {
            let refused = try save(name)
            #expect(refused.code == 1 && refused.text.contains(told), "\(name): \(refused)")
        }
        #expect(lstat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test(.enabled(if: geteuid() != 0, "root may write to everything"))
    func `a file that may not be written to is not replaced`() throws {
        try run.write("old\n", to: "out/a.csv")
        chmod(run.path("out/a.csv"), 0o444)
        #expect(try save("out/a.csv").text.contains("Permission denied"))
        #expect(run.text("out/a.csv") == "old\n")
    }

    @Test func `what a killed writer left is removed, and nothing else`() throws {
        for name in [
            "out/.quaestor-999999999-1.tmp", "out/.quaestor-1-1.tmp", "out/.quaestor-x.tmp", "out/999999999-1.tmp",
        ] {
            try run.write("half", to: name)
        }
        #expect(try save("out/a.csv").code == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: run.path("out")).sorted()
        #expect(left == [".quaestor-1-1.tmp", ".quaestor-x.tmp", "999999999-1.tmp", "a.csv", "keep.txt"])
    }

    @Test func `a limit on the size of files is an error that leaves the old one`() throws {
        try run.write("old\n", to: "out/a.csv")
        let rows = (0..<20_000).map { "\($0),\($0)\n" }.joined()
        try run.write("g,x\n" + rows, to: "ws/t.csv")
        let told = try run.run(
            ["--force", "ws", "-c", "rows t to \"out/a.csv\""], shell: "ulimit -f 16; exec \"$0\" \"$@\"")
        #expect(told.code == 1 && told.text.contains("File too large"), "\(told)")
        #expect(told.text.contains("the file that was there before is unchanged"))
        #expect(run.text("out/a.csv") == "old\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: run.path("out")).sorted() == ["a.csv", "keep.txt"])
    }

    @Test func `of several that save the same file at once, one has saved it`() throws {
        let run = run
        DispatchQueue.concurrentPerform(iterations: 12) { number in
            let question = "show sum(x) + \(number) as s to \"out/\(number % 2).csv\""
            let told = try? run.run(["--force", "ws", "-c", question])
            #expect(told?.code == 0, "\(String(describing: told))")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: run.path("out")).sorted()
        #expect(left == ["0.csv", "1.csv", "keep.txt"])
        let wanted = Set((0..<12).map { "s\r\n\(3 + $0)\r\n" })
        #expect(wanted.contains(run.text("out/0.csv") ?? "") && wanted.contains(run.text("out/1.csv") ?? ""))
    }

    // MARK: Scripts

    @Test(arguments: ["../away.csv", "@/away.csv", "ws/.hidden.csv", ".config/a.csv", "ws/up/away.csv"])
    func `a script writes below its workspace and the current folder`(target: String) throws {
        try FileManager.default.createDirectory(atPath: run.path("in"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: run.path("in/.config"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: run.path("ws"), toPath: run.path("in/ws"))
        symlink("../..", run.path("in/ws/up"))
        let target = target.replacingOccurrences(of: "@", with: run.folder.path)
        try run.write("use \"..\"\nshow sum(x) as s to \"\(target)\"\n", to: "in/ws/scripts/s.qst")
        let inside = "cd in; exec \"$0\" \"$@\""
        for arguments in [["run", "ws/scripts/s.qst"], ["ws", "-c", "run s"], ["ws/scripts/s.qst"]] {
            let refused = try run.run(arguments, shell: inside)
            #expect(refused.code == 1 && refused.text.contains("a script may not write"), "\(arguments): \(refused)")
        }
        #expect(run.text("away.csv") == nil && run.text("in/.config/a.csv") == nil)
        let allowed = try run.run(["--write-anywhere", "ws", "-c", "run s"], shell: inside)
        #expect(allowed.code == 0, "\(allowed)")
        // What is typed is the user's own.
        let typed = try run.run(["--force", "ws", "-c", "show sum(x) as s to \"\(target)\""], shell: inside)
        #expect(typed.code == 0, "\(typed)")
    }

    @Test func `a script may write below its workspace and below the current folder`() throws {
        try run.write("use \"..\"\nshow sum(x) as s to \"here.csv\"\n", to: "ws/scripts/s.qst")
        #expect(try run.run(["run", "ws/scripts/s.qst"]).code == 0)
        #expect(run.text("here.csv") == "s\r\n3\r\n")
        try run.write("show sum(x) as s to \"\(run.path("ws/there.csv"))\"\n", to: "ws/scripts/s.qst")
        try FileManager.default.createDirectory(atPath: run.path("else"), withIntermediateDirectories: true)
        let done = try run.run(["../ws", "-c", "run s"], shell: "cd else; exec \"$0\" \"$@\"")
        #expect(done.code == 0, "\(done)")
        #expect(run.text("ws/there.csv") == "s\r\n3\r\n")
    }

    // MARK: What is opened runs nothing

    @Test(arguments: ["workspace.qst", "scripts/s.qst"])
    func `neither a workspace nor a script chooses a program`(file: String) throws {
        let mark = run.path("ran")
        let evil = "set pager \"touch '\(mark)'; cat\"\n"
        try run.write((file.hasPrefix("w") ? "dataset t from \"t.csv\"\n" : "use \"..\"\n") + evil, to: "ws/" + file)
        let told = try run.run(file.hasPrefix("w") ? ["ws", "-c", "list"] : ["run", "ws/scripts/s.qst"])
        #expect(told.code == 1 && told.text.contains("a script or workspace may not choose a program"), "\(told)")
        #expect(run.text("ran") == nil)
    }

    @Test(arguments: ["./evil.so", "ws/evil.so", "@/ws/evil.so", "profile://../ws/evil", "../away/evil.so"])
    func `a workspace brings no library of its own`(driver: String) throws {
        let driver = driver.replacingOccurrences(of: "@", with: run.folder.path)
        try run.write("not a library", to: "ws/evil.so")
        try run.write("connect db = adbc \"\(driver)\"\ndataset t from db \"t\"\n", to: "ws/workspace.qst")
        let told = try run.run(["ws", "-c", "show count(t)"])
        #expect(told.code == 1 && told.text.contains("may not bring the driver"), "\(told)")
    }

    @Test func `a workspace that is opened writes nothing`() throws {
        try run.write(
            "dataset t from \"t.csv\"\nshow sum(x) to \"w.csv\"\nsave board = show sum(x)\nsave workspace\nrun s\n",
            to: "ws/workspace.qst")
        try run.write("show sum(x) to \"s.csv\"\n", to: "ws/scripts/s.qst")
        let before = try FileManager.default.subpathsOfDirectory(atPath: run.folder.path).sorted()
        let told = try run.run(["--force", "ws", "-c", "show sum(x) as s as csv"])
        #expect(told.text.contains("only definitions count in a workspace file"), "\(told)")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: run.folder.path).sorted() == before)
    }
}
