import Engine
import Language
import Model
import Values

/// A question as a script of its own: what it needs of the definitions of the session, its periods and values as
/// parameters, and the question.
///
/// Without values from outside it gives the answer that the question gave.
struct SavedScript {
    /// The question, its parts replaced by parameters as far as that leaves the answer as it is.
    private(set) var question: Statement
    /// The parameters that were lifted out, in the order in which they stand in the question.
    private(set) var lifted: [Workspace.Parameter] = []
    /// Definitions of the session that the question uses, in their order.
    private let definitions: [TypedDefinition]
    /// `let` and `param` that the question or a definition uses.
    private let parameters: [Workspace.Parameter]
    /// The workspace that was opened, as the script names it; nil for none.
    private let opened: String?
    private let folder: String

    /// - Parameters:
    ///   - definitions: those given in the session before the question was asked.
    ///   - parameters: those that there were when it was asked, with their values.
    ///   - opened: the path of the workspace file or folder that was opened; nil for none.
    init(
        _ question: Statement, definitions: [TypedDefinition], parameters: [Workspace.Parameter], opened: String?,
        in workspace: Workspace, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        let before = workspace.parameters
        var workspace = workspace
        for parameter in parameters { workspace.parameters[parameter.name] = parameter }
        workspace.arguments = [:]
        folder = workspace.folder
        self.opened = opened.map { Self.isWorkspace($0, folder: workspace.folder) ? ".." : Self.fromScripts($0) }
        self.question = question
        let trial = Trial(workspace, isInterrupted)
        let answer = try trial.answer(question)

        let needed = Self.needed(question, definitions, trial, answer)
        self.definitions = needed
        let words = trial.words(reachedFrom: needed.map(\.statement) + [question])
        let typed = Set(definitions.map(\.key))
        self.parameters = parameters.filter { parameter in
            // The constants of the workspace come with it.
            words.contains("$" + parameter.name)
                && (parameter.isOpen || before[parameter.name] == nil || typed.contains("parameter " + parameter.name))
        }
        lift(answer, trial)
        // What was tried when it was stopped says nothing.
        if isInterrupted() { throw Diagnostic("interrupted", "interrupted") }
    }

    // MARK: Definitions

    /// The definitions that the question uses, itself or through others.
    private static func needed(
        _ question: Statement, _ definitions: [TypedDefinition], _ trial: Trial, _ answer: Answer
    ) -> [TypedDefinition] {
        var latest: [TypedDefinition] = []
        for definition in definitions {
            let key = definition.key
            // Parameters are taken as they were when the question was asked.
            if key.hasPrefix("parameter ") { continue }
            // A file that is loaded anew stays before what is defined on it; a name moves to where it was defined last.
            if let place = latest.firstIndex(where: { $0.key == key }) {
                if definition.path != nil {
                    latest[place] = definition
                    continue
                }
                latest.remove(at: place)
            }
            latest.append(definition)
        }
        var isNeeded = latest.map { definition -> Bool in
            switch definition.statement.kind {
            case .set, .calendar, .use, .connect: true
            case .load, .dataset, .source: trial.needs(definition, for: question, answer)
            default: false
            }
        }
        // A definition that is needed may need others.
        while true {
            let words = trial.words(
                reachedFrom: latest.indices.filter { isNeeded[$0] }.map { latest[$0].statement } + [question])
            let found = latest.indices.filter { index in
                !isNeeded[index] && words.contains(where: latest[index].defines)
            }
            if found.isEmpty { break }
            for index in found { isNeeded[index] = true }
        }
        return latest.indices.filter { isNeeded[$0] }.map { latest[$0] }
    }

    /// The words of a statement, those of parameters with their `$`; letters' case aside.
    fileprivate static func words(_ statement: Statement) -> Set<String> {
        var plain = statement
        plain.comments = []
        var words: Set<String> = []
        var word = ""
        for character in printed(plain).lowercased() + " " {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.insert(word) }
            word = character == "$" ? "$" : ""
        }
        return words
    }

    // MARK: Parameters

    /// Lifts out one part after the other, each only if the answer stays what it is.
    private mutating func lift(_ answer: Answer, _ trial: Trial) {
        var count = 0
        _ = question.replacingParts { _ in
            count += 1
            return nil
        }
        let original = question
        var kept: [Int: Workspace.Parameter] = [:]
        for index in 0..<count {
            for isText in [true, false] {
                var attempt = kept
                let statement = Self.replaced(original, index, kept, trial.workspace, isText: isText, &attempt)
                guard attempt.count > kept.count else { continue }
                if trial.gives(answer, statement, Array(attempt.values)) {
                    kept = attempt
                    question = statement
                    break
                }
            }
        }
        lifted = kept.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The question with the parts replaced that are in `kept`, and one more, which is put into `attempt`.
    ///
    /// - Parameter isText: whether a bare word becomes a text in quotes.
    private static func replaced(
        _ statement: Statement, _ index: Int, _ kept: [Int: Workspace.Parameter], _ workspace: Workspace, isText: Bool,
        _ attempt: inout [Int: Workspace.Parameter]
    ) -> Statement {
        var position = -1
        var added: Workspace.Parameter?
        let taken = Set(kept.values.map(\.name)).union(workspace.parameters.keys)
        let result = statement.replacingParts { part in
            position += 1
            if let known = kept[position] { return known.name }
            guard position == index else { return nil }
            added = parameter(part, taken, isText: isText)
            return added?.name
        }
        if let added { attempt[index] = added }
        return result
    }

    private static func parameter(
        _ part: QuestionPart, _ taken: Set<String>, isText: Bool
    ) -> Workspace.Parameter? {
        func free(_ name: String) -> String {
            var candidate = name
            var number = 2
            while taken.contains(candidate) {
                candidate = name + "_\(number)"
                number += 1
            }
            return candidate
        }
        switch part {
        case .period(let period):
            return Workspace.Parameter(
                name: free("period"), value: Expression(.period(period), span: .none), description: "Period",
                isOpen: true)
        case .compared(let period):
            return Workspace.Parameter(
                name: free("compared"), value: Expression(.period(period), span: .none), description: "Compared with",
                isOpen: true)
        case .value(let value, let operand):
            var name = "value"
            if case .name(let column) = operand.kind, let part = column.parts.last { name = machineName(part.text) }
            if name.isEmpty || Keyword(rawValue: name)?.isReserved == true { name = "value" }
            var constant = value
            if isText, case .name(let word) = value.kind, let part = word.parts.last {
                constant = Expression(.text(part.spelling), span: .none)
            }
            return Workspace.Parameter(name: free(name), value: constant, description: nil, isOpen: true)
        }
    }

    // MARK: Text

    /// The script's text, in the canonical layout.
    var text: String {
        var blocks: [[Statement]] = []
        if let opened { blocks.append([Statement(.use(path: Label(opened, span: .none)), span: .none)]) }
        // Definitions may use parameters of their own; those of the question stand before it.
        blocks.append(parameters.map(\.definition))
        blocks.append(definitions.map(inScript))
        blocks.append(lifted.map(\.definition))
        blocks.append([question])
        return blocks.filter { !$0.isEmpty }.map { printed($0) }.joined(separator: "\n")
    }

    /// A definition with its paths from the folder of the script.
    private func inScript(_ definition: TypedDefinition) -> Statement {
        guard let path = definition.path else { return definition.named("") }
        if path.text.hasPrefix("/") { return definition.named(path.text) }
        if definition.folder == folder { return definition.named("../" + path.text) }
        return definition.named(Self.fromScripts(Workspace.absolute(path.text, in: absolutePath(definition.folder))))
    }

    private static func isWorkspace(_ opened: String, folder: String) -> Bool {
        isSamePlace(opened, folder) || isSamePlace(opened, folder + "/" + Session.workspaceFile)
    }

    private static func fromScripts(_ path: String) -> String { path.hasPrefix("/") ? path : "../" + path }
}

extension TypedDefinition {
    fileprivate func defines(_ word: String) -> Bool {
        switch statement.kind {
        case .dimension, .metric: key == "name " + word
        case .target: key == "target " + word
        default: datasets.contains(word)
        }
    }
}

extension Workspace.Parameter {
    var definition: Statement {
        let label = Label(name, span: .none)
        return Statement(
            isOpen
                ? .parameter(name: label, value: value, description: description)
                : .constant(name: label, value: value),
            span: .none)
    }
}

/// Asks a question of a workspace that differs a little, to see whether the answer does.
private struct Trial {
    let workspace: Workspace
    let isInterrupted: @Sendable () -> Bool

    init(_ workspace: Workspace, _ isInterrupted: @escaping @Sendable () -> Bool) {
        self.workspace = workspace
        self.isInterrupted = isInterrupted
    }

    func answer(_ question: Statement, in other: Workspace? = nil) throws(Diagnostic) -> Answer {
        let evaluator = Evaluator(other ?? workspace, isInterrupted: isInterrupted)
        guard let answer = try evaluator.answer(question, most: 40) else {
            throw Diagnostic("not-a-question", "only questions can be saved")
        }
        return answer
    }

    /// Whether a question with more parameters gives the same answer, also when it is read from its text.
    func gives(_ answer: Answer, _ question: Statement, _ parameters: [Workspace.Parameter]) -> Bool {
        var other = workspace
        for parameter in parameters {
            let text = printed(parameter.definition)
            guard let read = parseScript(text).statements.first, (try? other.define(read)) != nil else { return false }
        }
        guard let read = parseScript(printed(question)).statements.first, read.kind == question.kind,
            let found = try? self.answer(read, in: other)
        else { return false }
        return found.hasSameCells(as: answer)
    }

    /// Whether the question cannot do without the datasets of a definition.
    func needs(_ definition: TypedDefinition, for question: Statement, _ answer: Answer) -> Bool {
        if case .source = definition.statement.kind { return true }
        var other = workspace
        for name in definition.datasets { other.datasets[name] = nil }
        guard let found = try? self.answer(question, in: other) else { return true }
        return !found.hasSameCells(as: answer)
    }

    /// The words of statements, and those of all that they lead to.
    func words(reachedFrom statements: [Statement]) -> Set<String> {
        var reached: Set<String> = []
        var waiting = statements.flatMap(SavedScript.words)
        while let word = waiting.popLast() {
            if reached.insert(word).inserted { waiting += words(behind: word) }
        }
        return reached
    }

    /// What the definitions of the workspace and of the catalogue say of a name.
    private func words(behind name: String) -> Set<String> {
        var words: Set<String> = []
        if let metric = workspace.metric(name) { words.formUnion(SavedScript.words(metric.statement)) }
        if let dimension = workspace.dimensions[name] { words.formUnion(SavedScript.words(dimension.statement)) }
        if name.hasPrefix("$"), let parameter = workspace.parameters[String(name.dropFirst())] {
            words.formUnion(SavedScript.words(parameter.definition))
        }
        return words
    }
}

extension Answer {
    fileprivate func hasSameCells(as other: Answer) -> Bool {
        lineCount == other.lineCount && columns.count == other.columns.count
            && zip(columns, other.columns).allSatisfy {
                $0.name == $1.name && $0.cells == $1.cells && $0.total == $1.total && $0.unit == $1.unit
            }
    }
}
