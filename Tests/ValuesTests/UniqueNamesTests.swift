import Testing
import Values

struct UniqueNamesTests {
    @Test func `a name that is taken is numbered`() {
        var names = UniqueNames(taken: ["amount"])
        #expect(
            ["amount", "amount", "region", "amount_2", "region"].map { names.unique($0) }
                == ["amount_2", "amount_3", "region", "amount_2_2", "region_2"])
    }

    @Test func `a hundred thousand equal names are numbered at once`() {
        var names = UniqueNames()
        var last = ""
        for _ in 0..<100_000 { last = names.unique("amount") }
        #expect(last == "amount_100000")
    }
}
