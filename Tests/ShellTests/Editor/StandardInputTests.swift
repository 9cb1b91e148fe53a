import Glibc
import Testing

@testable import Shell

@Suite struct StandardInputTests {
    /// An input that holds these bytes.
    func input(_ bytes: [UInt8]) -> StandardInput {
        let file = tmpfile()
        _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        fflush(file)
        let descriptor = file.map { fileno($0) } ?? -1
        lseek(descriptor, 0, SEEK_SET)
        return StandardInput(descriptor: descriptor)
    }

    @Test func linesEndWithOrWithoutACarriageReturn() throws {
        var input = input(Array("one\r\n\ntwo\nlast".utf8))
        var lines: [String] = []
        while let line = try input.nextLine() { lines.append(line) }
        #expect(lines == ["one", "", "two", "last"])
        #expect(try input.nextLine() == nil)
    }

    @Test func linesMayBeLongerThanABlock() throws {
        let long = String(repeating: "é", count: 100_000)
        var input = input(Array("\(long)\nx\n".utf8))
        #expect(try input.nextLine() == long)
        #expect(try input.readAll() == "x\n")
        #expect(try input.readAll() == "")
    }

    @Test func bytesThatAreNotUTF8AreReplaced() throws {
        var input = input([0x61, 0xff, 0x62])
        #expect(try input.readAll() == "a\u{fffd}b")
    }

    @Test func whatCannotBeReadIsAnError() {
        let descriptor = open("/tmp", O_RDONLY)
        defer { close(descriptor) }
        var input = StandardInput(descriptor: descriptor)
        #expect(throws: (any Error).self) { try input.readAll() }
    }
}
