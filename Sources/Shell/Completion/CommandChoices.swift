import Language
import Model
import Tables
import Values

/// What commands go on with: scripts and their parameters, and what settings can be.
extension CompletionProvider {
    func scripts(_ place: CompletionPlace) -> [Choice] {
        session.scriptNames().map { Choice(Self.spelled($0), label: $0, kind: "script") }
    }

    /// The parameters of a script with their defaults; those that the workspace declares as well.
    func arguments(of script: String) -> [Choice] {
        guard let path = try? session.scriptPath(Label(script, span: .none)), let text = try? readTextFile(path: path)
        else { return [] }
        let own = parseScript(text).statements.compactMap { statement -> Choice? in
            guard case .parameter(let name, let value, let description) = statement.kind else { return nil }
            return argument(name.text, value, description)
        }
        let outer = workspace.parameters.values.filter(\.isOpen).map { argument($0.name, $0.value, $0.description) }
        return own + outer
    }

    private func argument(_ name: String, _ value: Expression, _ description: String?) -> Choice {
        Choice(
            name + "=", kind: "parameter",
            detail: (description.map { $0 + ", " } ?? "") + "by default " + printed(value))
    }

    func values(ofSetting name: String) -> [Choice] {
        guard let setting = Settings.all.first(where: { $0.name == name }) else { return [] }
        let current = setting.current(session)
        let values = setting.values.isEmpty ? [current] : setting.values
        return values.map { Choice($0, kind: "value", detail: $0 == current ? "as it is" : "") }
    }
}
