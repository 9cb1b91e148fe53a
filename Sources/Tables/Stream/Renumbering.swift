/// Gives the cells of pieces their new codes. False when there is no memory.
func renumber(
    _ pieces: inout [NarrowCells], _ renumbering: SharedDictionary.Renumbering, _ memory: ColumnMemory
) -> Bool {
    let code: (UInt32) -> UInt32
    switch renumbering {
    case .none: return true
    case .moved(let above, let moved): code = { $0 > above ? moved[$0] ?? $0 : $0 }
    case .all(let codes): code = { Int($0) < codes.count ? codes[Int($0)] : 0 }
    }
    var scratch: [UInt32] = []
    for (index, piece) in pieces.enumerated() {
        if case .moved(let above, _) = renumbering, !piece.hasCode(above: above) { continue }
        scratch.removeAll(keepingCapacity: true)
        var largest: UInt32 = 0
        for place in 0..<piece.count {
            let new = code(piece.code(place))
            largest = max(largest, new)
            scratch.append(new)
        }
        let stored = scratch.withUnsafeBufferPointer { codes in
            codes.baseAddress.flatMap { storeNarrow(codes: $0, codes.count, largest: largest, memory) }
        }
        guard let stored else { return false }
        pieces[index] = NarrowCells(
            start: stored.start, width: stored.width, firstRow: piece.firstRow, count: piece.count)
    }
    return true
}

extension NarrowCells {
    /// A cell of a column of texts.
    func code(_ place: Int) -> UInt32 {
        switch width {
        case .one: UInt32(start.load(fromByteOffset: place, as: UInt8.self))
        case .two: UInt32(start.load(fromByteOffset: place * 2, as: UInt16.self))
        case .four, .eight: start.load(fromByteOffset: place * 4, as: UInt32.self)
        }
    }

    fileprivate func hasCode(above limit: UInt32) -> Bool {
        switch width {
        case .one: return limit < UInt32(UInt8.max) && (0..<count).contains { code($0) > limit }
        case .two: return limit < UInt32(UInt16.max) && (0..<count).contains { code($0) > limit }
        case .four, .eight:
            let cells = start.assumingMemoryBound(to: UInt32.self)
            var largest: UInt32 = 0
            for place in 0..<count { largest = max(largest, cells[place]) }
            return largest > limit
        }
    }
}
