// Spaces other than those of ASCII, and marks without width: a cell of nothing else looks blank, and is.

/// Whether a text that begins with this byte may begin with such a sign.
@inline(__always)
private func mayBeUnseen(_ byte: UInt8) -> Bool { byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF }

/// Whether a text is nothing but such signs and spaces, and has one of the signs in front.
@inline(__always)
func isUnseen(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    count > 1 && mayBeUnseen(bytes[0]) && areUnseen(bytes, count)
}

/// Whether a text is nothing but such signs and spaces, and has one of the signs anywhere.
func areUnseen(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var place = 0
    var hasSign = false
    while place < count {
        if isLayout(bytes[place]) {
            place += 1
        } else if let length = unseenLength(bytes + place, count - place) {
            place += length
            hasSign = true
        } else {
            return false
        }
    }
    return hasSign
}

/// The length of such a sign at the beginning; nil where there is none.
func unseenLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard count > 1 else { return nil }
    if bytes[0] == 0xC2 { return bytes[1] == 0xA0 || bytes[1] == 0xAD ? 2 : nil }
    guard count > 2 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0xE2, 0x80): return (0x80...0x8F).contains(bytes[2]) || (0xA8...0xAF).contains(bytes[2]) ? 3 : nil
    case (0xE2, 0x81): return bytes[2] == 0x9F || bytes[2] == 0xA0 || (0xA6...0xA9).contains(bytes[2]) ? 3 : nil
    case (0xE3, 0x80): return bytes[2] == 0x80 ? 3 : nil
    case (0xEF, 0xBB): return bytes[2] == 0xBF ? 3 : nil
    default: return nil
    }
}

/// The place of a text without such signs and spaces around it.
func withoutUnseen(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Range<Int> {
    var start = 0
    var end = count
    while start < end {
        if isSpace(bytes[start]) {
            start += 1
        } else if let length = unseenLength(bytes + start, end - start) {
            start += length
        } else {
            break
        }
    }
    while end > start {
        if isSpace(bytes[end - 1]) {
            end -= 1
        } else if end - start > 1, unseenLength(bytes + (end - 2), 2) == 2 {
            end -= 2
        } else if end - start > 2, unseenLength(bytes + (end - 3), 3) == 3 {
            end -= 3
        } else {
            break
        }
    }
    return start..<end
}
