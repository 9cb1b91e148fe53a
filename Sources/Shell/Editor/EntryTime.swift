import Glibc

/// When an entry of the history was typed, in words.
struct EntryTime {
    /// Since 1970.
    let seconds: Int

    /// Of a time as the file has it: `2026-11-23T10:00:00Z`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int32($0) }
        guard parts.count == 6, text.utf8.count == 20, text.hasSuffix("Z"), (1970...9999).contains(parts[0]) else {
            return nil
        }
        var fields = tm()
        (fields.tm_year, fields.tm_mon, fields.tm_mday) = (parts[0] - 1900, parts[1] - 1, parts[2])
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (parts[3], parts[4], parts[5])
        seconds = timegm(&fields)
    }

    /// `just now`, `5 minutes ago`, `yesterday`, `2 days ago`, `3 weeks ago`, `2 years ago`.
    func age(now: Int) -> String {
        let minutes = max(0, now - seconds) / 60
        let days = minutes / (24 * 60)
        func ago(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s") ago" }
        switch days {
        case 0 where minutes < 1: return "just now"
        case 0 where minutes < 60: return ago(minutes, "minute")
        case 0: return ago(minutes / 60, "hour")
        case 1: return "yesterday"
        case 2..<14: return ago(days, "day")
        case 14..<60: return ago(days / 7, "week")
        case 60..<730: return ago(days / 30, "month")
        default: return ago(days / 365, "year")
        }
    }

    /// The day and minute where the user is: `2026-11-23 11:00`.
    var local: String {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        func digits(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(parts.tm_year + 1900)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday))"
            + " \(digits(parts.tm_hour)):\(digits(parts.tm_min))"
    }
}
