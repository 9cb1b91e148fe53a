import Values

// Tight loops for the plain forms that most columns are written in. Each either reads every cell of the column, with the
// result that the careful path would give, or returns nil, and the careful path decides.
extension ColumnCells {
    /// Calls `body` with the cells of all rows and their places in `target`, until it returns false; nil then.
    @inline(__always)
    private func fill<Element>(
        _ body: (_ row: Int, _ cell: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<Element>) ->
            Bool
    ) -> [Element]? {
        var isWhole = true
        let result = [Element](unsafeUninitializedCapacity: rowCount) { target, initialized in
            guard let base = target.baseAddress else { return }
            forEach { row, cell, count in
                isWhole = body(row, cell, count, base + row)
                return isWhole
            }
            if Work.isStopped { isWhole = false }
            // Elements are trivial; after an early end the array is thrown away.
            initialized = isWhole ? rowCount : 0
        }
        return isWhole ? result : nil
    }

    /// Numbers of the form `-?digits(.digits)?` with at most 18 digits, scaled by 10^`scale`.
    ///
    /// Nil when a cell is anything else, when no cell proves the decimal point, and when all may be dates (`20240131`).
    /// `scale` is a guess and grows where a cell has more digits behind the point.
    /// - Parameter allowsWords: whether cells with a word for no value are missing.
    func plainNumbers(scale guess: Int, allowsWords: Bool = false) -> (values: [Int64], scale: Int, missing: Int)? {
        var scale = guess
        for _ in 0..<4 {
            var needed = scale
            if let found = plainNumbers(exactScale: scale, needed: &needed, allowsWords: allowsWords) {
                return (found.values, scale, found.missing)
            }
            if needed <= scale || needed > 18 { return nil }
            scale = needed
        }
        return nil
    }

    private func plainNumbers(
        exactScale scale: Int, needed: inout Int, allowsWords: Bool
    ) -> (values: [Int64], missing: Int)? {
        var missing = 0
        var proofs: CellProofs = []
        let values: [Int64]? = fill { (_, cell, count, target: UnsafeMutablePointer<Int64>) in
            if count == 0 {
                missing &+= 1
                target.initialize(to: ColumnData.missingScaled)
                return true
            }
            guard let value = plainNumber(cell, count, scale: scale, &proofs, &needed) else {
                guard allowsWords, isMissingWord(cell, count) else { return false }
                missing &+= 1
                target.initialize(to: ColumnData.missingScaled)
                return true
            }
            target.initialize(to: value)
            return true
        }
        guard let values, missing < rowCount,
            proofs.contains(proofs.contains(.fraction) ? .decimalPoint : .notEightDigits)
        else { return nil }
        return (values, missing)
    }

    /// Words for yes and no.
    ///
    /// Nil also when all of them are single letters.
    func plainBooleans() -> (values: [UInt8], missing: Int)? {
        var missing = 0
        var hasWord = false
        let values: [UInt8]? = fill { (_, cell, count, target: UnsafeMutablePointer<UInt8>) in
            if count == 0 {
                missing &+= 1
                target.initialize(to: ColumnData.missingBoolean)
                return true
            }
            guard let flag = scanBoolean(cell, count) else { return false }
            if count > 1 { hasWord = true }
            target.initialize(to: flag)
            return true
        }
        guard let values, hasWord else { return nil }
        return (values, missing)
    }

    /// Days of the form `2024-01-31`.
    func isoDays() -> (values: [Int32], missing: Int)? {
        var missing = 0
        let values: [Int32]? = fill { (_, cell, count, target: UnsafeMutablePointer<Int32>) in
            if count == 0 {
                missing &+= 1
                target.initialize(to: ColumnData.missingDay)
                return true
            }
            guard count == 10, let day = isoDay(cell) else { return false }
            target.initialize(to: day)
            return true
        }
        guard let values, missing < rowCount else { return nil }
        return (values, missing)
    }

    /// Moments of the form `2024-01-31 09:30` or `2024-01-31T09:30:15`.
    ///
    /// Nil also when all of them are midnights.
    func isoMoments() -> (values: [Int64], missing: Int)? {
        var missing = 0
        var hasTime = false
        let values: [Int64]? = fill { (_, cell, count, target: UnsafeMutablePointer<Int64>) in
            if count == 0 {
                missing &+= 1
                target.initialize(to: ColumnData.missingScaled)
                return true
            }
            guard let (day, seconds) = isoMoment(cell, count) else { return false }
            if seconds != 0 { hasTime = true }
            target.initialize(to: Int64(day) &* Moment.microsecondsPerDay &+ Int64(seconds) &* 1_000_000)
            return true
        }
        guard let values, missing < rowCount, hasTime else { return nil }
        return (values, missing)
    }

    /// Days of the form `1/31/2024` (month first) or `31/1/2024`, or with `-`.
    ///
    /// Nil also unless a cell proves the order; `proof` is the first row that does.
    func numericDays(monthFirst: Bool, separator: UInt8) -> (values: [Int32], missing: Int, proof: Int)? {
        var missing = 0
        var proof: Int?
        let values: [Int32]? = fill { (row, cell, count, target: UnsafeMutablePointer<Int32>) in
            if count == 0 {
                missing &+= 1
                target.initialize(to: ColumnData.missingDay)
                return true
            }
            guard let (number, day) = numericDay(cell, count, monthFirst: monthFirst, separator: separator) else {
                return false
            }
            if proof == nil && day > 12 { proof = row }
            target.initialize(to: number)
            return true
        }
        guard let values, let proof else { return nil }
        return (values, missing, proof)
    }
}
