import CScan
import Values

/// Texts that begin alike and end in a number, such as `Account 0012345` or `user-17`: each is as good as its number.
struct NumberedForm: Sendable, Equatable {
    /// What all begin with, in ASCII; no digit at its end.
    let prefix: [UInt8]
    /// So many digits, zeros in front included; nil: as many as a number needs, without zeros in front.
    let digits: Int?

    private static let longestPrefix = 16
    private static let mostDigits = 8
    /// Texts that are looked at before a column is believed to be of this form.
    private static let fewest = 32

    /// The form of all texts that are not empty, if they are many and their numbers no more than `spread` apart.
    ///
    /// - Parameter quote: a text that begins with it stands in quotes in the file.
    init?(_ texts: [String], spread: Int, quote: UInt8) {
        let filled = texts.filter { !$0.isEmpty }
        guard filled.count >= Self.fewest, let first = filled.first?.utf8 else { return nil }
        let count = Array(first).lastIndex { !isDigit($0) }.map { $0 + 1 } ?? 0
        prefix = Array(first.prefix(count))
        guard (1...Self.longestPrefix).contains(count), prefix.allSatisfy({ (0x20...0x7E).contains($0) }),
            prefix[0] != 0x20, !prefix.contains(quote)
        else { return nil }
        let numbers = filled.map { $0.utf8.dropFirst(count) }
        let isPadded = numbers.contains { $0.count > 1 && $0.first == 0x30 }
        digits = isPadded ? first.count - count : nil
        var smallest = UInt32.max
        var largest: UInt32 = 0
        for text in filled {
            guard let number = number(Array(text.utf8)) else { return nil }
            smallest = min(smallest, number)
            largest = max(largest, number)
        }
        if Int(largest - smallest) > spread { return nil }
    }

    /// The number of a text; nil where it is not of this form.
    func number(_ text: some RandomAccessCollection<UInt8>) -> UInt32? {
        let written = text.dropFirst(prefix.count)
        guard text.starts(with: prefix), (1...Self.mostDigits).contains(written.count), written.allSatisfy(isDigit),
            digits.map({ written.count == $0 }) ?? (written.count == 1 || written.first != 0x30)
        else { return nil }
        return written.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
    }

    /// Calls `body` with the text of a number.
    func write(_ number: UInt32, to body: (UnsafeBufferPointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestPrefix + 10) { memory in
            var start = memory.count
            var rest = number
            repeat {
                start -= 1
                memory[start] = 0x30 + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            while memory.count - start < digits ?? 0 {
                start -= 1
                memory[start] = 0x30
            }
            for byte in prefix.reversed() {
                start -= 1
                memory[start] = byte
            }
            body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(memory)[start...]))
        }
    }

    /// For the loop in C over fields of the plainest form.
    var plain: cfields_numbered {
        var form = cfields_numbered()
        withUnsafeMutableBytes(of: &form.prefix) { $0.copyBytes(from: prefix) }
        form.prefix_count = UInt32(prefix.count)
        form.digits = UInt32(digits ?? 0)
        return form
    }
}

/// Reads texts of a numbered form: each as its number and 1, missing ones as 0.
///
/// `codes` has room for the run's rows. A text of another form makes the column odd.
func parseNumbered(
    _ run: FieldRun, _ form: NumberedForm, _ codes: UnsafeMutablePointer<UInt32>, _ spare: TextSpare
) -> ChunkCells {
    var result = ChunkCells()
    defer { spare.clear() }
    var found = cfields_found.nothing
    var plain = run.plain
    var plainForm = form.plain
    var row = 0
    while true {
        row = cfields_numbered_texts(&plain, row, &plainForm, codes, &found)
        if row >= run.rows { break }
        let (start, count) = spare.text(run, row, &result)
        if count == 0 {
            found.missing += 1
            codes[row] = 0
        } else if let number = form.number(UnsafeBufferPointer(start: start, count: count)) {
            codes[row] = number + 1
            found.smallest = min(found.smallest, Int64(number) + 1)
            found.largest = max(found.largest, Int64(number) + 1)
        } else {
            result.isOdd = true
            return result
        }
        row += 1
    }
    result.take(found)
    return result
}
