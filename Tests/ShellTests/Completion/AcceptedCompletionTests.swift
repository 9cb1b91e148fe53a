import Foundation
import Language
import Model
import Testing
import Values

@testable import Shell

/// What is offered can be taken: the statement can be read, or goes on, and where it is whole it can be answered.
@Suite("Accepted completions", .serialized)
struct AcceptedCompletionTests {
    private static let places = [
        "show ▮", "show ▮ by segment", "show bookings, ▮ by team for 2026-Q1", "show bookings by ▮",
        "show arr by segment, ▮", "show win_rate by ▮ for 2026", "show bookings across ▮",
        "show bookings where ▮ is missing", "show bookings where segment = ▮", "show arr where segment in (▮",
        "show win_rate where team != ▮", "show bookings for ▮", "show bookings for 2026-Q1 vs ▮",
        "show bookings by segment having ▮ > 0", "show bookings, win_rate by segment sort by ▮",
        "show bookings by segment for 2026-Q1 vs previous sort ▮", "show bookings by team top 3 by ▮",
        "show bookings by segment as ▮", "show bookings by segment with ▮", "show sum(deals.amount where ▮ is missing)",
        "show count(deals where stage = ▮", "rows ▮", "rows deals where ▮ is missing", "rows deals where stage = ▮",
        "rows deals sort by ▮", "cohort customers by ▮", "why bookings by ▮ for 2026-Q1",
        "why ▮ for 2026-Q1 vs previous",
        "forecast bookings by ▮ for next 2 months", "check ▮", "list values of ▮", "list ▮", "describe ▮",
        "scorecard ▮", "scorecard sales by ▮ for 2026-Q1", "set format ▮", "set exact ▮", "help ▮", "run ▮",
        "explain show bookings by ▮",
    ]
    /// Of each place so many are tried.
    private static let most = 60

    @Test func `no candidate leads to an error on Examples/acme`() throws {
        let session = try HelpTests.session("acme")
        var tried = 0
        for place in Self.places {
            let parts = place.split(separator: "▮", omittingEmptySubsequences: false).map(String.init)
            let provider = CompletionProvider(session)
            var completions = provider.completions(parts.joined(), cursor: parts[0].utf8.count)
            // What is found beside the prompt may need more than one TAB.
            for _ in 0..<500 where session.completion.isSearching {
                usleep(10_000)
                completions = provider.completions(parts.joined(), cursor: parts[0].utf8.count)
            }
            #expect(!completions.candidates.isEmpty, "\(place)")
            for candidate in completions.candidates.prefix(Self.most) {
                let head = String(parts[0].prefix(bytes: completions.word.lowerBound))
                // What a completion opens is still to be written.
                guard !candidate.text.hasSuffix("("), !candidate.text.hasSuffix("=") else { continue }
                let open =
                    head.count { $0 == "(" } - (candidate.text + parts[1]).count { $0 == ")" }
                    + candidate.text.count { $0 == "(" }
                let text = head + candidate.text + parts[1] + String(repeating: ")", count: max(0, open))
                tried += 1
                if let problem = problem(text, session) {
                    Issue.record("\(candidate.kind): \(text): \(problem)")
                }
            }
        }
        #expect(tried > 500)
    }

    /// What is wrong with a text, unless it only needs more.
    private func problem(_ text: String, _ session: Session) -> String? {
        if completeness(of: text) == .incomplete { return nil }
        let script = parseScript(text)
        if let first = script.diagnostics.first { return first.message }
        guard let statement = script.statements.first else { return "no statement" }
        do {
            switch statement.kind {
            case .show(let question): _ = try QuestionBinder(session.workspace).bind(question)
            case .rows(let question): _ = try RowsBinder(session.workspace).bind(question)
            case .cohort(let question): _ = try CohortBinder(session.workspace).bind(question)
            case .why(let question):
                let binder = WhyBinder(session.workspace)
                for grouping in [nil] + question.groupings { _ = try binder.bind(question, by: grouping) }
            case .forecast(let question): _ = try ForecastBinder(session.workspace).bind(question)
            case .funnel(let question): _ = try FunnelBinder(session.workspace).bind(question)
            case .explain(let inner):
                if case .show(let question) = inner.kind { _ = try QuestionBinder(session.workspace).bind(question) }
            case .list(.values(let expression)): _ = try session.evaluator.values(of: expression)
            case .describe, .describePeriod, .set, .help: _ = try session.execute(statement)
            default: break
            }
            return nil
        } catch {
            // The metric looks at another time: a period is still to be written.
            if error.code == "open-comparison" { return nil }
            return error.message
        }
    }
}
