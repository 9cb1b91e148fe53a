import Engine
import Values

/// The number formats and looks of a workbook's cells, each kept once.
struct CellStyles {
    enum Weight {
        /// `numberHeader` stands on the right, above numbers.
        case plain, header, numberHeader, total
    }

    private struct Style: Hashable {
        var format: String
        var weight: Weight
    }

    private var styles: [Style] = [Style(format: "", weight: .plain)]
    private var numbers: [Style: Int] = [Style(format: "", weight: .plain): 0]
    private var formats: [String] = []
    private var formatNumbers: [String: Int] = [:]

    /// Formats below are the spreadsheet's own.
    private static let firstFormat = 164

    /// The number of a style; an empty format is the general one.
    mutating func number(_ format: String, _ weight: Weight = .plain) -> Int {
        let style = Style(format: format, weight: weight)
        if let known = numbers[style] { return known }
        if !format.isEmpty, formatNumbers[format] == nil {
            formatNumbers[format] = Self.firstFormat + formats.count
            formats.append(format)
        }
        numbers[style] = styles.count
        styles.append(style)
        return styles.count - 1
    }

    /// `styles.xml`.
    var xml: [UInt8] {
        var bytes = Array(xmlHead.utf8)
        bytes += Array("<styleSheet xmlns=\"\(sheetNamespace)\">".utf8)
        if !formats.isEmpty {
            bytes += Array("<numFmts count=\"\(formats.count)\">".utf8)
            for (index, format) in formats.enumerated() {
                bytes += Array("<numFmt numFmtId=\"\(Self.firstFormat + index)\" formatCode=\"".utf8)
                bytes.appendXML(format)
                bytes += Array("\"/>".utf8)
            }
            bytes += Array("</numFmts>".utf8)
        }
        let font = "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>"
        bytes += Array(
            """
            <fonts count="2"><font>\(font)</font><font><b/>\(font)</font></fonts>\
            <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>\
            </fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/>\
            <right/><top style="thin"><color auto="1"/></top><bottom/><diagonal/></border></borders><cellStyleXfs \
            count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="\(styles.count)">
            """.utf8)
        for style in styles {
            let format = formatNumbers[style.format] ?? 0
            let font = style.weight == .plain ? 0 : 1
            let border = style.weight == .total ? 1 : 0
            bytes += Array(
                "<xf numFmtId=\"\(format)\" fontId=\"\(font)\" fillId=\"0\" borderId=\"\(border)\" xfId=\"0\"".utf8)
            bytes += Array(" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"".utf8)
            let side = style.weight == .numberHeader ? " horizontal=\"right\"" : ""
            let isTitle = style.weight == .header || style.weight == .numberHeader
            let alignment = "><alignment\(side) vertical=\"top\" wrapText=\"1\"/></xf>"
            bytes += Array((isTitle ? alignment : "/>").utf8)
        }
        bytes += Array(
            """
            </cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """.utf8)
        return bytes
    }
}

let xmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
let sheetNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/// The number format of a column, decided over all of its cells; an empty one is general.
func numberFormat(_ unit: Unit, _ role: Answer.Column.Role, _ cells: [Value]) -> String {
    if role == .changeRatio { return "+0.0%;-0.0%;0.0%" }
    let decimals = shownDecimals(cells)
    let digits = decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals)
    func signed(_ format: String) -> String { role == .change ? "+\(format);-\(format);\(format)" : format }
    switch unit {
    case .percent: return signed("0.00%")
    case .money(let currency):
        let amount = decimals == 0 ? "#,##0" : "#,##0.00"
        guard let currency, currency.utf8.count <= 10, currency.utf8.allSatisfy({ $0 &- 0x41 < 26 }) else {
            return signed(amount)
        }
        return signed("[$\(currencySign(currency))]\(amount)")
    case .days: return signed(decimals == 0 ? "#,##0" : "#,##0.0")
    case .number, .count:
        // What rows hold and what they are grouped by may be years and numbers of things.
        return role == .dimension ? "" : signed("#,##" + digits)
    }
}

/// `€`, and `CHF ` where no sign names the currency alone.
private func currencySign(_ code: String) -> String {
    // The languages keep a spreadsheet from taking the sign for that of its own country.
    ["USD": "$-409", "EUR": "€-2", "GBP": "£-809", "JPY": "¥-411", "INR": "₹-4009"][code] ?? code + " "
}

/// Digits behind the point that cells show: as many as exact numbers have, two where the question divided, four at most.
private func shownDecimals(_ cells: [Value]) -> Int {
    var most = 0
    for cell in cells {
        switch cell {
        case .number(let number) where number.scale > most: most = max(most, number.normalized.scale)
        case .float(let float) where float.isFinite && float != float.rounded(): most = max(most, 2)
        default: break
        }
    }
    return min(most, 4)
}
