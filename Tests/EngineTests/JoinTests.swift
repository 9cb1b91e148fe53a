import Testing

@testable import Engine

struct JoinTests {
    static let files = [
        "deals.csv": """
        id,account,partner,amount,close_date
        1,a,b,100,2024-01-10
        2,b,b,50,2024-01-20
        3,zz,,25,2024-02-10
        4,,a,10,2024-02-20
        5,a,,5,2024-03-01
        """,
        "accounts.csv": """
        account,segment,region_id
        a,large,1
        b,small,2
        c,small,
        """,
        "regions.csv": "region_id,region\n1,North\n2,South\n",
    ]

    static func asked() throws -> Asked {
        try Asked(
            files,
            """
            dataset regions from "regions.csv" { key region_id }
            dataset accounts from "accounts.csv" { key account; join regions on region_id }
            dataset deals from "deals.csv" {
              key id
              time close_date
              join accounts on account
              join accounts as partners on partner = accounts.account
            }
            """)
    }

    @Test func orphansAndBlanksAreMissingAndNothingIsMultiplied() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show sum(amount), count(deals) by accounts.segment") == [
                "large | 105 | 2", "small | 50 | 1", "— | 35 | 2", "Total | 190 | 5",
            ])
        #expect(try asked.value("show count(deals where accounts.segment = missing)") == "2")
        #expect(try asked.value("show count(deals where accounts.segment = missing and account != missing)") == "1")
        #expect(try asked.value("show count(deals where accounts.segment != small)") == "2")
    }

    @Test func twoJoinsToOneDatasetAreToldApartByTheirNames() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show sum(amount) by accounts.segment, partners.segment as p without totals") == [
                "large | small | 100", "large | — | 5", "small | small | 50", "— | — | 25", "— | large | 10",
            ])
        let error = try #require(asked.failure("show sum(amount) by segment"))
        #expect(error.code == "ambiguous-name")
        #expect(error.remedies == ["write `accounts.segment` or `partners.segment`"])
    }

    @Test func aChainOfJoins() throws {
        let asked = try Self.asked()
        // Two ways lead from a deal to a region, by its account and by its partner.
        #expect(asked.failure("show sum(amount) by region")?.code == "ambiguous-name")
        #expect(try asked.lines("show count(accounts) by region") == ["North | 1", "South | 1", "— | 1", "Total | 3"])
    }

    @Test func aChainByOneWay() throws {
        let asked = try Asked(
            Self.files,
            """
            dataset regions from "regions.csv" { key region_id }
            dataset accounts from "accounts.csv" { key account; join regions on region_id }
            dataset deals from "deals.csv" { key id; time close_date; join accounts on account }
            dimension area = regions.region
            """)
        let expected = ["North | 105", "South | 50", "— | 35", "Total | 190"]
        for name in ["region", "regions.region", "area"] {
            #expect(try asked.lines("show sum(amount) by \(name)") == expected, "\(name)")
        }
        #expect(try asked.value("show sum(amount where region = North)") == "105")
        #expect(try asked.value("show sum(amount) where region like \"S*\"") == "50")
    }

    @Test func aDatasetJoinedToItself() throws {
        let asked = try Asked(
            ["people.csv": "person,manager,salary\nann,,100\nbob,ann,80\ncy,ann,70\ndi,bob,60\n"],
            #"dataset people from "people.csv" { key person; join people as boss on manager }"#)
        #expect(
            try asked.lines("show sum(salary) by boss.person") == ["ann | 150", "— | 100", "bob | 60", "Total | 310"])
        #expect(try asked.value("show count(people where salary >= boss.salary)") == "0")
        #expect(try asked.value("show max(boss.salary - salary)") == "30")
    }

    @Test func aRightSideThatRepeatsIsRefusedWithTheKey() throws {
        for (cells, shown) in [("k,v\nx,1\ny,2\nx,3\n", "\"x\""), ("k,v\n7,1\n8,2\n7,3\n", "7")] {
            let asked = try Asked(
                ["l.csv": "id,k\n1,x\n", "r.csv": cells], #"dataset r from "r.csv" { key k }"#)
            let error = try #require(asked.failure(#"dataset l from "l.csv" { join r on k }"#))
            #expect(error.code == "join-not-unique")
            #expect(error.span != nil)
            #expect(error.reason.joined().contains("\(shown) stands in data rows 1 and 3 of `r`"), "\(error.reason)")
            // The dataset that could not be defined is not there.
            #expect(asked.workspace.datasets["l"] == nil)
        }
    }

    @Test func blankKeysOnTheRightAreNoKeys() throws {
        let asked = try Asked(
            ["l.csv": "id,k\n1,x\n2,\n", "r.csv": "k,v\nx,1\n,2\n,3\n"],
            #"dataset r from "r.csv" { key k } dataset l from "l.csv" { join r on k }"#)
        #expect(try asked.lines("show count(l) by v") == ["1 | 1", "— | 1", "Total | 2"])
    }

    @Test func numbersMeetTextsAsTheyAreWritten() throws {
        let asked = try Asked(
            ["l.csv": "id,k\n1,101\n2,102\n3,7\n", "r.csv": "k,v\n101,p\nA102,q\n007,s\n"],
            #"dataset r from "r.csv" { key k } dataset l from "l.csv" { join r on k }"#)
        #expect(try asked.lines("show count(l) by v") == ["— | 2", "p | 1", "Total | 3"])
    }

    @Test func numbersOfDifferentScalesAreTheSameKey() throws {
        let asked = try Asked(
            ["l.csv": "id,k\n1,1\n2,2.5\n", "r.csv": "k,v\n1.00,p\n2.50,q\n"],
            #"dataset r from "r.csv" { key k } dataset l from "l.csv" { join r on k }"#)
        #expect(try asked.lines("show count(l) by v sort by v") == ["p | 1", "q | 1", "Total | 2"])
    }

    @Test(arguments: [
        (#"dataset d from "deals.csv" { join nosuch on account }"#, "unknown-dataset"),
        (#"dataset d from "deals.csv" { join accounts on acount }"#, "unknown-name"),
        (#"dataset d from "deals.csv" { join accounts on account; join accounts on partner }"#, "join-twice"),
        (#"dataset d from "deals.csv" { key nosuch }"#, "unknown-name"),
        (#"dataset d from "deals.csv" { time account }"#, "not-a-time"),
        (#"dataset d from "deals.csv" { active from close_date to amount }"#, "not-a-time"),
        (#"dataset d from "deals.csv" { rename id as account }"#, "name-taken"),
        (#"dataset d from "deals.csv" { derive amount = 1 }"#, "name-taken"),
        (#"dataset d from "deals.csv" { derive x = nosuch + 1 }"#, "unknown-name"),
        (#"dataset d from "deals.csv" { derive x = y derive y = x }"#, "definition-circle"),
        (#"dataset d from "deals.csv" { derive x = sum(amount) }"#, "nested-aggregate"),
        (#"dataset d from "deals.csv" { stages nosuch: A > B }"#, "unknown-name"),
        (#"dataset d from "nosuch.csv""#, "file-not-found"),
        (#"dimension x = nosuch"#, "unknown-name"),
        (#"metric x = nosuch"#, "unknown-name"), (#"metric x = x"#, "definition-circle"),
        (#"metric x = count(deals) > 5"#, "not-a-number"), (#"metric x = sum(deals.account)"#, "wrong-kind"),
        (#"metric x = account"#, "column-as-metric"), (#"metric x = deals"#, "dataset-as-metric"),
    ])
    func wrongDefinitionsAreRefused(definition: String, code: String) throws {
        let asked = try Self.asked()
        let error = asked.failure(definition)
        #expect(error?.code == code, "\(definition): \(error?.message ?? "accepted")")
        #expect(error?.span != nil, "\(definition)")
        #expect(asked.workspace.datasets["d"] == nil && asked.workspace.metrics["x"] == nil)
    }

    @Test func circlesOfDefinitionsAreRefused() throws {
        let asked = try Self.asked()
        try asked.define("metric a = count(deals) metric b = a + 1 dimension p = account dimension q = p")
        #expect(asked.failure("metric a = b * 2")?.code == "definition-circle")
        #expect(asked.failure("dimension p = q")?.code == "definition-circle")
        // Refused definitions change nothing.
        #expect(try asked.value("show b") == "6")
        #expect(try asked.lines("show b by q limit 1 without totals") == ["a | 3"])
        try asked.define("let x = $y + 1 let y = $x + 1")
        #expect(asked.failure("show a + $x")?.code == "parameter-circle")
        #expect(asked.failure("show count(deals where amount > $x)")?.code == "parameter-circle")
        #expect(asked.failure("show a for $x")?.code == "parameter-circle")
    }

    @Test func definitionsThatGrowWithoutEndAreRefused() throws {
        let asked = try Self.asked()
        try asked.define("metric m0 = count(deals)")
        // 60 times 60 times 60 parts.
        for level in 1...2 {
            let parts = [String](repeating: "m\(level - 1)", count: 60).joined(separator: " + ")
            try asked.define("metric m\(level) = \(parts)")
        }
        let parts = [String](repeating: "m2", count: 60).joined(separator: " + ")
        #expect(asked.failure("metric m3 = \(parts)")?.code == "too-large")
        let signs = String(repeating: "-", count: 20)
        let deep = (1...130).map { "let d\($0) = \(signs)$d\($0 - 1)" }.joined(separator: "\n")
        #expect(asked.failure("let d0 = 1 \(deep) show $d130")?.code == "too-large")
    }

    // MARK: One name across datasets, and combining them

    static func combined() throws -> Asked {
        try Asked(
            [
                "deals.csv": "id,account,amount,close_date\n1,a,100,2024-01-10\n2,b,50,2024-02-20\n3,c,9,2024-02-21\n",
                "accounts.csv": "account,segment\na,large\nb,small\nc,mid\n",
                "spend.csv":
                    "day,segment,channel,cost\n2024-01-05,large,web,20\n2024-02-05,small,web,10\n2024-02-06,home,tv,5\n",
            ],
            """
            dataset accounts from "accounts.csv" { key account }
            dataset deals from "deals.csv" { key id; time close_date; join accounts on account }
            dataset spend from "spend.csv" { time day }
            dimension segment = accounts.segment, spend.segment
            metric bookings = sum(deals.amount)
            metric cost = sum(spend.cost)
            metric return = bookings / cost
            """)
    }

    @Test func eachDatasetIsAggregatedOnItsOwnThenCombined() throws {
        let asked = try Self.combined()
        #expect(
            try asked.lines("show bookings, cost, return by segment") == [
                "large | 100 | 20 | 5", "small | 50 | 10 | 5", "mid | 9 | 0 | —", "home | 0 | 5 | 0",
                "Total | 159 | 35 | 4.5428571429",
            ])
        #expect(
            try asked.lines("show bookings, cost, return by month for 2024-Q1") == [
                "2024-01 | 100 | 20 | 5", "2024-02 | 59 | 15 | 3.9333333333", "2024-03 | 0 | 0 | —",
                "Total | 159 | 35 | 4.5428571429",
            ])
        #expect(try asked.lines("show bookings, cost where segment = small") == ["50 | 10"])
        #expect(
            try asked.lines("show return by segment for 2024-02 vs 2024-01 without totals") == [
                "small | 5 | — | — | —", "home | 0 | — | — | —", "large | — | 5 | — | —", "mid | — | — | — | —",
            ])
    }

    @Test func whatADatasetCannotReachIsRefusedByName() throws {
        let asked = try Self.combined()
        let error = try #require(asked.failure("show return by channel"))
        #expect(error.code == "unreachable-dimension")
        #expect(error.message == "`return` cannot be split by `channel`")
        #expect(error.reason == ["`deals` (deals.csv) has no `channel` and no join that leads to one"])
        #expect(error.remedies == ["it can be asked by: segment, month, quarter, year"])
        #expect(asked.failure("show return where channel = web")?.code == "unknown-name")
        #expect(asked.failure("show sum(deals.amount * spend.cost)")?.code == "no-join")
        #expect(asked.failure("show sum(bookings)")?.code == "nested-aggregate")
    }

    @Test func aNameThatSeveralDatasetsHaveIsAmbiguous() throws {
        let asked = try Asked(
            ["a.csv": "id,x\n1,2\n", "b.csv": "id,x\n1,3\n"],
            #"dataset a from "a.csv" dataset b from "b.csv""#)
        let error = try #require(asked.failure("show sum(x)"))
        #expect(error.code == "ambiguous-name")
        #expect(error.remedies == ["write `a.x` or `b.x`"])
        #expect(try asked.lines("show sum(a.x), sum(b.x), sum(a.x) + sum(b.x)") == ["2 | 3 | 5"])
    }
}
