import Engine
import Values

/// What a renderer has to know about the place that it draws for.
package struct RenderOptions: Hashable, Sendable {
    /// Terminal columns; nil when nothing has to fit (a file, a pipe).
    package var width: Int?
    /// Whether escape sequences for colour may be written.
    package var color: Bool
    /// Numbers are never shortened to `4.21M`, and text goes to CSV and TSV as it is.
    package var exact: Bool
    /// The terminal shows ASCII alone, so that pictures do without blocks and dots.
    package var ascii: Bool
    /// Whether tables draw bars beside their main metric, where there is room.
    package var bars: Bool

    package init(
        width: Int? = nil, color: Bool = false, exact: Bool = false, ascii: Bool = false, bars: Bool = false
    ) {
        self.width = width
        self.color = color
        self.exact = exact
        self.ascii = ascii
        self.bars = bars
    }
}

/// One output format.
///
/// A format of text that is never long is a `TextRenderer`.
package protocol Renderer: Sendable {
    /// As the language writes it behind `as`: `csv`.
    var name: String { get }
    /// The endings of file names that mean this format, without the point, in lower case.
    var fileExtensions: [String] { get }
    /// Whether it is UTF-8 text, which can go to a terminal.
    var isText: Bool { get }
    /// Whether it is drawn for people at a terminal, fitted to its width and set apart from what stands before it.
    var fitsTerminal: Bool { get }
    /// Hands the whole drawing to `write`, in pieces that end anywhere, until `write` wants no more.
    func render(
        _ answer: Answer, options: RenderOptions, into write: ([UInt8]) throws(RenderingStopped) -> Void
    ) throws(RenderingStopped)
}

/// Thrown by what takes a drawing, to have no more of it: a pager was left, Ctrl-C was pressed.
package struct RenderingStopped: Error {
    package init() {}
}

extension Renderer {
    package var isText: Bool { true }
    package var fitsTerminal: Bool { false }

    /// The whole drawing, or less where the work is stopped.
    package func bytes(_ answer: Answer, options: RenderOptions = RenderOptions()) -> [UInt8] {
        var result: [UInt8] = []
        try? render(answer, options: options) { piece throws(RenderingStopped) in
            if Work.isStopped || !Work.mayGrow(result, by: piece.count) { throw RenderingStopped() }
            result += piece
        }
        return result
    }

    /// The whole drawing of a format of text.
    package func text(_ answer: Answer, options: RenderOptions = RenderOptions()) -> String {
        String(decoding: bytes(answer, options: options), as: UTF8.self)
    }
}

/// A format that is drawn as pieces of text.
package protocol TextRenderer: Renderer {
    /// Hands the whole drawing to `write`, in pieces that end anywhere.
    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void)
}

extension TextRenderer {
    package func render(
        _ answer: Answer, options: RenderOptions, into write: ([UInt8]) throws(RenderingStopped) -> Void
    ) throws(RenderingStopped) {
        var stop: RenderingStopped?
        render(answer, options: options) { (piece: String) in
            guard stop == nil else { return }
            do throws(RenderingStopped) { try write(Array(piece.utf8)) } catch { stop = error }
        }
        if let stop { throw stop }
    }
}

/// Every output format; a new one is a file beside this one and an entry here.
package let renderers: [any Renderer] = [
    TableRenderer(),
    CardRenderer(),
    DelimitedRenderer.csv,
    DelimitedRenderer.tsv,
    JSONRenderer.array,
    JSONRenderer.lines,
    MarkdownRenderer(),
    HTMLRenderer(),
    ChartRenderer(),
    SVGRenderer(),
    VegaRenderer(),
    WorkbookRenderer(),
]

/// The format of this name, or of this ending of file names, in any case: `markdown`, `md`.
package func renderer(named name: String) -> (any Renderer)? {
    let name = name.lowercased()
    return renderers.first { $0.name == name } ?? renderers.first { $0.fileExtensions.contains(name) }
}

/// The first ending of each format, for remedies: `.csv, .tsv or .md`.
package var fileEndings: String {
    let endings = renderers.compactMap { $0.fileExtensions.first.map { "." + $0 } }
    return endings.dropLast().joined(separator: ", ") + (endings.last.map { " or " + $0 } ?? "")
}

/// The format that a file name's ending means: `board.md` is `markdown`.
package func renderer(forPath path: String) -> (any Renderer)? {
    let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let name = file.lowercased()
    // `.vl.json` says more than `.json`.
    let endings = renderers.flatMap { renderer in renderer.fileExtensions.map { (renderer, $0) } }
    return endings.filter { name.hasSuffix("." + $0.1) }.max { $0.1.utf8.count < $1.1.utf8.count }?.0
}
