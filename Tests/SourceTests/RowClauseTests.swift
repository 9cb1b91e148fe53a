import Testing
import Values

/// The clauses of a dataset that change which rows there are.
@Suite struct RowClauseTests {
    private static let report = """
        region,rep,deal,amount
        North,Ann,a,10
        ,,b,20
        ,Bob,c,5
        South,,d,7
        ,Cid,e,
        """

    @Test func fillTakesTheValueAbove() throws {
        let asked = try Recognised(
            files: ["r.csv": Self.report], "dataset r from \"r.csv\" { fill region, rep down }")
        #expect(
            try asked.lines("rows r as csv")
                == [
                    "North | Ann | a | 10", "North | Ann | b | 20", "North | Bob | c | 5", "South | Bob | d | 7",
                    "South | Cid | e | —",
                ])
    }

    @Test func fillStaysWithinItsKey() throws {
        let asked = try Recognised(
            files: ["r.csv": Self.report], "dataset r from \"r.csv\" { fill region down fill rep down per region }")
        #expect(
            try asked.lines("rows r as csv where deal in (d, e)") == ["South | — | d | 7", "South | Cid | e | —"])
    }

    @Test func mergeKeepsTheFirstValueAndAdds() throws {
        let asked = try Recognised(
            files: [
                "o.csv":
                    "id,who,day,qty,note\n1,,2025-01-01,2,x\n1,Ann,,3,\n2,Bob,2025-01-05,1,\n1,Cid,2025-01-09,4.5,z\n"
            ],
            "dataset o from \"o.csv\" { merge rows per id adding qty; key id; time day }")
        #expect(try asked.lines("rows o as csv") == ["1 | Ann | 2025-01-01 | 9.5 | x", "2 | Bob | 2025-01-05 | 1 | —"])
        #expect(throws: Diagnostic.self) {
            try asked.run("dataset o from \"o.csv\" { merge rows per id adding note }")
        }
    }

    @Test func unpivotMakesARowOfEachCell() throws {
        let asked = try Recognised(
            files: ["t.csv": "id,Q1 plan,Q2 plan,owner\n1,10,20,Ann\n2,,5,Bob\n3,,,Cid\n"],
            "dataset t from \"t.csv\" { unpivot \"* plan\" as quarter_name, plan }")
        #expect(
            try asked.lines("rows t as csv") == ["1 | Ann | Q1 | 10", "1 | Ann | Q2 | 20", "2 | Bob | Q2 | 5"])
        #expect(throws: Diagnostic.self) {
            try asked.run("dataset t from \"t.csv\" { unpivot \"* plan\" as owner, plan }")
        }
        #expect(throws: Diagnostic.self) { try asked.run("dataset t from \"t.csv\" { unpivot \"no *\" as a, b }") }
    }

    @Test func dropTestsAnyCondition() throws {
        let asked = try Recognised(
            files: ["t.csv": "a,b\n1,x\n2,y\n3,x\n,x\n"],
            "dataset t from \"t.csv\" { rename a as n; drop rows where b = x and n > 2; drop rows where n is missing }")
        #expect(try asked.lines("rows t as csv") == ["1 | x", "2 | y"])
        #expect(throws: Diagnostic.self) { try asked.run("dataset t from \"t.csv\" { drop rows where a + 1 }") }
        #expect(throws: Diagnostic.self) { try asked.run("dataset t from \"t.csv\" { drop rows where c = 1 }") }
        // No row is left, and that is no error.
        try asked.run("dataset t from \"t.csv\" { drop rows where true = true }")
        #expect(try asked.lines("show count(t) as n") == ["0"])
    }

    @Test func sectionsAreTablesOfOneFile() throws {
        let file = "# one\na,b\n1,2\n\n# two\nc,d\n3,4\n5,6\n"
        let asked = try Recognised(files: ["s.csv": file], "load \"s.csv\" as second with section 2")
        #expect(try asked.lines("rows second as csv") == ["3 | 4", "5 | 6"])
        #expect(throws: Diagnostic.self) { try asked.run("load \"s.csv\" with section 3") }
        #expect(throws: Diagnostic.self) { try asked.run("load \"s.csv\" with section 0") }
    }

    /// A derived column leads to another dataset.
    @Test func joinsLeadByDerivedColumns() throws {
        let asked = try Recognised(
            files: [
                "a.csv": "site,segment\nhttps://www.alder.example,Big\nbirch.example,Small\n",
                "d.csv": "domain,amount\nalder.example,5\nbirch.example,7\n",
            ],
            """
            dataset a from "a.csv" { derive domain = replace(replace(site, "https://", ""), "www.", "") key domain }
            dataset d from "d.csv" { join a on domain }
            """)
        #expect(try asked.lines("show sum(amount) as v by segment") == ["Small | 7", "Big | 5"])
    }
}
