import SQLiteSupport

/// Draws the cells of tables: with gaps, ties, repeated and extreme values.
struct TableGenerator {
    var draw: Draw
    /// The days that tables are about, ISO 8601, in order.
    let days: [String]

    static let sectors = [
        "retail", "Énergie", "software", "médical", "Zoo", "été", "Übersee", "fish, chips", "retail B",
    ]
    static let stages = ["Won", "Lost", "Open", "won late"]
    static let countries = ["France", "Österreich", "Peru", "日本", "Chile"]
    static let continents = ["Europe", "Asia", "America"]
    static let channels = ["mail", "search", "fairs", "Search"]
    static let plans = ["basic", "pro", "big deal"]
    static let notes = ["say \"hi\"", "plain", "ßtraße", "a*b", "O'Neil", "naïve", "x", "plaim"]
    static let teams = ["North", "Süd", "West"]

    mutating func accountNames() -> [String] {
        draw.shuffled([
            "Acme", "Café Noir", "Émile & Co", "Bolt", "Zénith", "acme", "Delta", "Gamma, Inc", "Łódź Works", "Nadir",
            "Omega",
            "Pi", "Quark", "Rho", "Sigma", "Tau", "Ümlaut", "Vega", "Wolf", "Xeno",
        ])
    }

    mutating func texts(_ words: [String], _ count: Int, blank: Double = 0.12) -> [SQLValue] {
        let usual = draw.shuffled(words).prefix(draw.number(1...words.count))
        return (0..<count).map { _ in draw.chance(blank) ? .null : .text(draw.pick(Array(usual))) }
    }

    /// Different texts, one a row.
    mutating func keys(_ words: [String], _ count: Int) -> [SQLValue] { words.prefix(count).map { .text($0) } }

    /// Exact numbers of which many are equal, some zero and some negative.
    mutating func numbers(_ range: ClosedRange<Int>, _ count: Int, scale: Int, blank: Double = 0.1) -> [SQLValue] {
        let step = Int(power(max(0, scale - draw.number(0...3))))
        let common = (0..<4).map { _ in draw.number(range) / step * step }
        return (0..<count).map { _ in
            if draw.chance(blank) { return .null }
            if draw.chance(0.06) { return .integer(0) }
            return .integer(Int64(draw.chance(0.35) ? draw.pick(common) : draw.number(range)))
        }
    }

    mutating func booleans(_ count: Int, blank: Double = 0.1) -> [SQLValue] {
        (0..<count).map { _ in draw.chance(blank) ? .null : .integer(draw.chance(0.4) ? 1 : 0) }
    }

    mutating func days(_ count: Int, blank: Double = 0.08) -> [SQLValue] {
        let common = (0..<3).map { _ in draw.pick(days) }
        return (0..<count).map { _ in
            if draw.chance(blank) { return .null }
            return .text(draw.chance(0.15) ? draw.pick(common) : draw.pick(days))
        }
    }

    /// A day some days behind each of the others, seldom before it.
    mutating func days(after starts: [SQLValue], within most: Int, blank: Double) -> [SQLValue] {
        starts.map { start in
            if draw.chance(blank) { return .null }
            guard let start = start.text, let index = days.firstIndex(of: start) else { return .text(draw.pick(days)) }
            let moved = index + (draw.chance(0.05) ? -draw.number(0...most / 2) : draw.number(0...most))
            return .text(days[min(max(0, moved), days.count - 1)])
        }
    }
}
