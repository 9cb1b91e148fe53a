import Testing

@testable import Language

@Suite("The text in a script's comments")
struct ScriptTextTests {
    private func texts(_ script: String) -> [String] {
        scriptTexts(script, parseScript(script).statements).map(\.markdown)
    }

    @Test func standsBetweenStatements() {
        let script = """
            #!/usr/bin/env -S quaestor run
            ## Title
            use ".."

            # One
            # paragraph.

            # Another
            show x  # not this
              # nor this
              by y
            # The end
            """
        #expect(texts(script) == ["# Title", "One\nparagraph.\n\nAnother", "The end"])
    }

    @Test func aLoneMarkIsAnEmptyLine() { #expect(texts("# a\n#\n# b\nshow x") == ["a\n\nb"]) }

    @Test func indentationStays() { #expect(texts("# - a\n#   - b\nshow x") == ["- a\n  - b"]) }

    @Test func linesForKeepersAreLeftOut() {
        #expect(texts("#! how to run this\n# text\n#! and that\n# more\nshow x") == ["text\nmore"])
    }

    @Test func nothingIsNothing() {
        #expect(texts("show x").isEmpty)
        #expect(texts("#\n#\nshow x").isEmpty)
        #expect(texts("") == [])
    }

    @Test func windowsLineEnds() { #expect(texts("# a\r\n# b\r\n\r\n# c\r\nshow x") == ["a\nb\n\nc"]) }
}
