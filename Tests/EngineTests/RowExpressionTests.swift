import Testing

@testable import Engine

/// What expressions give on single rows, asked by `count(… where CONDITION)` and `min(EXPRESSION)`.
struct RowExpressionTests {
    /// One row a case: numbers of several scales, a blank in each column.
    static let cells = """
        id,n,price,rate,name,other,flag,day,later,at
        1,5,1.50,0.1,Acme,acme,true,2024-02-29,2024-03-31,2024-02-29 23:59:59
        2,-3,1.5,0.25,Beta,Beta,false,2024-01-31,2024-03-01,2024-01-31 00:00:00
        3,,2.05,0.3,,Zeta,,,2024-12-31,
        4,0,,,Über,übel,true,2023-12-31,,2023-12-31 12:00:00
        """

    static func asked() throws -> Asked {
        try Asked(["t.csv": cells], #"dataset t from "t.csv" { key id; time day }"#)
    }

    /// The ids of the rows for which a condition holds.
    @Test(arguments: [
        // Comparisons between numbers of different scales are by value.
        ("price = 1.5", "1,2"), ("price = 1.500", "1,2"), ("price > 1.5", "3"), ("price >= 1.5", "1,2,3"),
        ("price < 2.0500001", "1,2,3"), ("price <= 2.049", "1,2"), ("price != 1.5", "3"),
        ("price > 1.49999999999999999999999999", "1,2,3"), ("n > -3.5", "1,2,4"), ("n < 0", "2"), ("n = 0", "4"),
        ("n = rate * 0", ""), ("price = price", "1,2,3"), ("price > rate", "1,2,3"),
        ("n < 99999999999999999999", "1,2,4"),
        ("n > -99999999999999999999", "1,2,4"), ("5 = n", "1"), ("0 < n", "1"), ("n + 1 = 6", "1"),
        // Three-valued logic: a comparison with a blank is neither true nor false.
        ("n = n", "1,2,4"), ("not (n = 5)", "2,4"), ("n != 5", "2,4"), ("n = 5 or n = missing", "1,3"),
        ("n = missing", "3"), ("n != missing", "1,2,4"), ("n is missing", "3"), ("n is not missing", "1,2,4"),
        ("n = 5 or price = 2.05", "1,3"), ("n = 5 and price = 2.05", ""), ("not (n = 5 and price = 2.05)", "1,2,4"),
        ("not (n = 5 or price = 2.05)", "2"), ("n = 5 or id > 0", "1,2,3,4"), ("not (n = 5 and id < 0)", "1,2,3,4"),
        ("(n > 0) = missing", "3"), ("missing = missing", "1,2,3,4"), ("missing != missing", ""),
        ("flag", "1,4"), ("not flag", "2"), ("flag = true", "1,4"), ("flag = no", "2"), ("flag != false", "1,4"),
        ("flag = missing", "3"), ("flag = (n > 0)", "1,2"),
        // Text: exact, by code points, a bare word without regard to case where only one value is meant.
        ("name = Acme", "1"), ("name = acme", "1"), (#"name = "acme""#, ""), (#"name = 'Acme'"#, "1"),
        ("name = other", "2"), ("name != other", "1,4"), ("name < other", "1,4"), ("name < \"B\"", "1"),
        ("name >= \"Beta\"", "2,4"), ("name = Über", "4"), ("name = \"U\u{308}ber\"", "4"),
        (#"name like "*e*""#, "1,2,4"), (#"name like "?e*""#, "2"), (#"name like "acme""#, ""),
        (#"name not like "A*""#, "2,4"), (#"name like """#, ""), (#"name like "*""#, "1,2,4"),
        (#"name like "**m?""#, "1"), (#"other like "?bel""#, "4"),
        // Lists and ranges.
        ("n in (5, 0)", "1,4"), ("n in (5.0)", "1"), ("n not in (5, 0)", "2"), ("n in (5, missing)", "1,3"),
        ("name in (Acme, \"Beta\")", "1,2"), ("name not in (Acme)", "2,4"), ("n between -3 and 0", "2,4"),
        ("n not between -3 and 0", "1"), ("price between 1.5 and 2", "1,2"),
        ("id in (9, 8, 7, 6, 5, 4, 3, 2.0, 10, 11)", "2,3,4"),
        ("rate in (0.1, 1, 2, 3, 4, 5, 6, 7, 8, 0.30)", "1,3"),
        ("name between \"Acme\" and \"Beta\"", "1,2"), ("n in (id, -3)", "2"),
        // Days and date-times: a period is all its days, a day of a date-time the whole day.
        ("day = 2024-02-29", "1"), ("day < 2024-02", "2,4"), ("day <= 2024-01", "2,4"), ("day > 2024-01", "1"),
        ("day >= 2024-01", "1,2"), ("day = 2024-Q1", "1,2"), ("day != 2024-Q1", "4"), ("day in 2024", "1,2"),
        ("day not in 2024", "4"), ("day in 2023-12 to 2024-01", "2,4"),
        ("day between 2023-12-31 and 2024-01-31", "2,4"),
        ("day = \"2024-02-29\"", "1"), ("day < later", "1,2"), ("at = 2024-02-29", "1"), ("at > day", "1,4"),
        ("at = day", "2"), ("at < 2024-01", "4"), ("day in last 6 months", "1,2,4"), ("later in 2024-Q1", "1,2"),
        ("at in (2024-01-31, 2024-02)", "1,2"), ("2024-02-29 = day", "1"), ("2024-02 > day", "2,4"),
        ("day in since 2024", "1,2"),
        ("day in until 2024-01", "2,4"),
    ])
    func conditions(condition: String, ids: String) throws {
        let asked = try Self.asked()
        let rows = try asked.answer("rows t where \(condition) sort by id")
        #expect(rows.columns[0].cells.map(\.plainText).joined(separator: ",") == ids, "\(condition)")
        #expect(
            try asked.value("show count(t where \(condition))")
                == String(ids.split(separator: ",").count), "\(condition)")
    }

    /// The value of an expression on the rows 1 to 4.
    @Test(arguments: [
        ("n + 1", ["6", "-2", "—", "1"]), ("price + rate", ["1.6", "1.75", "2.35", "—"]),
        ("price - 1.505", ["-0.005", "-0.005", "0.545", "—"]), ("price * rate", ["0.15", "0.375", "0.615", "—"]),
        ("n / 2", ["2.5", "-1.5", "—", "0"]), ("1 / n", ["0.2", "-0.3333333333", "—", "—"]),
        ("n / 0", ["—", "—", "—", "—"]), ("-n", ["-5", "3", "—", "0"]), ("-(n - 1)", ["-4", "4", "—", "1"]),
        ("2 + 3 * n", ["17", "-7", "—", "2"]), ("(2 + 3) * n", ["25", "-15", "—", "0"]),
        // Days.
        ("days(day, later)", ["31", "30", "—", "—"]), ("days(later, day)", ["-31", "-30", "—", "—"]),
        ("later - day", ["31", "30", "—", "—"]), ("day + 1", ["2024-03-01", "2024-02-01", "—", "2024-01-01"]),
        ("day - 31", ["2024-01-29", "2023-12-31", "—", "2023-11-30"]),
        ("day + n", ["2024-03-05", "2024-01-28", "—", "2023-12-31"]),
        ("day + 0.5", ["—", "—", "—", "—"]), ("months(day, later)", ["1", "1", "—", "—"]),
        ("year(day)", ["2024", "2024", "—", "2023"]), ("quarter(day)", ["1", "1", "—", "4"]),
        ("month(day)", ["2", "1", "—", "12"]), ("week(day)", ["9", "5", "—", "52"]),
        ("day(day)", ["29", "31", "—", "31"]),
        ("weekday(day)", ["4", "3", "—", "7"]), ("date(at)", ["2024-02-29", "2024-01-31", "—", "2023-12-31"]),
        ("add_days(day, 2)", ["2024-03-02", "2024-02-02", "—", "2024-01-02"]),
        ("add_months(day, 1)", ["2024-03-29", "2024-02-29", "—", "2024-01-31"]),
        ("add_months(day, -12)", ["2023-02-28", "2023-01-31", "—", "2022-12-31"]),
        ("add_days(day, 99999999999)", ["—", "—", "—", "—"]),
        ("at - day", ["0", "0", "—", "0"]),
        // Texts.
        ("lower(name)", ["acme", "beta", "—", "über"]), ("upper(name)", ["ACME", "BETA", "—", "ÜBER"]),
        ("length(name)", ["4", "4", "—", "4"]), ("left(name, 2)", ["Ac", "Be", "—", "Üb"]),
        ("right(name, 2)", ["me", "ta", "—", "er"]), ("left(name, 99)", ["Acme", "Beta", "—", "Über"]),
        ("left(name, -1)", ["", "", "—", ""]), ("concat(name, \"-\", id)", ["Acme-1", "Beta-2", "—", "Über-4"]),
        ("replace(name, \"e\", \"ee\")", ["Acmee", "Beeta", "—", "Übeer"]),
        ("text(price)", ["1.50", "1.50", "2.05", "—"]),
        ("number(\"12.50\")", ["12.5", "12.5", "12.5", "12.5"]), ("number(name)", ["—", "—", "—", "—"]),
        ("trim(concat(\"  \", name, \" \"))", ["Acme", "Beta", "—", "Über"]),
        // Numbers.
        ("abs(n)", ["5", "3", "—", "0"]), ("round(price)", ["2", "2", "2", "—"]),
        ("round(price, 1)", ["1.5", "1.5", "2.1", "—"]),
        ("round(-2.5)", ["-3", "-3", "-3", "-3"]), ("round(price, 999)", ["1.5", "1.5", "2.05", "—"]),
        ("floor(n / 2)", ["2", "-2", "—", "0"]), ("ceiling(n / 2)", ["3", "-1", "—", "0"]),
        ("floor(price)", ["1", "1", "2", "—"]),
        ("ceiling(price)", ["2", "2", "3", "—"]), ("sqrt(n)", ["2.2360679775", "—", "—", "0"]),
        ("ln(0)", ["—", "—", "—", "—"]),
        ("exp(0)", ["1", "1", "1", "1"]), ("exp(1000)", ["—", "—", "—", "—"]), ("power(n, 2)", ["25", "9", "—", "0"]),
        ("power(10, 400)", ["—", "—", "—", "—"]), ("least(n, id)", ["1", "-3", "—", "0"]),
        ("greatest(n, id, 3)", ["5", "3", "—", "4"]),
        // Choices.
        ("coalesce(n, 0)", ["5", "-3", "0", "0"]), ("coalesce(n, price, 7)", ["5", "-3", "2.05", "0"]),
        ("coalesce(name, \"none\")", ["Acme", "Beta", "none", "Über"]),
        ("if n > 0 then 1 else 2", ["1", "2", "2", "2"]),
        ("if n > 0 then n", ["5", "—", "—", "—"]), ("if flag then name else other", ["Acme", "Beta", "Zeta", "Über"]),
        ("if n > 0 then price else n", ["1.5", "-3", "—", "0"]),
        ("if flag then day else later", ["2024-02-29", "2024-03-01", "2024-12-31", "2023-12-31"]),
        ("if n > 0 then \"up\" else if n < 0 then \"down\" else \"flat\"", ["up", "down", "flat", "flat"]),
    ])
    func values(expression: String, values: [String]) throws {
        let asked = try Self.asked()
        var found: [String] = []
        for id in 1...4 { found.append(try asked.value("show min(\(expression) where t.id = \(id))")) }
        #expect(found == values, "\(expression)")
    }

    @Test(arguments: [
        ("contains(name, \"cm\")", "1"), ("starts_with(name, \"Be\")", "2"), ("ends_with(other, \"a\")", "2,3"),
        ("contains(lower(name), \"ü\")", "4"), ("contains(name, \"\")", "1,2,4"), ("starts_with(name, \"be\")", ""),
        ("length(name) = 4", "1,2,4"),
    ])
    func tests(condition: String, ids: String) throws {
        let rows = try Self.asked().answer("rows t where \(condition) sort by id")
        #expect(rows.columns[0].cells.map(\.plainText).joined(separator: ",") == ids)
    }

    @Test func overflowIsAnErrorWithTheRow() throws {
        let asked = try Asked(
            ["t.csv": "a,b\n1,2\n9000000000000000000,3\n"], #"load "t.csv""#)
        for question in ["show sum(a * b)", "show sum(a + a)", "show sum(a - -a)", "rows t where a * b > 0"] {
            let error = try #require(asked.failure(question), "\(question)")
            #expect(error.code == "overflow")
            #expect(error.message.contains("data row 2"), "\(error.message)")
        }
        // Sums of many rows, quotients and comparisons do not overflow.
        #expect(try asked.value("show sum(a)") == "9000000000000000001")
        #expect(try asked.value("show count(t where a > 99999999999999999999999999)") == "0")
        #expect(try asked.value("show sum(a) * sum(a)") == "81000000000000000018000000000000000001")
    }

    @Test(arguments: [
        ("show count(t where name > 5)", "wrong-kind"), ("show count(t where n = \"five\")", "wrong-kind"),
        ("show count(t where day = 2024)", "wrong-kind"), ("show count(t where day > 5)", "wrong-kind"),
        ("show count(t where flag = 3)", "wrong-kind"), ("show count(t where flag = perhaps)", "unknown-value"),
        ("show count(t where n)", "not-a-condition"), ("show count(t where name and flag)", "not-a-condition"),
        ("show sum(n + name)", "wrong-kind"), ("show sum(name)", "wrong-kind"), ("show avg(day)", "wrong-kind"),
        ("show sum(flag)", "wrong-kind"), ("show sum(-name)", "wrong-kind"), ("show sum(lower(n))", "wrong-kind"),
        ("show sum(days(n, day))", "wrong-kind"), ("show sum(days(day))", "argument-count"),
        ("show sum(round(n, 1, 2))", "argument-count"), ("show sum(nosuch(n))", "unknown-function"),
        ("show count(t where n like \"5*\")", "wrong-kind"), ("show count(t where name like n)", "pattern"),
        ("show count(t where n > missing)", "missing-order"), ("show count(t where nosuch = 1)", "unknown-name"),
        ("show sum(if n > 0 then n else name)", "wrong-kind"), ("show sum(n in 2024)", "wrong-kind"),
        ("show sum(sum(n))", "nested-aggregate"), ("show count(t where count(t) > 1)", "nested-aggregate"),
        ("show sum(abs(n where flag))", "not-an-aggregate"), ("show sum(distinct n)", "distinct"),
        ("show -\"abc\"", "wrong-kind"), ("show percentile(n)", "argument-count"),
        ("show percentile(n, 200%)", "percentile"), ("show sum(n on name)", "not-a-time"),
        ("show sum(n at end)", "no-interval"), ("show sum(n, 2)", "argument-count"),
    ])
    func wrongKindsAreRefused(question: String, code: String) throws {
        let error = try Self.asked().failure(question)
        #expect(error?.code == code, "\(question): \(error?.message ?? "answered")")
        #expect(error?.span != nil, "\(question)")
    }
}
