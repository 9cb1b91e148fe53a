import Testing

@testable import Values

struct MemoryLimitTests {
    @Test(arguments: [
        (64_000_000, "64 MB"), (500_000_000, "500 MB"), (1_000_000_000, "1 GB"), (1_550_000_000, "1.6 GB"),
        (2_000_000_000, "2 GB"), (17_179_869_184, "17.2 GB"),
    ])
    func texts(bytes: Int, text: String) { #expect(memoryText(bytes) == text) }

    @Test func whatTheMachineHas() {
        #expect(MemoryLimit.ofMachine >= 256 << 20)
        #expect(MemoryLimit().bytes == MemoryLimit.ofMachine / 4 * 3)
        let limit = MemoryLimit(bytes: 5)
        #expect(limit.bytes == 5)
        limit.bytes = .max
        #expect(limit.bytes == .max)
        limit.reset()
        #expect(limit.bytes == MemoryLimit.ofMachine / 4 * 3)
    }

    @Test func whatIsTakenIsMeasured() throws {
        let before = try #require(MemoryLimit.taken())
        var memory = [UInt8](repeating: 1, count: 200 << 20)
        let after = try #require(MemoryLimit.taken())
        // Other tests take and give back at the same time.
        #expect(after - before > 100 << 20)
        memory[1] = 2
        withExtendedLifetime(memory) {}
    }

    @Test func roomIsAskedForBeforeMuchIsTaken() throws {
        let taken = try #require(MemoryLimit.taken())
        #expect(MemoryLimit(bytes: taken + 1 << 32).hasRoom(for: 1 << 20))
        #expect(!MemoryLimit(bytes: taken + 1 << 32).hasRoom(for: 1 << 33 + taken))
        #expect(!MemoryLimit(bytes: .max).hasRoom(for: .max))
        #expect(!MemoryLimit(bytes: 1 << 10).hasRoom(for: 0))
    }

    /// Of `ulimit -v` a part is left for what is not asked for.
    @Test func addressesAreBounded() {
        #expect(MemoryLimit.fits(50 << 20, 200 << 20, 400 << 20))
        #expect(!MemoryLimit.fits(110 << 20, 200 << 20, 400 << 20))
        #expect(MemoryLimit.fits(0, 60 << 20, 100 << 20) && !MemoryLimit.fits(0, 70 << 20, 100 << 20))
        #expect(!MemoryLimit.fits(.max, 1, .max))
    }

    @Test func workEndsForWantOfMemoryAndTellsIt() throws {
        let work = Work(memory: MemoryLimit(bytes: 1 << 10))
        #expect(work.run { Work.mayTake(100) }, "a little is always there")
        #expect(work.memoryFailure == nil)
        let stopped = work.run {
            Work.stage(WorkStage("reading deals.csv")) { _ in !Work.mayTake(1 << 30) && Work.isStopped }
        }
        #expect(stopped)
        let failure = try #require(work.memoryFailure)
        #expect(failure.code == "memory-limit")
        #expect(failure.reason == ["it was reading deals.csv; what was taken for it is given back"])
        // A look by itself finds it too.
        let other = Work(memory: MemoryLimit(bytes: 1 << 10))
        #expect(other.isStopped && other.memoryFailure != nil)
        #expect(!Work(memory: MemoryLimit()).isStopped && !Work().isStopped)
    }
}
