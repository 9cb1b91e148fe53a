import Language
import Tables
import Values

extension ReadOptions {
    /// The options of `with delimiter ";", decimal ",", encoding latin1, dates dmy, skip 2`.
    package init(_ options: [ReadOption]) throws(Diagnostic) {
        self.init()
        for option in options {
            let value = option.value
            switch option.name.text.lowercased() {
            case "delimiter":
                delimiter = try Self.byte(value, named: ["tab": 9, "\\t": 9, "comma": 44, "semicolon": 59])
            case "quote": quote = try Self.byte(value, named: [:])
            case "decimal":
                guard value.text == "," || value.text == "." else {
                    throw Self.wrong(value, "decimal", "\",\" or \".\"")
                }
                decimalMark = try Self.byte(value, named: [:])
            case "encoding":
                guard let known = Encoding(name: value.text) else {
                    throw Self.wrong(value, "encoding", listed(Encoding.allCases.map(\.rawValue)))
                }
                encoding = known
            case "dates":
                guard let order = DateOrder(rawValue: value.text.lowercased()) else {
                    throw Self.wrong(value, "dates", "dmy, mdy or ymd")
                }
                dateOrder = order
            case "skip":
                guard let lines = Int(value.text), lines >= 0 else {
                    throw Self.wrong(value, "skip", "a number of lines")
                }
                skip = lines
            case "times":
                guard ["local", "utc"].contains(value.text.lowercased()) else {
                    throw Self.wrong(value, "times", "local or utc")
                }
                keepsLocalTimes = value.text.lowercased() == "local"
            case "sheet": sheet = value.text
            case "section":
                guard let number = Int(value.text), number > 0 else {
                    throw Self.wrong(value, "section", "the number of a table in the file, from 1")
                }
                section = number
            case "header": hasHeader = try Self.flag(value, "header")
            case "missing":
                guard value.text.contains(where: { !$0.isWhitespace }) else {
                    throw Self.wrong(value, "missing", "the text of cells that have no value")
                }
                missingWords.append(value.text)
            case "footer": keepsTotals = try !Self.flag(value, "footer")
            default:
                let known = Keyword.all(.option).map(\.rawValue)
                let near = nearest(option.name.text, among: known)
                throw Diagnostic(
                    "unknown-option", "unknown option `\(option.name.text)`", at: option.name.span,
                    reason: ["the options of reading are \(listed(known))"],
                    remedies: near.isEmpty ? [] : [didYouMean(near)], replacement: near.first)
            }
        }
    }

    private static func flag(_ value: Label, _ option: String) throws(Diagnostic) -> Bool {
        switch value.text.lowercased() {
        case "on", "true", "yes": true
        case "off", "false", "no": false
        default: throw wrong(value, option, "on or off")
        }
    }

    private static func byte(_ value: Label, named: [String: UInt8]) throws(Diagnostic) -> UInt8 {
        if let byte = named[value.text.lowercased()] { return byte }
        guard value.text.utf8.count == 1, let byte = value.text.utf8.first else {
            throw wrong(value, "delimiter", "one character, for example \";\" or tab")
        }
        return byte
    }

    private static func wrong(_ value: Label, _ option: String, _ wanted: String) -> Diagnostic {
        Diagnostic(
            "option-value", "`\(option)` cannot be \"\(value.text)\"", at: value.span, remedies: ["it takes \(wanted)"])
    }
}
