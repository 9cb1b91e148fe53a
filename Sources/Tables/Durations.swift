import Values

/// How long something takes, as call logs and web analytics write it: `00:05:12`, `5m 3s`, `1 day, 2:03:04`, `PT5M12S`.
struct DurationScan {
    var microseconds: Int64 = 0
    /// Digits behind the point of the seconds, at most six.
    var digits = 0
    /// A number and `m` alone: may be metres.
    fileprivate(set) var mayBeMetres = false

    fileprivate mutating func add(seconds: Int) { microseconds += Int64(seconds) * 1_000_000 }
}

/// Reads the cell as a duration; nil when it is none. Two numbers, `5:12`, are none: they may be hours or minutes.
///
/// `bytes` has `count` bytes without spaces around them.
func scanDuration(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> DurationScan? {
    guard count >= 2 && count <= 60 else { return nil }
    var cursor = DateCursor(bytes: bytes, count: count)
    let isNegative = cursor.skip(0x2D)
    var result = DurationScan()
    let isRead = cursor.byte == 0x50 ? scanISO(&cursor, &result) : scanUnits(&cursor, &result)
    guard isRead, cursor.isAtEnd else { return nil }
    if isNegative { result.microseconds = -result.microseconds }
    return result
}

/// The words for days, hours, minutes and seconds, and how many seconds each has.
private let units: [(words: [[UInt8]], seconds: Int)] = [
    (["d", "day", "days"], 86_400), (["h", "hr", "hrs", "hour", "hours"], 3600),
    (["m", "min", "mins", "minute", "minutes"], 60), (["s", "sec", "secs", "second", "seconds"], 1),
].map { words, seconds in (words.map { Array($0.utf8) }, seconds) }

/// `5m 3s`, `2 hours, 5 minutes`, `1 day 02:03:04`, `02:03:04`: each unit once, the longer first.
private func scanUnits(_ cursor: inout DateCursor, _ result: inout DurationScan) -> Bool {
    var next = 0
    repeat {
        guard let number = cursor.number(7) else { return false }
        // Hours, minutes and seconds, alone or behind days.
        if next < 2, cursor.byte == 0x3A { return scanClock(&cursor, hours: number.value, &result) }
        guard scanFraction(&cursor, &result) else { return false }
        cursor.skipSpaces()
        guard let unit = unit(&cursor), unit >= next, result.digits == 0 || unit == units.count - 1 else {
            return false
        }
        result.add(seconds: number.value * units[unit].seconds)
        result.mayBeMetres = next == 0 && cursor.isAtEnd && cursor.bytes[cursor.count - 1] | 0x20 == 0x6D
        next = unit + 1
        _ = cursor.skip(0x2C)
        cursor.skipSpaces()
    } while !cursor.isAtEnd && next < units.count
    return true
}

/// `:03:04`, `:03:04.250` behind the hours.
private func scanClock(_ cursor: inout DateCursor, hours: Int, _ result: inout DurationScan) -> Bool {
    guard cursor.skip(0x3A), let minutes = cursor.number(2), minutes.digits == 2, minutes.value < 60,
        cursor.skip(0x3A), let seconds = cursor.number(2), seconds.digits == 2, seconds.value < 60
    else { return false }
    result.add(seconds: hours * 3600 + minutes.value * 60 + seconds.value)
    return scanFraction(&cursor, &result)
}

/// Digits behind a point or a comma, if one stands here; false for more than six.
private func scanFraction(_ cursor: inout DateCursor, _ result: inout DurationScan) -> Bool {
    guard cursor.byte == 0x2E || cursor.byte == 0x2C, cursor.position + 1 < cursor.count,
        isDigit(cursor.bytes[cursor.position + 1])
    else { return true }
    cursor.position += 1
    let start = cursor.position
    guard let micros = fractionOfSecond(&cursor), cursor.position - start <= 6 else { return false }
    result.digits = cursor.position - start
    result.microseconds += micros
    return true
}

/// `P1DT2H3M4S` (ISO 8601) without years, months and weeks.
private func scanISO(_ cursor: inout DateCursor, _ result: inout DurationScan) -> Bool {
    cursor.position += 1
    var next = 0
    while !cursor.isAtEnd {
        if cursor.skip(0x54) {
            if next > 1 || cursor.isAtEnd { return false }
            next = 1
        }
        guard let number = cursor.number(7), scanFraction(&cursor, &result),
            let unit = [UInt8(0x44), 0x48, 0x4D, 0x53].firstIndex(of: cursor.byte),
            unit >= next, (unit == 0) == (next == 0), result.digits == 0 || unit == 3
        else { return false }
        cursor.position += 1
        result.add(seconds: number.value * units[unit].seconds)
        next = unit == 0 ? 0 : unit + 1
        if unit == 0 && !cursor.isAtEnd && cursor.byte != 0x54 { return false }
    }
    return cursor.position > 2
}

/// The place of the unit whose word stands here.
private func unit(_ cursor: inout DateCursor) -> Int? {
    var word: [UInt8] = []
    while !cursor.isAtEnd, isLetter(cursor.byte), word.count < 8 {
        word.append(cursor.byte | 0x20)
        cursor.position += 1
    }
    return units.firstIndex { $0.words.contains(word) }
}

/// Whether the name of a column says how long something takes, so that `00:05:12` is no time of day.
private func saysDuration(_ name: String) -> Bool {
    let parts = name.split(separator: "_")
    if parts.contains(where: { part in durationWords.contains { part.hasPrefix($0) } || phaseWords.contains(part) }) {
        return true
    }
    return parts.contains("time") && parts.contains { activityWords.contains($0) }
}

/// Whether the name of a column may say how far something reaches, so that `5 m` are metres.
private func mayBeLength(_ name: String) -> Bool {
    name.split(separator: "_").allSatisfy { part in
        !durationWords.contains { $0 != "length" && part.hasPrefix($0) } && !phaseWords.contains(part)
            && !activityWords.contains(part) && !lengthOfTime.contains(part)
    }
}

/// What has a length in time.
private let lengthOfTime: Set<Substring> = [
    "call", "time", "video", "track", "song", "meeting", "episode", "recording",
]

private let durationWords = [
    "duration", "dauer", "durée", "duree", "durata", "duración", "duracion", "duração", "elapsed", "length", "runtime",
]

/// What a call has, and no day a time of.
private let phaseWords: Set<Substring> = [
    "talk", "wait", "waiting", "handle", "handling", "hold", "ring", "ringing", "idle",
]

/// What stands with `time` where it is a stretch of it: `avg_time_on_page`, `first_reply_time`, `time_to_close`.
private let activityWords: Set<Substring> = [
    "queue", "response", "reply", "resolution", "session", "wrap", "engagement", "to", "spent", "avg", "average",
    "total",
    "mean", "median", "requester", "agent", "speaking", "listening", "watch", "visit", "page",
]

extension ColumnDecision {
    /// Whether the cells that are looked at are durations, and the name of the column says so.
    static func looksLikeDurations(_ sample: CellSample, named name: String) -> Bool {
        sample.durations > 0 && sample.durations + sample.missing == sample.filled && saysDuration(name)
            && (sample.metres < sample.durations || !mayBeLength(name))
    }

    /// The column as seconds, where its name says that it holds durations and all cells are such; nil otherwise.
    func durationColumn(_ sample: CellSample) -> Column? {
        guard Self.looksLikeDurations(sample, named: name) else { return nil }
        var values: [Int64] = []
        values.reserveCapacity(cells.rowCount)
        var missing = 0
        var scale = 0
        var first: Int?
        var odd: Int?
        cells.forEach { row, cell, count in
            if count == 0 || isMissingWord(cell, count) {
                missing += 1
                values.append(ColumnData.missingScaled)
                return true
            }
            guard let scan = scanDuration(cell, count) else {
                odd = row
                return false
            }
            first = first ?? row
            scale = max(scale, scan.digits)
            values.append(scan.microseconds)
            return true
        }
        if let odd { return textColumn("text, because not every cell is a duration: \(proof(odd))") }
        guard let first, values.count == cells.rowCount else { return nil }
        let divisor = (scale..<6).reduce(Int64(1)) { value, _ in value * 10 }
        let seconds = values.map { $0 == ColumnData.missingScaled ? $0 : $0 / divisor }
        return Column(
            type: scale == 0 ? .integer : .decimal(scale: scale), data: .scaled(seconds, scale: scale),
            missingCount: missing, decisions: ["durations read as seconds (\(proof(first)))"])
    }
}
