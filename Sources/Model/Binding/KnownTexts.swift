import Tables
import Values

/// The different texts that an expression can give. Of a column those that are asked for are looked up, for there can be
/// hundreds of thousands.
struct KnownTexts {
    private enum Part {
        case texts([String])
        case column(Table, Int)
    }

    private var parts: [Part]

    init(_ texts: [String]) { parts = [.texts(texts)] }

    /// Nil of columns that are no texts, and where there are too many to look through.
    ///
    /// Fails where a database cannot be asked for them.
    init?(columnOf table: Table, at position: Int) throws(Diagnostic) {
        if table.livesElsewhere {
            guard let texts = try table.differentTexts(position) else { return nil }
            parts = [.texts(texts)]
        } else {
            guard table.outline(position).type == .text else { return nil }
            parts = [.column(table, position)]
        }
    }

    static func + (left: KnownTexts, right: KnownTexts) -> KnownTexts {
        var all = left
        all.parts += right.parts
        return all
    }

    func contains(_ text: String) -> Bool {
        parts.contains { part in
            switch part {
            case .texts(let texts): texts.contains(text)
            case .column(let table, let position): table.hasText(position, text)
            }
        }
    }

    /// All of them.
    var all: [String] { first(.max) }

    /// As many as this of each column.
    func first(_ count: Int) -> [String] {
        parts.flatMap { part in
            switch part {
            case .texts(let texts): texts
            case .column(let table, let position): (try? table.differentTexts(position, most: count)) ?? []
            }
        }
    }
}
