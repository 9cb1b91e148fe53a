@_spi(_Unicode) import Swift

/// The text in Unicode normalization form C, the one form that texts are kept and compared in.
package func normalized(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text._nfc { result.append(scalar) }
    return String(result)
}
