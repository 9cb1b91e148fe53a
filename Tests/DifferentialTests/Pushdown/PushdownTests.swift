import Engine
import Foundation
import Language
import Model
import Testing
import Values

/// The same generated questions over rows in memory and pushed down to a database.
@Suite(.serialized)
struct PushdownTests {
    static let environment = ProcessInfo.processInfo.environment
    static let seed = environment["QUAESTOR_SEED"].flatMap { UInt64($0) } ?? 1

    /// How many are asked: where nobody says it, as many as take some seconds.
    static func count(_ database: Pushed) -> Int {
        if let given = environment["QUAESTOR_PUSHED_QUESTIONS"].flatMap({ Int($0) }) { return given }
        return switch database {
        case .sqlite: 1000
        case .postgres, .duckdb, .flightsql: 200
        case .spark: 50
        }
    }

    struct Outcome {
        var failures: [String] = []
        /// Questions by how much of them the database did.
        var pushed = 0
        var fetched = 0
    }

    @Test(arguments: Pushed.available) func pushedQuestionsAreAnsweredAlike(_ database: Pushed) async {
        let count = Self.count(database)
        let worlds = (count + 199) / 200
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            for world in 0..<worlds {
                let questions = min(200, count - world * 200)
                group.addTask { Self.outcome(ofWorld: Self.seed &* 1_000_000 &+ UInt64(world), questions, database) }
            }
            return await group.reduce(into: Outcome()) { all, one in
                all.failures += one.failures
                all.pushed += one.pushed
                all.fetched += one.fetched
            }
        }
        for failure in outcome.failures.prefix(Self.environment["QUAESTOR_ALL_FAILURES"] == nil ? 20 : .max) {
            Issue.record("\(failure)")
        }
        if !outcome.failures.isEmpty {
            Issue.record("\(outcome.failures.count) of \(count) questions are answered differently")
        }
        print("\(database): \(outcome.pushed) pushed, \(outcome.fetched) with columns fetched")
        #expect(outcome.pushed * 100 >= (outcome.pushed + outcome.fetched) * (database.comparesTexts ? 90 : 10))
    }

    /// - Parameter only: the question that is asked; nil for the first `count`.
    static func outcome(
        ofWorld seed: UInt64, _ count: Int, _ database: Pushed, only: Int? = nil
    ) -> Outcome {
        var outcome = Outcome()
        do {
            let world = try World(seed: seed)
            let (named, metrics) = QuestionGenerator.named(in: world)
            let asked = try Asked(world, definitions: world.definitions + metrics)
            let twins = try Twins(asked.workspace, in: database.connection(prefix: "w\(seed)"))
            let generator = QuestionGenerator(world, named: named)
            let ends = Self.ends(named)
            for number in only.map({ $0..<$0 + 1 }) ?? 0..<count {
                let text = Comparison.question(number, generator).text
                if Self.looksAtEnds(text, ends) { continue }
                var difference: String?
                let isPushed = twins.wasPushed { difference = Self.difference(text, twins) }
                if isPushed { outcome.pushed += 1 } else { outcome.fetched += 1 }
                if let difference { outcome.failures.append("\(seed).\(number)\n\(text)\n\(difference)") }
            }
        } catch {
            outcome.failures.append("seed \(seed): \(error)")
        }
        return outcome
    }

    /// Whether a first or last value is asked for: of rows of one day a database has none.
    private static func looksAtEnds(_ text: String, _ names: Set<String>) -> Bool {
        text.contains("first(") || text.contains("last(")
            || text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { names.contains(String($0)) }
    }

    /// The metrics that do so.
    private static func ends(_ named: [(name: String, metric: Metric)]) -> Set<String> {
        named.reduce(into: []) { names, metric in
            if looksAtEnds(metric.metric.text, names) { names.insert(metric.name) }
        }
    }

    /// Conditions that are a column of nothing: refused once, since a database takes it for text.
    @Test(arguments: [(11_000_009, 120), (11_000_015, 147), (11_000_018, 116), (11_000_032, 16), (11_000_047, 115)])
    func onceRefused(_ world: UInt64, _ number: Int) {
        for failure in Self.outcome(ofWorld: world, 1, .sqlite, only: number).failures { Issue.record("\(failure)") }
    }

    /// Products with a decimal, where the database has none: computed by floats once.
    @Test(arguments: [(11_000_049, 62)]) func onceRounded(_ world: UInt64, _ number: Int) {
        for failure in Self.outcome(ofWorld: world, 1, .sqlite, only: number).failures { Issue.record("\(failure)") }
    }

    /// `QUAESTOR_REPLAY=11000005.19` asks one question again.
    @Test(.enabled(if: environment["QUAESTOR_REPLAY"] != nil), arguments: Pushed.available)
    func replay(_ database: Pushed) throws {
        let parts = (Self.environment["QUAESTOR_REPLAY"] ?? "").split(separator: ".")
        let world = try #require(parts.first.flatMap { UInt64($0) })
        let number = try #require(parts.last.flatMap { Int($0) })
        for failure in Self.outcome(ofWorld: world, 1, database, only: number).failures { Issue.record("\(failure)") }
    }

    static func difference(_ text: String, _ twins: Twins) -> String? {
        func answer(_ workspace: Workspace) -> Result<Answer, Diagnostic> {
            let script = parseScript(text)
            do throws(Diagnostic) {
                switch script.statements.first?.kind {
                case .show(let question)?: return .success(try Evaluator(workspace).answer(question))
                case .cohort(let question)?: return .success(try Evaluator(workspace).answer(question))
                default: throw Diagnostic("test", "not a question")
                }
            } catch {
                return .failure(error)
            }
        }
        let native = answer(twins.native)
        let pushed = answer(twins.pushed)
        switch (native, pushed) {
        case (.failure(let first), .failure(let second)):
            return first.code == second.code && first.message == second.message
                ? nil : "\(second.message) instead of \(first.message)"
        case (.failure(let error), .success): return "not refused: \(error.message)"
        case (.success, .failure(let error)): return "refused: \(error.code): \(error.message)"
        case (.success(let first), .success(let second)): return Self.difference(first, second)
        }
    }

    /// What differs between whole answers, notes and provenance included.
    static func difference(_ native: Answer, _ pushed: Answer) -> String? {
        if native.heading != pushed.heading { return "\(pushed.heading) instead of \(native.heading)" }
        if native.provenance != pushed.provenance { return "\(pushed.provenance) instead of \(native.provenance)" }
        if native.notes != pushed.notes { return "notes \(pushed.notes) instead of \(native.notes)" }
        if native.showsTotals != pushed.showsTotals { return "totals" }
        guard native.columns.count == pushed.columns.count else { return "columns" }
        for (first, second) in zip(native.columns, pushed.columns) {
            guard first.cells.count == second.cells.count else {
                return "\(second.cells.count) lines instead of \(first.cells.count)"
            }
            if first.partial != second.partial { return "\(first.name): marks of partial periods" }
            for (line, (one, other)) in zip(first.cells, second.cells).enumerated() where !Self.agree(one, other) {
                return "\(first.name), line \(line + 1): \(shown(other)) instead of \(shown(one))"
            }
            if !Self.agree(first.total ?? .missing, second.total ?? .missing) {
                return
                    "\(first.name), total: \(second.total.map(shown) ?? "-") instead of \(first.total.map(shown) ?? "-")"
            }
        }
        return nil
    }

    private static func agree(_ one: Value, _ other: Value) -> Bool {
        if one == other { return true }
        guard !one.isExact || !other.isExact, let first = one.double, let second = other.double else { return false }
        return abs(first - second) <= 1e-9 * max(abs(first), abs(second), 1)
    }
}
