import Values

/// Elements of an SVG picture, one below the other, with everything that XML would obey escaped.
struct SVGCanvas {
    let width: Double
    /// Down to where something has been drawn.
    var y: Double = 0
    private(set) var body = ""

    init(width: Double) { self.width = width }

    enum Anchor: String { case start, middle, end }

    mutating func text(
        _ text: String, x: Double, y: Double, style: String = "", anchor: Anchor = .start, within width: Double? = nil
    ) {
        var text = text
        // Text that was measured too short by far is cut rather than drawn over its neighbours.
        if let width { text = shortened(text, to: max(1, Int(width / Self.characterWidth))) }
        guard !text.isEmpty else { return }
        body += "<text x=\"\(svg(x))\" y=\"\(svg(y))\""
        if !style.isEmpty { body += " class=\"\(style)\"" }
        if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
        body += ">\(xmlText(text))</text>\n"
    }

    /// - Parameter hint: what a reader is told who points at it.
    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, style: String, opacity: Double? = nil, hint: String = ""
    ) {
        body +=
            "<rect x=\"\(svg(x))\" y=\"\(svg(y))\" width=\"\(svg(max(0, width)))\" height=\"\(svg(max(0, height)))\""
        body += " class=\"\(style)\""
        if let opacity { body += " fill-opacity=\"\(svg(opacity))\"" }
        body += hint.isEmpty ? "/>\n" : "><title>\(xmlText(hint))</title></rect>\n"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
        body += "<line x1=\"\(svg(x1))\" y1=\"\(svg(y1))\" x2=\"\(svg(x2))\" y2=\"\(svg(y2))\" class=\"\(style)\"/>\n"
    }

    mutating func path(
        _ points: [(x: Double, y: Double)], isClosed: Bool = false, style: String, hint: String = ""
    ) {
        guard let first = points.first else { return }
        body += "<path d=\"M\(svg(first.x)) \(svg(first.y))"
        for point in points.dropFirst() { body += "L\(svg(point.x)) \(svg(point.y))" }
        body += (isClosed ? "Z" : "") + "\" class=\"\(style)\""
        body += hint.isEmpty ? "/>\n" : "><title>\(xmlText(hint))</title></path>\n"
    }

    /// About what a character of the usual size takes: fonts differ, so places are generous.
    static let characterWidth = 6.8

    static func textWidth(_ text: String) -> Double { Double(displayWidth(text)) * characterWidth }
}

/// A length with at most two digits behind the point.
func svg(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e9 else { return "0" }
    return plainDigits((number * 100).rounded() / 100)
}

/// Text for XML, in elements and in quoted attributes; what XML cannot hold is written as a symbol.
func xmlText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x26: result += "&amp;"
        case 0x3C: result += "&lt;"
        case 0x3E: result += "&gt;"
        case 0x22: result += "&quot;"
        case 0x27: result += "&#39;"
        case 0x00...0x1F, 0x7F...0x9F: result += visible(scalar)
        // The last two code points of each plane are no characters.
        case _ where scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
