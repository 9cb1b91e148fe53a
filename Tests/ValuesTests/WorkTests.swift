import Synchronization
import Testing

@testable import Values

@Suite("Work that can be stopped and seen")
struct WorkTests {
    @Test func `a thread without work is never stopped`() throws {
        #expect(Work.ofThread == nil)
        #expect(!Work.isStopped)
        #expect(Work.mayRead("a.csv", size: .max))
        try Work.check()
        #expect(Work.stage(WorkStage("reading")) { $0 == nil })
    }

    @Test func `once stopped it stays so`() {
        let flag = Atomic(false)
        let work = Work { flag.load(ordering: .relaxed) }
        work.run {
            #expect(!Work.isStopped)
            flag.store(true, ordering: .relaxed)
            #expect(Work.isStopped)
            flag.store(false, ordering: .relaxed)
            #expect(Work.isStopped)
            #expect(throws: Diagnostic.interrupted) { try Work.check() }
        }
        #expect(!Work.isStopped)
    }

    @Test func `inner work hides the outer one and gives it back`() {
        let outer = Work()
        let inner = Work()
        outer.run {
            inner.run { inner.stop() }
            #expect(Work.ofThread === outer && !Work.isStopped)
        }
    }

    @Test func `a deep stack is of the same work`() {
        let work = Work()
        #expect(work.run { withDeepStack { Work.ofThread === work } })
    }

    @Test func `a file beyond the limit stops the work and is named`() {
        let work = Work(readLimit: 1000)
        work.run {
            #expect(Work.mayRead("small.csv", size: 1000))
            #expect(work.refused == nil && !Work.isStopped)
            #expect(!Work.mayRead("large.csv", size: 1001))
            #expect(Work.isStopped)
        }
        #expect(work.refused?.name == "large.csv" && work.refused?.size == 1001)
    }

    @Test func `stages lie in each other`() {
        let work = Work()
        work.run {
            Work.stage(WorkStage("evaluating")) { outer in
                Work.stage(WorkStage("reading a.csv", of: 200)) { inner in
                    inner?.advance(50, rows: 7)
                    inner?.advance(30, rows: 3)
                    #expect(work.stage?.name == "reading a.csv" && work.stage?.total == 200)
                    #expect(work.stage?.done == 80 && work.stage?.rows == 10)
                }
                #expect(work.stage === outer && outer?.total == nil)
            }
        }
        #expect(work.stage == nil)
    }
}
