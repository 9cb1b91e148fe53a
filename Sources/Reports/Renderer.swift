import Engine

/// What a renderer has to know about the place that it draws for.
package struct RenderOptions: Hashable, Sendable {
    /// Terminal columns; nil when nothing has to fit (a file, a pipe).
    package var width: Int?
    /// Whether escape sequences for colour may be written.
    package var color: Bool
    /// Numbers are never shortened to `4.21M`, and text goes to CSV without the guard against formulas.
    package var exact: Bool

    package init(width: Int? = nil, color: Bool = false, exact: Bool = false) {
        self.width = width
        self.color = color
        self.exact = exact
    }
}

/// One output format.
package protocol Renderer: Sendable {
    /// As the language writes it behind `as`: `csv`.
    var name: String { get }
    /// The endings of file names that mean this format, without the point, in lower case.
    var fileExtensions: [String] { get }
    /// Hands the whole drawing to `write`, in pieces that end anywhere.
    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void)
}

extension Renderer {
    /// The whole drawing as one text.
    package func text(_ answer: Answer, options: RenderOptions = RenderOptions()) -> String {
        var result = ""
        render(answer, options: options) { result += $0 }
        return result
    }
}

/// Every output format; a new one is a file beside this one and an entry here.
package let renderers: [any Renderer] = [
    TableRenderer(),
    DelimitedRenderer.csv,
    DelimitedRenderer.tsv,
    JSONRenderer.array,
    JSONRenderer.lines,
    MarkdownRenderer(),
]

/// The format of this name, in any case.
package func renderer(named name: String) -> (any Renderer)? {
    let name = name.lowercased()
    return renderers.first { $0.name == name }
}

/// The format that a file name's ending means: `board.md` is `markdown`.
package func renderer(forPath path: String) -> (any Renderer)? {
    let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let point = file.lastIndex(of: ".") else { return nil }
    let ending = file[file.index(after: point)...].lowercased()
    return renderers.first { $0.fileExtensions.contains(ending) }
}
