import Values

/// A JSON value to be written: fields stand in the order in which they are given.
indirect enum JSONTree: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    case text(String)
    case number(Double)
    case boolean(Bool)
    case null
    case array([JSONTree])
    case object([(String, JSONTree)])

    init(stringLiteral text: String) { self = .text(text) }
    init(floatLiteral number: Double) { self = .number(number) }
    init(integerLiteral number: Int) { self = .number(Double(number)) }
    init(booleanLiteral flag: Bool) { self = .boolean(flag) }
    init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
    init(nilLiteral: ()) { self = .null }

    /// No value and what is not finite are null.
    init(_ number: Double?) { self = number.map(JSONTree.number) ?? .null }

    /// The object with fields added behind its own; anything else as it is.
    func adding(_ fields: [(String, JSONTree)]) -> JSONTree {
        if case .object(let own) = self { .object(own + fields) } else { self }
    }

    /// Objects of data stand on a line each, so that they are read as lines.
    func write(indent: Int = 0, into text: inout String) {
        let inner = String(repeating: " ", count: indent + 2)
        switch self {
        case .text(let value): text += jsonText(value)
        case .number(let number): text += number.isFinite ? plainDigits(number) : "null"
        case .boolean(let flag): text += flag ? "true" : "false"
        case .null: text += "null"
        case .array(let elements):
            guard !elements.isEmpty, !isFlat else { return writeFlat(into: &text) }
            text += "[\n"
            for (index, element) in elements.enumerated() {
                text += inner
                element.write(indent: indent + 2, into: &text)
                text += index + 1 < elements.count ? ",\n" : "\n"
            }
            text += String(repeating: " ", count: indent) + "]"
        case .object(let fields):
            guard !fields.isEmpty, !isFlat else { return writeFlat(into: &text) }
            text += "{\n"
            for (index, field) in fields.enumerated() {
                text += inner + jsonText(field.0) + ": "
                field.1.write(indent: indent + 2, into: &text)
                text += index + 1 < fields.count ? ",\n" : "\n"
            }
            text += String(repeating: " ", count: indent) + "}"
        }
    }

    private func writeFlat(into text: inout String) {
        switch self {
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ", " }
                element.write(into: &text)
            }
            text += "]"
        case .object(let fields):
            text += "{"
            for (index, field) in fields.enumerated() {
                if index > 0 { text += ", " }
                text += jsonText(field.0) + ": "
                field.1.write(into: &text)
            }
            text += "}"
        default: write(into: &text)
        }
    }

    /// Whether nothing inside holds anything itself.
    private var isFlat: Bool {
        func isLeaf(_ tree: JSONTree) -> Bool {
            switch tree {
            case .array, .object: false
            default: true
            }
        }
        switch self {
        case .array(let elements): return elements.allSatisfy(isLeaf)
        case .object(let fields): return fields.allSatisfy { isLeaf($0.1) }
        default: return true
        }
    }
}
