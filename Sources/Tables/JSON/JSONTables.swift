/// Finds the tables of a JSON text: arrays of objects, of arrays that are rows, or of pages of records.
struct JSONTables {
    /// What the elements of an array are.
    enum Elements: Equatable {
        case objects
        /// Arrays of scalars, of which the widest has so many.
        case rows(width: Int)
        /// Answers that hold records in an array at these keys.
        case pages([String])
    }

    /// An array that may be a table, and the keys that lead to it.
    struct Found {
        var keys: [String]
        /// Where the array opens.
        var start: Int
        var elements: Elements
        var count: Int
        /// Whether each element begins on a line of its own.
        var hasLines: Bool

        var path: String { keys.joined(separator: ".") }
    }

    /// An array of texts, or of objects, that may name the columns of rows.
    struct List {
        var keys: [String]
        var start: Int
        var count: Int
    }

    private(set) var found: [Found] = []
    private(set) var lists: [List] = []
    /// Where arrays are that hold nothing.
    private(set) var empties: [[String]] = []
    /// What stands behind each other, one a line, with no array around it; nil where the text is one value.
    private(set) var lines: Elements?

    /// Objects and arrays in others that are looked into.
    private static let mostNesting = 16
    /// Arrays in an array that are looked into.
    private static let mostInner = 16
    /// No row has as many columns.
    private static let longestList = 1 << 14

    /// Looks over the whole text, and fails where it is no JSON.
    ///
    /// - Parameter isLines: whether the file's name says that there is an object a line.
    init(_ scanner: JSONScanner, isLines: Bool) throws(JSONScanner.Failure) {
        var scanner = scanner
        scanner.skipSpace()
        if scanner.byte == 0x7B ? isLines || Self.hasSecond(scanner) : scanner.byte == 0x5B && Self.hasSecond(scanner) {
            lines = Self.lines(scanner)
            return
        }
        do throws(JSONScanner.Failure) {
            var whole = scanner
            try look(&whole, keys: [], depth: 0)
            whole.skipSpace()
            if !whole.isAtEnd { throw whole.expected("the end of the text") }
        } catch {
            // The first line may be all that is damaged.
            guard Self.areLines(scanner) else { throw error }
            lines = Self.lines(scanner)
        }
    }

    // MARK: Lines

    /// Whether a line with another object, or another array, follows the first.
    private static func hasSecond(_ scanner: JSONScanner) -> Bool {
        var ahead = scanner
        guard (try? ahead.skipValue()) != nil else { return false }
        let end = ahead.position
        ahead.skipSpace()
        guard ahead.byte == scanner.byte else { return false }
        return firstByte(0x0A, ahead.bytes, end, ahead.position) < ahead.position
    }

    /// Whether most of the first lines are whole objects, two at least.
    private static func areLines(_ scanner: JSONScanner) -> Bool {
        var (lines, whole) = (0, 0)
        forEachLine(scanner) { line in
            lines += 1
            if line.byte == 0x7B, isWhole(line) { whole += 1 }
        }
        return whole > 1 && whole * 2 >= lines
    }

    private static func isWhole(_ line: JSONScanner) -> Bool {
        var line = line
        guard (try? line.skipValue()) != nil else { return false }
        line.skipSpace()
        return line.isAtEnd
    }

    /// Goes over the first lines that are not blank.
    private static func forEachLine(_ scanner: JSONScanner, _ body: (JSONScanner) -> Void) {
        var line = scanner
        for _ in 0..<64 {
            line.end = scanner.end
            line.skipSpace()
            if line.isAtEnd { return }
            line.end = firstByte(0x0A, line.bytes, line.position, scanner.end)
            body(line)
            line.position = line.end
        }
    }

    /// What stands in lines, as the first of them show.
    private static func lines(_ scanner: JSONScanner) -> Elements {
        if scanner.byte == 0x5B { return .rows(width: 0) }
        var keys: [String]?
        var (arePages, arePaged) = (true, false)
        forEachLine(scanner) { line in
            guard arePages, line.byte == 0x7B, isWhole(line) else { return }
            guard let page = JSONPage(line) else {
                arePages = false
                return
            }
            if let known = keys, known != page.keys { arePages = false } else { keys = page.keys }
            if page.isPaged { arePaged = true }
        }
        if arePages, arePaged, let keys { return .pages(keys) }
        return .objects
    }

    // MARK: One value

    /// Passes the value at hand, and takes down the arrays in it that may be tables.
    private mutating func look(
        _ scanner: inout JSONScanner, keys: [String], depth: Int
    ) throws(JSONScanner.Failure) {
        scanner.skipSpace()
        guard depth < Self.mostNesting else { return try scanner.skipValue() }
        if scanner.byte == 0x5B { return try lookIntoArray(&scanner, keys: keys, depth: depth) }
        guard scanner.byte == 0x7B else { return try scanner.skipValue() }
        scanner.position += 1
        var isFirst = true
        while try scanner.next(in: 0x7B, &isFirst) {
            let key = try scanner.skipKey()
            try look(&scanner, keys: keys + [scanner.text(ofKey: key)], depth: depth + 1)
        }
    }

    private mutating func lookIntoArray(
        _ scanner: inout JSONScanner, keys: [String], depth: Int
    ) throws(JSONScanner.Failure) {
        let start = scanner.position
        scanner.position += 1
        var (objects, rows, texts, others, width) = (0, 0, 0, 0, 0)
        var firstObject: Int?
        /// The ends of the first element and the beginning of the second.
        var gap: Range<Int>?
        var firstEnd: Int?
        var isFirst = true
        while try scanner.next(in: 0x5B, &isFirst) {
            if let end = firstEnd, gap == nil { gap = end..<max(end, scanner.position) }
            switch scanner.byte {
            case 0x7B:
                firstObject = firstObject ?? scanner.position
                objects += 1
                try scanner.skipValue()
            case 0x5B:
                if let scalars = scanner.scalarCount() {
                    rows += 1
                    width = max(width, scalars)
                    try scanner.skipValue()
                } else {
                    others += 1
                    if others > Self.mostInner {
                        try scanner.skipValue()
                    } else {
                        try look(&scanner, keys: keys + ["\(objects + rows + others)"], depth: depth + 1)
                    }
                }
            case 0x22:
                texts += 1
                try scanner.skipValue()
            default:
                others += 1
                try scanner.skipValue()
            }
            firstEnd = firstEnd ?? scanner.position
        }
        let count = objects + rows + texts + others
        if count == 0 { return empties.append(keys) }
        if count <= Self.longestList, texts == count || objects == count {
            lists.append(List(keys: keys, start: start, count: count))
        }
        // One element, or a line end between the first two.
        let hasLines = gap.map { firstByte(0x0A, scanner.bytes, $0.lowerBound, $0.upperBound) < $0.upperBound } ?? true
        if let firstObject, objects >= rows {
            var page = scanner
            page.position = firstObject
            var elements = Elements.objects
            if let page = JSONPage(page), page.isPaged { elements = .pages(page.keys) }
            found.append(
                Found(keys: keys, start: start, elements: elements, count: objects, hasLines: hasLines))
        } else if rows > 0 {
            found.append(
                Found(keys: keys, start: start, elements: .rows(width: width), count: rows, hasLines: hasLines))
        }
    }
}

extension JSONScanner {
    /// The text of a key, or of another string, of which this is the content.
    func text(ofKey key: Range<Int>) -> String {
        var name: [UInt8] = []
        appendJSONText(bytes, key, to: &name)
        return String(decoding: name, as: UTF8.self)
    }

    /// How many scalars the array at hand holds; nil where it holds anything else, or is damaged.
    func scalarCount() -> Int? {
        var ahead = self
        ahead.position += 1
        var isFirst = true
        var count = 0
        while (try? ahead.next(in: 0x5B, &isFirst)) ?? false {
            guard ahead.byte != 0x7B, ahead.byte != 0x5B, (try? ahead.skipScalar()) != nil else { return nil }
            count += 1
        }
        return count
    }
}
