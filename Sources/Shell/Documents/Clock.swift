import Glibc

/// A moment of the clock as documents write it.
///
/// Where `SOURCE_DATE_EPOCH` is set, the clock stands at that second and nothing is younger, so that a document that is made
/// again from the same data is the same (https://reproducible-builds.org/specs/source-date-epoch/).
struct Clock {
    /// Since 1970 in UTC.
    private let seconds: Int

    static func now() -> Clock { Clock(seconds: fixed ?? time(nil)) }

    /// When a file was last changed; nil where there is none.
    static func changed(path: String) -> Clock? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Clock(seconds: min(status.st_mtim.tv_sec, fixed ?? .max))
    }

    static func latest(_ clocks: [Clock]) -> Clock? { clocks.max { $0.seconds < $1.seconds } }

    /// `2026-07-03 09:41 UTC`.
    var text: String {
        var moment = seconds
        var parts = tm()
        gmtime_r(&moment, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        let day = "\(Int(parts.tm_year) + 1900)-" + two(parts.tm_mon + 1) + "-" + two(parts.tm_mday)
        return day + " " + two(parts.tm_hour) + ":" + two(parts.tm_min) + " UTC"
    }

    private static var fixed: Int? { getenv("SOURCE_DATE_EPOCH").flatMap { Int(String(cString: $0)) } }
}
