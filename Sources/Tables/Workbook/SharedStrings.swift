import Values

/// The texts of a workbook that cells refer to by number, each as a field of `SheetText`.
///
/// Of a text in several runs of formatting the runs are put together; readings of East Asian words are left out.
final class SharedStrings: XMLListener {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var text: [UInt8] = []
    private var isCaptured = false
    private var readings = 0
    private let name: String
    private(set) var failure: Diagnostic?

    /// Bytes of all texts together.
    private static let largest = 2 << 30

    init(name: String) { self.name = name }

    /// The field of a text; nil where there is no text of this number.
    @inline(__always)
    func withField<Result>(_ index: Int, _ body: (ArraySlice<UInt8>) -> Result) -> Result? {
        guard index >= 0, index < ends.count else { return nil }
        return body(bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "si": text.removeAll(keepingCapacity: true)
        case "t": isCaptured = readings == 0
        case "rPh": readings += 1
        default: break
        }
    }

    func end(_ name: XMLName) {
        switch name {
        case "t": isCaptured = false
        case "rPh": readings = max(0, readings - 1)
        case "si":
            SheetText.appendField(of: text, to: &bytes)
            ends.append(bytes.count)
            if bytes.count > Self.largest {
                failure = Diagnostic(
                    "file-memory", "`\(self.name)` holds more than \(Self.largest >> 30) GiB of text",
                    remedies: ["save the sheet as CSV, which may be of any size"])
            }
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isCaptured { text.append(contentsOf: bytes) }
    }
}
