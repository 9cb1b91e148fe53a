/// The scaled value of a scanned cell: its digits, times 10^(scale - fraction).
///
/// Nil when it does not fit 64 bits.
func scaledValue(_ bytes: UnsafePointer<UInt8>, _ scan: NumberScan, fraction: Int, scale: Int) -> Int64? {
    var mantissa: UInt64 = 0
    for position in scan.bodyStart..<scan.bodyEnd where isDigit(bytes[position]) {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflow2) = product.addingReportingOverflow(UInt64(bytes[position] &- 0x30))
        if overflow || overflow2 { return nil }
        mantissa = sum
    }
    let shift = scale - fraction
    guard shift >= 0 && shift <= 18 else { return mantissa == 0 ? 0 : nil }
    let (scaled, overflow) = mantissa.multipliedReportingOverflow(by: powerOfTen(shift))
    guard !overflow, let value = Int64(exactly: scaled) else { return nil }
    return scan.isNegative ? -value : value
}

/// The value of a scanned cell as a float.
func floatValue(_ bytes: UnsafePointer<UInt8>, _ scan: NumberScan, mark: UInt8) -> Double? {
    var text = scan.isNegative ? "-" : ""
    for position in scan.bodyStart..<scan.bodyEnd {
        let byte = bytes[position]
        if isDigit(byte) || byte == 0x2B || byte == 0x2D || byte == 0x45 || byte == 0x65 {
            text.unicodeScalars.append(Unicode.Scalar(byte))
        } else if byte == mark {
            if text.isEmpty || text == "-" { text += "0" }
            text += "."
        }
    }
    if text.hasSuffix(".") { text.removeLast() }
    if scan.bodyStart == scan.bodyEnd { return 0 }
    guard let value = Double(text.replacingPointBeforeExponent()), value.isFinite else { return nil }
    if scan.tens > 0 {
        let whole = value * (scan.tens == 3 ? 1e3 : scan.tens == 6 ? 1e6 : 1e9)
        return whole.isFinite ? whole : nil
    }
    return scan.isPercent ? value / 100 : value
}

extension String {
    /// `5.E3` as `5E3`.
    fileprivate func replacingPointBeforeExponent() -> String {
        guard let place = firstIndex(where: { $0 == "e" || $0 == "E" }), place > startIndex else { return self }
        let before = index(before: place)
        return self[before] == "." ? String(self[..<before] + self[place...]) : self
    }
}

/// 10^exponent for 0 to 18.
@inline(__always)
func powerOfTen(_ exponent: Int) -> UInt64 {
    var result: UInt64 = 1
    for _ in 0..<exponent { result &*= 10 }
    return result
}
