import Foundation
import Testing

@testable import Tables

/// More of what exports hold besides their rows; what each means is known by how it was made.
struct ExportMessTests {
    typealias Mess = MessyFileTests.Mess

    static let seven = (1...7).map { "D\($0),Ann,\($0)00,2025-01-0\($0)\n" }.joined()
    static let sevenRows = (1...7).map { ["D\($0)", "Ann", "\($0)00", "2025-01-0\($0)"] }

    static let messes: [Mess] = [
        Mess(
            name: "commas of names without quotes",
            text: "Deal,Owner,Amount,Close\n" + seven
                + "Acme, Inc.,Bob,500,2025-02-01\nBeta,Smith, John, Jr.,600,2025-02-02\n"
                + "Gamma,Ann,700,2025-02-03,late\n",
            titles: ["Deal", "Owner", "Amount", "Close"],
            rows: sevenRows + [
                ["Acme, Inc.", "Bob", "500", "2025-02-01"], ["Beta", "Smith, John, Jr.", "600", "2025-02-02"],
                ["Gamma", "Ann", "700", "2025-02-03"],
            ],
            told: [
                "9: 5 fields, 4 expected; `Acme, Inc.` read as one cell, as the others then fit",
                "10: 6 fields, 4 expected; `Smith, John, Jr.` read as one cell, as the others then fit",
                "11: 5 fields, 4 expected; left out: `late`",
            ]),
        Mess(
            name: "a number too many behind a name",
            text: "Deal,Amount\n" + (1...7).map { "D\($0),\($0)\n" }.joined() + "D8,8,9\n", titles: ["Deal", "Amount"],
            rows: (1...8).map { ["D\($0)", "\($0)"] }, told: ["9: 3 fields, 2 expected; left out: `9`"]),
        Mess(
            name: "JSON without quotes around it",
            text: "Deal,Props,More,Amount\nA,{\"k\": \"v\", \"n\": 1},100\nB,{\"k\": \"w\", \"n\": 2},200\n",
            titles: ["Deal", "Props", "More", "Amount"],
            rows: [["A", "{\"k\": \"v\"", "\"n\": 1}", "100"], ["B", "{\"k\": \"w\"", "\"n\": 2}", "200"]],
            told: ["2: quote never closed; read as it stands", "3: quote never closed; read as it stands"]),
        Mess(
            name: "groups over titles that begin beside them",
            text: "Region,Revenue,,Cost,\n,Plan,Actual,Plan,Actual\nEMEA,1,2,3,4\nAMER,5,6,7,8\n",
            titles: ["Region", "Revenue Plan", "Revenue Actual", "Cost Plan", "Cost Actual"],
            rows: [["EMEA", "1", "2", "3", "4"], ["AMER", "5", "6", "7", "8"]]),
        Mess(
            name: "totals of all in the first row",
            text: "Stage,Deals,Amount\nTotal,3,300\nQualified,2,200\nWon,1,100\n",
            titles: ["Stage", "Deals", "Amount"], rows: [["Qualified", "2", "200"], ["Won", "1", "100"]],
            told: ["2: a line of totals among the rows; left out"]),
        Mess(
            name: "totals without a name in the first row",
            text:
                "Date,Sessions,Rate,Revenue\n,60,31.5%,200.0\n20250101,10,50%,100.5\n20250102,20,20%,50.5\n20250103,30,30%,49.0\n",
            titles: ["Date", "Sessions", "Rate", "Revenue"],
            rows: [
                ["2025-01-01", "10", "0.50", "100.5"], ["2025-01-02", "20", "0.20", "50.5"],
                ["2025-01-03", "30", "0.30", "49.0"],
            ], told: ["2: a line that holds the sums of all rows below; left out"]),
        Mess(
            name: "a first row that lacks its name", text: "Stage,Deals,Amount\n,3,301\nQualified,2,200\nWon,1,100\n",
            titles: ["Stage", "Deals", "Amount"],
            rows: [["", "3", "301"], ["Qualified", "2", "200"], ["Won", "1", "100"]]),
        Mess(
            name: "thousands by points beside small numbers",
            text: "Konto,Betrag\nA,1.200\nB,-50\nC,(12)\nD,10.250.000\n",
            titles: ["Konto", "Betrag"], rows: [["A", "1200"], ["B", "-50"], ["C", "-12"], ["D", "10250000"]]),
        Mess(
            name: "three decimals", text: "Konto;Kurs\nA;1.234\nB;12345\n", titles: ["Konto", "Kurs"],
            rows: [["A", "1.234"], ["B", "12345.000"]]),
        Mess(
            name: "three decimals of eighths", text: "A,Ratio\nx,1.125\ny,2\nz,3.375\n", titles: ["A", "Ratio"],
            rows: [["x", "1.125"], ["y", "2.000"], ["z", "3.375"]]),
        Mess(
            name: "line ends within quotes around numbers", text: "A,B,C\nx,\"3\n\",\"\n2025-01-05\"\ny,4,2025-01-06\n",
            titles: ["A", "B", "C"], rows: [["x", "3", "2025-01-05"], ["y", "4", "2025-01-06"]]),
        Mess(
            name: "marks without width",
            text: "A,B\nx,\u{200B}300\ny,\u{202A}-1,200\u{202C}\nz,\u{FEFF}7\u{200E}\n"
                .replacing("-1,200", with: "-1 200"),
            titles: ["A", "B"], rows: [["x", "300"], ["y", "-1200"], ["z", "7"]]),
        Mess(
            name: "rupees", text: "A,B\nx,\"Rs. 1,00,000\"\ny,Rs 250\n", titles: ["A", "B"],
            rows: [["x", "100000"], ["y", "250"]]),
        Mess(
            name: "filters behind a blank line", text: "Account,Amount\nA,1\nB,2\n\nFilters:,Stage = Won\nOwner:,All\n",
            titles: ["Account", "Amount"], rows: [["A", "1"], ["B", "2"]],
            told: ["5: 3 trailing lines were not data (blank, 2 notes); left out"]),
        Mess(
            name: "an end that is told", text: "Account,Amount\nA,1\nB,2\n--- End of report ---\n",
            titles: ["Account", "Amount"], rows: [["A", "1"], ["B", "2"]],
            told: ["4: 1 trailing line was not data (note); left out"]),
        Mess(
            name: "a mark where another file begins",
            text: "Deal,Amount\nA,100\nB,200\n\u{FEFF}C,300\n\u{FEFF}D,é\n"
                .replacing("D,é", with: "É,400"),
            titles: ["Deal", "Amount"], rows: [["A", "100"], ["B", "200"], ["C", "300"], ["É", "400"]]),
    ]

    @Test(arguments: messes)
    func messReadsAsItIsMeant(_ mess: Mess) throws { MessyFileTests().check(try table(mess.text), mess) }

    @Test(arguments: messes)
    func chunksAreReadAlike(_ mess: Mess) throws {
        let path = try temporaryFile("mess.csv", mess.text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for size in [15, 40, 1000] { try compare(path, chunkSize: size) }
    }

    @Test func linesThatEndInTwoReturns() throws {
        let table = try table("Account,Amount\r\r\nA,1\r\r\nB,2\r\r\n\"C\nD\",3,4\r\r\n")
        #expect(table.rows == [["A", "1"], ["B", "2"], ["C\nD", "3"]])
        #expect(table.problems.map(\.line) == [4])
    }
}
