import Engine
import Values

/// Where an SVG picture will stand.
package struct SVGOptions: Hashable, Sendable {
    /// In pixels of the picture's own; it is scaled to the page.
    package var width = 760.0
    /// Whether heading, provenance and notes are drawn too; a page that has them around the picture leaves them out.
    package var showsHeading = true
    /// Begins the names of elements, which several pictures of one page must not share.
    package var prefix = "chart"

    package init(width: Double = 760, showsHeading: Bool = true, prefix: String = "chart") {
        self.width = min(4000, max(320, width.isFinite ? width : 760))
        self.showsHeading = showsHeading
        self.prefix = prefix
    }
}

extension Chart {
    /// The chart as one SVG element: self-contained, without script, with title and description, for light and dark.
    ///
    /// It can be a file of its own or stand inside HTML.
    package func svg(_ options: SVGOptions = SVGOptions()) -> String {
        var canvas = SVGCanvas(width: options.width)
        if options.showsHeading { canvas.heading(title, subtitle) }
        for (index, panel) in panels.enumerated() {
            if index > 0 { canvas.y += 22 }
            if !panel.title.isEmpty { canvas.paragraph(panel.title, style: "h") }
            switch panel.content {
            case .bars(let chart): canvas.draw(chart, panel.numbers)
            case .lines(let chart): canvas.draw(chart, panel.numbers)
            case .heat(let map): canvas.draw(map)
            case .bullets(let lines): canvas.draw(lines)
            }
        }
        if options.showsHeading, !notes.isEmpty {
            canvas.y += 10
            for note in notes.prefix(12) { canvas.paragraph("note: " + note, style: "m") }
            if notes.count > 12 { canvas.paragraph("and \(notes.count - 12) more notes", style: "m") }
        }
        return svgElement(canvas, title: title, description: summary, prefix: options.prefix)
    }
}

/// The element around a drawing, with what assistive technology reads and the colours for light and dark.
func svgElement(_ canvas: SVGCanvas, title: String, description: String, prefix: String) -> String {
    let name = xmlText(prefix)
    let size = "0 0 \(svg(canvas.width)) \(svg(canvas.y + 12))"
    return """
        <svg xmlns="http://www.w3.org/2000/svg" class="qc" role="img" viewBox="\(size)" width="\(svg(canvas.width))" \
        aria-labelledby="\(name)-title \(name)-desc">
        <title id="\(name)-title">\(xmlText(title))</title>
        <desc id="\(name)-desc">\(xmlText(description))</desc>
        <style>\(svgStyle)</style>
        \(canvas.body)</svg>

        """
}

/// Classes begin below `.qc`, so that the style of a page around the picture stays as it is.
private let svgStyle: String = {
    func colors(_ value: (ChartPalette.Color) -> String) -> String {
        ChartPalette.all.enumerated().map { ".qc .f\($0){fill:\(value($1))}.qc .s\($0){stroke:\(value($1))}" }.joined()
    }
    return """
        .qc{max-width:100%;height:auto;background:#fff;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}\
        .qc text{fill:#1b1b1b}.qc .m{fill:#595959}.qc .t{font-size:16px;font-weight:600}.qc .h{font-size:13px;font-weight:600}\
        .qc .n{font-variant-numeric:tabular-nums}.qc .w{fill:#fff}.qc .g{stroke:#e3e3e3}.qc .z{stroke:#707070}\
        .qc .l{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.qc .d{stroke-dasharray:5 4}\
        .qc .b{fill-opacity:.18}.qc .p{fill-opacity:.5}.qc .e{stroke:#fff;stroke-width:1}.qc .k{fill:#1b1b1b}\(colors(\.light))\
        @media (prefers-color-scheme:dark){.qc{background:#16181d}.qc text{fill:#e8e8e8}.qc .m{fill:#a8adb5}.qc .w{fill:#0d1117}\
        .qc .g{stroke:#33373f}.qc .z{stroke:#8f959e}.qc .e{stroke:#16181d}.qc .k{fill:#e8e8e8}\(colors(\.dark))}
        """
}()

/// SVG (`.svg`): the chart of an answer; where it has none, its heading and the reason.
struct SVGRenderer: TextRenderer {
    let name = "svg"
    let fileExtensions = ["svg"]

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        do {
            write(try Chart(answer, exact: options.exact).svg())
        } catch {
            var canvas = SVGCanvas(width: SVGOptions().width)
            canvas.heading(visible(answer.heading), visible(answer.provenance))
            canvas.paragraph(error.note)
            write(svgElement(canvas, title: visible(answer.heading), description: error.note, prefix: "chart"))
        }
    }
}

extension SVGCanvas {
    static let margin = 12.0

    mutating func heading(_ title: String, _ subtitle: String) {
        y += 8
        paragraph(title, style: "t", size: 1.35)
        paragraph(subtitle, style: "m")
        y += 8
    }

    /// Text broken into lines that fit.
    mutating func paragraph(_ text: String, style: String = "", size: Double = 1) {
        guard !text.isEmpty else { return }
        let columns = Int((width - 2 * Self.margin) / (Self.characterWidth * size))
        for line in wrapped(text, to: columns).prefix(12) {
            y += 18 * max(1, size * 0.85)
            self.text(shortened(line, to: columns), x: Self.margin, y: y, style: style)
        }
    }

    /// A mark and a name for each series, on as many lines as they need.
    mutating func legend(_ series: [(label: String, tone: ChartSeries.Tone, isLine: Bool, isFaint: Bool)]) {
        guard !series.isEmpty else { return }
        var x = Self.margin
        y += 18
        for entry in series {
            let label = shortened(entry.label, to: 40)
            let length = 24 + Self.textWidth(label) + 12
            if x > Self.margin, x + length > width - Self.margin {
                x = Self.margin
                y += 18
            }
            let color = ChartPalette.place(entry.tone)
            if entry.isLine {
                line(x, y - 4, x + 18, y - 4, style: "l s\(color)" + (entry.isFaint ? " d" : ""))
            } else {
                rectangle(x: x + 4, y: y - 10, width: 12, height: 12, style: "f\(color)" + (entry.isFaint ? " b" : ""))
            }
            text(label, x: x + 23, y: y, style: "m")
            x += length
        }
        y += 4
    }
}
