import Foundation
import Testing

@testable import Tables

/// Columns that say how long something takes, in seconds.
struct DurationTests {
    @Test(arguments: [
        ("Duration", ["00:05:12", "1:00:00", "100:00:09", ""], ["312", "3600", "360009", ""]),
        ("talk time", ["5m 3s", "1h 2m", "45s", "2 hours, 5 minutes"], ["303", "3720", "45", "7500"]),
        ("avg_time_on_page", ["00:02:31", "-", "N/A", "00:00:00"], ["151", "", "", "0"]),
        ("Call Length", ["1 day, 2:03:04", "3 days", "2 d 1 h", "-00:00:05"], ["93784", "259200", "176400", "-5"]),
        ("duration", ["PT5M12S", "P1DT2H3M4S", "P2D", "PT0.25S"], ["312.00", "93784.00", "172800.00", "0.25"]),
        ("wait", ["00:00:01.5", "00:00:02.125", "0:01:00"], ["1.500", "2.125", "60.000"]),
    ])
    func areSeconds(_ name: String, _ cells: [String], _ seconds: [String]) throws {
        let read = try table("id;\(name)\n" + cells.map { "x;\($0)\n" }.joined())
        #expect(read.texts(1).map { $0 ?? "" } == seconds)
        #expect(read.column(1).decisions == ["durations read as seconds (line 2 has `\(cells[0])`)"])
        #expect(read.problems == [])
    }

    /// Times of day, what may be hours or minutes, what is no duration.
    @Test(arguments: [
        ("Call time", ["10:05:12", "09:00:00"]), ("duration", ["5:12", "0:45"]), ("duration", ["1:75:00", "0:00:01"]),
        ("size", ["5m", "10m"]), ("duration", ["1.5h", "2h"]), ("duration", ["5m 2h", "3s 3s"]),
        ("duration", ["PT", "P1Y"]), ("duration", ["00:05:12", "soon"]), ("duration", ["00:05:12", "7"]),
    ])
    func areTexts(_ name: String, _ cells: [String]) throws {
        let read = try table("id;\(name)\n" + cells.map { "x;\($0)\n" }.joined())
        #expect(read.column(1).type == .text)
        #expect(read.texts(1) == cells)
    }

    @Test func theCellThatIsNoneIsTold() throws {
        let rows = (0..<601).map { "\($0),0:00:\($0 % 50 + 10)\n" }.joined()
        let read = try table("id,duration\n" + rows + "601,soon\n" + rows)
        #expect(read.column(1).decisions == ["text, because not every cell is a duration: line 603 has `soon`"])
    }

    /// The guess of the beginning, and what contradicts it late.
    @Test func readAlikeInChunksAndWhole() throws {
        for (duration, wait) in [("00:10:00", "5m"), ("soon", "x"), ("", ""), ("7", "00:00:01.5")] {
            let rows = (0..<9000).map { "r\($0),00:\($0 % 50 + 10):00,\($0 % 9)m 1s,\($0 < 8000 ? "" : "1:00:00")\n" }
            let path = try temporaryFile(
                "calls.csv", "id,duration,wait time,handle time\n" + rows.joined() + "last,\(duration),\(wait),\n")
            defer { try? FileManager.default.removeItem(atPath: path) }
            try compare(path, chunkSize: 40_000)
        }
    }
}
