private let monthNames: [[UInt8]] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
].map { Array($0.utf8) }

/// The names of months in other languages that are not read as English ones, and their numbers.
private let foreignMonths: [(name: [UInt8], month: Int)] = [
    (1, "januar jänner janvier janv enero ene gennaio gen januari janeiro"),
    (2, "februar février févr fév febrero febbraio februari fevereiro fev"), (3, "märz mär mars marzo maart mrt março"),
    (4, "avril avr abril abr aprile"), (5, "mai mayo maggio mag mei maio"), (6, "juni juin junio giugno giu junho"),
    (7, "juli juillet juil julio luglio lug julho"), (8, "août agosto ago augustus"),
    (9, "septembre septiembre setiembre settembre set setembro"),
    (10, "oktober okt octobre octubre ottobre ott outubro out"),
    (11, "novembre noviembre novembro"), (12, "dezember dez décembre déc diciembre dic dicembre dezembro"),
].flatMap { month, names in names.split(separator: " ").map { (Array($0.utf8), month - 1) } }

let weekdayNames: [[UInt8]] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
].map { Array($0.utf8) }

/// A cursor over the bytes of a cell.
struct DateCursor {
    let bytes: UnsafePointer<UInt8>
    let count: Int
    var position = 0

    var isAtEnd: Bool { position >= count }
    var byte: UInt8 { position < count ? bytes[position] : 0 }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard !isAtEnd && bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Skips a sign of several bytes.
    mutating func skip(_ sign: [UInt8]) -> Bool {
        guard sign.count <= count - position, sign.indices.allSatisfy({ bytes[position + $0] == sign[$0] }) else {
            return false
        }
        position += sign.count
        return true
    }

    /// Spaces, also those at which no line breaks.
    mutating func skipSpaces() {
        while let length = spaceLength(bytes + position, count - position) { position += length }
    }

    /// A number of up to `limit` digits and how many it has; nil when none or more follow.
    mutating func number(_ limit: Int) -> (value: Int, digits: Int)? {
        var value = 0
        let start = position
        while !isAtEnd && isDigit(bytes[position]) {
            if position - start == limit { return nil }
            value = value * 10 + Int(bytes[position] &- 0x30)
            position += 1
        }
        return position > start ? (value, position - start) : nil
    }

    /// A month by its name, counted from 0; in other languages than English by the names that are usual there.
    mutating func month() -> Int? {
        if let month = word(monthNames) { return month }
        var length = 0
        while position + length < count, isLetter(bytes[position + length]) || bytes[position + length] > 127 {
            length += 1
        }
        guard length >= 3 else { return nil }
        for (name, month) in foreignMonths where name.count == length {
            if name.indices.allSatisfy({ name[$0] == (name[$0] > 127 ? 0 : 0x20) | bytes[position + $0] }) {
                position += length
                return month
            }
        }
        return nil
    }

    /// `st`, `nd`, `rd`, `th` or the French `er` behind the number of a day.
    mutating func skipOrdinal() {
        guard position + 1 < count, position + 2 >= count || !isLetter(bytes[position + 2]) else { return }
        switch (bytes[position] | 0x20, bytes[position + 1] | 0x20) {
        case (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64), (0x74, 0x68), (0x65, 0x72): position += 2
        default: break
        }
    }

    /// `de` or `of` between spaces, as between day, month and year.
    mutating func skipOf() {
        guard position + 3 < count, isSpace(bytes[position + 2]) else { return }
        switch (bytes[position] | 0x20, bytes[position + 1] | 0x20) {
        case (0x64, 0x65), (0x6F, 0x66):
            position += 3
            skipSpaces()
        default: break
        }
    }

    /// A word that is one of `names`, or at least its first three letters; its place in the list.
    mutating func word(_ names: [[UInt8]]) -> Int? {
        var length = 0
        while position + length < count && isLetter(bytes[position + length]) { length += 1 }
        guard length >= 3 else { return nil }
        for (index, name) in names.enumerated() where length <= name.count {
            var isEqual = true
            for place in 0..<length where bytes[position + place] | 0x20 != name[place] {
                isEqual = false
                break
            }
            if isEqual && (length == 3 || length == name.count || length == 4) {
                position += length
                return index
            }
        }
        return nil
    }
}

/// The month by whose name a text begins, from 0, and the length of the name; nil where it begins otherwise.
func leadingMonth(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> (month: Int, length: Int)? {
    var cursor = DateCursor(bytes: bytes, count: count)
    return cursor.month().map { ($0, cursor.position) }
}
