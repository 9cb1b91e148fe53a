/// A reader of RFC 4180 written for these tests alone: the records of a text, and for each field whether it was quoted.
struct DelimitedReader {
    struct Field: Equatable {
        var text: String
        var wasQuoted: Bool
    }

    struct Malformed: Error {}

    static func records(_ text: String, delimiter: UInt8) throws -> [[Field]] {
        var records: [[Field]] = []
        var record: [Field] = []
        var bytes: [UInt8] = []
        var input = Array(text.utf8)[...]
        while !input.isEmpty {
            bytes = []
            let wasQuoted = input.first == UInt8(ascii: "\"")
            if wasQuoted {
                input = input.dropFirst()
                while true {
                    guard let byte = input.popFirst() else { throw Malformed() }
                    if byte != UInt8(ascii: "\"") {
                        bytes.append(byte)
                    } else if input.first == UInt8(ascii: "\"") {
                        bytes.append(byte)
                        input = input.dropFirst()
                    } else {
                        break
                    }
                }
            } else {
                while let byte = input.first, byte != delimiter, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r")
                {
                    if byte == UInt8(ascii: "\"") { throw Malformed() }
                    bytes.append(byte)
                    input = input.dropFirst()
                }
            }
            record.append(Field(text: String(decoding: bytes, as: UTF8.self), wasQuoted: wasQuoted))
            switch input.popFirst() {
            case delimiter:
                if input.isEmpty { throw Malformed() }
            case UInt8(ascii: "\r"):
                guard input.popFirst() == UInt8(ascii: "\n") else { throw Malformed() }
                records.append(record)
                record = []
            case UInt8(ascii: "\n"):
                records.append(record)
                record = []
            default: throw Malformed()
            }
        }
        return records
    }
}
