/// Colours that people with any colour vision can tell apart: Okabe and Ito, "Color Universal Design" (2008).
///
/// On a dark page the blue, which would drown, is lighter. Nothing is told by colour alone: series have patterns or marks
/// besides, rises and falls their sign, verdicts their word.
enum ChartPalette {
    struct Color: Hashable, Sendable {
        /// On a light and on a dark page.
        var light: String
        var dark: String
        /// The nearest of a terminal's 256.
        var terminal: Int
    }

    private static let series: [Color] = [
        Color(light: "#0072B2", dark: "#4CA3DD", terminal: 32), Color(light: "#E69F00", dark: "#E69F00", terminal: 214),
        Color(light: "#009E73", dark: "#2BBE93", terminal: 36), Color(light: "#D55E00", dark: "#E8793A", terminal: 166),
        Color(light: "#CC79A7", dark: "#D890B8", terminal: 175),
        Color(light: "#56B4E9", dark: "#8ACBF2", terminal: 117),
        Color(light: "#C9B800", dark: "#F0E442", terminal: 227),
    ]
    private static let grey = Color(light: "#8A8A8A", dark: "#8F959E", terminal: 245)
    private static let lightGrey = Color(light: "#B3B3B3", dark: "#6B717A", terminal: 250)

    /// Every colour, the greys last; `place` finds that of a tone.
    static let all = series + [grey, lightGrey]

    static func place(_ tone: ChartSeries.Tone) -> Int {
        switch tone {
        case .color(let number): max(0, number) % series.count
        case .compared(let number): number == 0 ? series.count : series.count + 1
        case .others: series.count + 1
        case .total: series.count
        case .rise: 0
        case .fall: 3
        }
    }

    static func color(_ tone: ChartSeries.Tone) -> Color { all[place(tone)] }
}
