import Engine
import Testing
import Values

@testable import Reports

struct TableTests {
    private func lines(_ answer: Answer, width: Int? = nil, color: Bool = false, exact: Bool = false) -> [String] {
        let options = RenderOptions(width: width, color: color, exact: exact)
        let text = TableRenderer().text(answer, options: options)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func whole() {
        #expect(
            TableRenderer().text(Samples.byRegion) == """
                Bookings, deals won and win rate by region for 2017
                2017-01-01 to 2017-12-31 · 6,711 rows of deals

                Region      Bookings  Deals won  Win rate
                ───────  ───────────  ─────────  ────────
                West      $3,568,647      1,438   63.94 %
                Central   $3,346,293      1,629   62.56 %
                East      $3,090,594      1,171   63.02 %
                missing           $0          0         —
                ───────  ───────────  ─────────  ────────
                Total    $10,005,534      4,238   63.15 %

                note: 1,480 deals have no product partner (missing)

                """)
    }

    /// No line is wider than the terminal, but for words that cannot be broken.
    @Test(arguments: 20...120)
    func fits(width: Int) {
        for (name, answer) in Samples.all {
            for line in lines(answer, width: width) where line.contains("  ") || line.contains("──") {
                #expect(displayWidth(line) <= width, "\(name): \(line)")
            }
        }
    }

    @Test func textIsCutBeforeColumnsAreHidden() {
        let answer = Answer(
            heading: "",
            columns: [
                Samples.dimension("account", "Account", ["A very long name of an account indeed", "Short"]),
                Samples.column("arr", "ARR", .metric, .money("USD"), [Samples.exact("1234567"), Samples.exact("5")]),
            ], lineCount: 2)
        #expect(
            lines(answer, width: 31).prefix(4) == [
                "Account                     ARR", "───────────────────  ──────────", "A very long name o…  $1,234,567",
                "Short                        $5",
            ])
        #expect(lines(answer, width: 21).dropFirst(2).first == "A very long …  $1.23M")
        #expect(lines(answer, width: 21, exact: true).dropFirst(2).first == "A very long name of …")
        #expect(lines(answer, width: 15).contains("`last as csv`)"))
    }

    @Test func numbersAreNeverCut() {
        let answer = Answer(
            heading: "", columns: [Samples.column("n", "Number", .metric, .count, [Samples.exact("123456789012")])],
            lineCount: 1)
        #expect(lines(answer, width: 8, exact: true).dropFirst(2).first == "123,456,789,012")
        #expect(lines(answer, width: 8).dropFirst(2).first == "  123B")
    }

    @Test func missingCellsOfRowsAreNotGroups() {
        let rows = Answer(heading: "", columns: [Samples.dimension("a", "A", [nil])], lineCount: 1)
        #expect(lines(rows)[2] == "—")
        let grouped = Answer(
            heading: "",
            columns: [Samples.dimension("a", "A", [nil]), Samples.column("n", "N", .metric, .number, [.missing])],
            lineCount: 1)
        #expect(lines(grouped)[2] == "missing  —")
    }

    @Test func coloursOnlyWhenAsked() {
        #expect(!lines(Samples.comparison).joined().contains("\u{1B}"))
        let coloured = lines(Samples.comparison, color: true).joined()
        #expect(coloured.contains("\u{1B}[32m+€1,951,439.50\u{1B}[0m"))
        #expect(coloured.contains("\u{1B}[31m  −€103,856.50\u{1B}[0m"))
    }

    @Test func oddAnswersDoNotTrap() {
        let short = Answer(
            heading: "h", columns: [Samples.column("a", "A", .metric, .number, [])], lineCount: 3, showsTotals: true)
        let none = Answer(heading: "h", columns: [], lineCount: 2, showsTotals: true, totalsAsked: true, notes: ["n"])
        let negative = Answer(heading: "", columns: [Samples.column("", "", .metric, .number, [])], lineCount: -1)
        for answer in [short, none, negative] {
            for format in renderers {
                for width in [nil, -1, 0, 1, 5] { _ = format.text(answer, options: RenderOptions(width: width)) }
            }
        }
        #expect(TableRenderer().text(none) == "h\n\nnote: n\n")
    }
}
