import Engine
import Testing
import Values

@testable import Reports

struct DelimitedTests {
    private func csv(_ columns: [Answer.Column], lines: Int, exact: Bool = false) -> String {
        DelimitedRenderer.csv.text(
            Answer(heading: "h", columns: columns, lineCount: lines, notes: ["n"]), options: RenderOptions(exact: exact)
        )
    }

    @Test func plain() {
        let text = csv(
            [
                Samples.dimension("segment", "Segment", ["SMB", nil]),
                Samples.column("day", "Day", .dimension, numeric: false, [Samples.day("2026-02-28"), .missing]),
                Samples.column("arr", "ARR", .metric, .money("USD"), [Samples.exact("1234567.50"), .missing]),
                Samples.column("rate", "Rate", .metric, .percent, [.float(0.625), .float(1e-7)]),
                Samples.column("won", "Won", .dimension, numeric: false, [.boolean(true), .boolean(false)]),
            ], lines: 2)
        #expect(text == "segment,day,arr,rate,won\r\nSMB,2026-02-28,1234567.50,0.625,true\r\n,,,0.0000001,false\r\n")
    }

    /// The examples of RFC 4180, section 2, rules 5 to 7.
    @Test func quotes() {
        let text = csv([Samples.dimension("a", "A", ["aaa", "b \r\nbb", "ccc", "b\"bb", "x,y", "", " z "])], lines: 7)
        #expect(text == "a\r\naaa\r\n\"b \r\nbb\"\r\nccc\r\n\"b\"\"bb\"\r\n\"x,y\"\r\n\"\"\r\n z \r\n")
    }

    /// An empty line would be skipped by readers.
    @Test func missingAlone() {
        #expect(csv([Samples.dimension("a", "A", ["x", nil])], lines: 2) == "a\r\nx\r\n\"\"\r\n")
    }

    @Test func formulasAreGuarded() {
        let cells = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "a=b", "'="]
        let column = Samples.dimension("a", "A", cells)
        #expect(
            csv([column], lines: 8)
                == "a\r\n'=1+1\r\n'+1\r\n'-1\r\n'@sum\r\n'\tx\r\n\"'\rx\"\r\na=b\r\n'=\r\n")
        let wide = Samples.dimension("a", "A", ["＝1+1", "＋1", "－1", "＠sum", "\n=1", "，", "", "\u{FF}"])
        #expect(
            csv([wide], lines: 8)
                == "a\r\n'＝1+1\r\n'＋1\r\n'－1\r\n'＠sum\r\n\"'\n=1\"\r\n，\r\n\"\"\r\nÿ\r\n")
        #expect(
            csv([column], lines: 8, exact: true) == "a\r\n=1+1\r\n+1\r\n-1\r\n@sum\r\n\tx\r\n\"\rx\"\r\na=b\r\n'=\r\n")
        let numbers = Samples.column("n", "N", .metric, .number, [Samples.exact("-12.50"), .float(-0.25)])
        #expect(csv([numbers], lines: 2) == "n\r\n-12.50\r\n-0.25\r\n")
    }

    @Test func totalsOnlyWhenAsked() {
        var answer = Samples.byRegion
        #expect(!DelimitedRenderer.csv.text(answer).contains("Total"))
        answer.totalsAsked = true
        #expect(DelimitedRenderer.csv.text(answer).hasSuffix("\r\nTotal,10005534,4238,0.6315005215318134\r\n"))
        #expect(
            DelimitedRenderer.csv.text(Samples.single)
                == "sales_cycle,per_customer\r\n47.98537954,2.8333333333333335\r\n")
    }

    @Test func tabs() {
        let answer = Answer(
            heading: "h",
            columns: [
                Samples.dimension("a", "A", ["x\ty", "1,2", "two\nlines"]),
                Samples.dimension("b", "B", ["", nil, "q\""]),
            ],
            lineCount: 3)
        #expect(DelimitedRenderer.tsv.text(answer) == "a\tb\nx y\t\"\"\n1,2\t\ntwo lines\t\"q\"\"\"\n")
        #expect(
            DelimitedRenderer.tsv.text(answer, options: RenderOptions(exact: true))
                == "a\tb\n\"x\ty\"\t\"\"\n1,2\t\n\"two\nlines\"\t\"q\"\"\"\n")
    }

    @Test func everySampleReadsBack() throws {
        for (name, answer) in Samples.all {
            for format in [DelimitedRenderer.csv, .tsv] {
                let text = format.text(answer, options: RenderOptions(exact: true))
                let records = try DelimitedReader.records(text, delimiter: format.delimiter)
                let lines = answer.lineCount + (answer.carriesTotals ? 1 : 0)
                #expect(records.count == lines + 1, "\(name)")
                #expect(records.first?.map(\.text) == answer.columns.map(\.name))
                for line in 0..<answer.lineCount {
                    #expect(records[line + 1].map(\.text) == answer.columns.map { $0.cells[line].plainText })
                }
            }
        }
    }

    @Test func longAnswersComeInPieces() {
        let count = 20_000
        let cells = (0..<count).map { Value.number(ExactDecimal($0)) }
        let answer = Answer(
            heading: "h", columns: [Samples.column("n", "N", .metric, .number, cells)], lineCount: count)
        var pieces: [[UInt8]] = []
        try? DelimitedRenderer.csv.render(answer, options: RenderOptions()) { pieces.append($0) }
        #expect(pieces.count > 1)
        let whole = "n\r\n" + (0..<count).map { "\($0)\r\n" }.joined()
        #expect(String(decoding: pieces.joined(), as: UTF8.self) == whole)
    }

    /// What takes a drawing can end it: nothing more is drawn.
    @Test(arguments: ["csv", "tsv", "json", "table"])
    func stops(name: String) throws {
        let cells = (0..<100_000).map { Value.number(ExactDecimal($0)) }
        let answer = Answer(
            heading: "h", columns: [Samples.column("n", "N", .metric, .number, cells)], lineCount: cells.count)
        var pieces = 0
        let format = try #require(renderer(named: name))
        #expect(throws: RenderingStopped.self) {
            try format.render(answer, options: RenderOptions()) { _ throws(RenderingStopped) in
                pieces += 1
                throw RenderingStopped()
            }
        }
        #expect(pieces == 1)
    }
}
