import Engine
import Foundation
import Testing
import Values

@testable import Reports

/// The specifications as a JSON parser of others reads them, against the structure of Vega-Lite 5.
struct VegaTests {
    private typealias Object = [String: Any]

    private func specification(_ answer: Answer) throws -> [String: Any] {
        let text = VegaRenderer().text(answer)
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Every view that has a mark, with the data and the encoding that it inherits.
    private func marks(_ view: Object, data: [Object] = [], encoding: Object = [:]) -> [(Object, [Object], Object)] {
        let data = ((view["data"] as? Object)?["values"] as? [Object]) ?? data
        let encoding = encoding.merging(view["encoding"] as? Object ?? [:]) { _, own in own }
        let inner =
            ["layer", "vconcat"].flatMap { view[$0] as? [Object] ?? [] } + [view["spec"] as? Object].compactMap { $0 }
        let own: [(Object, [Object], Object)] = view["mark"] == nil ? [] : [(view, data, encoding)]
        return own + inner.flatMap { marks($0, data: data, encoding: encoding) }
    }

    @Test func isWellFormed() throws {
        let kinds = ["bar", "line", "area", "point", "rect", "text", "tick"]
        for (name, answer) in ChartSamples.all {
            let root = try specification(answer)
            #expect(root["$schema"] as? String == "https://vega.github.io/schema/vega-lite/v5.json")
            #expect((root["title"] as? Object)?["text"] as? String == answer.heading)
            #expect((root["description"] as? String)?.isEmpty == false)
            let views = marks(root)
            #expect(!views.isEmpty)
            for (view, data, encoding) in views {
                #expect(kinds.contains(((view["mark"] as? Object)?["type"] as? String) ?? ""), "\(name)")
                #expect(!data.isEmpty, "\(name)")
                for (channel, definition) in encoding {
                    guard let definition = definition as? Object, let field = definition["field"] as? String else {
                        continue
                    }
                    #expect(data.allSatisfy { $0[field] != nil }, "\(name): \(channel) has no \(field)")
                    // The second end of a range has the type of the first.
                    let types = ["quantitative", "nominal", "ordinal"]
                    #expect(channel.hasSuffix("2") || types.contains(definition["type"] as? String ?? ""), "\(name)")
                }
            }
        }
    }

    @Test func carriesTheNumbers() throws {
        let bars = try #require(marks(specification(ChartSamples.why)).first)
        #expect(bars.1.map { $0["to"] as? Double } == [3_086_111, 2_983_430, 2_886_374, 2_982_255, 2_982_255])
        let lines = marks(try specification(ChartSamples.lines))
        #expect(lines.map { ($0.0["mark"] as? Object)?["type"] as? String } == ["line", "point"])
        #expect(lines[1].1.count == 24)
        // North has no value in April.
        #expect(lines[1].1.filter { $0["value"] is NSNull }.compactMap { $0["period"] as? String } == ["2025-04"])
        #expect(Set(lines[0].1.compactMap { $0["dash"] as? String }) == ["solid", "dashed"])
    }

    @Test func saysWhyThereIsNone() throws {
        let root = try specification(Samples.single)
        #expect(((root["title"] as? Object)?["subtitle"] as? String)?.hasPrefix("no chart: single numbers") == true)
    }
}
