import Foundation
import Testing

@testable import LanguageTests

/// What the fuzzer begins with, and what it has found, is tried again: see `Scripts/fuzz`.
///
/// One after the other, since a target has a file of its own that it writes its inputs to.
@Suite(.serialized) struct CorpusTests {
    private static let targets: [(name: String, target: any FuzzTarget.Type)] = [
        ("csv", CSVTarget.self), ("date", DateTarget.self), ("decimal", DecimalTarget.self),
        ("history", HistoryTarget.self), ("json", JSONTarget.self), ("period", PeriodTarget.self),
        ("script", ScriptTarget.self),
        ("snapshot", SnapshotTarget.self), ("statement", StatementTarget.self), ("workbook", WorkbookTarget.self),
    ]
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Corpus")

    private static func inputs(_ target: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: corpus.appendingPathComponent(target), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test(arguments: targets.map(\.name)) func inputsThatWereFoundAreBorne(_ name: String) throws {
        let target = try #require(Self.targets.first { $0.name == name }?.target)
        for input in try Self.inputs(name) {
            var bytes = [UInt8](try Data(contentsOf: input))
            #expect(target.problem(bytes) == nil, "\(input.lastPathComponent)")
            guard name == "csv", bytes.count > 1 else { continue }
            // The fuzzer reads columns in one of two ways.
            bytes[1] ^= 1
            #expect(target.problem(bytes) == nil, "\(input.lastPathComponent), the other way")
        }
    }

    /// Some changes of each of them, always the same ones.
    @Test(arguments: targets.map(\.name)) func inputsLikeThemAreBorne(_ name: String) throws {
        let target = try #require(Self.targets.first { $0.name == name }?.target)
        let inputs = try Self.inputs(name).map { [UInt8](try Data(contentsOf: $0)) }
        var random = SeededGenerator(seed: 2026)
        for input in inputs {
            for _ in 0..<(150 / max(1, inputs.count)) {
                let changed = Self.changed(input, with: inputs, &random)
                let problem = target.problem(changed)
                #expect(problem == nil, "\(changed)")
            }
        }
    }

    private static func changed(
        _ input: [UInt8], with others: [[UInt8]], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = input
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 1: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
            case 2: if place < bytes.count { bytes.remove(at: place) }
            default:
                let other = others.randomElement(using: &random) ?? []
                bytes = bytes[..<place] + other.suffix(Int.random(in: 0...other.count, using: &random))
            }
        }
        return bytes
    }

    /// Targets and folders of inputs are the same ones.
    @Test func everyTargetHasInputs() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        #expect(Set(folders) == Set(Self.targets.map(\.name)))
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.corpus.deletingLastPathComponent().appendingPathComponent("Targets").path)
        let names = files.filter { $0.hasSuffix("Target.swift") && $0 != "FuzzTarget.swift" }
            .map { $0.dropLast("Target.swift".count).lowercased() }
        #expect(Set(names) == Set(Self.targets.map(\.name)))
    }
}
