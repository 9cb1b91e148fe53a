import Testing
import Values

@testable import Shell

/// `run`: what is given for parameters, and scripts that run scripts.
@Suite("Running scripts")
struct RunTests {
    private static func workspace() throws -> TestWorkspace {
        let workspace = try TestWorkspace([
            "workspace.qst": "dataset orders from \"orders.csv\" { key id; time day }\n",
            "orders.csv":
                "id,day,region,code,amount\n1,2026-01-05,North,007,100\n2,2026-02-03,South East,8,50\n3,2026-04-09,North,7,70\n",
            "scripts/by_region.qst": "param region = \"West\"\nshow sum(orders.amount) as s where region = $region\n",
            "scripts/large.qst": "param least = 60\nshow sum(orders.amount) as s where amount >= $least\n",
            "scripts/circle.qst": "run other\n", "scripts/other.qst": "run circle\n",
            "scripts/twice.qst": "run large\nrun large least=100\n",
        ])
        try workspace.session.open([workspace.folder])
        return workspace
    }

    @Test func whatIsGivenIsReadAsTheParametersOwnValue() throws {
        let workspace = try Self.workspace()
        #expect(try workspace.csv("run by_region region=North") == "s\n170\n")
        #expect(try workspace.csv("run by_region region=\"South East\"") == "s\n50\n")
        #expect(try workspace.csv("run large least=70") == "s\n170\n")
        #expect(try workspace.csv("run large least=\"70\"") == "s\n170\n")
    }

    /// Numbers and periods that are given for a text are that text: no type error in a script that the user has not written.
    @Test func aNumberGivenForATextIsAText() throws {
        let workspace = try Self.workspace()
        #expect(try workspace.csv("run by_region region=2026") == "s\n0\n")
        #expect(try workspace.csv("run by_region region=2026-01") == "s\n0\n")
    }

    @Test func whatIsNoNumberIsRefusedWhereItIsUsed() throws {
        let failure = try #require(try Self.workspace().error("run large least=abc"))
        #expect(failure.code == "script")
        let told = failure.reason.joined(separator: "\n")
        #expect(told.contains("large.qst:2:46: `abc` is given for `$least`, which is a number"))
        #expect(told.contains("the script's own value is 60"))
    }

    /// The value stands in another statement, so its own place would be one in the wrong text.
    @Test func anErrorInAParametersValueIsToldWhereItIsUsed() throws {
        let workspace = try Self.workspace()
        try workspace.run("let wrong = sum(orders.amount) + nosuch", "let word = nosuch")
        for (question, place) in [
            ("show $wrong as x", 5..<11), ("show sum(orders.amount) as x where orders.amount > $word", 51..<56),
        ] {
            let failure = try #require(workspace.error(question))
            #expect(failure.span == Span(place.lowerBound, place.upperBound))
        }
        #expect(workspace.error("show $wrong as x")?.reason.first == "in the definition of `$wrong`")
        #expect(workspace.error("show $wrong as x")?.replacement == nil)
    }

    @Test func aScriptThatRunsItselfIsRefused() throws {
        let workspace = try Self.workspace()
        let failure = try #require(workspace.error("run circle"))
        let told = failure.reason.joined(separator: "\n")
        #expect(told.contains("`circle` is run by itself"))
        #expect(told.contains("circle.qst runs other.qst runs circle.qst"))
        // The same script one after the other is no circle.
        #expect(try workspace.csv("run twice") == "s\n170\ns\n100\n")
        #expect(try workspace.csv("run large") == "s\n170\n")
    }
}
