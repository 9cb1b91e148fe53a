import Glibc

/// What a piece of the text, or of what is painted beside it, is; a theme gives it a look.
package enum TextRole: Hashable, Sendable {
    case keyword, metric, dimension, dataset, column, function
    /// A value of the data, a number, a period, a text in quotes.
    case literal
    case parameter, comment
    /// The suggestion behind the text, and the hint beside it.
    case aside
    /// What is wrong, told beside the text.
    case complaint
}

/// The look of each role on a terminal.
package struct Theme: Hashable, Sendable {
    /// The themes that `set theme` takes.
    package enum Choice: String, CaseIterable, Hashable, Sendable {
        /// `dark` or `light` where $COLORFGBG tells, else colours that can be read on both.
        ///
        /// The terminal is not asked for its background: its answer would come among the keys, late or never.
        case auto
        case dark, light
        /// No colours while typing, and nothing that is told apart from the text by its colour alone.
        case none
    }

    private enum Ground { case dark, light, unknown }

    private let ground: Ground

    /// The theme of a choice; nil for none. `variable` is what $COLORFGBG says.
    package init?(_ choice: Choice, variable: String = Self.variable) {
        switch choice {
        case .auto: ground = Self.ground(variable)
        case .dark: ground = .dark
        case .light: ground = .light
        case .none: return nil
        }
    }

    package static var variable: String { getenv("COLORFGBG").map { String(cString: $0) } ?? "" }

    /// The background in `15;0` or `0;default;15`: the last number is its colour, of which 7 and 9 to 15 are bright.
    private static func ground(_ variable: String) -> Ground {
        guard let last = variable.split(separator: ";").last, let color = Int(last), (0...15).contains(color) else {
            return .unknown
        }
        return color == 7 || color >= 9 ? .light : .dark
    }

    /// The parameters of the sequence that begins a role; the terminal's own sixteen colours, which its user has chosen.
    func look(of role: TextRole) -> String {
        switch (role, ground) {
        case (.keyword, .dark): "1;94"
        case (.keyword, .light): "1;34"
        case (.keyword, .unknown): "1"
        case (.metric, .dark): "92"
        case (.metric, _): "32"
        case (.dimension, .dark): "96"
        case (.dimension, _): "36"
        case (.dataset, .dark): "95"
        case (.dataset, _): "35"
        case (.column, _): "36"
        case (.function, .dark): "94"
        case (.function, .light): "34"
        case (.function, .unknown): "1"
        case (.literal, .dark): "93"
        case (.literal, _): "35"
        case (.parameter, _): "1;35"
        case (.comment, _), (.aside, _): "2"
        case (.complaint, .dark): "91"
        case (.complaint, _): "31"
        }
    }

    /// Added to the look of what is wrong.
    static let wrong = "4"
    /// Added to the look of the bracket that belongs to the one at the cursor.
    static let partner = "7"
}
