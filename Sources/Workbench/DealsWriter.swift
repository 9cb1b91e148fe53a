import Values

/// Writes the lines of a file of deals.
struct DealsWriter {
    private static let titles =
        "id,account,deal_name,owner,segment,region,team,stage,amount,created_date,close_date,source,product\n"
    private static let segments = ["Enterprise", "Mid-Market", "SMB", "Public Sector", "Startup"]
    private static let regions = ["North America", "EMEA", "APAC", "LATAM"]
    private static let openStages = ["Prospecting", "Qualification", "Proposal", "Negotiation"]
    private static let closedStages = ["Closed Won", "Closed Lost"]
    private static let sources = ["Inbound", "Outbound", "Partner", "Referral", "Event"]
    private static let products = ["Core", "Plus", "Pro", "Suite", "Add-on"]
    private static let accounts = 83_333
    /// 2021-01-01, and the days from there to 2025-12-31.
    private static let firstDay = 18_628
    private static let days = (0..<1826).map { Day(firstDay + $0).text }

    private var random = SplitMix(state: 20_260_101)

    /// The lines of these deals; those of the first deal have the titles before them.
    mutating func lines(_ numbers: Range<Int>) -> String {
        var text = numbers.lowerBound == 0 ? Self.titles : ""
        for number in numbers { append(number, to: &text) }
        return text
    }

    private mutating func append(_ number: Int, to text: inout String) {
        let account = random.below(Self.accounts)
        let created = random.below(Self.days.count - 1)
        let close = created + 1 + random.below(240)
        let isClosed = random.below(3) == 0 && close < Self.days.count
        let product = pick(Self.products)
        text += "006\(padded(number, 12)),Account \(padded(account, 7)),"
        text +=
            random.below(10) == 0
            ? "\"Acme, Inc. \(account) renewal\"," : "Globex \(product) expansion \(number),"
        text += "Rep \(padded(random.below(200), 3)),\(pick(Self.segments)),\(pick(Self.regions)),"
        text += "Team \(padded(random.below(12) + 1, 2)),\(pick(isClosed ? Self.closedStages : Self.openStages)),"
        text += "\(100 + random.below(100_000)).\(padded(random.below(100), 2)),"
        text += "\(Self.days[created]),\(isClosed ? Self.days[close] : ""),\(pick(Self.sources)),\(product)\n"
    }

    private mutating func pick(_ texts: [String]) -> String { texts[random.below(texts.count)] }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Steele, Lea and Flood's generator: a few instructions a number, and the same numbers everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return Int(bits.multipliedFullWidth(by: UInt64(limit)).high)
    }
}
