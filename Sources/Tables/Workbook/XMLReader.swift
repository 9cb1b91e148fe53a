import CExpat
import Values

/// What is told of an XML document while it is read, in its order.
protocol XMLListener: AnyObject {
    func begin(_ name: XMLName, _ attributes: XMLAttributes)
    func end(_ name: XMLName)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
    /// Whether it wants no more; asked every few thousand bytes.
    var isFinished: Bool { get }
    /// Why the document cannot be used, once it is known.
    var failure: Diagnostic? { get }
}

extension XMLListener {
    var isFinished: Bool { false }
    var failure: Diagnostic? { nil }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    func end(_ name: XMLName) {}
}

/// The name of an element or attribute without its prefix: the namespaces of workbooks differ by their edition, their
/// names do not.
struct XMLName {
    fileprivate let start: UnsafePointer<CChar>

    fileprivate init(_ name: UnsafePointer<CChar>) {
        var start = name
        var place = name
        while place.pointee != 0 {
            if place.pointee == 0x3A { start = place + 1 }
            place += 1
        }
        self.start = start
    }

    @inline(__always)
    static func ~= (word: StaticString, name: XMLName) -> Bool {
        let bytes = word.utf8Start
        for index in 0..<word.utf8CodeUnitCount where name.start[index] != CChar(bitPattern: bytes[index]) {
            return false
        }
        return name.start[word.utf8CodeUnitCount] == 0
    }
}

/// The attributes of an element; valid during the call only.
struct XMLAttributes {
    fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// Calls `body` with each attribute and its value, which ends in a NUL.
    @inline(__always)
    func forEach(_ body: (XMLName, UnsafePointer<CChar>) -> Void) {
        guard var place = list else { return }
        while let name = place[0], let value = place[1] {
            body(XMLName(name), value)
            place += 2
        }
    }

    subscript(_ word: StaticString) -> String? {
        var found: String?
        forEach { name, value in
            if found == nil, word ~= name { found = String(cString: value) }
        }
        return found
    }
}

/// Reads a part of a workbook as XML.
///
/// Fails with `file-format` where it is no well-formed XML, has a document type (workbooks have none, and entities can
/// be made to grow without bound), or where the listener says so; and as `ZipPart` does.
func readXML(
    _ archive: ZipArchive, _ entry: ZipArchive.Entry, _ listener: any XMLListener
) throws(Diagnostic) {
    guard let parser = XML_ParserCreate(nil) else {
        throw Diagnostic("file-memory", "there is no memory to read `\(archive.name)`")
    }
    defer { XML_ParserFree(parser) }
    let state = ParserState(parser, listener)
    XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
    XML_SetElementHandler(
        parser,
        { state, name, attributes in
            guard let state, let name else { return }
            ParserState.from(state).listener.begin(XMLName(name), XMLAttributes(list: attributes))
        },
        { state, name in
            guard let state, let name else { return }
            ParserState.from(state).listener.end(XMLName(name))
        })
    XML_SetCharacterDataHandler(parser) { state, text, count in
        guard let state, let text, count > 0 else { return }
        text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { bytes in
            ParserState.from(state).listener.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
    }
    XML_SetStartDoctypeDeclHandler(parser) { raw, _, _, _, _ in
        guard let raw else { return }
        let state = ParserState.from(raw)
        state.hasDocumentType = true
        XML_StopParser(state.parser, 0)
    }

    var part = try ZipPart(archive, entry)
    let step = 1 << 16
    try withExtendedLifetime(state) { () throws(Diagnostic) in
        while true {
            guard let memory = XML_GetBuffer(parser, Int32(step)) else {
                throw Diagnostic("file-memory", "there is no memory to read `\(archive.name)`")
            }
            let count = try part.read(into: memory.assumingMemoryBound(to: UInt8.self), capacity: step)
            let result = XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0)
            if state.hasDocumentType {
                throw damagedWorkbook(
                    archive.name, "the part `\(entry.name)` has a document type, which workbooks never have")
            }
            guard result == XML_STATUS_OK else {
                let line = XML_GetCurrentLineNumber(parser)
                let why = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown"
                throw damagedWorkbook(archive.name, "the part `\(entry.name)` is no XML: line \(line): \(why)")
            }
            if let failure = listener.failure { throw failure }
            if count == 0 || listener.isFinished { return }
        }
    }
}

/// What expat hands back with every call.
private final class ParserState {
    let parser: XML_Parser
    let listener: any XMLListener
    var hasDocumentType = false

    init(_ parser: XML_Parser, _ listener: any XMLListener) {
        self.parser = parser
        self.listener = listener
    }

    @inline(__always)
    static func from(_ raw: UnsafeMutableRawPointer) -> ParserState {
        Unmanaged<ParserState>.fromOpaque(raw).takeUnretainedValue()
    }
}
