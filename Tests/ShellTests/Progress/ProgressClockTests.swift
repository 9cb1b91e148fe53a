import Testing
import Values

@testable import Shell

@Suite("What is told of running work")
struct ProgressClockTests {
    private let second = 1_000_000_000

    @Test func `a stage of known size`() {
        let work = Work()
        work.run {
            var clock = ProgressClock(now: 0)
            #expect(clock.text(work, now: second) == nil)
            Work.stage(WorkStage("reading deals.csv", of: 1000)) { stage in
                stage?.advance(420, rows: 62_000_000)
                // 62 M rows in 2 s; 420 of 1000 took 2 s, so the other 580 take 2.76 s.
                let told = clock.text(work, now: 2 * second)
                #expect(told == "reading deals.csv  42 %, 31 M rows/s, 3 s left · Ctrl-C stops")
                stage?.advance(580, rows: 0)
                #expect(
                    clock.text(work, now: 4 * second) == "reading deals.csv  100 %, 16 M rows/s, 4 s · Ctrl-C stops")
            }
        }
    }

    @Test func `a stage of unknown size tells how long it has been`() {
        let work = Work()
        work.run {
            var clock = ProgressClock(now: 0)
            Work.stage(WorkStage("reading a.csv")) { _ in
                #expect(clock.text(work, now: 61 * second) == "reading a.csv  1 min 01 s · Ctrl-C stops")
            }
            Work.stage(WorkStage("evaluating", of: 10)) { stage in
                stage?.advance(0, rows: 0)
                _ = clock.text(work, now: 61 * second)
                stage?.advance(1, rows: 12_340)
                // The second stage began a second before.
                let told = clock.text(work, now: 62 * second)
                #expect(told == "evaluating  10 %, 12 k rows/s, 9 s left · Ctrl-C stops")
            }
        }
    }

    @Test func `more than all is all`() {
        let work = Work()
        work.run {
            var clock = ProgressClock(now: 0)
            Work.stage(WorkStage("x", of: 10)) { stage in
                stage?.advance(16, rows: 1_500_000)
                #expect(clock.text(work, now: second) == "x  100 %, 1.5 M rows/s, 1 s · Ctrl-C stops")
            }
        }
    }
}
