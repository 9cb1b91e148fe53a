import Foundation
import Testing

@testable import Reports

/// Examples of the CommonMark specification 0.31.2 and of GitHub's tables for what is supported. The expected HTML beside
/// each is what markdown-it-py 4.3.0 makes of it with HTML turned off; of strikethrough by one tilde it is what GitHub's
/// specification says.
@Suite("Markdown by the specification")
struct MarkdownSpecTests {
    struct Case: Decodable, CustomTestStringConvertible {
        var group: String
        var markdown: String
        var html: String
        var testDescription: String { "\(group): \(markdown.debugDescription)" }
    }

    static var cases: [Case] {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/commonmark.json")
        guard let data = try? Data(contentsOf: url) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }

    @Test("There are cases")
    func count() { #expect(Self.cases.count >= 190) }

    @Test("An example", arguments: cases)
    func example(_ example: Case) {
        #expect(normalised(drawn(example.markdown)) == normalised(example.html))
    }

    private func drawn(_ text: String) -> String {
        var markdown = MarkdownHTML(firstLevel: 1)
        return markdown.html(text)
    }

    /// Without what a page adds, and with one spelling of what HTML spells in several ways.
    private func normalised(_ html: String) -> String {
        var text = html
        for (pattern, replacement) in [
            (" id=\"s-[^\"]*\"", ""), (" rel=\"noopener noreferrer\"", ""), (" scope=\"col\"", ""),
            (" class=\"(left|center|right)\"", " style=\"text-align:$1\""), ("<div class=\"scroll\">|</div>", ""),
            (" title=\"[^\"]*\"", ""), (" class=\"language-[^\"]*\"", ""), ("<(br|hr) />", "<$1>"), ("&#39;", "'"),
            ("<(/?)s>", "<$1del>"), ("(<tr>|</t[hd]>|</thead>|<tbody>|</tbody>)\n", "$1"), ("\n(</tr>)", "$1"),
            ("</table>\n+", "</table>\n"), ("<tbody></tbody>", ""), ("\t", " "),
            ("<blockquote>\n?</blockquote>", "<blockquote></blockquote>"),
        ] {
            text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        return text
    }

    @Test(
        "Links lead to no other scheme, and nothing is loaded",
        arguments: [
            ("[x](javascript:alert(1))", "<p>x (javascript:alert(1))</p>\n"),
            ("[x](JaVaScRiPt:alert(1))", "<p>x (JaVaScRiPt:alert(1))</p>\n"),
            ("[x](data:text/html,a)", "<p>x (data:text/html,a)</p>\n"), ("[x](/local)", "<p>x (/local)</p>\n"),
            ("[x]( )", "<p>x</p>\n"), ("![a picture](https://e.com/a.png)", "<p>a picture</p>\n"),
            ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>\n"),
            ("[x](https://e.com/\"onclick=\"y)", "<p><a href=\"https://e.com/%22onclick=%22y\">x</a></p>\n"),
            ("[x](https://e.com/'a'&b)", "<p><a href=\"https://e.com/&#39;a&#39;&amp;b\">x</a></p>\n"),
        ])
    func links(_ markdown: String, _ html: String) {
        #expect(drawn(markdown).replacing(" rel=\"noopener noreferrer\"", with: "") == html)
    }

    @Test("What reorders or hides text can be seen")
    func controls() {
        #expect(drawn("a\u{202E}b\u{1B}c") == "<p>a⟨U+202E⟩b␛c</p>\n")
    }

    @Test(
        "Long runs of marks take no time",
        arguments: ["*", "_", "**a ", "[", "[a](", "`", "``` ", "<", "&", "> ", "- ", "~", "![", "*a_ ", "|"])
    func longRuns(_ piece: String) {
        let text = String(repeating: piece, count: 20_000)
        let clock = ContinuousClock()
        let time = clock.measure { _ = drawn(text) }
        #expect(time < .seconds(20), "\(time)")
    }
}
