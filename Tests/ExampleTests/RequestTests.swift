import ArgumentParser
import Testing

@testable import quaestor

/// The plain reading of arguments is that of the parser, or none.
@Suite struct RequestTests {
    @Test(arguments: [
        ["."], ["a.csv", "b.csv"], ["w", "-c", "show x"], ["-c", "a", "w", "-c", "b"], ["w", "--format", "csv"],
        ["--set", "a=1", "--set", "b=2", "w"], ["w", "--no-cache", "--plain", "--force", "--keep-going"],
        ["w", "--command", "show x", "--no-cache"], ["w", "-c", "a", "--to", "x.md"], ["-c", ""],
        ["w", "-c", "show a where b = 'run'"], ["", "x"], [],
    ])
    func plainArgumentsAreReadAsTheParserDoes(_ arguments: [String]) throws {
        #expect(try Request(plain: arguments) == Ask.parse(arguments).request)
    }

    @Test(arguments: [
        ["run", "x.qst"], ["fmt", "x.qst"], ["check", "x"], ["ask", "w"], ["help"], ["--help"], ["-h"],
        ["--version", "w"],
        ["w", "--format=csv"], ["w", "-c"], ["w", "-c", "-x"], ["--form", "csv"], ["--", "w"], ["-x"],
        ["w", "--unknown"],
        ["w", "--to", "a.md", "--to", "b.md"], ["w", "--format", "csv", "--format", "tsv"], ["-cshow"],
    ])
    func everythingElseIsTheParsers(_ arguments: [String]) {
        #expect(Request(plain: arguments) == nil)
    }

    /// Every order of some arguments.
    @Test func orderDoesNotMatter() throws {
        let parts = [["w"], ["-c", "q"], ["--no-cache"], ["--format", "csv"], ["v"]]
        func orders(_ rest: [[String]], _ done: [String]) throws {
            if rest.isEmpty {
                #expect(try Request(plain: done) == Ask.parse(done).request)
                return
            }
            for index in rest.indices {
                var left = rest
                let part = left.remove(at: index)
                try orders(left, done + part)
            }
        }
        try orders(parts, [])
    }
}
