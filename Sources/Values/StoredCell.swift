/// A cell as it is kept: a text as its bytes, so that none is made of it that nobody needs.
package enum StoredCell {
    case value(Value)
    /// UTF-8 in NFC, valid during the call that gives it.
    case text(UnsafeBufferPointer<UInt8>)

    package var value: Value {
        switch self {
        case .value(let value): value
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}
