import Synchronization
import Values

/// Where the last quote of a large file stands: behind it none is closed any more, however much of the file follows.
final class LastQuote: Sendable {
    private let file: StreamedFile
    private let quote: UInt8
    private let end: Int
    /// Nil as long as nobody asked.
    private let place = Mutex<Int?>(nil)

    private static let step = 1 << 20

    init(_ file: StreamedFile, _ head: StreamHead) {
        self.file = file
        quote = head.dialect.quote
        end = head.dataEnd
    }

    /// Whether no quote stands at `offset` or behind it.
    func isBefore(_ offset: Int) -> Bool {
        place.withLock { place in
            if place == nil { place = found() }
            return place.map { $0 < offset } ?? false
        }
    }

    /// From the end backwards, as most files that have quotes have them everywhere; -1 is none, nil is not known.
    private func found() -> Int? {
        var limit = end
        while limit > 0, !Work.isStopped {
            let start = max(0, limit - Self.step)
            guard let part = file.bytes(start, limit - start), part.count == limit - start else { return nil }
            if let place = lastByte(quote, part.start, 0, part.count) { return start + place }
            limit = start
        }
        return limit > 0 ? nil : -1
    }
}
