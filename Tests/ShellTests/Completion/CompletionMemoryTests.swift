import Glibc
import Synchronization
import Testing
import Values

@testable import Shell

/// What is found beside the prompt, and who is told of it.
@Suite("Completion memory")
struct CompletionMemoryTests {
    private let memory = CompletionMemory()
    private let times = Counter()
    private let key = CompletionMemory.Key.months(dataset: "deals")

    private final class Counter: Sendable {
        let value = Atomic(0)
        let mayEnd = Atomic(false)

        func waitForEnd() {
            while !mayEnd.load(ordering: .relaxed) { usleep(100) }
        }
    }

    init() {
        memory.whenBetterIsKnown { [times] in times.value.add(1, ordering: .relaxed) }
    }

    /// One month, and once it may end the same with its rows.
    private func search(within milliseconds: Int) throws -> Int? {
        let start = try #require(Day(year: 2026, month: 4, day: 1))
        let found = memory.found(key, within: milliseconds) { [times] _, publish in
            publish(.init(months: [.init(start: start)], isFinal: false))
            times.waitForEnd()
            publish(.init(months: [.init(start: start, rows: 7)]))
        }
        return found?.months.first?.rows
    }

    @Test func `who waited long enough is not told`() throws {
        times.mayEnd.store(true, ordering: .relaxed)
        #expect(try search(within: 10_000) == 7)
        #expect(try search(within: 0) == 7)
        #expect(times.value.load(ordering: .relaxed) == 0)
    }

    @Test func `who got less is told once when all is there`() throws {
        #expect(try search(within: 5) == nil)
        #expect(try search(within: 5) == nil)
        #expect(times.value.load(ordering: .relaxed) == 0)
        times.mayEnd.store(true, ordering: .relaxed)
        #expect(try search(within: 10_000) == 7)
        for _ in 0..<10_000 where times.value.load(ordering: .relaxed) == 0 { usleep(1000) }
        #expect(times.value.load(ordering: .relaxed) == 1)
    }

    @Test func `what was given up tells nobody`() throws {
        #expect(try search(within: 5) == nil)
        memory.stop()
        times.mayEnd.store(true, ordering: .relaxed)
        usleep(50_000)
        #expect(times.value.load(ordering: .relaxed) == 0)
    }
}
