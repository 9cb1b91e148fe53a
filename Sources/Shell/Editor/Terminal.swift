import CEditline

/// The terminal and the text being edited on it, as libedit keeps them.
///
/// Offsets are UTF-8 bytes.
struct Terminal {
    let handle: OpaquePointer

    /// The text and the cursor's place in it.
    struct Content: Equatable {
        var text: String
        var cursor: Int

        /// The text before the cursor.
        var head: Substring { text.prefix(bytes: cursor) }
        /// The text from the cursor on.
        var tail: Substring { text.dropFirst(bytes: cursor) }
    }

    var content: Content {
        var length = 0
        var cursor = 0
        guard let bytes = editline_text(handle, &length, &cursor) else { return Content(text: "", cursor: 0) }
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
        return Content(text: text, cursor: cursor)
    }

    func move(to offset: Int) { editline_move(handle, max(0, offset)) }

    /// Replaces a range of the text and leaves the cursor after what was inserted.
    func replace(_ range: Range<Int>, with text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                editline_replace(handle, range.lowerBound, range.upperBound, $0.baseAddress, $0.count)
            }
        }
    }

    func insert(_ text: String) {
        let cursor = content.cursor
        replace(cursor..<cursor, with: text)
    }

    /// Replaces the whole text; the cursor goes to its end, or where it is told.
    func set(_ text: String, cursor: Int? = nil) {
        replace(0..<content.text.utf8.count, with: text)
        if let cursor { move(to: cursor) }
    }

    /// Writes to the screen; libedit does not know of it.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { editline_write(handle, $0.baseAddress, $0.count) }
        }
    }

    var size: (columns: Int, rows: Int) {
        var columns: Int32 = 0
        var rows: Int32 = 0
        editline_size(handle, &columns, &rows)
        return (Int(columns), Int(rows))
    }

    /// The next character typed; nil at the end of input, or when none comes within the limit.
    func key(milliseconds limit: Int32 = -1) -> Unicode.Scalar? {
        var key: UInt32 = 0
        guard editline_key(handle, &key, limit) == 1 else { return nil }
        return Unicode.Scalar(key)
    }

    func hasInput(within milliseconds: Int32 = 0) -> Bool { editline_has_input(handle, milliseconds) }

    /// The columns that a text takes when it is printed on one line; what cannot be printed takes none.
    static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + max(0, Int(editline_width($1.value))) }
    }

    /// The beginning of a text that fits into a number of columns, ended by `…` where something was cut.
    static func fit(_ text: String, columns: Int) -> String {
        if width(text) <= columns { return text }
        guard columns > 0 else { return "" }
        var fitting = ""
        var used = 1
        for character in text {
            used += width(String(character))
            if used > columns { break }
            fitting.append(character)
        }
        return fitting + "…"
    }
}

extension String {
    /// The index at a UTF-8 offset, which is moved into bounds and back to the beginning of a scalar.
    func index(atByte offset: Int) -> Index {
        var index = utf8.index(startIndex, offsetBy: Swift.min(Swift.max(0, offset), utf8.count))
        while index.samePosition(in: unicodeScalars) == nil, index > startIndex { index = utf8.index(before: index) }
        return index
    }

    func prefix(bytes count: Int) -> Substring { self[..<index(atByte: count)] }
    func dropFirst(bytes count: Int) -> Substring { self[index(atByte: count)...] }
}
