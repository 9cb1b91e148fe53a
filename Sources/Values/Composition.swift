@_spi(_Unicode) import Swift

extension String {
    /// The text in Unicode normalization form C, in which all text is stored and compared.
    package var composed: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var result = String.UnicodeScalarView()
        for scalar in _nfc { result.append(scalar) }
        return String(result)
    }
}
