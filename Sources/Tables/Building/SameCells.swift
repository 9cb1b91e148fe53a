import Glibc

extension Column {
    /// Whether another column has the same cells in the same order.
    package func hasSameCells(as other: Column) -> Bool {
        guard type == other.type, count == other.count, missingCount == other.missingCount else { return false }
        if let mine = narrow, let theirs = other.narrow { return mine.hasSameCells(as: theirs) }
        switch (data, other.data) {
        case (.floats(let mine), .floats(let theirs)):
            return mine.elementsEqual(theirs) { $0 == $1 || $0.isNaN && $1.isNaN }
        default: return (0..<count).allSatisfy { value(at: $0) == other.value(at: $0) }
        }
    }
}

extension NarrowColumn {
    /// Texts are numbered by their first row, so the same texts in the same order have the same codes.
    fileprivate func hasSameCells(as other: NarrowColumn) -> Bool {
        guard pieces.count == other.pieces.count, bounds == other.bounds else { return false }
        switch (form, other.form) {
        case (.texts(let mine), .texts(let theirs)):
            guard mine.count == theirs.count else { return false }
            for index in 0..<mine.count {
                let isSame = mine.withBytes(index) { left in
                    theirs.withBytes(index) { right in
                        guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress
                        else { return left.count == right.count }
                        return memcmp(first, second, left.count) == 0
                    }
                }
                if !isSame { return false }
            }
        case (.scaled(let mine), .scaled(let theirs)): if mine != theirs { return false }
        default: break
        }
        return zip(pieces, other.pieces).allSatisfy { mine, theirs in
            mine.count == theirs.count && mine.width == theirs.width
                && memcmp(mine.start, theirs.start, mine.count * mine.width.rawValue) == 0
        }
    }
}
