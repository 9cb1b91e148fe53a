import Glibc
import Values

/// The clipboard of the user's terminal, reached by the escape sequence OSC 52, which works over `ssh` too.
struct Clipboard {
    /// Programs between this one and the terminal, which pass a sequence on only when it is wrapped for them.
    enum Multiplexer: Hashable, Sendable {
        case tmux, screen

        /// The one that this program runs in.
        static var current: Multiplexer? {
            func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }
            return isSet("TMUX") ? .tmux : isSet("STY") ? .screen : nil
        }
    }

    /// Terminals forget what is longer: xterm takes 100,000 bytes of a sequence, which are 74,994 of text.
    static let mostBytes = 74_994

    /// The sequence that puts the text into the clipboard.
    ///
    /// Throws where the text is longer than terminals take.
    static func sequence(_ bytes: [UInt8], through multiplexer: Multiplexer?) throws(Diagnostic) -> String {
        guard bytes.count <= mostBytes else {
            throw Diagnostic(
                "clipboard-full", "the answer is too long for the clipboard of a terminal",
                reason: ["it has \(bytes.count) bytes, and terminals take \(mostBytes)"],
                remedies: [
                    "ask for fewer lines with `top` or `limit`", "`export last to \"answer.csv\"` writes a file",
                ])
        }
        let plain = "\u{1B}]52;c;" + base64(bytes) + "\u{7}"
        switch multiplexer {
        case nil: return plain
        case .tmux:
            // Passed through where tmux allows that, and taken by tmux itself where it is set to.
            return "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\" + plain
        case .screen:
            // Screen takes no long strings, but joins short ones.
            let units = Array(plain.utf8)
            return stride(from: 0, to: units.count, by: 240).map { start in
                "\u{1B}P" + String(decoding: units[start..<min(start + 240, units.count)], as: UTF8.self) + "\u{1B}\\"
            }.joined()
        }
    }
}

/// The bytes in base64 (RFC 4648), with padding and without line breaks.
func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var bits = group.reduce(0) { $0 << 8 | Int($1) }
        bits <<= 8 * (3 - group.count)
        for place in 0..<4 {
            result.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
        }
    }
    return String(decoding: result, as: UTF8.self)
}
