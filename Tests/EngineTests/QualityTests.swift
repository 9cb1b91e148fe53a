import Language
import Testing
import Values

@testable import Engine

struct QualityTests {
    /// The findings as `dataset.column finding count/of`.
    private func findings(_ asked: Asked, _ question: String = "check") throws -> [String] {
        let answer = try asked.answer(question)
        func cells(_ name: String) -> [Value] { answer.columns.first { $0.name == name }.map { Array($0.cells) } ?? [] }
        return (0..<answer.lineCount).map { line in
            let column = cells("column")[line].plainText
            return cells("dataset")[line].plainText + (column.isEmpty ? "" : "." + column) + " "
                + cells("finding")[line].plainText + " " + cells("count")[line].plainText
        }
    }

    /// The shown statement of every finding lists as many rows as it says.
    private func checkRows(_ asked: Asked) throws {
        let answer = try asked.answer("check")
        let counts = answer.columns.first { $0.name == "count" }?.cells ?? []
        for (line, cell) in (answer.columns.last?.cells ?? []).enumerated() where !cell.plainText.isEmpty {
            #expect(try String(asked.answer(cell.plainText).lineCount) == counts[line].plainText, "\(cell.plainText)")
            let behind = try Evaluator(asked.workspace).rows(behind: answer.populations[line])
            #expect(behind.map { String($0.isMeant.count { $0 }) } == counts[line].plainText, "\(cell.plainText)")
        }
    }

    private func scores(_ asked: Asked, _ question: String = "check by dataset") throws -> [String] {
        try asked.lines(question).filter { !$0.hasPrefix("Total") }
    }

    // MARK: Completeness

    /// Of 3 × 4 required cells (`note` is filled on one row of four only) two are missing: 83.3 %.
    /// Weighted with accuracy and duplication of 100 %: (30 + 25 × 10/12 + 15) / 70.
    @Test func missingCellsAndWordsForThem() throws {
        let asked = try Asked(
            ["d.csv": "id,owner,region,note\n1,Ann,North,\n2,unknown,South,x\n3,Bob,,\n4,Cid,West,\n"],
            "dataset d from \"d.csv\" { key id }")
        #expect(
            try findings(asked) == ["d.owner missing 1", "d.region missing 1", "d.note missing 3"])
        try checkRows(asked)
        #expect(
            try scores(asked) == ["d | 94.05 | 1 | 0.8333333333 | — | 1 | — | 3"])
        #expect(
            try scores(asked, "check d by column") == [
                "d | id | 100 | 1 | 1 | — | 1 | — | 0", "d | owner | 88.64 | 1 | 0.75 | — | — | — | 1",
                "d | region | 88.64 | 1 | 0.75 | — | — | — | 1", "d | note | 100 | 1 | — | — | — | — | 1",
            ])
    }

    @Test(arguments: [
        ("NaN", true), ("undefined", true), ("unknown", true), ("Select", true), ("(No value)", true), ("-", true),
        ("#N/A", true), ("None", true), ("Nancy", false), ("unknown soldier", false), ("--", true), ("0", false),
    ])
    func placeholders(text: String, isPlaceholder: Bool) {
        #expect(FoldedText.isPlaceholder(text) == isPlaceholder)
    }

    /// NA stands for North America beside other codes.
    @Test func codesAreNoPlaceholders() throws {
        let asked = try Asked(["d.csv": "id,region\n1,NA\n2,EMEA\n3,APAC\n4,NA\n"], "load \"d.csv\"")
        #expect(try findings(asked) == [])
    }

    /// Open deals have no close date; of closed ones it is missing.
    @Test func whatIsBlankInAStageIsNotMissing() throws {
        var rows = "id,stage,closed\n"
        for number in 1...10 { rows += "\(number),Open,\n" }
        for number in 11...20 { rows += "\(number),Won,\(number == 20 ? "" : "2024-06-\(number)")\n" }
        let asked = try Asked(
            ["d.csv": rows], "dataset d from \"d.csv\" { key id; time closed; stages stage: Open > Won | Lost }")
        #expect(try findings(asked) == ["d.closed missing 1"])
        let share = try asked.answer("check").columns.first { $0.name == "share" }?.cells.first
        #expect(share.map(shown) == "0.1")
        try checkRows(asked)
    }

    // MARK: Duplication

    @Test func repeatedKeysRowsAndNames() throws {
        let asked = try Asked(
            [
                "a.csv":
                    "account,city\nAcme Inc.,Bonn\n\"ACME, Inc\",Bonn\nBeta GmbH,Ulm\nGamma,Ulm\nThe Gamma Company,Ulm\n",
                "b.csv": "id,amount\n1,10\n2,20\n2,25\n3,30\n3,30\n3,30\n",
                "c.csv": "x,y\n1,a\n2,b\n1,a\n1,b\n,\n",
            ],
            """
            dataset a from "a.csv" { key account }
            dataset b from "b.csv" { key id }
            dataset c from "c.csv"
            """)
        #expect(
            try findings(asked, "check a") == ["a.account probably the same 4"])
        #expect(
            try findings(asked, "check b") == ["b.id key repeated 5", "b row repeated in full 3"])
        // Two of five rows of a repeat a name, three of six of b a key, one of four of c (a line of blanks is no row).
        let duplication = try asked.answer("check by dataset").columns.first { $0.name == "duplication" }?.cells
        #expect(duplication?.map(shown) == ["0.6", "0.5", "0.75"])
        #expect(try findings(asked, "check c").contains("c row repeated in full 2"))
        try checkRows(asked)
        let answer = try asked.answer("check c")
        #expect(answer.populations.contains(.rows(dataset: "c", [0, 2])))
    }

    @Test func combinedKeys() throws {
        let asked = try Asked(
            ["d.csv": "a,b,c\n1,x,1\n1,y,2\n1,x,3\n"], "dataset d from \"d.csv\" { key a, b }")
        #expect(try findings(asked) == ["d.a, b key repeated 2"])
    }

    // MARK: Accuracy

    @Test func keysWithoutPartnerWithTheirValue() throws {
        let asked = try Asked(
            [
                "p.csv": "product\nGTX Pro\nMG\n",
                "d.csv": "id,product,amount\n1,GTX Pro,100\n2,GTXPro,300\n3,,50\n4,MG,50\n",
            ],
            "dataset p from \"p.csv\" { key product }\ndataset d from \"d.csv\" { key id; join p on product }")
        #expect(
            try findings(asked) == [
                // 30 and 10 × 1 of 4 rows, 25 × 1 of 12 cells.
                "d.product no partner in p 1", "d.product looks like \"GTX Pro\" 1", "d.product missing 1",
            ])
        let value = try asked.answer("check").columns.first { $0.name == "value_share" }?.cells
        #expect(value?.map(shown) == ["0.6", "0.6", "0.1"])
        try checkRows(asked)
    }

    @Test func whatCannotBe() throws {
        let asked = try Asked(
            [
                "d.csv": """
                id,stage,amount,probability,created_date,close_date,last_activity_date,trial_start,trial_end
                1,Won,100,100,2024-01-01,2024-02-01,2024-06-01,2024-01-01,2024-02-01
                2,Won,0,100,2024-03-01,2024-02-01,2024-06-01,,
                3,Won,100,90,2024-01-01,2024-12-24,2024-06-01,,
                4,Lost,100,10,2024-01-01,2024-02-01,2024-06-01,,
                5,Open,100,120,2024-01-01,2024-07-01,2024-06-01,2024-05-01,2024-04-01
                6,Open,100,50,2024-07-09,2024-09-01,2024-06-01,,
                7,Open,100,50,2024-01-01,2024-05-01,2024-01-01,,
                """
            ],
            "dataset d from \"d.csv\" { key id; time close_date; stages stage: Open > Won | Lost }")
        let found = try findings(asked).filter { !$0.contains("missing") }
        #expect(
            found.sorted() == [
                "d.amount won, for nothing 1", "d.close_date before created_date 1", "d.close_date later than today 1",
                "d.close_date open, but to be closed before today 1", "d.created_date later than today 1",
                "d.last_activity_date open, not touched for 90 days 1", "d.probability lost, with more than 0 1",
                "d.probability outside 0 to 100 1", "d.probability won, with less than 100 1",
                "d.trial_end before trial_start 1",
            ])
        try checkRows(asked)
    }

    @Test func flagsTellWhatWasWonToo() throws {
        let asked = try Asked(
            [
                "d.csv":
                    "id,is_won,is_closed,probability\n1,true,true,0.9\n2,true,true,1\n3,false,true,0.2\n4,false,false,0.5\n"
            ],
            "load \"d.csv\"")
        #expect(
            try findings(asked) == ["d.probability won, with less than 1 1", "d.probability lost, with more than 0 1"])
        try checkRows(asked)
    }

    @Test func numbersOfTheWrongSignSizeAndKind() throws {
        var rows = "id,amount,seats,grade\n"
        for number in 1...200 {
            rows += "\(number),\(number == 7 ? "-5" : number == 9 ? "100000" : String(100 + number)),"
            rows += "\(number == 3 ? -1 : 4),\(number <= 190 ? String(number % 5) : "good")\n"
        }
        let asked = try Asked(["d.csv": rows], "load \"d.csv\"")
        #expect(
            try findings(asked).sorted() == [
                "d.amount below zero, where nearly none is 1", "d.amount far above all others 1",
                "d.grade text among numbers 10", "d.seats below zero, where nearly none is 1",
            ])
        try checkRows(asked)
        // Where refunds are usual they are none.
        let refunds = try Asked(["r.csv": "id,amount\n1,5\n2,-5\n3,7\n4,-1\n"], "load \"r.csv\"")
        #expect(try findings(refunds) == [])
    }

    @Test func problemsOfTheFileAreTold() throws {
        let asked = try Asked(["d.csv": "a,b\n1,2\n3,4,5\n6,7\n"], "load \"d.csv\"")
        #expect(try findings(asked).contains { $0.hasPrefix("d problems in the file") })
    }

    // MARK: Freshness

    @Test func dataThatEndAndMonthsThatAreMissing() throws {
        var rows = "id,day\n"
        var number = 0
        for month in [1, 2, 4, 5] {
            for day in 1...28 { number += 1; rows += "\(number),2024-0\(month)-\(day < 10 ? "0" : "")\(day)\n" }
        }
        // March has no rows, so a silence of 33 days is usual; today is so long after the last row.
        let asked = try Asked(["d.csv": rows], "dataset d from \"d.csv\" { key id; time day }", today: "2024-07-10")
        #expect(try findings(asked) == ["d.day data end 43 days ago 112", "d.day months without rows 1"])
        let before = try Asked(["d.csv": rows], "dataset d from \"d.csv\" { key id; time day }", today: "2024-06-10")
        #expect(try findings(before) == ["d.day months without rows 1"])
        // One month of five: (30 + 25 + 20 × 0.8 + 15) / 90.
        #expect(try scores(before) == ["d | 95.56 | 1 | 1 | 0.8 | 1 | — | 1"])
    }

    @Test func aMistypedYearMakesNoGaps() throws {
        var rows = "id,day\n"
        for number in 1...200 { rows += "\(number),\(number == 5 ? "2204-05-01" : "2024-06-\(10 + number % 20)")\n" }
        let asked = try Asked(["d.csv": rows], "dataset d from \"d.csv\" { key id; time day }")
        #expect(try findings(asked) == ["d.day far from all other days 1"])
        try checkRows(asked)
    }

    /// 40 deals closed within 10 days; of two open ones one has been so for 59.
    @Test func openForLongerThanAnyThatClosed() throws {
        var rows = "id,stage,created_date,close_date\n"
        for number in 1...40 {
            rows += "\(number),Won,2024-06-01,2024-06-\(number % 10 < 9 ? "0" : "")\(number % 10 + 1)\n"
        }
        rows += "41,Open,2024-05-02,\n42,Open,2024-06-28,\n"
        let asked = try Asked(
            ["d.csv": rows], "dataset d from \"d.csv\" { key id; time close_date; stages stage: Open > Won | Lost }")
        #expect(
            try findings(asked).contains("d.created_date open for more than 9 days 1"))
        try checkRows(asked)
    }

    // MARK: Consistency

    @Test func spellingsInOneColumn() throws {
        var rows = "id,industry\n"
        let values =
            Array(repeating: "technology", count: 20) + ["technolgy", "Technology", "tech nology"]
            + Array(repeating: "GTX 500", count: 10) + ["GTX 550"] + Array(repeating: "retail", count: 3)
        for (number, value) in values.enumerated() { rows += "\(number),\(value)\n" }
        let asked = try Asked(["d.csv": rows], "load \"d.csv\"")
        #expect(
            try findings(asked).sorted() == [
                "d.industry looks like \"technology\" 1", "d.industry looks like \"technology\" 1",
                "d.industry looks like \"technology\" 1",
            ])
        let examples = try asked.answer("check").columns.first { $0.name == "example" }?.cells.map(\.plainText)
        #expect(examples?.sorted() == ["Technology", "tech nology", "technolgy"])
        try checkRows(asked)
    }

    @Test(arguments: [
        ("Plan Alpha", "Plan Alpka", true), ("Q1 2024", "Q2 2024", false), ("Plan A", "Plan B", false),
        ("United States", "Unitde States", true), ("GTX500", "GTX501", false), ("retail", "wholesale", false),
        ("East", "West", false), ("telecommunications", "telecomunicatons", true), ("Austria", "Australia", false),
    ])
    func lookAlikes(first: String, second: String, isNear: Bool) {
        #expect(LookAlike.isNear(FoldedText.words(first), FoldedText.words(second)) == isNear)
    }

    @Test(arguments: [
        ("Acme Inc.", "ACME, Inc", true), ("Müller GmbH & Co. KG", "MULLER", true), ("The Gap", "Gap Inc", true),
        ("AT&T", "AT & T", true), ("Acme North", "Acme South", false), ("Inc", "Ltd", false),
    ])
    func entities(first: String, second: String, isSame: Bool) {
        #expect((FoldedText.entity(first) == FoldedText.entity(second)) == isSame)
    }

    @Test func knownWordsAreRecognised() throws {
        var rows = "id,country\n"
        for (number, value) in [
            "Germany", "France", "Philipines", "Ireland", "Iceland", "Germany", "France", "Ireland",
        ].enumerated() {
            rows += "\(number),\(value)\n\(number + 100),\(value)\n"
        }
        let asked = try Asked(["d.csv": rows], "load \"d.csv\"")
        #expect(try findings(asked) == ["d.country looks like \"Philippines\" 2"])
    }

    // MARK: Others

    /// Half of the rows have neither x nor y; 25 × 4 of 12 cells.
    @Test func columnsBlankOnTheSameRowsAreToldTogether() throws {
        let asked = try Asked(["d.csv": "id,x,y\n1,a,1\n2,,\n3,b,2\n4,,\n"], "dataset d from \"d.csv\" { key id }")
        #expect(try findings(asked) == ["d.x, y missing 2"])
        #expect(try asked.answer("check").columns.first { $0.name == "points" }?.cells.map(shown) == ["8.33"])
        #expect(try scores(asked, "check d by column").map { $0.suffix(1) } == ["0", "1", "1"])
    }

    @Test func severalCurrenciesTakeNothing() throws {
        let asked = try Asked(
            ["d.csv": "id,amount,currency\n1,5,EUR\n2,6,USD\n3,7,EUR\n4,8,\n"],
            "dataset d from \"d.csv\" { key id; money amount in currency }")
        #expect(
            try findings(asked) == [
                "d.currency amount without a currency 1", "d.currency missing 1",
                "d.currency amounts in 2 currencies 1",
            ])
        try checkRows(asked)
    }

    @Test func namesOfTheLanguageAreQuoted() throws {
        let asked = try Asked(["d.csv": "id,by,where\n1,a,\n2,,b\n3,a,b\n4,a,b\n"], "load \"d.csv\"")
        #expect(try findings(asked) == ["d.by missing 1", "d.where missing 1"])
        try checkRows(asked)
    }

    @Test(arguments: ["a,b\n", "a\n\n", "a,b\n1,2\n", "a,a\n,\n,\n", "x\n-9223372036854775808\n9223372036854775807\n"])
    func smallFilesAreChecked(_ text: String) throws {
        let asked = try Asked(["d.csv": text], "load \"d.csv\"")
        _ = try asked.answer("check")
        _ = try asked.answer("check by column")
        #expect(try asked.answer("check by dataset").lineCount == 1)
    }

    @Test func whatIsNotLoadedIsRefused() throws {
        let asked = try Asked(["deals.csv": "a\n1\n"], "load \"deals.csv\"")
        #expect(asked.failure("check dels")?.replacement == "deals")
        #expect(try Asked([:], "").failure("check")?.code == "no-data")
    }
}
