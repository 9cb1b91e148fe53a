import Values

/// Whether a file is compressed with gzip.
func isGzip(_ buffer: ByteBuffer) -> Bool {
    buffer.count >= 2 && buffer.start[0] == 0x1F && buffer.start[1] == 0x8B
}

/// The content of a file that is compressed with gzip, in one part or in several behind each other.
///
/// Each part carries a checksum and its length; where they are wrong or missing this fails with `file-format`, as it
/// does for what unpacks to more than 4 GiB, or to more than 500 times its size where that is beyond 64 MiB.
func unpackedGzip(_ file: FileBytes, displayName: String) throws(Diagnostic) -> FileBytes {
    let packed = file.buffer
    let limit = min(
        4 << 30, max(64 << 20, packed.count.multipliedReportingOverflow(by: ZipPart.mostRatio).partialValue))
    var content: [UInt8] = []
    var damage: String?
    do throws(Inflater.Failure) {
        let inflater = try Inflater(packed, 0..<packed.count, .gzip)
        let step = 1 << 20
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: step)
        defer { room.deallocate() }
        while true {
            let count = try inflater.read(into: room, capacity: step)
            if count == 0 { break }
            if Work.isStopped || !Work.mayGrow(content, by: count) { break }
            content += UnsafeBufferPointer(start: room, count: count)
            if content.count > limit { break }
        }
        // Some writers fill up their last block with zeros.
        let behind = inflater.bytesBehind
        if (packed.count - behind..<packed.count).contains(where: { packed.start[$0] != 0 }) {
            damage = "\(behind) bytes behind the packed data are none; left out"
        }
    } catch {
        let reason =
            switch error {
            case .damaged: "its checksum is wrong, or what is packed in it is damaged"
            case .cut: "it breaks off before its end, as a download that was cut short does"
            case .memory: "there is no memory to unpack it"
            }
        throw Diagnostic(
            "file-format", "`\(displayName)` cannot be unpacked (gzip)", reason: [reason],
            remedies: ["copy or download it again"])
    }
    try Work.check()
    guard content.count <= limit else {
        throw Diagnostic(
            "file-format", "`\(displayName)` unpacks to more than is read",
            reason: [
                "more than \(limit >> 20) MiB come out of \(packed.count) bytes; 4 GiB, and \(ZipPart.mostRatio) times"
                    + " the size of the file, are the most"
            ],
            remedies: ["unpack it with `gunzip`, and look at what is in it"])
    }
    if content.isEmpty {
        throw Diagnostic(
            "file-empty", "`\(displayName)`: the file is empty: 0 bytes are packed in it",
            remedies: ["export the file again, or leave it out"])
    }
    guard let buffer = ByteBuffer(copying: content) else {
        throw Diagnostic(
            "file-memory", "`\(displayName)` does not fit into memory",
            reason: ["unpacked it has \(content.count) bytes"],
            remedies: ["split the file, or use a machine with more memory"])
    }
    let seen = survey(buffer.start, 0, buffer.count)
    return FileBytes(buffer: buffer, hasHigh: seen.high, hasZero: seen.zero, damage: damage)
}
