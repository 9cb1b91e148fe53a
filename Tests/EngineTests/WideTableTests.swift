import Testing
import Values

@testable import Engine

/// Tables of very many columns: nothing about one column looks through all the others.
struct WideTableTests {
    /// More columns than one expression may have parts; column `c7` of both rows holds 7 and 8.
    @Test func aRowOfManyColumns() throws {
        let count = 50_500
        let titles = (0..<count).map { "c\($0)" }.joined(separator: ",")
        let first = (0..<count).map { "\($0)" }.joined(separator: ",")
        let second = (0..<count).map { "\($0 + 1)" }.joined(separator: ",")
        let asked = try Asked(["wide.csv": titles + "\n" + first + "\n" + second + "\n"], "load \"wide.csv\"")
        let rows = try asked.answer("rows wide where c7 = 8")
        #expect(rows.columns.count == count)
        #expect(rows.columns.last?.name == "c50499")
        #expect(rows.columns.last?.cells.first == .number(ExactDecimal(50_500)))
        // 50,000 and 50,001.
        #expect(try asked.lines("show sum(c50000)") == ["100001"])
    }

    /// A blank column is told with those that are blank on the same rows, in the order in which the first of them comes.
    @Test func blankColumnsAreToldTogether() throws {
        let asked = try Asked(
            ["d.csv": "a,b,c,d\n1,,2,3\n2,5,,4\n3,6,,\n"], "dataset d from \"d.csv\" { key a }")
        let answer = try asked.answer("check")
        let columns = answer.columns.first { $0.name == "column" }.map { $0.cells.map(\.plainText) }
        #expect(columns == ["c", "b", "d"] || columns == ["b", "d", "c"])
    }
}
