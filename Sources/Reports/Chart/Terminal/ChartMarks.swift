/// The characters that pictures are drawn with: blocks and dots, or ASCII where nothing else can be shown.
struct ChartMarks: Sendable {
    let isASCII: Bool
    let hasColor: Bool

    /// What fills the bars of a tone. Where there is colour all are solid; else each has a pattern.
    func fill(_ tone: ChartSeries.Tone, isPartial: Bool = false) -> Character {
        if hasColor && !isASCII { return "█" }
        switch tone {
        case .color(let number):
            if isPartial { return isASCII ? "-" : "▒" }
            let patterns: [Character] =
                isASCII ? ["#", "=", "+", "%", "o", "x", ":"] : ["█", "▒", "░", "▓", "╳", "═", "∙"]
            return patterns[max(0, number) % patterns.count]
        case .compared(let number): return isASCII ? (number == 0 ? "-" : ".") : (number == 0 ? "░" : "∙")
        case .others: return isASCII ? "." : "∙"
        case .total: return isASCII ? "#" : "█"
        case .rise: return isASCII ? "+" : "▒"
        case .fall: return isASCII ? "-" : "░"
        }
    }

    /// Eighths of a block from the left: only solid bars end within a cell.
    func eighth(_ count: Int) -> Character {
        let blocks: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
        return blocks[min(8, max(0, count))]
    }

    /// What stands at the points of a line.
    func point(_ tone: ChartSeries.Tone) -> Character {
        let marks: [Character] =
            isASCII ? ["*", "+", "x", "o", "#", "@", "%"] : ["●", "■", "▲", "◆", "○", "□", "△"]
        switch tone {
        case .color(let number): return marks[max(0, number) % marks.count]
        case .compared, .others: return isASCII ? "." : "·"
        case .total, .rise, .fall: return marks[0]
        }
    }

    func style(_ tone: ChartSeries.Tone, isPartial: Bool = false) -> CellStyle {
        CellStyle(foreground: ChartPalette.color(tone).terminal, isDim: isPartial)
    }

    /// A shade from light to dark, for cells without colour.
    func shade(_ share: Double) -> Character {
        let shades: [Character] = isASCII ? [".", ":", "+", "%", "#"] : ["·", "░", "▒", "▓", "█"]
        return shades[min(shades.count - 1, max(0, Int(share * Double(shades.count))))]
    }

    /// Blues from light to dark, with a colour of text that is read on each.
    func heat(_ share: Double) -> CellStyle {
        let ramp = [(195, 16), (153, 16), (111, 16), (75, 16), (32, 231), (25, 231), (18, 231)]
        let (background, text) = ramp[min(ramp.count - 1, max(0, Int(share * Double(ramp.count))))]
        return CellStyle(foreground: text, background: background)
    }

    var rule: Character { isASCII ? "-" : "─" }
    var tick: Character { isASCII ? "+" : "┴" }
    var upright: Character { isASCII ? "|" : "│" }
    var crossing: Character { isASCII ? "+" : "┤" }
    var corner: Character { isASCII ? "+" : "└" }
    var target: Character { isASCII ? "|" : "┃" }
    var rest: Character { isASCII ? "." : "·" }
}
