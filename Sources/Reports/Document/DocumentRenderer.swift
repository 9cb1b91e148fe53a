import Engine
import Values

/// An output format that can hold a whole document: several answers, the text between them, definitions, sources.
package protocol DocumentRenderer: Renderer {
    var gathering: Gathering { get }
    /// The whole file.
    ///
    /// Fails with `file-too-large` where the format cannot hold it.
    func document(_ report: Report, options: RenderOptions) throws(Diagnostic) -> [UInt8]
}

/// When answers are gathered into one document rather than written as they come; a file named by `--to` always holds one.
package enum Gathering: Sendable {
    /// Always: no page or workbook can follow another one.
    case always
    /// From a script, whose text belongs to it.
    case scripts
    /// Never: answers follow each other.
    case filesOnly
}

/// The formats that can hold a whole document.
package var documentRenderers: [any DocumentRenderer] { renderers.compactMap { $0 as? any DocumentRenderer } }
