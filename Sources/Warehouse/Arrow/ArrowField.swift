import CArrow
import Tables
import Values

/// One column of a stream, as its schema describes it.
struct ArrowField {
    var name: String
    var format: ArrowFormat
    /// What the codes of a dictionary stand for; nil where cells are values.
    var dictionary: ArrowFormat?
    /// The type as the database calls it, of values that Arrow has no type for: `numeric`.
    var opaqueType: String?
    /// Bytes that are numbers as `SentNumeric` reads them: only who asked for them knows.
    var isSentNumeric = false

    /// Text that is a number: PostgreSQL sends `numeric` so.
    var isNumericText: Bool { opaqueType == "numeric" }

    /// Whether its cells can become a column.
    var isReadable: Bool {
        guard let dictionary else { return format.isReadable || isSentNumeric }
        switch dictionary {
        case .text, .textView: return true
        default: return false
        }
    }

    /// What the column will be; numbers may turn out otherwise.
    var type: ColumnType {
        switch dictionary ?? format {
        case .null: .text
        case .boolean: .boolean
        case .signed, .unsigned: .integer
        case .float: .float
        // As many digits as a column may have: none that a sum has is rounded.
        case .text, .textView, .bytes: isNumericText || isSentNumeric ? .decimal(scale: 18) : .text
        case .decimal(let scale, _): scale <= 0 ? .integer : .decimal(scale: min(scale, 18))
        case .day32, .day64: .day
        case .moment: .moment
        case .time, .other: .text
        }
    }

    /// The columns of a stream or table.
    ///
    /// - Parameter schema: not released yet; it stays the caller's.
    static func fields(of schema: ArrowSchema) throws(Diagnostic) -> [ArrowField] {
        guard text(schema.format) == "+s", schema.n_children >= 0, schema.n_children < 100_000 else {
            throw malformed("its schema is no list of columns")
        }
        var fields: [ArrowField] = []
        for index in 0..<Int(schema.n_children) {
            guard let child = schema.children?[index]?.pointee else { throw malformed("a column has no schema") }
            let format = ArrowFormat(text(child.format))
            let metadata = Metadata(child.metadata)
            var field = ArrowField(name: text(child.name), format: format)
            field.dictionary = child.dictionary.map { ArrowFormat(text($0.pointee.format)) }
            if metadata["ARROW:extension:name"] == "arrow.opaque" {
                field.opaqueType = metadata["ARROW:extension:metadata"].flatMap { jsonString("type_name", in: $0) }
            } else if let type = metadata["ADBC:postgresql:typname"] {
                field.opaqueType = type
            }
            fields.append(field)
        }
        return fields
    }

    static func malformed(_ reason: String) -> Diagnostic {
        Diagnostic(
            "arrow-data", "the database driver gave data that cannot be read", reason: [reason],
            remedies: ["update the driver, or ask for fewer columns to find the one it is about"])
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}

/// Keys and values of a schema: a count, then for each its length and bytes, in the byte order of the machine.
private struct Metadata {
    private var values: [String: String] = [:]

    /// The bytes carry no length of their own, so what is read is bounded by what can be meant.
    init(_ pointer: UnsafePointer<CChar>?) {
        guard let pointer else { return }
        let bytes = UnsafeRawPointer(pointer)
        var position = 0
        func number() -> Int {
            defer { position += 4 }
            return Int(bytes.loadUnaligned(fromByteOffset: position, as: Int32.self))
        }
        func text() -> String? {
            let count = number()
            guard count >= 0, count <= 1 << 20 else { return nil }
            defer { position += count }
            return String(decoding: UnsafeRawBufferPointer(start: bytes + position, count: count), as: UTF8.self)
        }
        let count = number()
        guard count > 0, count <= 1000 else { return }
        for _ in 0..<count {
            guard let key = text(), let value = text() else { return }
            values[key] = value
        }
    }

    subscript(key: String) -> String? { values[key] }
}

/// The text under a key of a small JSON object; nil where it has none, or one with escapes.
private func jsonString(_ key: String, in json: String) -> String? {
    let bytes = Array(json.utf8)
    let wanted = Array("\"\(key)\"".utf8)
    guard bytes.count > wanted.count,
        let start = (0...bytes.count - wanted.count).first(where: { bytes[$0...].starts(with: wanted) })
    else { return nil }
    var rest = bytes[(start + wanted.count)...].drop { $0 == 0x20 || $0 == UInt8(ascii: ":") }
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    rest = rest.dropFirst()
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    let value = rest[..<end]
    return value.contains(UInt8(ascii: "\\")) ? nil : String(decoding: value, as: UTF8.self)
}
