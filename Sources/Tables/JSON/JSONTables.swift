/// Finds the tables of a JSON text: arrays of objects.
struct JSONTables {
    /// An array of objects, and the keys that lead to it.
    struct Found {
        var path: String
        /// Where the array opens.
        var start: Int
        /// Whether each object begins on a line of its own.
        var hasLines: Bool
    }

    private(set) var found: [Found] = []
    /// Whether objects stand behind each other, one a line, with no array around them.
    private(set) var isLines = false

    /// Objects in objects that are looked into.
    private static let mostNesting = 16

    /// Looks over the whole text, and fails where it is no JSON.
    ///
    /// - Parameter isLines: whether the file's name says that there is an object a line.
    init(_ scanner: JSONScanner, isLines: Bool) throws(JSONScanner.Failure) {
        var scanner = scanner
        scanner.skipSpace()
        if scanner.byte == 0x7B, isLines || Self.hasSecondObject(scanner) {
            self.isLines = true
            return
        }
        try look(&scanner, path: "", depth: 0)
        scanner.skipSpace()
        if !scanner.isAtEnd { throw scanner.expected("the end of the text") }
    }

    /// Whether a line with another object follows the first.
    private static func hasSecondObject(_ scanner: JSONScanner) -> Bool {
        var ahead = scanner
        guard (try? ahead.skipValue()) != nil else { return false }
        let end = ahead.position
        ahead.skipSpace()
        guard ahead.byte == 0x7B else { return false }
        return firstByte(0x0A, ahead.bytes, end, ahead.position) < ahead.position
    }

    /// Passes the value at hand, and takes down the arrays of objects in it.
    private mutating func look(_ scanner: inout JSONScanner, path: String, depth: Int) throws(JSONScanner.Failure) {
        scanner.skipSpace()
        if scanner.byte == 0x5B {
            let start = scanner.position
            var ahead = scanner
            ahead.position += 1
            ahead.skipSpace()
            let isTable = ahead.byte == 0x7B
            let first = ahead.position
            try scanner.skipValue()
            guard isTable else { return }
            try ahead.skipValue()
            let firstEnd = ahead.position
            ahead.skipSpace()
            if ahead.byte == 0x2C {
                ahead.position += 1
                ahead.skipSpace()
            }
            // One record, or a line end between the first two.
            let hasLines =
                firstByte(0x0A, scanner.bytes, min(firstEnd, ahead.position), ahead.position) < ahead.position
                || ahead.byte == 0x5D
            found.append(Found(path: path, start: start, hasLines: hasLines && first > start))
            return
        }
        guard scanner.byte == 0x7B, depth < Self.mostNesting else { return try scanner.skipValue() }
        scanner.position += 1
        var isFirst = true
        while try scanner.next(in: 0x7B, &isFirst) {
            let key = try scanner.skipKey()
            var name: [UInt8] = []
            appendJSONText(scanner.bytes, key, to: &name)
            let text = String(decoding: name, as: UTF8.self)
            try look(&scanner, path: path.isEmpty ? text : path + "." + text, depth: depth + 1)
        }
    }
}
