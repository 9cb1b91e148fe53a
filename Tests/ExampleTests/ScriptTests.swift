import Foundation
import Language
import Testing

/// The scripts of the examples run as their user runs them, and say what is written beside them.
@Suite("The scripts of the examples")
struct ScriptTests {
    @Test("A script's output is what is recorded", arguments: Places.exampleFiles("qst").filter(isScript))
    func output(of script: URL) throws {
        let run = try runProgram(["run", Places.relative(script)])
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
        let record = script.deletingPathExtension().appendingPathExtension("expected")
        if ProcessInfo.processInfo.environment["QUAESTOR_RECORD"] == "1" {
            try run.output.write(to: record, atomically: true, encoding: .utf8)
        }
        #expect(try run.output == String(contentsOf: record, encoding: .utf8))
    }

    @Test("A parameter given behind the script takes the place of the script's own")
    func parameter() throws {
        let run = try runProgram(["run", "Examples/crm/scripts/board.qst", "quarter=2017-Q3", "--format", "csv"])
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
        // 2,982,255 of 2017-Q3 against 3,086,111 of 2017-Q2, as the published answer M2 has them.
        let line = run.output.split(separator: "\r\n").dropFirst().first ?? ""
        #expect(line.hasPrefix("2982255,3086111,-103856,"), "\(line)")
    }

    @Test("Scripts and workspaces are written as the formatter writes them", arguments: Places.exampleFiles("qst"))
    func format(of script: URL) throws {
        let text = try String(contentsOf: script, encoding: .utf8)
        #expect(try formatted(script: text) == text)
    }

    @Test("A parameter that the script does not have is refused")
    func unknownParameter() throws {
        let run = try runProgram(["run", "Examples/crm/scripts/board.qst", "qarter=2017-Q3"])
        #expect(run.code == 1 && run.output.isEmpty)
        #expect(run.errors.contains("did you mean `quarter`?"), "\(run.errors)")
    }

    @Test("A script says the same by its name from within its workspace", arguments: ["win_rate", "sales_cycle"])
    func byName(_ name: String) throws {
        // The second run meets everything that the first has defined.
        let run = try runProgram(["Examples/crm", "-c", "run \(name)", "-c", "run \(name)"])
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
        let record = Places.examples.appendingPathComponent("crm/scripts/\(name).expected")
        let expected = try String(contentsOf: record, encoding: .utf8)
        #expect(run.output.hasPrefix(expected) && run.output.hasSuffix(expected))
    }

    @Test("The timer tells on standard error how long each answer took, and leaves the answers as they are")
    func timer() throws {
        let question = ["-c", "describe region", "-c", "show bookings as csv", "-c", "run win_rate"]
        let plain = try runProgram(["Examples/crm"] + question)
        let timed = try runProgram(["Examples/crm", "--set", "timer=on"] + question)
        #expect(timed.code == 0 && timed.output == plain.output && plain.errors.isEmpty)
        // A description is no answer.
        let times = timed.errors.split(separator: "\n")
        #expect(times.count == 2 && times.allSatisfy { $0.wholeMatch(of: /time: \d+\.\d{3} ms/) != nil }, "\(times)")
    }

    @Test("The sessions in the README are what the program says", arguments: ["crm", "saas", "acme"])
    func readme(_ example: String) throws {
        let text = try String(contentsOf: Places.root.appendingPathComponent("README.md"), encoding: .utf8)
        let prompt = example + "> "
        let block = try #require(text.components(separatedBy: "```").first { $0.hasPrefix("\n" + prompt) })
        let exchanges = block.dropFirst().components(separatedBy: prompt).filter { !$0.isEmpty }
        #expect(exchanges.count > 1)
        for exchange in exchanges {
            let question = exchange.prefix { $0 != "\n" }
            let run = try runProgram(["Examples/" + example, "-c", String(question)])
            let answer = exchange.dropFirst(question.count + 1)
            #expect((run.output + run.errors).trimmingSuffix("\n") == String(answer).trimmingSuffix("\n"))
        }
    }

    @Test("Every recorded output has its script")
    func recordsHaveScripts() {
        let scripts = Set(Places.exampleFiles("qst").filter(isScript).map { $0.deletingPathExtension().path })
        #expect(Set(Places.exampleFiles("expected").map { $0.deletingPathExtension().path }) == scripts)
    }
}

/// Everything but the workspace files.
private func isScript(_ file: URL) -> Bool { file.lastPathComponent != "workspace.qst" }

extension String {
    fileprivate func trimmingSuffix(_ ending: Character) -> String {
        var result = self
        while result.last == ending { result.removeLast() }
        return result
    }
}
