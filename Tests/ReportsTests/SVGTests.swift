import Engine
import Foundation
import FoundationXML
import Testing
import Values

@testable import Reports

/// What libxml2 finds in a text.
final class SVGReader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var texts: [String: [String]] = [:]
    private var open: [String] = []
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
        open.append(name)
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts[name, default: []].append(text)
        open.removeLast()
        text = ""
    }

    /// Nil where the text is no XML.
    static func read(_ text: String) -> SVGReader? {
        let parser = XMLParser(data: Data(text.utf8))
        let reader = SVGReader()
        parser.delegate = reader
        return parser.parse() ? reader : nil
    }
}

/// The pictures as an XML parser of others reads them.
struct SVGTests {
    @Test func isAccessibleAndAlone() throws {
        for (name, answer) in ChartSamples.all {
            let picture = SVGRenderer().text(answer)
            let read = try #require(SVGReader.read(picture), "\(name) is no XML")
            let root = try #require(read.elements.first)
            #expect(root.name == "svg" && root.attributes["role"] == "img")
            #expect(root.attributes["viewBox"]?.hasPrefix("0 0 760 ") == true)
            #expect(read.texts["title"]?.first == answer.heading)
            #expect((read.texts["desc"]?.first?.count ?? 0) > 40, "\(name)")
            #expect(root.attributes["aria-labelledby"] == "chart-title chart-desc")
            for forbidden in ["script", "image", "foreignObject", "use", "a"] {
                #expect(!read.elements.contains { $0.name == forbidden })
            }
            #expect(!picture.contains("http://") || picture.components(separatedBy: "http").count == 2)
            #expect(!picture.contains("NaN") && !picture.contains("inf"))
        }
    }

    /// 3,568,647 : 3,346,293 : 3,090,594, and no bar beyond the axis.
    @Test func barsAreAsLongAsTheirNumbers() throws {
        let read = try #require(SVGReader.read(try Chart(Samples.byRegion).svg()))
        let bars = read.elements.filter { $0.name == "rect" && $0.attributes["class"] == "f0" }.prefix(3)
        let lengths = bars.compactMap { $0.attributes["width"].flatMap(Double.init) }
        #expect(lengths.count == 3)
        #expect(abs(lengths[1] / lengths[0] - 3_346_293 / 3_568_647) < 0.001)
        #expect(abs(lengths[2] / lengths[0] - 3_090_594 / 3_568_647) < 0.001)
    }

    @Test func saysInWords() throws {
        #expect(
            try Chart(ChartSamples.why).summary
                == "waterfall by region: vs 2017-Q2 $3.09M; West −$103k; East −$97.1k; Central +$95.9k; Bookings $2.98M."
        )
        #expect(
            try Chart(ChartSamples.funnel).summary
                == "funnel by stage: MQL 140; SAL 105 · 75.00 % of MQL; SQL 55 · 52.38 % of SAL; Won 16 · 29.09 % of SQL."
        )
    }

    /// Whatever a cell holds, an XML parser reads it back as text.
    @Test func hostileText() throws {
        let hostile = [
            "</text><script>alert(1)</script>", "\" onload=\"x", "'&amp;]]>", "\u{0}\u{1}\u{B}\u{1F}",
            "\u{FFFE}\u{FFFF}",
            "\u{1B}[31m", "a\u{202E}b", "\u{1FFFE}", "<!--", "&#0;",
        ]
        var answer = Answer(
            heading: hostile.joined(), provenance: hostile.joined(separator: " "),
            columns: [
                Samples.dimension("x", hostile[0], hostile.map(Optional.some)),
                Samples.column(
                    "n", hostile[1], .metric, .money(hostile[2]), (0..<10).map { .number(ExactDecimal($0)) }),
            ], lineCount: 10)
        answer.notes = hostile
        let read = try #require(SVGReader.read(SVGRenderer().text(answer)))
        #expect(!read.elements.contains { $0.name == "script" })
        #expect(read.texts["text"]?.contains("</text><script>alert(1)</script>") == true)
    }
}
