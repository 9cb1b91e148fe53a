import Engine
import Testing
import Values

@testable import Reports

struct MarkdownTests {
    @Test(arguments: [
        ("a|b", #"a\|b"#), (#"back\slash"#, #"back\\slash"#), ("`code`", #"\`code\`"#),
        ("*a* _b_ ~c~", #"\*a\* \_b\_ \~c\~"#), ("close_date, __init__", #"close_date, \_\_init\_\_"#),
        ("@here ping @ann, ann@example.org, @ 5", "@\u{2060}here ping @\u{2060}ann, ann@example.org, @ 5"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"), ("[x](y)", #"\[x\](y)"#),
        ("two\nlines\r\nmore\rend", "two<br>lines<br>more<br>end"),
        ("\u{1B}[0m", #"␛\[0m"#), ("Ångström 日本", "Ångström 日本"),
    ])
    func escapes(text: String, markdown: String) { #expect(markdownText(text) == markdown) }

    @Test func table() {
        let answer = Answer(
            heading: "Bookings by region", provenance: "2017 · 12 rows of deals",
            columns: [
                Samples.dimension("region", "Region", ["East", nil]),
                Samples.column(
                    "bookings", "Bookings", .metric, .money("USD"), [Samples.exact("1234.5"), .missing],
                    total: Samples.exact("1234.5")),
            ], lineCount: 2, showsTotals: true, notes: ["2 deals | none"])
        #expect(
            MarkdownRenderer().text(answer) == #"""
                **Bookings by region**

                2017 · 12 rows of deals

                | Region    |      Bookings |
                | --------- | ------------: |
                | East      |     $1,234.50 |
                | missing   |             — |
                | **Total** | **$1,234.50** |

                note: 2 deals \| none

                """#)
    }

    /// A heading stands between `**`, but the days behind an answer begin a line.
    @Test(arguments: [
        ("# x", "\\# x"), ("- x", #"\- x"#), ("1. x", #"1\. x"#), ("2017 · 12 rows", "2017 · 12 rows"),
        ("2017-01-01 to", "2017-01-01 to"),
    ])
    func beginningsOfLines(provenance: String, markdown: String) {
        let answer = Answer(heading: "", provenance: provenance, columns: [], lineCount: 0)
        #expect(MarkdownRenderer().text(answer) == markdown + "\n\n")
    }

    @Test func groupsJoinTheLabels() {
        let text = MarkdownRenderer().text(Samples.pivot)
        #expect(text.contains("| Central · Bookings |"))
    }
}
