import Engine
import Language
import Reports
import Values

/// Whole documents: what a script comes to in one file or one page.
extension Presenter {
    /// From here on answers, and what stands between them, are gathered rather than written.
    package func gather() { gathered = ReportBuilder() }

    /// Writes what was gathered as one document, and ends the gathering.
    /// - Parameters:
    ///   - script: the script's name; nil for questions of the command line.
    ///   - path: nil for standard output.
    package func writeGathered(script: String?, to path: String?) throws(Diagnostic) {
        guard let builder = gathered else { return }
        gathered = nil
        let output = Output(path: path.map { Label($0, span: .none) })
        try writeDocument(builder, script: script, parameters: session.reportParameters(), output)
    }

    /// What `run` came to: part by part, or as a whole where its output says so.
    func present(_ run: Session.ScriptRun, _ output: Output) throws(Diagnostic) {
        let renderer = try chosen(output)
        let isPage = (renderer as? any DocumentRenderer)?.gathering == .always
        let isDocument = (output.format != nil || output.path != nil) && renderer is any DocumentRenderer
        guard output.path != nil || isDocument || (isPage && gathered == nil) else {
            try presentParts(run, output)
            return
        }
        let outer = gathered
        defer { gathered = outer }
        gathered = ReportBuilder()
        try presentParts(run, Output())
        guard let builder = gathered else { return }
        try writeDocument(builder, script: run.script, parameters: run.parameters, output)
    }

    /// - Parameter output: the format of answers that do not say theirs.
    private func presentParts(_ run: Session.ScriptRun, _ output: Output) throws(Diagnostic) {
        try session.scripted { () throws(Diagnostic) in
            for part in run.parts {
                switch part {
                case .text(let text): gathered?.add(text: text)
                case .outcome(.answer(let answer, let own), let statement) where own.format == nil && own.path == nil:
                    try present(.answer(answer, output), of: statement)
                case .outcome(let outcome, let statement): try present(outcome, of: statement)
                }
            }
        }
    }

    private func writeDocument(
        _ builder: ReportBuilder, script: String?, parameters: [Report.Origin.Parameter], _ output: Output
    ) throws(Diagnostic) {
        let renderer = try chosen(output)
        if builder.isEmpty {
            guard let path = output.path else { return }
            throw Diagnostic(
                "nothing-yet", "nothing was answered, so \(path.text) is not written",
                remedies: ["ask something: `show …`"])
        }
        let report = builder.report(
            script: script, parameters: parameters, version: session.version, today: session.workspace.today)
        guard let renderer = renderer as? any DocumentRenderer else {
            let answers = report.answers
            guard answers.count == 1, let only = answers.first else {
                throw Diagnostic(
                    "not-a-document", "one file of \(renderer.name) cannot hold \(answers.count) answers",
                    at: output.path?.span == Span.none ? nil : output.path?.span,
                    remedies: [
                        "choose a format that holds a whole document: "
                            + documentRenderers.map(\.name).joined(separator: ", "),
                        "or end each question with its own `to \"FILE\"`",
                    ])
            }
            try deliver(renderer.bytes(only.answer, options: documentOptions), to: output.path)
            return
        }
        try checkPlace(of: renderer, output)
        try deliver(try renderer.document(report, options: documentOptions), to: output.path)
    }
}

extension Batch {
    /// Begins to gather where the format asks for one document, or a file shall hold all; false, and told, where that file
    /// cannot be written.
    func begin(isScript: Bool, _ target: String?) -> Bool {
        let format = session.settings.format.flatMap { renderer(named: $0) } as? any DocumentRenderer
        let isGathered =
            switch format?.gathering {
            case .always: true
            case .scripts: isScript
            case .filesOnly, nil: false
            }
        if isGathered || target != nil { presenter.gather() }
        guard let target else { return true }
        do {
            try SafeFile.check(target, overwrites: session.settings.force || session.confirm != nil)
            return true
        } catch {
            presenter.report(error, source: "", name: nil)
            return false
        }
    }

    /// Writes the document, if one was gathered; not where a question failed, unless failures are to be passed over.
    /// - Returns: whether everything was answered and written.
    func end(_ succeeded: Bool, script: String?, _ target: String?) -> Bool {
        guard succeeded || keepsGoing, !presenter.wasInterrupted else { return false }
        do {
            try presenter.writeGathered(script: script, to: target)
            presenter.tellNotices()
            return succeeded
        } catch {
            presenter.tellNotices()
            presenter.report(error, source: "", name: nil)
            return false
        }
    }
}

extension Statement {
    /// Whether its answer is that of the question before.
    var repeatsLast: Bool {
        switch kind {
        case .last, .export: true
        default: false
        }
    }
}
