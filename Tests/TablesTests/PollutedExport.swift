import Values

/// A table as an analyst means it, and a file that some tool made of it: another delimiter, other numbers and days, and
/// around and among the rows what is no data.
struct PollutedExport {
    private(set) var text = ""
    /// The table's cells, in the form of `Table.rows`.
    private(set) var rows: [[String]] = []
    /// What was done to it, for the message of a failure.
    private(set) var marks: [String] = []

    static let titles = ["Ref No", "Client", "Phase", "Day", "Worth", "Pieces"]

    private static let clients = [
        "Acme Corp", "Beta, Inc.", "Gamma \"G\" Ltd", "Délta SA", "Omega & Co", "O'Neil Group", "Sigma-7", "#1 Shop",
        "Theta; Iota", "Zeta / Eta", "5\" Pipes", "N/A Holdings", "Kappa | Co", "Page One",
    ]
    private static let phases = ["Prospecting", "Won", "Lost", "Negotiation"]

    private var random: Random
    private let delimiter: String
    private let writesAmount: (Int) -> String
    private let writesDay: (Day) -> String
    private var isQuoted = false
    private var pollutions: Set<String> = []
    private var lines: [String] = []

    private static let all = [
        "sep", "preamble", "notes with the table's width", "comment", "blank lines before",
        "blank lines among the rows",
        "delimiters alone", "titles again", "page numbers", "group total", "total", "count", "note", "delimiter behind",
        "blank first column", "empty column", "byte order mark", "no line end", "quotes",
    ]

    init(seed: Int) {
        var random = Random(seed: UInt64(seed) + 1)
        // The first numbers of like seeds are alike.
        for _ in 0..<8 { _ = random.next() }
        let delimiter = [",", ",", ";", "\t", "|"][random.below(5)]
        let (amount, writesAmount) = Self.amounts[random.below(Self.amounts.count)]
        let (day, writesDay) = Self.days[random.below(Self.days.count)]
        for _ in 0..<random.below(5) { pollutions.insert(Self.all[random.below(Self.all.count)]) }
        self.random = random
        self.delimiter = delimiter
        self.writesAmount = writesAmount
        self.writesDay = writesDay
        isQuoted = pollutions.contains("quotes")
        marks = ["`\(delimiter)`", amount, day] + pollutions.sorted()
        build()
    }

    // MARK: The forms of cells

    /// Hundredths as text.
    private static let amounts: [(String, @Sendable (Int) -> String)] = [
        ("1234.50", { plain($0, ".") }), ("1,234.50", { grouped($0, ",", ".") }),
        ("$1,234.50", { ($0 < 0 ? "-$" : "$") + grouped(abs($0), ",", ".") }), ("1.234,50", { grouped($0, ".", ",") }),
        ("1234,50", { plain($0, ",") }), ("1.234,50 €", { grouped($0, ".", ",") + " €" }),
        ("1 234,50", { grouped($0, "\u{202F}", ",") }), ("1'234.50", { grouped($0, "'", ".") }),
        ("(1,234.50)", { $0 < 0 ? "(" + grouped(-$0, ",", ".") + ")" : grouped($0, ",", ".") }),
        ("1,234.50-", { grouped(abs($0), ",", ".") + ($0 < 0 ? "-" : "") }),
        ("USD 1,234.50", { "USD " + grouped($0, ",", ".") }),
    ]

    private static let days: [(String, @Sendable (Day) -> String)] = [
        ("2024-01-31", { $0.text }), ("31.01.2024", { padded($0.day) + "." + padded($0.month) + ".\($0.year)" }),
        ("1/31/2024", { "\($0.month)/\($0.day)/\($0.year)" }),
        ("31/01/2024", { padded($0.day) + "/" + padded($0.month) + "/\($0.year)" }),
        ("31-Jan-2024", { padded($0.day) + "-" + monthNames[$0.month - 1].prefix(3) + "-\($0.year)" }),
        ("January 31, 2024", { "\(monthNames[$0.month - 1]) \($0.day), \($0.year)" }),
    ]

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    private static func plain(_ hundredths: Int, _ mark: String) -> String {
        (hundredths < 0 ? "-" : "") + "\(abs(hundredths) / 100)" + mark + padded(abs(hundredths) % 100)
    }

    private static func grouped(_ hundredths: Int, _ separator: String, _ mark: String) -> String {
        let digits = Array(String(abs(hundredths) / 100))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += separator }
            text.append(digit)
        }
        return (hundredths < 0 ? "-" : "") + text + mark + padded(abs(hundredths) % 100)
    }

    // MARK: The file

    private mutating func build() {
        let count = 8 + random.below(50)
        addHead()
        let titles = row(Self.titles)
        lines.append(titles)
        var (total, pieces, ofGroup) = (0, 0, 0)
        for index in 0..<count {
            // One day at least tells the month from the day.
            let day = Day(
                year: 2023 + random.below(2), month: 1 + random.below(12), day: index == 3 ? 25 : 1 + random.below(28))
            let amount = random.chance(6) ? nil : random.below(900_000_000) - 1_000_000
            let number = 1 + random.below(500)
            guard let day else { continue }
            let client = Self.clients[random.below(Self.clients.count)]
            let phase = Self.phases[random.below(4)]
            rows.append([
                "R-\(1000 + index)", client, phase, day.text, amount.map { Self.plain($0, ".") } ?? "",
                String(number),
            ])
            let cells = [
                "R-\(1000 + index)", client, phase, writesDay(day), amount.map(writesAmount) ?? "", String(number),
            ]
            lines.append(row(cells) + (pollutions.contains("delimiter behind") && random.chance(15) ? delimiter : ""))
            total += amount ?? 0
            pieces += number
            ofGroup += amount ?? 0
            if pollutions.contains("group total"), index % 9 == 8 {
                lines.append(row(["Total for \(client)", "", "", "", writesAmount(ofGroup), ""]))
                ofGroup = 0
            }
            if index < count - 1 { addBetween(index, titles) }
        }
        if pollutions.contains("total") {
            lines.append(row(["Total", "", "", "", writesAmount(total), String(pieces)]))
        }
        if pollutions.contains("count") { lines += ["", "\(count) records"] }
        if pollutions.contains("note") {
            lines += [
                "",
                [
                    "Source: CRM, as of 30 June 2024", "Confidential Information - Do Not Distribute",
                    "Generated by CRM 3.0",
                ][
                    random.below(3)],
            ]
        }
        text = lines.joined(separator: "\n") + (pollutions.contains("no line end") ? "" : "\n")
        if pollutions.contains("byte order mark") { text = "\u{FEFF}" + text }
    }

    private mutating func addHead() {
        if pollutions.contains("sep") { lines.append("sep=" + delimiter) }
        if pollutions.contains("preamble") { lines += ["Pipeline by client", "Generated on 2024-06-30 10:15", ""] }
        if pollutions.contains("notes with the table's width") {
            let rest = String(repeating: delimiter, count: Self.titles.count - 2)
            lines += [
                "Run by:\(delimiter)Ann Lee\(rest)", "Run at:\(delimiter)2024-06-30\(rest)",
                delimiter + delimiter + rest,
            ]
        }
        if pollutions.contains("blank lines before") { lines += ["", ""] }
        if pollutions.contains("comment") { lines.append("# made by crm-tool 3.1") }
    }

    private mutating func addBetween(_ index: Int, _ titles: String) {
        if pollutions.contains("blank lines among the rows"), random.chance(10) { lines.append("") }
        if pollutions.contains("delimiters alone"), random.chance(10) {
            lines.append(String(repeating: delimiter, count: Self.titles.count - 1))
        }
        if pollutions.contains("page numbers"), index % 15 == 14 { lines += ["", "Page \(index / 15 + 1) of 4", ""] }
        if pollutions.contains("titles again"), index % 20 == 19 { lines.append(titles) }
    }

    private func row(_ cells: [String]) -> String {
        var cells = cells
        if pollutions.contains("empty column") { cells.insert("", at: 3) }
        if pollutions.contains("blank first column") { cells.insert("", at: 0) }
        return cells.map { cell in
            let isQuoted = isQuoted || cell.contains(delimiter) || cell.contains("\"")
            return isQuoted ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: delimiter)
    }
}
