import Values

extension Functions {
    static let texts: [Function] = [
        map("lower", "The text in lower case.") { $0.lowercased() },
        map("upper", "The text in upper case.") { $0.uppercased() },
        map("trim", "The text without blanks at either end.") { trimmed($0) },
        ofText("length", "t", .number(.count), "The number of characters as a reader counts them.") {
            .number(ExactDecimal($0.count))
        },
        Function(
            name: "left", parameters: [.text, .number], result: .text, signature: "left(t, n)",
            summary: "The first n characters.",
            kernel: .values { arguments in
                guard case .text(let text)? = arguments.first, let count = wholeNumber(arguments.last) else {
                    return .missing
                }
                return .text(String(text.prefix(max(0, count))))
            }),
        Function(
            name: "right", parameters: [.text, .number], result: .text, signature: "right(t, n)",
            summary: "The last n characters.",
            kernel: .values { arguments in
                guard case .text(let text)? = arguments.first, let count = wholeNumber(arguments.last) else {
                    return .missing
                }
                return .text(String(text.suffix(max(0, count))))
            }),
        test("contains", "Whether the text holds the other, case counting.") { text, part in
            text.containsBytes(of: part)
        },
        test("starts_with", "Whether the text begins with the other.") { $0.hasPrefix($1) },
        test("ends_with", "Whether the text ends with the other.") { $0.hasSuffix($1) },
        Function(
            name: "replace", parameters: [.text, .text, .text], result: .text, signature: "replace(t, old, new)",
            summary: "The text with every `old` replaced by `new`.",
            kernel: .values { arguments in
                guard arguments.count == 3, case .text(let text) = arguments[0], case .text(let old) = arguments[1],
                    case .text(let new) = arguments[2]
                else { return .missing }
                return .text(replacing(text, old, with: new))
            }),
        Function(
            name: "concat", parameters: [.any], isVariadic: true, result: .text, signature: "concat(a, b, …)",
            summary: "The values as one text; no value in any of them gives no value.",
            kernel: .values { .text($0.map(\.plainText).joined()) }),
        Function(
            name: "text", parameters: [.any], result: .text, signature: "text(x)",
            summary: "The value as text: ISO days, plain digits.",
            kernel: .values { .text($0.first?.plainText ?? "") }),
        ofText(
            "number", "t", .number(.number),
            "The number that a text writes, with a decimal point; no value when it is none."
        ) { ExactDecimal(text: trimmed($0)).map(Value.number) ?? .missing },
    ]

    private static func map(
        _ name: String, _ summary: String, _ kernel: @escaping @Sendable (String) -> String
    ) -> Function {
        ofText(name, "t", .text, summary) { .text(kernel($0)) }
    }

    /// A function of one text alone, which its signature calls `parameter`.
    static func ofText(
        _ name: String, _ parameter: String, _ result: Function.ResultKind, _ summary: String,
        _ kernel: @escaping @Sendable (String) -> Value
    ) -> Function {
        Function(
            name: name, parameters: [.text], result: result, signature: "\(name)(\(parameter))", summary: summary,
            kernel: .values { arguments in
                guard case .text(let text)? = arguments.first else { return .missing }
                return kernel(text)
            })
    }

    private static func test(
        _ name: String, _ summary: String, _ kernel: @escaping @Sendable (String, String) -> Bool
    ) -> Function {
        Function(
            name: name, parameters: [.text, .text], result: .condition, signature: "\(name)(t, part)",
            summary: summary,
            kernel: .values { arguments in
                guard arguments.count == 2, case .text(let text) = arguments[0], case .text(let part) = arguments[1]
                else { return .missing }
                return .boolean(kernel(text, part))
            })
    }

    static func trimmed(_ text: String) -> String {
        let characters = text.drop { $0.isWhitespace }
        guard let last = characters.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(characters[...last])
    }

    private static func replacing(_ text: String, _ old: String, with new: String) -> String {
        let bytes = Array(text.utf8)
        let pattern = Array(old.utf8)
        guard !pattern.isEmpty, bytes.count >= pattern.count else { return text }
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if position + pattern.count <= bytes.count,
                bytes[position..<(position + pattern.count)].elementsEqual(pattern)
            {
                result.append(contentsOf: new.utf8)
                position += pattern.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
