// With: LanguageTests/Support/TextProblem.swift
#if canImport(LanguageTests)
    @testable import LanguageTests
#endif
@testable import Language

/// Any text for a statement or a script: it is read and printed back the same, or what is wrong is told at its place.
enum StatementTarget: FuzzTarget {
    static func problem(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        // What is on the way to a statement is looked at after each key.
        _ = cursorContext(text, at: bytes.last.map { Int($0) } ?? 0)
        return textProblem(text)
    }
}
