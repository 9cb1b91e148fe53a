/// What a text of a column of texts looks like by itself.
package enum CellLook: Hashable, Sendable {
    case number, time, text

    /// - Parameter bytes: UTF-8, without spaces around.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            self = .text
            return
        }
        if scanNumber(base, bytes.count) != nil {
            self = .number
        } else {
            self = scanDate(base, bytes.count) != nil ? .time : .text
        }
    }
}
